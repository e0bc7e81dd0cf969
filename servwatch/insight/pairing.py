"""Entries that no key is known of, paired with known items of the same title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from servwatch.insight.address import path_of
from servwatch.insight.entry_keys import Entry

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows of an item that an entry may be."""

    item: int
    title: str
    summary: str
    url: str
    canonical: str
    published: datetime | None
    text_hash: str


def pairs(
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
    found = {}
    for index in sorted(range(len(entries)), key=lambda i: entries[i].keys):  # whatever order they came in
        if known[index] is None:
            entry = entries[index]
            titled = by_title.get(entry.title_hash, ())
            free = [k for k in titled if k.item not in used and alike(entry, k)]
            if free:
                best = max(free, key=lambda k: (k.published == entry.raw.published, k.item))
                found[index] = best
                used.add(best.item)
    return found


def fill(known: list[Known | None], found: Mapping[int, Known]) -> None:
    """Note what entries turned out to be."""
    for index, item in found.items():
        known[index] = item


def moved(entry: Entry, known: Known) -> bool:
    """Whether only the host differs; of what has no address, nothing but the identifier."""
    if known.canonical and entry.canonical:
        path = path_of(entry.canonical)
        return path_of(known.canonical) == path and (len(path) > 1 or known.text_hash == entry.text_hash)
    dated = known.published is not None and known.published == entry.raw.published
    return dated and not known.canonical and not entry.canonical and known.text_hash == entry.text_hash


def exact(entry: Entry, known: Known) -> bool:
    """Whether title, summary and day are the same."""
    return known.text_hash == entry.text_hash and not other_day(known, entry)


def other_day(known: Known, entry: Entry) -> bool:
    """Whether the date moved by a day or more."""
    before, now = known.published, entry.raw.published
    return before is not None and now is not None and abs(now - before) >= _DAY


def returning(items: Sequence[Known]) -> bool:
    """Whether a title was seen on several days."""
    return len({known.published.date() for known in items if known.published is not None}) > 1
