"""The outbox: every message and its state, each attempt and its body; retry, release, hold, drop, and the brake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from starlette.responses import Response

from servwatch.archive.archive import Archive
from servwatch.archive.edition_list import EditionList
from servwatch.cycle.attention import BRAKES
from servwatch.cycle.guard import hold_all, lift_brake
from servwatch.cycle.why.names import STATE_NAMES
from servwatch.errors import NotFound
from servwatch.locale import Words
from servwatch.model import Hold, Message, MessageState
from servwatch.model.account import Role
from servwatch.web.console.routes import Page
from servwatch.web.console.shown_mail import framed
from servwatch.web.console.visit import Visit

_A_PAGE = 50
_MOST = 10_000
"""Messages that one form may name."""
HOLDS = {
    Hold.RELAY: "the mail server refused us",
    Hold.ORDER: "an administrator held it",
    Hold.DOUBT: "it may have arrived",
    Hold.BRAKE: "the brake holds it",
}
"""Why a message is held: keys of the catalogues."""
MOODS = {
    MessageState.ACCEPTED: "good",
    MessageState.REFUSED: "bad",
    MessageState.EXPIRED: "bad",
    MessageState.HELD: "doubt",
    MessageState.UNKNOWN: "doubt",
    MessageState.DEFERRED: "doubt",
}


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment of a message."""

    name: str
    kind: str
    size: int


def show_all(visit: Visit) -> Response:
    """List the messages, the newest first."""
    asked = visit.query.get("state", "")
    state = next((one for one in MessageState if one.value == asked), None)
    words = " ".join(visit.query.get("q", "").split())[:200]
    before = _number(visit.query.get("before", ""))
    found = list(
        visit.archive.desk.messages(
            states=[state] if state else (), limit=_A_PAGE + 1, before=before, words=words
        )
    )
    shown = found[:_A_PAGE]
    editions = EditionList(visit.archive.database).heads(
        sorted({one.edition for one in shown if one.edition is not None})
    )
    counts = visit.archive.desk.counts()
    return visit.page(
        "outbox.html.j2",
        messages=shown,
        editions=editions,
        brakes=_brakes(visit),
        names=_names(visit.words),
        holds=_holds(visit.words),
        moods=MOODS,
        counts=[(one, counts[one]) for one in MessageState if one in counts],
        total=sum(counts.values()),
        state=state,
        q=words,
        earlier=visit.here(before=shown[-1].id) if len(found) > _A_PAGE else "",
        later=visit.here(before=None) if before is not None else "",
    )


def show(visit: Visit) -> Response:
    """Show one message: its facts, each attempt, and its body."""
    message = _message(visit)
    mime = visit.archive.desk.mime(message.id)
    mail = message_from_bytes(mime, policy=default) if mime else None
    edition = None
    if message.edition is not None:
        edition = EditionList(visit.archive.database).heads([message.edition]).get(message.edition)
    return visit.page(
        "outbox-message.html.j2",
        message=message,
        edition=edition,
        attempts=visit.archive.desk.attempts(message.id),
        names=_names(visit.words),
        holds=_holds(visit.words),
        moods=MOODS,
        size=len(mime),
        text=_content(mail, "plain"),
        has_html=bool(_content(mail, "html")),
        parts=_parts(mail),
    )


def frame(visit: Visit) -> Response:
    """The body of a message alone, for a frame."""
    mime = visit.archive.desk.mime(_message(visit).id)
    mail = message_from_bytes(mime, policy=default) if mime else None
    return framed(visit, _content(mail, "html"))


def retry(visit: Visit) -> Response:
    """Try deferred and doubtful messages at the next run, not later."""
    return _act(visit, lambda archive, ids: archive.desk.retry(ids, visit.now))


def release(visit: Visit) -> Response:
    """Send after all what was held, refused or expired; where the brake stands, all of it lifts the brake."""
    if "all" in visit.form and "id" not in visit.form and visit.archive.brakes.standing():
        return lift(visit)
    return _act(visit, lambda archive, ids: archive.desk.release(ids))


def hold(visit: Visit) -> Response:
    """Hold what has not left until somebody releases it."""
    return _act(visit, lambda archive, ids: archive.desk.hold(ids), all_too=False)


def drop(visit: Visit) -> Response:
    """Take messages out of the outbox for good."""
    return _act(visit, lambda archive, ids: archive.desk.drop(ids or ()), all_too=False)


def brake(visit: Visit) -> Response:
    """Let nothing leave any more, also of what is built from now on."""
    count = hold_all(visit.archive, visit.now)
    visit.about, visit.detail = "all messages", f"{count} held"
    told = visit.words.n_("{n} message is held.", "{n} messages are held.", count)
    return visit.go("/outbox", f"{visit.words._('The brake is on: nothing leaves.')} {told}", "doubt")


def lift(visit: Visit) -> Response:
    """Let all go on."""
    brakes, count = lift_brake(visit.archive, visit.site.clock)
    visit.about, visit.detail = "all messages", ", ".join(one.why for one in brakes)
    if not brakes:
        return visit.go("/outbox", visit.words._("No brake was on."), "doubt")
    told = visit.words.n_("{n} message was let go of.", "{n} messages were let go of.", count)
    return visit.go("/outbox", f"{visit.words._('The brake is lifted: what waits leaves too.')} {told}")


def _act(
    visit: Visit, action: Callable[[Archive, Sequence[int] | None], int], *, all_too: bool = True
) -> Response:
    """Do it to the messages that are named, or to all where that is said; never to all by mistake."""
    ids = sorted({int(one) for one in visit.form.all("id")[:_MOST] if _number(one) is not None})
    back = "/outbox" if "list" in visit.form or len(ids) != 1 else f"/outbox/{ids[0]}"
    every = all_too and "all" in visit.form
    if not ids and not every:
        return visit.go("/outbox", visit.words._("No message was chosen: tick some first."), "doubt")
    for number in ids:
        _require(visit, number)
    count = action(visit.archive, None if every else ids)
    visit.about = "all messages" if every else ", ".join(map(str, ids[:20]))
    visit.detail = f"{count} of {len(ids)}" if ids and not every else str(count)
    if back != "/outbox" and visit.archive.desk.message(ids[0]) is None:
        back = "/outbox"  # it was dropped
    return visit.go(back, _done(visit.words, count, 0 if every else len(ids) - count))


def _done(words: Words, count: int, left: int) -> str:
    told = words.n_("Done with {n} message.", "Done with {n} messages.", count)
    if left:
        rest = words.n_(
            "{n} was left alone, being in another state.",
            "{n} were left alone, being in another state.",
            left,
        )
        return f"{told} {rest}"
    return told


def _message(visit: Visit) -> Message:
    return _require(visit, visit.parameter("message"))


def _require(visit: Visit, number: int) -> Message:
    """The message of that number. Raises NotFound."""
    found = visit.archive.desk.message(number) if number < 2**63 else None
    if found is None:
        raise NotFound("no message has the number {id}", id=number)
    return found


def _brakes(visit: Visit) -> list[tuple[str, str]]:
    """Why nothing leaves, and since when."""
    return [
        (visit.words._(BRAKES[one.why]).format(**one.facts), visit.words.moment(one.since, near=visit.now))
        for one in visit.archive.brakes.standing()
    ]


def _names(words: Words) -> dict[MessageState, str]:
    return {state: words._(name) for state, name in STATE_NAMES.items()}


def _holds(words: Words) -> dict[Hold, str]:
    return {why: words._(name) for why, name in HOLDS.items()}


def _content(mail: EmailMessage | None, kind: str) -> str:
    part = mail.get_body((kind,)) if mail is not None else None
    return str(part.get_content()) if part is not None else ""


def _parts(mail: EmailMessage | None) -> list[Part]:
    if mail is None:
        return []
    return [
        Part(one.get_filename() or "", one.get_content_type(), len(one.get_payload(decode=True) or b""))
        for one in mail.iter_attachments()
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


PAGES = (
    Page("/outbox", "outbox", show_all, role=Role.ADMINISTRATOR),
    Page("/outbox/retry", "outbox.retry", retry, method="POST", role=Role.ADMINISTRATOR),
    Page("/outbox/release", "outbox.release", release, method="POST", role=Role.ADMINISTRATOR),
    Page("/outbox/hold", "outbox.hold", hold, method="POST", role=Role.ADMINISTRATOR),
    Page("/outbox/drop", "outbox.drop", drop, method="POST", role=Role.ADMINISTRATOR),
    Page("/outbox/brake", "outbox.brake", brake, method="POST", role=Role.ADMINISTRATOR),
    Page("/outbox/brake/lift", "outbox.lift", lift, method="POST", role=Role.ADMINISTRATOR),
    Page("/outbox/{message:int}", "outbox.message", show, role=Role.ADMINISTRATOR),
    Page("/outbox/{message:int}/body", "outbox.frame", frame, role=Role.ADMINISTRATOR, parts=True),
)
