"""All open deadlines of 60 days that matter to a digest: one a document, and one a day of one story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from servwatch.archive.selection import Told
from servwatch.cycle.surroundings.stock import Stock
from servwatch.model import DeadlineState, Digest, OpenDeadline, RegisteredDeadline

AHEAD = timedelta(days=60)


def open_deadlines(stock: Stock, digest: Digest) -> tuple[OpenDeadline, ...]:
    """The deadlines, the first one first.

    One that was entered by hand without an item has no theme by which it could be left out: it is told.
    """
    coming = [entry for entry in stock.waiting if entry.date <= stock.today + AHEAD]
    told = stock.outlines(entry.item for entry in coming if entry.item is not None)
    mattering = [
        entry
        for entry in coming
        if entry.item is None or (entry.item in told and stock.matters(*told[entry.item], digest))
    ]
    return tuple(_told(entry, told, stock) for entry in _one_each(mattering, stock))


def _one_each(entries: list[RegisteredDeadline], stock: Stock) -> list[RegisteredDeadline]:
    """Of each document the first, and of a story on one day one; what we act on goes before its other editions."""
    stories = stock.stories(entry.item for entry in entries if entry.item is not None)
    seen: set[object] = set()
    kept = []
    for entry in sorted(entries, key=lambda e: (e.date, e.state is not DeadlineState.OURS, e.id)):
        story = stories[entry.item] if entry.item is not None else ("by hand", entry.id)
        keys: set[object] = {(story, entry.date)}
        if entry.document:
            keys.add(entry.document)
        if seen.isdisjoint(keys):
            kept.append(entry)
        seen |= keys
    return kept


def _told(entry: RegisteredDeadline, told: Mapping[int, Told], stock: Stock) -> OpenDeadline:
    item, annotation = told.get(entry.item or 0, (None, None))
    language = (annotation.language if annotation is not None else "") or (item.language if item else "")
    return OpenDeadline(
        date=entry.date,
        title=entry.title or entry.text,
        url=entry.url,
        language=language,
        body=stock.name_of(entry.body) if entry.body else "",
        kind=entry.kind,
        time=entry.time,
        ours=entry.state is DeadlineState.OURS,
        owner=entry.owner,
        item=entry.item,
    )
