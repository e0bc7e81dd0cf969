"""Items of which each document, and each story, is told once."""

from __future__ import annotations

from collections.abc import Iterable

from servwatch.archive.selection import Told
from servwatch.cycle.surroundings.stock import Stock
from servwatch.insight.document_key import document_key


def one_each(told: Iterable[Told], stock: Stock) -> list[Told]:
    """Of one document, and of one story, the first in the order that is given."""
    listed = list(told)
    stories = stock.stories(item.id for item, _ in listed)
    seen: set[object] = set()
    kept = []
    for item, annotation in listed:
        keys = {stories[item.id], document_key(item.given.references, item.canonical) or item.id}
        if seen.isdisjoint(keys):
            kept.append((item, annotation))
        seen |= keys
    return kept
