"""Which entries of a fetch the archive knows already: nothing missed, nothing twice.

An entry is a known item by one of its keys (see `entry_keys`); else by its title and its path, where
only the host moved and this fetch does not show that item otherwise; else it is unknown. Unknown is new,
except in a flood or an old archive (see `floods`), of which what cannot be trusted is quarantined.

Everything here is pure: the archive is asked by the caller, between `entries_of` and `sort_out`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from servwatch.insight.entry_keys import Entry, compared, entries_of, later, text_hash, title_hash
from servwatch.insight.floods import FLOOD_LEAST, FLOOD_SHARE, Reading, suspects
from servwatch.insight.pairing import Known, fill, moved, other_day, pairs

__all__ = [
    "FLOOD_LEAST",
    "FLOOD_SHARE",
    "MOST_OF_ONE_TITLE",
    "Entry",
    "Fate",
    "Intake",
    "Known",
    "Memory",
    "Sorted",
    "entries_of",
    "keys_to_ask",
    "sort_out",
    "text_hash",
    "title_hash",
    "titles_to_ask",
]

MOST_OF_ONE_TITLE = 100
"""Items of one title that are looked at, the newest: "Agenda" has thousands."""


class Fate(StrEnum):
    """What an entry turns out to be."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Sorted:
    """An entry with its fate. `item` is the known item; `keys` are to be remembered for it."""

    entry: Entry
    fate: Fate
    item: int | None = None
    keys: tuple[str, ...] = ()
    redated: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """All entries of one fetch, sorted."""

    sorted: tuple[Sorted, ...]
    shared_keys: tuple[str, ...] = ()  # keys found not to identify

    def count(self, fate: Fate) -> int:
        """How many entries have that fate."""
        return sum(1 for s in self.sorted if s.fate is fate)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the archive answers: items by key (None: the key does not identify), and by `title_hash`."""

    by_key: Mapping[str, Known | None] = field(default_factory=dict)
    by_title: Mapping[str, Sequence[Known]] = field(default_factory=dict)


def keys_to_ask(entries: Iterable[Entry]) -> set[str]:
    """Every key by which the archive may know one of the entries."""
    return {key for entry in entries for key in (*entry.keys, entry.not_identifying) if key}


def titles_to_ask(entries: Iterable[Entry], by_key: Mapping[str, Known | None]) -> set[str]:
    """The titles to ask the archive for, by their hashes: those of entries that no key is known of."""
    return {e.title_hash for e in entries if e.title_hash and _by_key(e, by_key) is None}


def sort_out(
    entries: Sequence[Entry],
    memory: Memory,
    *,
    last_good: datetime | None,
    now: datetime,
    usual_lag: timedelta = timedelta(),
) -> Intake:
    """Tell the known from the new.

    `last_good` is the last good poll, None for the first; `now` is this one. `usual_lag` is how long after
    its date an item of this source usually comes.
    """
    known = [_by_key(entry, memory.by_key) for entry in entries]
    by_title = {title: _newest(items) for title, items in memory.by_title.items()}
    fill(known, pairs(entries, known, by_title, moved))
    distrusted: set[int] = set()
    if last_good is not None:
        distrusted = suspects(entries, known, by_title, Reading(last_good, now, usual_lag))
    redating = _redating(entries, known)
    sorted_ = tuple(
        _sorted(entries[index], known[index], memory, redating=redating, suspect=index in distrusted)
        for index in _once(entries, known)
    )
    shared = tuple(dict.fromkeys(entry.not_identifying for entry in entries if entry.not_identifying))
    return Intake(sorted_, shared)


def _by_key(entry: Entry, by_key: Mapping[str, Known | None]) -> Known | None:
    for key in reversed(entry.keys):  # with its title an address says more than alone
        known = by_key.get(key)
        if known is not None:
            return known
    alone = by_key.get(entry.not_identifying)  # the item that once had the shared address for itself
    return alone if alone is not None and compared(alone.title) == compared(entry.raw.title) else None


def _newest(items: Sequence[Known]) -> list[Known]:
    return sorted(items, key=lambda known: -known.item)[:MOST_OF_ONE_TITLE]


def _redating(entries: Sequence[Entry], known: Sequence[Known | None]) -> bool:
    """Whether the source gives its known items new dates as a whole: then a date tells nothing."""
    moves = Counter(
        k.published != entry.raw.published
        for entry, k in zip(entries, known, strict=True)
        if k is not None and k.published is not None and entry.raw.published is not None
    )
    return moves[True] >= FLOOD_LEAST and moves[True] >= FLOOD_SHARE * moves.total()


def _once(entries: Sequence[Entry], known: Sequence[Known | None]) -> list[int]:
    """The places of the entries; of several that are one item only that of the latest."""
    places: dict[object, int] = {}
    for index, k in enumerate(known):
        what = ("new", index) if k is None else ("known", k.item)
        before = places.get(what)
        if before is None or later(entries[before], entries[index]) is entries[index]:
            places[what] = index
    return list(places.values())


def _sorted(entry: Entry, known: Known | None, memory: Memory, *, redating: bool, suspect: bool) -> Sorted:
    keys = _keys_to_keep(entry, memory)
    if known is None:
        return Sorted(entry, Fate.QUARANTINED if suspect else Fate.NEW, None, keys)
    fresh = tuple(key for key in keys if memory.by_key.get(key) is None)
    redated = not redating and _date_moved(known, entry)
    changed = known.text_hash != entry.text_hash or redated
    return Sorted(entry, Fate.CHANGED if changed else Fate.SAME, known.item, fresh, redated)


def _keys_to_keep(entry: Entry, memory: Memory) -> tuple[str, ...]:
    """The key by which the item is known from now on: the surest one that identifies."""
    first = entry.keys[0]
    useless = first in memory.by_key and memory.by_key[first] is None
    return entry.keys[1:] if useless and len(entry.keys) > 1 else entry.keys[:1]


def _date_moved(known: Known, entry: Entry) -> bool:
    """A date that appears, or moves by a day or more."""
    return (known.published is None and entry.raw.published is not None) or other_day(known, entry)
