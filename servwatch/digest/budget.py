"""The words that a reader of a brief has time for, and what breaks them.

At most 400 words in all, 65 an entry, 70 characters a headline and 50 a subject, whose first 35 tell the
number of deadlines. What can be mended is (see `mending`); what is left is a breach. An editor's own words
are never cut: where they are too many, the breach names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from servwatch.digest.view import Block, DigestView, EntryView, Group, Line, Link
from servwatch.locale import Words, words

BRIEF_WORDS = 400
ENTRY_WORDS = 65
HEADLINE_LENGTH = 70
SUBJECT_LENGTH = 50
SUBJECT_OPENING = 35
"""Characters of a subject that a telephone shows."""
_NUMBER = re.compile(r"\d+")
_NAMED = 40
"""Characters of a headline by which a breach names an entry."""


def words_of(view: DigestView) -> int:
    """How many words a reader sees; addresses are none."""
    return sum(map(_count, _texts(view)))


def words_of_entry(entry: EntryView) -> int:
    """How many words an entry has, its number among them."""
    return sum(map(_count, _of(entry)))


def breaches(view: DigestView) -> tuple[str, ...]:
    """What of a brief is over its budget, a sentence each in its language; of another layout only its subject."""
    said = words(view.language, ZoneInfo("UTC"))
    return tuple(_breaches(view, said))


def _breaches(view: DigestView, said: Words) -> Iterator[str]:
    if len(view.subject) > SUBJECT_LENGTH:
        yield said._(
            "The subject has {n} characters; {most} is the most.", n=len(view.subject), most=SUBJECT_LENGTH
        )
    if view.deadlines and str(view.deadlines) not in _NUMBER.findall(view.subject[:SUBJECT_OPENING]):
        yield said._(
            "The first {most} characters of the subject do not tell the number of deadlines.",
            most=SUBJECT_OPENING,
        )
    if view.layout != "brief":
        return
    for group in view.groups:
        for entry in group.entries:
            yield from _of_entry(entry, said)
    count = words_of(view)
    if count > BRIEF_WORDS:
        yield said._("The brief has {n} words; {most} is the most.", n=count, most=BRIEF_WORDS)
        if view.introduction:
            yield said._(
                "The editor's introduction has {n} words of it; it is not cut.", n=_count(view.introduction)
            )


def _of_entry(entry: EntryView, said: Words) -> Iterator[str]:
    name = f"{entry.place} ({_named(entry)})"
    if len(entry.headline) > HEADLINE_LENGTH:
        yield said._(
            "The headline of item {item} has {n} characters; {most} is the most.",
            item=name,
            n=len(entry.headline),
            most=HEADLINE_LENGTH,
        )
    count = words_of_entry(entry)
    if count > ENTRY_WORDS:
        yield said._("Item {item} has {n} words; {most} is the most.", item=name, n=count, most=ENTRY_WORDS)
        if entry.note:
            yield said._(
                "The editor's note with item {item} has {n} words of it; it is not cut.",
                item=name,
                n=_count(entry.note),
            )


def _named(entry: EntryView) -> str:
    return entry.headline if len(entry.headline) <= _NAMED else entry.headline[: _NAMED - 1].rstrip() + "…"


def _count(text: str) -> int:
    return len(text.split())


def _texts(view: DigestView) -> Iterator[str]:
    yield from (view.title, view.numbered, view.counts, view.introduction, *view.empty, *view.foot)
    yield from (view.attached,)
    for block in (*view.before, *view.after):
        yield from _of_block(block)
    for group in view.groups:
        yield from _of_group(group)
    if view.overview is not None:
        yield view.overview.title
        yield from view.overview.columns
        for row in view.overview.rows:
            yield from row


def _of_group(group: Group) -> Iterator[str]:
    yield from (group.title, group.sentence)
    for entry in group.entries:
        yield from _of(entry)
    for line in group.lines:
        yield from _of_line(line)


def _of_block(block: Block) -> Iterator[str]:
    yield from (block.title, *block.sentences, block.more)
    for line in block.lines:
        yield from _of_line(line)


def _of_line(line: Line) -> Iterator[str]:
    yield from (line.lead, line.text, line.meta)
    yield from map(_of_link, line.details)


def _of(entry: EntryView) -> Iterator[str]:
    """Every word of an entry, with its number."""
    yield from (str(entry.place), entry.dossier, entry.late, entry.label, entry.headline, entry.due)
    yield from (entry.stage, entry.meta, entry.summary, entry.note, entry.follows, entry.also)
    yield from (entry.reason, entry.earlier)
    yield from map(_of_link, (*entry.sides, *entry.languages, *entry.references))


def _of_link(link: Link) -> str:
    return f"{link.lead} {link.text}"
