"""What staff do with members: add, change, remove, mail no more and again, prefer for them, erase."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from servwatch.config import add_members, change_member, remove_members
from servwatch.cycle import memberships
from servwatch.cycle.forgetting import forget
from servwatch.digest.readings import offered
from servwatch.errors import NotFound, ServwatchError, UsageError
from servwatch.model import EVERY_DIGEST, Digest, Recipient, SuppressedFor
from servwatch.model.account import Role
from servwatch.web.console.member_form import (
    given_member,
    groups_of,
    members_file,
    read_member,
    settings_now,
    state_of,
)
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Said, Visit

REASONS = (SuppressedFor.BY_HAND, SuppressedFor.UNSUBSCRIBED, SuppressedFor.BOUNCED)
"""Why staff may say that an address is mailed no more."""


def enter(visit: Visit) -> Response:
    """Show the form for a new member."""
    return _form(visit, {"groups": tuple(visit.query.getlist("group"))})


def add(visit: Visit) -> Response:
    """Add a member, or groups and details to one who is there."""
    given: dict[str, Any] = dict(visit.form)
    try:
        given = read_member(visit.form)
        _require_whole(given)
        add_members(members_file(visit), [given])
    except ServwatchError as error:
        return _form(visit, given, Said(_told(error, visit), "bad"), status=422)
    visit.about = given["email"]
    visit.site.reload()
    return _to(visit, given["email"], visit.words._("The member is in the list."), given["groups"])


def edit(visit: Visit) -> Response:
    """Show the form of a member."""
    who = _member(visit, visit.query.get("email", ""))
    return _form(visit, given_member(who), seen=state_of(who), known=who.email)


def change(visit: Visit) -> Response:
    """Change a member, where nobody else did meanwhile."""
    known, _ = visit.form.line("known", 320), visit.words._
    who = _member(visit, known)
    given: dict[str, Any] = dict(visit.form)
    try:
        given = read_member(visit.form)
        if visit.form.get("seen") != state_of(who):
            text = _("Somebody changed this member meanwhile. This is how it stands now.")
            return _form(
                visit, given_member(who), Said(text, "bad"), status=409, seen=state_of(who), known=who.email
            )
        _require_whole(given)
        change_member(members_file(visit), known, given)
    except ServwatchError as error:
        said = Said(_told(error, visit), "bad")
        return _form(visit, given, said, status=422, seen=state_of(who), known=who.email)
    visit.about = known
    visit.site.reload()
    return _to(visit, given["email"], _("Changed."), given["groups"])


def remove(visit: Visit) -> Response:
    """Take a member out of the members file."""
    email = _about(visit)
    remove_members(members_file(visit), [email])
    visit.site.reload()
    return visit.go("/members", visit.words._("{email} is taken out of the list.", email=email))


def suppress(visit: Visit) -> Response:
    """Mail an address no more, of a digest or of all."""
    email, form, _ = _about(visit), visit.form, visit.words._
    wanted = form.get("reason")
    reason = SuppressedFor(wanted) if wanted in REASONS else SuppressedFor.BY_HAND
    digest, note = _digest(visit), form.line("note", 500)
    place = digest.id if digest is not None else EVERY_DIGEST
    visit.detail = f"{reason.value} {place}".strip()
    _who, new = memberships.suppress(
        settings_now(visit), visit.archive, email, reason, visit.now, digest=place, note=note
    )
    if not new:
        return _to(visit, email, _("It was so already; the earlier word stays."))
    return _to(visit, email, _("{email} is mailed no more.", email=email))


def restore(visit: Visit) -> Response:
    """Mail an address again, and forget what came back."""
    email, digest = _about(visit), _digest(visit)
    memberships.restore(visit.archive, email, digest.id if digest is not None else EVERY_DIGEST)
    return _to(visit, email, visit.words._("{email} is mailed again.", email=email))


def prefer(visit: Visit) -> Response:
    """Keep how a reader wants digests, as they said."""
    email, digest, form = _about(visit), _digest(visit), visit.form
    if digest is None:
        raise UsageError("name a digest")
    offer = offered(digest, [theme.id for theme in visit.settings.themes])
    wanted = memberships.wished(form.get("frequency"), form.get("layout"), form.all("theme"), offer)
    memberships.prefer(settings_now(visit), visit.archive, email, wanted, visit.now, digest)
    return _to(visit, email, visit.words._("Kept."))


def forget_preferences(visit: Visit) -> Response:
    """Let digests come to a reader as they do otherwise."""
    email, digest = _about(visit), _digest(visit)
    who = memberships.require_known(settings_now(visit), visit.archive, email)
    place = digest.id if digest is not None else EVERY_DIGEST
    memberships.forget_preferences(visit.archive, who.key, visit.now, place)
    return _to(visit, email, visit.words._("It comes as it does otherwise."))


def erase(visit: Visit) -> Response:
    """Forget one person, for ever. The log of deeds names nobody either."""
    email, _ = visit.form.line("email", 320), visit.words._
    if visit.form.get("sure") != "yes":
        raise UsageError("erasing cannot be undone: tick the box to say that it is meant")
    memberships.require_known(settings_now(visit), visit.archive, email)
    done = forget(visit.archive, members_file(visit), email, visit.now)
    visit.about = _("a person")
    visit.site.reload()
    if done.archive.leaving:
        text = _("Erased, but for a message that leaves at this moment: do it again in a minute.")
        return visit.go("/members", text, "doubt")
    return visit.go("/members", _("The person is forgotten. The address stays suppressed."))


def _about(visit: Visit) -> str:
    email = visit.form.line("email", 320)
    visit.about = email.casefold()
    return email


def _member(visit: Visit, email: str) -> Recipient:
    key = email.strip().casefold()
    found = next((one for one in settings_now(visit).recipients if one.key == key), None)
    if found is None:
        raise NotFound("{email} is not in the members file", email=email[:200])
    return found


def _digest(visit: Visit) -> Digest | None:
    name = visit.form.get("digest")
    found = visit.settings.digest(name) if name else None
    if name and found is None:
        raise UsageError("there is no digest {digest}", digest=name[:100])
    return found


def _require_whole(given: dict[str, Any]) -> None:
    if not given["email"] or not given["groups"]:
        raise UsageError("a member needs an address, and a group")


def _told(error: ServwatchError, visit: Visit) -> str:
    problems = "; ".join(problem.text for problem in getattr(error, "problems", ()))
    said = error.sentence(visit.words._)
    return f"{said} {problems}" if problems else said


def _to(visit: Visit, email: str, said: str, groups: tuple[str, ...] = ()) -> Response:
    """To the page of an address, with a word on groups that get nothing: a name that is mistyped looks like a new one."""
    known = {group for digest in visit.settings.digests for group in digest.groups}
    idle = [group for group in groups if group not in known]
    if idle:
        warning = visit.words._("No digest goes to: {groups}.", groups=", ".join(idle))
        return visit.go("/members/one", f"{said} {warning}", "doubt", email=email)
    return visit.go("/members/one", said, "good", email=email)


def _form(
    visit: Visit,
    given: dict[str, Any],
    said: Said | None = None,
    *,
    status: int = 200,
    seen: str = "",
    known: str = "",
) -> Response:
    groups = groups_of(settings_now(visit))
    return visit.page(
        "member-form.html.j2",
        status=status,
        said=said,
        given=given,
        groups=groups,
        seen=seen,
        known=known,
        languages=[
            ("", visit.words._("as each digest")),
            *((c, visit.words.named(c)) for c in ("nl", "fr", "en")),
        ],
    )


PAGES = (
    Page("/members/add", "members.enter", enter, role=Role.EDITOR),
    Page("/members/add", "members.add", add, method="POST", role=Role.EDITOR),
    Page("/members/change", "members.edit", edit, role=Role.EDITOR),
    Page("/members/change", "members.change", change, method="POST", role=Role.EDITOR),
    Page("/members/remove", "members.remove", remove, method="POST", role=Role.EDITOR),
    Page("/members/suppress", "members.suppress", suppress, method="POST", role=Role.EDITOR),
    Page("/members/restore", "members.restore", restore, method="POST", role=Role.EDITOR),
    Page("/members/prefer", "members.prefer", prefer, method="POST", role=Role.EDITOR),
    Page("/members/usual", "members.usual", forget_preferences, method="POST", role=Role.EDITOR),
    Page("/members/erase", "members.erase", erase, method="POST", role=Role.ADMINISTRATOR),
)
