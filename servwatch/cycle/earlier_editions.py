"""Editions that were frozen before, as entries again: for readers who get several at once."""

from __future__ import annotations

from collections.abc import Sequence

from servwatch.archive.archive import Archive
from servwatch.archive.told_editions import ToldEntry
from servwatch.digest.match import match
from servwatch.model import Annotation, Digest, Edition, Entry, Settings


def earlier_editions(
    settings: Settings, archive: Archive, digest: Digest, ids: Sequence[int]
) -> tuple[Edition, ...]:
    """The editions of these ids with their entries, in the order of the ids; those that are gone are left out."""
    told = archive.told.entries(ids)
    found = []
    for number in ids:
        row = archive.editions.by_id(number)
        if row is not None:
            entries = tuple(_entry(one, digest, settings) for one in told[number])
            found.append(Edition(row.digest, row.number, row.scheduled, row.cutoff, entries))
    return tuple(found)


def _entry(told: ToldEntry, digest: Digest, settings: Settings) -> Entry:
    themes = match(told.item, told.annotation, digest, settings.own).themes
    return Entry(
        place=told.place,
        item=told.item,
        annotation=told.annotation or Annotation(told.item.id, "", told.item.language),
        theme=themes[0].theme if themes else "",
        score=told.score,
        companions=told.companions,
    )
