"""Which entries of a fetch the archive knows already: nothing missed, nothing twice.

An entry is a known item by one of its keys (see `entry_keys`); else by its title and its path, where
only the host moved and this fetch does not show that item otherwise; else it is unknown. Unknown is new,
except in a *flood*: five or more entries, and at least half of the fetch. A flood is either a source
that published much or one that rewrote what it had, and the second must never fill a digest:

- An *exact* match has the title, the summary and the day of a known item that the fetch does not show;
  each item counts once. An *echo* has the title of one, on the same day, or on another day where that
  title was never seen on two (else it is one that returns every week).
- Where exact matches and echoes make up half of the flood, it is *churn*. Where a quarter of the fetch
  is known, its addresses are *alive*.
- An exact match is that item, unless the addresses are alive and there is no churn: OECD gives two
  publications one title and summary.
- Of the rest, an entry is new where its date says so: after the last good reading (with a day of
  grace, for dates without a time or in a wrong zone) but not ahead of us, and no echo in churn. Where
  its date cannot say, since there is none or it is ahead as in a calendar, it is new if the
  addresses are alive and nothing speaks of churn. Everything else is quarantined for a person to look
  at: a rewritten past, a back-fill.

Everything here is pure: the archive is asked by the caller, between `entries_of` and `sort_out`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from servwatch.insight.address import path_of
from servwatch.insight.entry_keys import Entry, compared, entries_of, later, text_hash, title_hash

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

FLOOD_LEAST = 5
FLOOD_SHARE = 0.5
ALIVE_SHARE = 0.25
"""The share of a fetch that must be known by its addresses, for these to be trusted in a flood."""
MOST_OF_ONE_TITLE = 100
"""Items of one title that are looked at, the newest: "Agenda" has thousands."""
_DAY = timedelta(days=1)


class Fate(StrEnum):
    """What an entry turns out to be."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows of an item it may be."""

    item: int
    title: str
    summary: str
    url: str
    canonical: str
    published: datetime | None
    text_hash: str


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
    entries: Sequence[Entry], memory: Memory, *, last_good: datetime | None, now: datetime
) -> Intake:
    """Tell the known from the new. `last_good` is the last good poll, None for the first; `now` is this one."""
    known = [_by_key(entry, memory.by_key) for entry in entries]
    by_title = {title: _newest(items) for title, items in memory.by_title.items()}
    _fill(known, _pairs(entries, known, by_title, _moved))
    suspects: set[int] = set()
    if last_good is not None and _is_flood(known):
        suspects = _withstand(entries, known, by_title, since=last_good - _DAY, until=now + _DAY)
    redating = _redating(entries, known)
    sorted_ = tuple(
        _sorted(entries[index], known[index], memory, redating=redating, suspect=index in suspects)
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


def _pairs(
    entries: Sequence[Entry],
    known: Sequence[Known | None],
    by_title: Mapping[str, Sequence[Known]],
    alike: Callable[[Entry, Known], bool],
    taken: Iterable[Known] = (),
) -> dict[int, Known]:
    """Unknown entries, by their place, with an item of the same title that is `alike`; each item once.

    Of several items the one of the same date is taken, else the newest.
    """
    used = {k.item for k in (*known, *taken) if k is not None}
    pairs = {}
    for index in sorted(range(len(entries)), key=lambda i: entries[i].keys):  # whatever order they came in
        if known[index] is None:
            entry = entries[index]
            titled = by_title.get(entry.title_hash, ())
            free = [k for k in titled if k.item not in used and alike(entry, k)]
            if free:
                found = max(free, key=lambda k: (k.published == entry.raw.published, k.item))
                pairs[index] = found
                used.add(found.item)
    return pairs


def _moved(entry: Entry, known: Known) -> bool:
    """Whether only the host differs; of what has no address, nothing but the identifier."""
    if known.canonical and entry.canonical:
        path = path_of(entry.canonical)
        return path_of(known.canonical) == path and (len(path) > 1 or known.text_hash == entry.text_hash)
    dated = known.published is not None and known.published == entry.raw.published
    return dated and not known.canonical and not entry.canonical and known.text_hash == entry.text_hash


def _exact(entry: Entry, known: Known) -> bool:
    return known.text_hash == entry.text_hash and not _other_day(known, entry)


def _returning(items: Sequence[Known]) -> bool:
    """Whether a title was seen on several days."""
    return len({known.published.date() for known in items if known.published is not None}) > 1


def _fill(known: list[Known | None], pairs: Mapping[int, Known]) -> None:
    for index, found in pairs.items():
        known[index] = found


def _is_flood(known: Sequence[Known | None]) -> bool:
    unknown = known.count(None)
    return unknown >= FLOOD_LEAST and unknown >= FLOOD_SHARE * len(known)


def _withstand(
    entries: Sequence[Entry],
    known: list[Known | None],
    by_title: Mapping[str, Sequence[Known]],
    *,
    since: datetime,
    until: datetime,
) -> set[int]:
    """Recognise what a flood brings back; return the places of the entries that cannot be trusted."""
    unknown = known.count(None)
    alive = len(known) - unknown >= ALIVE_SHARE * len(known)
    returning = {title for title, items in by_title.items() if _returning(items)}

    def echo(entry: Entry, item: Known) -> bool:
        return entry.title_hash not in returning or not _other_day(item, entry)

    exact = _pairs(entries, known, by_title, _exact)
    echoes = _pairs(entries, known, by_title, echo, exact.values()).keys() - exact.keys()
    churn = len(exact) + len(echoes) >= FLOOD_SHARE * unknown
    if alive and not churn:
        exact = {}
    _fill(known, exact)

    def trusted(place: int, date: datetime | None) -> bool:
        if date is None or date > until:
            return alive and not churn
        return date > since and not (churn and place in echoes)

    return {i for i, k in enumerate(known) if k is None and not trusted(i, entries[i].raw.published)}


def _other_day(known: Known, entry: Entry) -> bool:
    before, now = known.published, entry.raw.published
    return before is not None and now is not None and abs(now - before) >= _DAY


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
    return (known.published is None and entry.raw.published is not None) or _other_day(known, entry)
