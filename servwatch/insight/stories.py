"""Items that tell the same: so far the copies, that is one address or one title from several sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from servwatch.model import Item, Story

SAME_ADDRESS = "It has the same address."
SAME_TITLE = "It has the same title."
_LEAST_TITLE = 25  # characters: shorter titles, such as "Newsletter", are shared by different things


def title_key(item: Item) -> str:
    """What two copies of a title have in common; "" for a title too short to tell."""
    folded = " ".join(item.title.split()).casefold().rstrip(" .")
    return folded if len(folded) >= _LEAST_TITLE else ""


def copies(items: Sequence[Item]) -> list[Story]:
    """Group the items that are copies of each other; each item is in exactly one story.

    The first item of a story is the earliest seen; the order of stories is that of their first items.
    """
    leader: dict[tuple[str, str], int] = {}
    members: dict[int, list[int]] = {}
    reasons: dict[int, list[str]] = {}
    for number, item in enumerate(items):
        keys = [(kind, key) for kind, key in _keys(item) if key]
        found = next((leader[key] for key in keys if key in leader), None)
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
