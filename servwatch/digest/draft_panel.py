"""What stands above a draft in the mail to its editors: what will happen, what is in it, and how to act. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from servwatch.digest.draft_sheet import Sheet, SheetEntry, SheetLine
from servwatch.digest.shortening import shortened
from servwatch.locale import Words
from servwatch.model import Digest, DraftState

TITLE = 110
"""Characters of a title in a list."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftPanel:
    """All that the template of the panel shows."""

    subject: str
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]
    address: str = ""  # where it can be looked at and changed, "" for none


def panel_of(
    sheet: Sheet, digest: Digest, words: Words, *, takes_over: datetime | None = None, address: str = ""
) -> DraftPanel:
    """The panel of a draft; `takes_over`: the time of the draft before, where that one never left.

    `address`: of the page where editors act.
    """
    moment, title = words.moment(sheet.scheduled), digest.titled(words.language)
    return DraftPanel(
        subject=words._("Draft for {moment}: {title}", moment=moment, title=title),
        paragraphs=tuple(_opening(sheet, words, takes_over)),
        sections=tuple(section for section in _sections(sheet, words) if section.lines),
        address=address,
    )


def _opening(sheet: Sheet, words: Words, takes_over: datetime | None) -> Iterator[str]:
    if takes_over is not None:
        yield words._(
            "The draft for {moment} was not released. This one takes its place, and what was changed in that one holds: one edition tells all of it.",
            moment=words.moment(takes_over),
        )
    yield will_happen(sheet, words)
    yield words._(
        "What comes after {moment} is for the next edition, but for what cannot wait: that joins, marked as new.",
        moment=words.moment(sheet.built),
    )
    if not sheet.entries and sheet.close:
        yield words._("Nothing was chosen. Below stands what came closest.")
    elif not sheet.entries:
        yield words._("Nothing was chosen, and nothing came close.")


def will_happen(sheet: Sheet, words: Words) -> str:
    """What becomes of a draft if nobody does anything any more."""
    return becomes(sheet.state, sheet.review, sheet.scheduled, words)


def becomes(state: DraftState, review: str, scheduled: datetime, words: Words) -> str:
    """The same of a draft in that state, under that review."""
    moment = words.moment(scheduled)
    if state is DraftState.HELD:
        return words._("It is held, and waits until one of you releases it.")
    if review == "required" and state is not DraftState.RELEASED:
        return words._(
            "It waits until one of you releases it, and leaves on {moment} at the earliest.", moment=moment
        )
    return words._("It leaves by itself on {moment}, unless one of you holds it.", moment=moment)


def _sections(sheet: Sheet, words: Words) -> Iterator[Section]:
    yield Section(words._("Entries"), tuple(_entry(one, words) for one in sheet.entries))
    language = words.named(sheet.language)
    yield Section(
        words._("Still without a headline in {language}", language=language),
        tuple(
            f"[{one.item}] {_short(one.title)} ({words.named(one.language)})" for one in sheet.untranslated
        ),
    )
    yield Section(words._("Over the limit"), tuple(map(_line, sheet.cut)))
    yield Section(words._("Closely rejected"), tuple(map(_line, sheet.close)))
    yield Section(words._("Dropped"), tuple(f"{_line(one)} ({one.by})" for one in sheet.dropped))
    yield Section(words._("What you can do"), tuple(commands(sheet, words)))


def _entry(one: SheetEntry, words: Words) -> str:
    states = "; ".join(states_of(one, words))
    return f"{one.place}. [{one.item}] {_short(one.shown)} ({one.body}{'; ' if states else ''}{states})"


def states_of(one: SheetEntry, words: Words) -> Iterator[str]:
    """What is special about an entry, in a few words each."""
    if one.late:
        yield words._("new since the draft")
    if one.deadline is not None:
        yield words._("closes {day}", day=words.day(one.deadline, form="medium"))
    if one.follows:
        yield words._("follow-up of no. {number}", number=one.follows)
    if one.pinned:
        yield words._("pinned by {by}", by=one.pinned)
    if one.placed:
        yield words._("place given")
    if one.headline:
        yield words._("own headline")
    if one.note:
        yield words._("note by {initials}", initials=one.initials or "?")


def _line(one: SheetLine) -> str:
    return f"[{one.item}] {_short(one.title)} ({one.body})"


def _short(title: str) -> str:
    return shortened(" ".join(title.split()), TITLE)


def commands(sheet: Sheet, words: Words) -> Iterator[str]:
    """The commands by which editors act, each with what it does."""
    known = (
        ("edit {digest}", words._("all at once, in an editor")),
        ("drop {digest} {item}", words._("take one out")),
        ("pin {digest} {item}", words._("put one in")),
        ("move {digest} {item} 1", words._("give it a place")),
        ('headline {digest} {item} "..."', words._("give it a headline")),
        ('note {digest} {item} "..."', words._("say what it means for Flanders")),
        ('intro {digest} "..."', words._("write an introduction")),
        ("hold {digest}", words._("hold it")),
        ("release {digest}", words._("release it")),
        ("draft {digest}", words._("see how it stands")),
    )
    items = [*(e.item for e in sheet.entries), *(c.item for c in sheet.cut), *(c.item for c in sheet.close)]
    named = str(items[0]) if items else "ID"
    for line, what in known:
        if sheet.entries or "{item}" not in line or line.startswith("pin"):  # there is none to act on
            command = line.replace("{digest}", sheet.digest).replace("{item}", named)
            yield f"servwatch digest {command} # {what}"
