"""The digests: when each comes next, what it sent last, who reads it; pausing one, and building its edition out of turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from servwatch.archive.edition_list import EditionHead, EditionList
from servwatch.cycle.digest_standing import Standing, standings
from servwatch.cycle.edition_desk import EditionDesk
from servwatch.cycle.locks import lock
from servwatch.cycle.reporting import BuiltEdition
from servwatch.cycle.reviewing import pause as put_pause
from servwatch.cycle.why.names import STATE_NAMES
from servwatch.errors import UsageError
from servwatch.locale import Words
from servwatch.model import Digest
from servwatch.model.account import Role
from servwatch.web.console.review.seat import digest_of, editor_of, sentence_of
from servwatch.web.console.routes import Page
from servwatch.web.console.shown_mail import framed
from servwatch.web.console.visit import Visit

_A_PAGE = 25
EDITION_STATES = {"filled": "sent with entries", "empty": "sent as a note", "skipped": "not sent"}
"""What became of an edition, in words: keys of the catalogues."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition in a list, with its mails by state in words."""

    head: EditionHead
    state: str
    mails: Sequence[str]


def show_all(visit: Visit) -> Response:
    """List the digests."""
    found = standings(visit.settings, visit.archive, visit.now)
    return visit.page("digests.html.j2", standings=found, states=_state_names(visit.words))


def show(visit: Visit) -> Response:
    """Show one digest with its editions."""
    digest = digest_of(visit)
    state = visit.query.get("state", "")
    state = state if state in EDITION_STATES else ""
    before = _number(visit.query.get("before", ""))
    editions = EditionList(visit.archive.database)
    heads = editions.of(digest.id, state=state, before=before, limit=_A_PAGE + 1)
    mails = editions.mails([head.id for head in heads])
    names = _state_names(visit.words)
    listed = [
        Listed(
            head,
            names[head.state],
            [f"{n} {visit.words._(STATE_NAMES[one])}" for one, n in sorted(mails[head.id].items())],
        )
        for head in heads[:_A_PAGE]
    ]
    return visit.page(
        "digest.html.j2",
        digest=digest,
        standing=_standing(visit, digest),
        editions=listed,
        state=state,
        states=names,
        earlier=visit.here(before=heads[_A_PAGE - 1].id) if len(heads) > _A_PAGE else "",
        later=visit.here(before=None) if before is not None else "",
        tomorrow=visit.settings.day_of(visit.now).isoformat(),
    )


def pause(visit: Visit) -> Response:
    """Let a digest pause until a day."""
    digest = digest_of(visit)
    visit.about = digest.id
    try:
        until = date.fromisoformat(visit.form.line("until"))
        put_pause(visit.settings, visit.archive, digest.id, until, editor_of(visit), visit.now)
    except ValueError:
        return visit.go(
            f"/digests/{digest.id}", visit.words._("Give the day on which it may come again."), "bad"
        )
    except UsageError as error:
        return visit.go(f"/digests/{digest.id}", sentence_of(visit, error), "bad")
    visit.detail = f"pauses until {until}"
    day = visit.words.day(until, form="full")
    return visit.go(f"/digests/{digest.id}", visit.words._("It pauses until {day}.", day=day))


def resume(visit: Visit) -> Response:
    """End a pause."""
    digest = digest_of(visit)
    visit.about = digest.id
    try:
        put_pause(visit.settings, visit.archive, digest.id, None, editor_of(visit), visit.now)
    except UsageError as error:
        return visit.go(f"/digests/{digest.id}", sentence_of(visit, error), "bad")
    visit.detail = "pauses no longer"
    return visit.go(f"/digests/{digest.id}", visit.words._("It comes again at its next time."))


def preview(visit: Visit) -> Response:
    """Show what the next edition would be."""
    return visit.page("digest-preview.html.j2", digest=digest_of(visit))


def preview_frame(visit: Visit) -> Response:
    """The same alone, for a frame."""
    digest = digest_of(visit)
    desk = EditionDesk(visit.archive, visit.settings, digest, visit.now)
    return framed(visit, desk.builder.render(desk.draft(), digest, digest.language).html)


def build(visit: Visit) -> Response:
    """Build an edition now, out of turn. Raises LockHeld while a run is at work."""
    digest = digest_of(visit)
    visit.about = digest.id
    try:
        with lock(visit.archive.database, "cycle"):
            built = EditionDesk(visit.archive, visit.settings, digest, visit.now).freeze()
    except UsageError as error:
        return visit.go(f"/digests/{digest.id}", sentence_of(visit, error), "bad")
    made = [one for one in built if one is not None]
    visit.detail = ", ".join(f"no. {one.number}" if one.number else "nothing to tell" for one in made)
    said = " ".join(_told(one, visit.words) for one in made)
    mood = "good" if made else "doubt"
    return visit.go(f"/digests/{digest.id}", said or visit.words._("There was nothing to build."), mood)


def _told(one: BuiltEdition, words: Words) -> str:
    if not one.number:
        return words._("Nothing to tell: nothing is sent.")
    return words._(
        "No. {number} is built; its mails ({n}) leave with the next run.", number=one.number, n=one.recipients
    )


def _standing(visit: Visit, digest: Digest) -> Standing:
    found = standings(visit.settings, visit.archive, visit.now)
    return next(one for one in found if one.digest.id == digest.id)


def _state_names(words: Words) -> dict[str, str]:
    return {state: words._(name) for state, name in EDITION_STATES.items()}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


PAGES = (
    Page("/digests", "digests", show_all),
    Page("/digests/{digest}", "digest", show),
    Page("/digests/{digest}/pause", "digests.pause", pause, method="POST", role=Role.EDITOR),
    Page("/digests/{digest}/resume", "digests.resume", resume, method="POST", role=Role.EDITOR),
    Page("/digests/{digest}/build", "digests.build", build, method="POST", role=Role.EDITOR),
    Page("/digests/{digest}/preview", "digests.preview", preview, role=Role.EDITOR),
    Page(
        "/digests/{digest}/preview/mail", "digests.preview.frame", preview_frame, role=Role.EDITOR, parts=True
    ),
)
