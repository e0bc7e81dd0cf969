"""Items that tell the same: so far the copies, that is one address or one title from several sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from servwatch.model import Item, Story

SAME_ADDRESS = "It has the same address."
SAME_TITLE = "It has the same title."
_LEAST_TITLE = 25  # characters: shorter titles, such as "Newsletter", are shared by different things
_APART = timedelta(days=3)
"""Two bodies that tell one thing under one title do so within these days; later it is the next of a series."""


def title_key(item: Item) -> str:
    """What two copies of a title have in common; "" for a title too short to tell."""
    return title_text(item.title)


def title_text(title: str) -> str:
    """A title as it is compared; "" for one too short to tell."""
    folded = " ".join(title.split()).casefold().rstrip(" .")
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
    by_address: dict[str, int] = {}  # the first item of the story that has the address
    by_title: dict[str, list[tuple[Item, int]]] = {}  # each item of the title, with the first of its story
    members: dict[int, list[int]] = {}
    reasons: dict[int, list[str]] = {}
    for number, item in enumerate(items):
        alike = by_title.setdefault(title_key(item), [])
        addressed = by_address.get(item.canonical)
        titled = next((first for other, first in alike if share_a_title(other, item)), None)
        first = next(found for found in (addressed, titled, number) if found is not None)
        if first != number:
            reasons[first].append(SAME_ADDRESS if addressed is not None else SAME_TITLE)
        members.setdefault(first, []).append(item.id)
        reasons.setdefault(first, [])
        if item.canonical:
            by_address.setdefault(item.canonical, first)
        if title_key(item):
            alike.append((item, first))
    return [Story(tuple(ids), tuple(reasons[first])) for first, ids in members.items()]
