"""An edition as a reading has it: with the entries of the editions that are owed, and of the wanted themes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from servwatch.model import Edition, Entry


def collected(edition: Edition, earlier: Sequence[Edition]) -> Edition:
    """One edition that tells several: the newest first, each entry marked with the number of its own.

    An item stands in it once: as the newest edition tells it.
    """
    if not earlier:
        return edition
    found = sorted(earlier, key=lambda one: one.scheduled, reverse=True)
    entries = [replace(one, edition=edition.number) for one in edition.entries]
    entries += [replace(one, edition=each.number) for each in found for one in each.entries]
    return replace(
        edition,
        entries=tuple(replace(one, place=place) for place, one in enumerate(_once(entries), 1)),
        collects=tuple(sorted({each.number for each in earlier})),
    )


def of_themes(edition: Edition, themes: Sequence[str]) -> Edition:
    """The edition with the entries of some themes only; they keep their places, by which others know them."""
    if not themes:
        return edition
    wanted = frozenset(themes)
    return replace(
        edition,
        entries=tuple(one for one in edition.entries if _is_of(one, wanted)),
        cut=tuple(one for one in edition.cut if _is_of(one, wanted)),
    )


def _is_of(entry: Entry, wanted: frozenset[str]) -> bool:
    return entry.theme in wanted or any(found.theme in wanted for found in entry.annotation.themes)


def _once(entries: Sequence[Entry]) -> list[Entry]:
    seen: dict[int, Entry] = {}
    for entry in entries:
        seen.setdefault(entry.item.id, entry)
    return list(seen.values())
