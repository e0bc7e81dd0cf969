"""Who gets the digests: how each stands, what they prefer, what came back. Personal data: for staff alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from servwatch.cycle.memberships import Standing, export, require_known, standings
from servwatch.digest.readers import ending
from servwatch.digest.readings import offered, preferred
from servwatch.errors import NotFound
from servwatch.model import EVERY_DIGEST
from servwatch.model.account import Role
from servwatch.web.console import member_acts
from servwatch.web.console.member_form import groups_of, preference_choices, settings_now
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit

PAGE = 50
"""Members on a page."""
ENDING = timedelta(days=60)
"""For so long ahead mandates that end are told."""
STATES = ("", "mailed", "not-mailed", "comes-back")


def show(visit: Visit) -> Response:
    """List them, with what they get or why not."""
    group, state, wanted = (visit.query.get(key, "") for key in ("group", "state", "q"))
    settings = settings_now(visit)
    found = standings(settings, visit.archive, visit.now)
    today = visit.settings.day_of(visit.now)
    chosen = [one for one in found if _fits(one, group, state, wanted.casefold().strip(), visit)]
    skip = visit.query.get("skip", "")
    first = int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 9 else 0
    return visit.page(
        "members.html.j2",
        standings=chosen[first : first + PAGE],
        dead={one.recipient.key for one in found if one.state.seems_dead(visit.settings.day_of)},
        count=len(chosen),
        called=called_in(visit),
        groups=[(name, name) for name in groups_of(settings)],
        group=group,
        state=state,
        wanted=wanted[:100],
        ending=ending(settings.recipients, today, ENDING),
        earlier=visit.here(skip=first + PAGE) if len(chosen) > first + PAGE else "",
        later=visit.here(skip=max(0, first - PAGE) or None) if first else "",
    )


def _fits(one: Standing, group: str, state: str, wanted: str, visit: Visit) -> bool:
    who = one.recipient
    fits = {
        "mailed": not one.passed,
        "not-mailed": bool(one.passed),
        "comes-back": one.state.seems_dead(visit.settings.day_of),
    }.get(state, True)
    named = f"{who.email} {who.described}".casefold()
    return fits and (not group or group in who.groups) and wanted in named


def one(visit: Visit) -> Response:
    """Show all that staff may change of one of them."""
    standing = standing_of(visit)
    who, state = standing.recipient, standing.state
    themes = [theme.id for theme in visit.settings.themes]
    digests = [d for d in (visit.settings.digest(id_) for id_ in standing.digests) if d is not None]
    return visit.page(
        "member.html.j2",
        standing=standing,
        called=called_in(visit),
        who=who,
        state=state,
        digests=[(d, preferred(who, state, d.id), offered(d, themes)) for d in digests],
        suppressed=[(d, said) for d, said in state.suppressed.items()],
        every=EVERY_DIGEST,
        choices=preference_choices(visit),
        dead=state.seems_dead(visit.settings.day_of),
        erasable=visit.may("administrator"),
    )


def called_in(visit: Visit) -> Callable[[str], str]:
    """What names a digest by its id, in the visitor's language."""

    def called(name: str) -> str:
        digest = visit.settings.digest(name)
        if digest is not None:
            return digest.titled(visit.words.language)
        return name or visit.words._("all digests")

    return called


def standing_of(visit: Visit) -> Standing:
    """How the address stands that the query names. Raises NotFound."""
    email = visit.query.get("email", "").strip()
    key = email.casefold()
    found = standings(settings_now(visit), visit.archive, visit.now)
    for standing in found:
        if standing.recipient.key == key:
            return standing
    raise NotFound("{email} is no member, and nothing is known of it", email=email[:200])


def take_out(visit: Visit) -> Response:
    """All that is kept of one of them, for that person, as a file."""
    email = visit.query.get("email", "").strip()
    settings = settings_now(visit)
    require_known(settings, visit.archive, email)
    kept = export(settings, visit.archive, email)
    body = json.dumps(kept, ensure_ascii=False, indent=2, default=_plain)
    headers = {"Content-Disposition": 'attachment; filename="person.json"'}
    return Response(body, media_type="application/json", headers=headers)


def _plain(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def before_erasing(visit: Visit) -> Response:
    """Say what goes and what stays, before anything does."""
    email = visit.query.get("email", "").strip()
    settings = settings_now(visit)
    require_known(settings, visit.archive, email)
    kept = export(settings, visit.archive, email)
    return visit.page("member-erase.html.j2", email=email, kept=kept)


PAGES = (
    Page("/members", "members", show, role=Role.EDITOR),
    Page("/members/one", "members.one", one, role=Role.EDITOR),
    Page("/members/export", "members.export", take_out, role=Role.EDITOR),
    Page("/members/erase", "members.before-erasing", before_erasing, role=Role.ADMINISTRATOR),
    *member_acts.PAGES,
)
