"""Positions: what the two sides of industry say, and what other councils advise. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from servwatch.model import Annotation, Balance, Item, ItemKind, Side, Source, Stand

SIDES = (Side.EMPLOYERS, Side.WORKERS)
_SAYING = frozenset((ItemKind.POSITION, ItemKind.OPINION, ItemKind.NEWS, ItemKind.SPEECH))
"""The kinds in which an organisation says what it thinks; its studies, calls and meetings are no positions."""


def takes_side(item: Item, source: Source | None) -> Side | None:
    """The side of industry whose position an item is, None where it is none."""
    if source is None or source.side not in SIDES or item.kind not in _SAYING:
        return None
    return source.side


def is_advice_of_others(item: Item, source: Source | None) -> bool:
    """Whether an item is the advice of another council: only advisory bodies have items of the kind "opinion"."""
    return (
        source is not None and not source.own and source.side is Side.PUBLIC and item.kind is ItemKind.OPINION
    )


def stand(item: Item, annotation: Annotation | None, source: Source | None, *, day: date) -> Stand:
    """An item as it is told beside others; `day` stands in for one that it does not have."""
    return Stand(
        side=source.side if source is not None else Side.PUBLIC,
        body=source.name if source is not None else item.source,
        title=item.title,
        url=item.url,
        language=(annotation.language if annotation is not None else "") or item.language,
        day=item.day or day,
        item=item.id,
    )


def balance(stands: Iterable[Stand]) -> Balance:
    """The newest position of each side."""
    newest: dict[Side, Stand] = {}
    for one in stands:
        held = newest.get(one.side)
        if held is None or (one.day, one.item) > (held.day, held.item):
            newest[one.side] = one
    return Balance(newest.get(Side.EMPLOYERS), newest.get(Side.WORKERS))


def sources_of(side: Side, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The ids of the sources that speak for a side."""
    return tuple(source.id for source in sources.values() if source.side is side)
