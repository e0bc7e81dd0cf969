"""Hold a brief to its budget by what may be shortened or left out, in this order, until it fits.

1. Of an entry: its summary, then its reason, then its earlier advice, then the titles of positions to five words.
2. Of the whole: the summaries, the longest first, to a length that is the same for all.
3. The lines of what is coming up, the last first; the reasons, then the earlier advices of entries, the last
   first; what was not chosen.

Headlines, deadlines, a line for each side, corrections, what was not read and an editor's words stay whatever comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from servwatch.digest.budget import BRIEF_WORDS, ENTRY_WORDS, words_of, words_of_entry
from servwatch.digest.shortening import first_words
from servwatch.digest.view import DigestView, EntryView, Link

_SIDE_WORDS = 5


def mended(view: DigestView) -> DigestView:
    """The view within the budget of a brief, as far as that can be reached by what may be shortened or left out."""
    view = _each_entry(view, _held)
    view = _levelled(view, BRIEF_WORDS)
    for step in (_without_last_coming, _without_last_reason, _without_last_earlier, _without_not_chosen):
        while words_of(view) > BRIEF_WORDS:
            less = step(view)
            if less == view:
                break
            view = less
    return view


def _each_entry(view: DigestView, change: Callable[[EntryView], EntryView]) -> DigestView:
    groups = (replace(group, entries=tuple(map(change, group.entries))) for group in view.groups)
    return replace(view, groups=tuple(groups))


def _held(entry: EntryView) -> EntryView:
    """An entry within its words, by its summary, its reason and its earlier advice."""
    over = words_of_entry(entry) - ENTRY_WORDS
    if over > 0:
        left = max(0, len(entry.summary.split()) - over)
        entry = replace(entry, summary=first_words(entry.summary, left))
    for less in (_without_reason, _without_earlier, _with_short_sides):
        if words_of_entry(entry) > ENTRY_WORDS:
            entry = less(entry)
    return entry


def _without_reason(entry: EntryView) -> EntryView:
    return replace(entry, reason="")


def _without_earlier(entry: EntryView) -> EntryView:
    return replace(entry, earlier="", earlier_url="")


def _with_short_sides(entry: EntryView) -> EntryView:
    return replace(entry, sides=tuple(replace(one, text=_short(one)) for one in entry.sides))


def _short(side: Link) -> str:
    """The title of a position in few words; that none was seen stays whole, and so does what is no title."""
    return first_words(side.text, _SIDE_WORDS) if side.url else side.text


def _levelled(view: DigestView, most: int) -> DigestView:
    """The view with its longest summaries shortened, to the greatest length that fits and is the same for all."""
    over = words_of(view) - most
    if over <= 0:
        return view
    lengths = [len(entry.summary.split()) for group in view.groups for entry in group.entries]
    longest = next(
        (n for n in range(max(lengths, default=0), 0, -1) if sum(max(0, one - n) for one in lengths) >= over),
        0,
    )
    return _each_entry(view, lambda entry: replace(entry, summary=first_words(entry.summary, longest)))


def _without_last_coming(view: DigestView) -> DigestView:
    """Without the last line of what is coming up; the block goes with its last line."""
    block = next((one for one in view.after if one.id == "coming-up"), None)
    if block is None:
        return view
    less = replace(block, lines=block.lines[:-1])
    after = (less if one is block else one for one in view.after)
    return replace(view, after=tuple(one for one in after if one is not less or less.lines))


def _without_last_reason(view: DigestView) -> DigestView:
    return _without_last(view, _without_reason)


def _without_last_earlier(view: DigestView) -> DigestView:
    return _without_last(view, _without_earlier)


def _without_last(view: DigestView, less: Callable[[EntryView], EntryView]) -> DigestView:
    """The view with the last entry changed that the change makes a difference to."""
    changing = [entry for group in view.groups for entry in group.entries if less(entry) != entry]
    if not changing:
        return view
    last = changing[-1]
    return _each_entry(view, lambda entry: less(entry) if entry is last else entry)


def _without_not_chosen(view: DigestView) -> DigestView:
    return replace(view, after=tuple(block for block in view.after if block.id != "not-chosen"))
