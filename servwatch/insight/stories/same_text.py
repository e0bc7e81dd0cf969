"""Items that tell the same: so far the copies, that is one address or one title from several sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from servwatch.model import Item, Story

SAME_ADDRESS = "It has the same address."
SAME_TITLE = "It has the same title."
MOST_ALIKE = 50
"""Items of one source that are compared for a title they share with another: of a series of thousands the first."""
_LEAST_TITLE = 25  # characters: shorter titles, such as "Newsletter", are shared by different things
_APART = timedelta(days=3)
"""Two bodies that tell one thing under one title do so within these days; later it is the next of a series."""


def title_key(item: Item) -> str:
    """What two copies of a title have in common; "" for a title too short to tell."""
    return title_text(item.title)


def same_address(one: Item, other: Item) -> bool:
    """Whether two items of one address are one thing.

    Within one source only under one title: where its links identified, both would be one item.
    """
    if not one.canonical or one.canonical != other.canonical:
        return False
    return one.source != other.source or _plain(one.title) == _plain(other.title)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


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
    addressed, titled = _Addressed(), _Titled()
    members: dict[int, list[int]] = {}
    reasons: dict[int, list[str]] = {}
    for number, item in enumerate(items):
        by_address, by_title = addressed.story_of(item), titled.story_of(item)
        first = next(found for found in (by_address, by_title, number) if found is not None)
        if first != number:
            reasons[first].append(SAME_ADDRESS if by_address is not None else SAME_TITLE)
        members.setdefault(first, []).append(item.id)
        reasons.setdefault(first, [])
        addressed.add(item, first)
        titled.add(item, number, first)
    return [Story(tuple(ids), tuple(reasons[first])) for first, ids in members.items()]


class _Addressed:
    """The stories of each address, with the sources that tell them."""

    def __init__(self) -> None:
        self._stories: dict[str, dict[int, set[str]]] = {}
        self._titled: dict[tuple[str, str, str], int] = {}  # (address, source, title) -> story

    def story_of(self, item: Item) -> int | None:
        """The story that an item joins by its address: the same title of its source, else one without its source."""
        if not item.canonical:
            return None
        own = self._titled.get((item.canonical, item.source, _plain(item.title)))
        if own is not None:
            return own
        known = self._stories.get(item.canonical, {})
        return next((first for first, tellers in known.items() if item.source not in tellers), None)

    def add(self, item: Item, first: int) -> None:
        """Take in an item with the first of its story."""
        if item.canonical:
            self._titled.setdefault((item.canonical, item.source, _plain(item.title)), first)
            known = self._stories.setdefault(item.canonical, {})
            if first in known or len(known) < MOST_ALIKE:
                known.setdefault(first, set()).add(item.source)


class _Titled:
    """The items of each title, by their source."""

    def __init__(self) -> None:
        self._same: dict[tuple[str, str, str, datetime | None], tuple[int, int]] = {}
        self._others: dict[str, dict[str, list[tuple[int, int, Item]]]] = {}

    def story_of(self, item: Item) -> int | None:
        """The story of the first item with which an item shares its title."""
        key = title_key(item)
        if not key:
            return None
        found = min(self._alike(key, item), default=None)
        return None if found is None else found[1]

    def _alike(self, key: str, item: Item) -> Iterator[tuple[int, int]]:
        """The place and the story of what is the same in each source."""
        own = self._same.get(_within_source(key, item))
        if own is not None:
            yield own
        for source, others in self._others.get(key, {}).items():
            if source != item.source:
                found = next(((n, first) for n, first, one in others if share_a_title(one, item)), None)
                if found is not None:
                    yield found

    def add(self, item: Item, number: int, first: int) -> None:
        """Take in an item, its place and the first of its story."""
        if key := title_key(item):
            self._same.setdefault(_within_source(key, item), (number, first))
            alike = self._others.setdefault(key, {}).setdefault(item.source, [])
            if len(alike) < MOST_ALIKE:
                alike.append((number, first, item))


def _within_source(key: str, item: Item) -> tuple[str, str, str, datetime | None]:
    """What two items of one source that share a title have in common."""
    return key, item.source, " ".join(item.summary.split()), item.published
