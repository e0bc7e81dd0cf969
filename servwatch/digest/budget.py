"""The words that a reader has time for: a view is held to them by its longest summaries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from servwatch.digest.shortening import first_words
from servwatch.digest.view import DigestView, EntryView, Group


def words_of(view: DigestView) -> int:
    """How many words a reader sees; addresses are none."""
    return sum(len(text.split()) for text in _texts(view))


def within(view: DigestView, most: int) -> DigestView:
    """The view in at most so many words, as far as its summaries allow.

    The longest are shortened, to the greatest length that fits and is the same for all; headlines, reasons
    and all that stands around them are never cut.
    """
    over = words_of(view) - most
    if over <= 0:
        return view
    lengths = [len(entry.summary.split()) for group in view.groups for entry in group.entries]
    longest = next((n for n in range(max(lengths, default=0), 0, -1) if _saved(lengths, n) >= over), 0)
    return replace(view, groups=tuple(_shortened(group, longest) for group in view.groups))


def _saved(lengths: list[int], longest: int) -> int:
    return sum(max(0, length - longest) for length in lengths)


def _shortened(group: Group, longest: int) -> Group:
    entries = (replace(entry, summary=first_words(entry.summary, longest)) for entry in group.entries)
    return replace(group, entries=tuple(entries))


def _texts(view: DigestView) -> Iterator[str]:
    yield from (view.title, view.numbered, view.counts, *view.empty, view.unread_title, *view.unread)
    yield from (view.cut_title if view.cut else "", view.cut_more, view.rejected, *view.foot)
    for group in view.groups:
        yield group.title
        for entry in group.entries:
            yield from _entry(entry)
    for entry in view.cut:
        yield from (entry.headline, entry.meta)


def _entry(entry: EntryView) -> Iterator[str]:
    yield from (entry.label, entry.headline, entry.due, entry.meta, entry.summary, entry.reason, entry.also)
    yield entry.earlier
