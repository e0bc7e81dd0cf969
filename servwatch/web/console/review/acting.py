"""What editors do with a draft: each thing one form, through the functions that the commands use.

Texts, the order and a release are refused where somebody else changed the draft meanwhile: what was written comes back
in its fields. To take an item out or put one in means the same whatever else was done, and is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps

from starlette.responses import Response

from servwatch.cycle.edition_desk import EditionDesk
from servwatch.cycle.reviewing import Done, Reviewing
from servwatch.errors import DraftMoved, NotFound, UsageError
from servwatch.mail import Fate
from servwatch.model import ActKind, Digest
from servwatch.model.account import Role
from servwatch.web.console.review.seat import (
    NOTHING,
    Kept,
    digest_of,
    refused,
    reviewing_of,
    seen_by,
)
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit

Act = Callable[[Visit, Digest], Response]
_LARGEST = 2**63
"""No database has a number as large."""
_HEADLINE = "headline-"
"""How the fields of several headlines begin; the number of the item follows."""


def _told(act: Act, kept: Callable[[Visit], Kept] = lambda _: NOTHING) -> Callable[[Visit], Response]:
    """The page of an act: where it cannot be done, the draft as it stands with what was written."""

    @wraps(act)
    def page(visit: Visit) -> Response:
        digest = digest_of(visit)
        visit.about = digest.id
        try:
            return act(visit, digest)
        except (DraftMoved, UsageError, NotFound) as error:
            return refused(visit, digest, error, kept(visit))

    return page


def begin(visit: Visit, digest: Digest) -> Response:
    """Make the draft now, and mail it to its editors."""
    reviewing_of(visit, digest).begin()
    return visit.go(f"/review/{digest.id}", visit.words._("The draft is made, and mailed to its editors."))


def hold(visit: Visit, digest: Digest) -> Response:
    """Hold the draft, or let it go its usual way again."""
    undo = "undo" in visit.form
    _strict(visit, digest).stand(ActKind.HOLD, undo=undo)
    visit.detail = "no longer held" if undo else "held"
    said = (
        visit.words._("No longer held.")
        if undo
        else visit.words._("Held: it waits until somebody releases it.")
    )
    return visit.go(f"/review/{digest.id}", said)


def release(visit: Visit, digest: Digest) -> Response:
    """Release the draft, or take that back."""
    undo = "undo" in visit.form
    _strict(visit, digest).stand(ActKind.RELEASE, undo=undo)
    visit.detail = "release taken back" if undo else "released"
    said = (
        visit.words._("The release is taken back.")
        if undo
        else visit.words._("Released: it leaves at its time, or with the next run where that is past.")
    )
    return visit.go(f"/review/{digest.id}", said)


def send_to_me(visit: Visit, digest: Digest) -> Response:
    """Mail the draft as it stands to who asks for it."""
    to = visit.account.email if visit.account is not None else ""
    if not to:
        raise UsageError("your account has no mail address; an administrator can give it one")
    with_ = EditionDesk(visit.archive, visit.settings, digest, visit.now)
    with_.require_mailable(to)
    draft = with_.draft()
    rendered = with_.builder.render(draft, digest, digest.language)
    fate = with_.mail(with_.letter(draft, rendered, to, digest.language))
    if fate.fate is not Fate.ACCEPTED:
        visit.detail = fate.fate.value
        text = visit.words._(
            "The mail was not taken: {reply}", reply=f"{fate.fate.value} {fate.reply}".strip()
        )
        return visit.go(_back(visit, digest), text, "bad")
    return visit.go(_back(visit, digest), visit.words._("Sent to {address}.", address=to))


def drop(visit: Visit, digest: Digest) -> Response:
    """Take an item out, or take that back."""
    item, undo = _item(visit), "undo" in visit.form
    done = _loosely(visit, digest).drop(item, reason=visit.form.line("reason", 500), undo=undo)
    visit.detail = f"{item} {'taken back in' if undo else 'taken out'}"
    said = (
        visit.words._("Taken back in.")
        if undo
        else visit.words._("Taken out. It stands below, to be taken back.")
    )
    return visit.go(_entry(digest, done, item), _and_fallen(visit, done, said))


def pin(visit: Visit, digest: Digest) -> Response:
    """Put an item in, or take that back."""
    item, undo = _item(visit), "undo" in visit.form
    done = _loosely(visit, digest).pin(item, reason=visit.form.line("reason", 500), undo=undo)
    visit.detail = f"{item} {'no longer put in' if undo else 'put in'}"
    if not undo and any(line.item == item for line in done.after.cut):
        said = visit.words._(
            "It is still over the limit of {limit}: give it a place.", limit=done.after.limit
        )
        return visit.go(f"/review/{digest.id}#over", said, "doubt")
    said = (
        visit.words._("No longer put in by an editor.") if undo else visit.words._("It is in, and stays in.")
    )
    return visit.go(_entry(digest, done, item), _and_fallen(visit, done, said))


def move(visit: Visit, digest: Digest) -> Response:
    """Give an entry, or one that was cut, a place; no place: the one that its rank gives it."""
    item, place = _item(visit), visit.form.number("place")
    done = _strict(visit, digest).move(item, place)
    entry = done.after.entry(item)
    visit.detail = f"{item} to place {place}" if place else f"{item} to the place of its rank"
    said, mood = visit.words._("Moved."), "good"
    if entry is not None and place and entry.place != min(place, len(done.after.entries)):
        said, mood = (
            visit.words._(
                "It stands at place {place}: the layout puts open deadlines, or themes, together.",
                place=entry.place,
            ),
            "doubt",
        )
    return visit.go(_entry(digest, done, item), _and_fallen(visit, done, said), mood)


def reword(visit: Visit, digest: Digest) -> Response:
    """Give an entry its headline and its note, at once."""
    item = _item(visit)
    texts = {
        kind: visit.form.get(kind.value)
        for kind in (ActKind.HEADLINE, ActKind.NOTE)
        if kind.value in visit.form
    }
    done = _strict(visit, digest).reword({item: texts})
    return _saved(visit, done, _entry(digest, done, item))


def headlines(visit: Visit, digest: Digest) -> Response:
    """Give several entries their headlines, at once."""
    texts = {item: {ActKind.HEADLINE: text} for item, text in _headlines(visit).items()}
    done = _strict(visit, digest).reword(texts)
    return _saved(visit, done, f"/review/{digest.id}")


def introduce(visit: Visit, digest: Digest) -> Response:
    """Put a text before all entries."""
    done = _strict(visit, digest).introduce(visit.form.get("introduction"))
    return _saved(visit, done, f"/review/{digest.id}#introduction")


def _saved(visit: Visit, done: Done, place: str) -> Response:
    visit.detail = ", ".join(f"{act.kind.value} {act.item or ''}".strip() for act in done.acts)
    said = visit.words._("Saved.") if done.acts else visit.words._("Nothing was changed.")
    return visit.go(place, _and_fallen(visit, done, said))


def _and_fallen(visit: Visit, done: Done, said: str) -> str:
    over = (visit.words._("Over the limit now: {title}.", title=line.title) for line in done.fallen)
    return " ".join((said, *over))


def _strict(visit: Visit, digest: Digest) -> Reviewing:
    return reviewing_of(visit, digest, seen_by(visit, strictly=True))


def _loosely(visit: Visit, digest: Digest) -> Reviewing:
    return reviewing_of(visit, digest, seen_by(visit, strictly=False))


def _item(visit: Visit) -> int:
    number: int = visit.parameter("item")
    if number >= _LARGEST:
        raise NotFound("the archive holds no item with the number {number}", number=number)
    return number


def _entry(digest: Digest, done: Done, item: int) -> str:
    entry = done.after.entry(item)
    return f"/review/{digest.id}" + (f"#entry-{entry.item}" if entry is not None else "#main")


def _back(visit: Visit, digest: Digest) -> str:
    return f"/review/{digest.id}" + ("/readers" if visit.form.get("from") == "readers" else "")


def _headlines(visit: Visit) -> dict[int, str]:
    named = ((name.removeprefix(_HEADLINE), text) for name, text in visit.form if name.startswith(_HEADLINE))
    return {
        int(number): text
        for number, text in named
        if number.isascii() and number.isdigit() and len(number) < 19
    }


def _kept_of_entry(visit: Visit) -> Kept:
    item = _item(visit)
    return Kept({item: visit.form.get("headline")}, {item: visit.form.get("note")})


def _kept_headlines(visit: Visit) -> Kept:
    return Kept(_headlines(visit))


def _kept_introduction(visit: Visit) -> Kept:
    return Kept(introduction=visit.form.get("introduction"))


def _pages() -> Iterable[Page]:
    entry = "/review/{digest}/items/{item:int}"
    for path, name, answer in (
        ("/review/{digest}/begin", "review.begin", _told(begin)),
        ("/review/{digest}/hold", "review.hold", _told(hold)),
        ("/review/{digest}/release", "review.release", _told(release)),
        ("/review/{digest}/send-to-me", "review.send-to-me", _told(send_to_me)),
        ("/review/{digest}/headlines", "review.headlines", _told(headlines, _kept_headlines)),
        ("/review/{digest}/introduction", "review.introduction", _told(introduce, _kept_introduction)),
        (f"{entry}/drop", "review.drop", _told(drop)),
        (f"{entry}/pin", "review.pin", _told(pin)),
        (f"{entry}/move", "review.move", _told(move)),
        (f"{entry}/text", "review.text.write", _told(reword, _kept_of_entry)),
    ):
        yield Page(path, name, answer, method="POST", role=Role.EDITOR)


PAGES = tuple(_pages())
