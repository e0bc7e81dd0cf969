"""Items that tell the same: so far the copies, that is one address or one title from several sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from servwatch.model import Item, Story

SAME_ADDRESS = "It has the same address."
SAME_TITLE = "It has the same title."
_LEAST_TITLE = 25  # characters: shorter titles, such as "Newsletter", are shared by different things
_APART = timedelta(days=3)
"""Two bodies that tell one thing under one title do so within these days; later it is the next of a series."""


def title_key(item: Item) -> str:
    """What two copies of a title have in common; "" for a title too short to tell."""
    folded = " ".join(item.title.split()).casefold().rstrip(" .")
    return folded if len(folded) >= _LEAST_TITLE else ""


def share_a_title(one: Item, other: Item) -> bool:
    """Whether two items of one title tell the same, and are not two of a series ("Weekly agenda").

    Within one source only the same text is the same; two sources must speak of it within days.
    """
    if title_key(one) != title_key(other) or not title_key(one):
        return False
    if one.source == other.source:
        return one.summary.split() == other.summary.split() and one.published == other.published
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= _APART


def copies(items: Sequence[Item]) -> list[Story]:
    """Group the items that are copies of each other; each item is in exactly one story.

    The first item of a story is the earliest seen; the order of stories is that of their first items.
    """
    leader: dict[tuple[str, str], int] = {}
    members: dict[int, list[int]] = {}
    reasons: dict[int, list[str]] = {}
    for number, item in enumerate(items):
        keys = [(kind, key) for kind, key in _keys(item) if key]
        found = leader.get(("address", item.canonical)) if item.canonical else None
        if found is None:
            titled = leader.get(("title", title_key(item)))
            found = titled if titled is not None and share_a_title(items[titled], item) else None
        first = number if found is None else found
        if found is None:
            members[number], reasons[number] = [], []
        else:
            by_address = leader.get(("address", item.canonical)) == found
            reasons[found].append(SAME_ADDRESS if by_address else SAME_TITLE)
        members[first].append(item.id)
        for key in keys:
            leader.setdefault(key, first)
    return [Story(tuple(ids), tuple(reasons[first])) for first, ids in members.items()]


def _keys(item: Item) -> Iterable[tuple[str, str]]:
    yield "address", item.canonical
    yield "title", title_key(item)
