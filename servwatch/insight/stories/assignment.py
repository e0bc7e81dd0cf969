"""Give new items their stories: editions of one document first, then copies, then what tells the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any

from servwatch.insight.stories.clustering import WINDOW, Placed, place
from servwatch.insight.stories.concepts import ConceptTable
from servwatch.insight.stories.groups import Told
from servwatch.insight.stories.method import Strictness
from servwatch.insight.stories.shingles import Runs, copies_of

EDITION_APART = timedelta(days=3)
"""Pages whose addresses differ in the language only are editions where they are dated within these days."""

MOST_ALIKE = 50
"""Items of one source and language that are compared for an address or a title they share."""

MOST_SHARED = 6
"""Signals that are kept of what two headlines have in common."""


class How(StrEnum):
    """Why an item belongs to its story."""

    FIRST = "first"  # it began it
    EDITION = "edition"  # the same document in another language
    ADDRESS = "address"  # a copy: the same address
    TITLE = "title"  # a copy: the same title, within days
    COPY = "copy"  # a copy: the same text
    NEWS = "news"  # other words for the same
    HAND = "hand"  # somebody said so


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item with all by which it may be joined to others. `told.story` is 0 for a new one."""

    told: Told
    address: str = ""  # canonical
    document: str = ""  # as `document_key` gives it
    title: str = ""  # as it is compared, "" for one too short to tell
    runs: Runs = ()
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """An item in its story. `story` is 0 for a new one, of which `begun_by` is the first item."""

    item: int
    story: int
    begun_by: int
    how: How
    score: float = 0.0
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Link:
    item: int
    other: int
    how: How
    score: float = 1.0


def assign(
    new: Sequence[Candidate],
    known: Sequence[Candidate],
    strictness: Strictness,
    *,
    table: ConceptTable | None = None,
    window: timedelta = WINDOW,
) -> list[Membership]:
    """The story of each new item, in the order of time. The order in which they are given does not matter."""
    fresh = sorted(new, key=attrgetter("told.order"))
    before = sorted(known, key=attrgetter("told.order"))
    links = _links(fresh, before)
    told = [candidate.told for candidate in fresh]
    placed = place(
        told,
        [candidate.told for candidate in before],
        strictness,
        table=table,
        window=window,
        joined=[(link.item, link.other) for link in links],
    )
    first = {link.item: link for link in reversed(links)}
    return [one for group in placed for one in _members(group, first)]


def _links(new: Sequence[Candidate], known: Sequence[Candidate]) -> list[_Link]:
    """What belongs together by document, address, title or text: each new item to the first like it."""
    links: list[_Link] = []
    for how, key in _KEYS:
        by_key: dict[str, _Alike] = {}
        wanted = {getattr(candidate, key) for candidate in new} - {""}
        for candidate in known:
            if getattr(candidate, key) in wanted:
                by_key.setdefault(getattr(candidate, key), _Alike()).add(candidate)
        for candidate in new:
            if value := getattr(candidate, key):
                alike = by_key.setdefault(value, _Alike())
                other = alike.first(how, candidate)
                if other is not None:
                    links.append(_Link(candidate.told.item, other.told.item, how))
                alike.add(candidate)
    return links + _copied(new, known)


_KEYS = ((How.EDITION, "document"), (How.ADDRESS, "address"), (How.TITLE, "title"))


class _Alike:
    """Items that share a key, by source and language; of one that repeats itself only the first."""

    def __init__(self) -> None:
        self._by_teller: dict[tuple[str, str], list[Candidate]] = {}

    def add(self, one: Candidate) -> None:
        alike = self._by_teller.setdefault((one.told.source, one.told.language), [])
        if len(alike) < MOST_ALIKE:
            alike.append(one)

    def first(self, how: How, candidate: Candidate) -> Candidate | None:
        """The first in time that belongs together with another."""
        told = candidate.told
        found = (
            next((one for one in alike if _belong(how, one, candidate)), None)
            for (source, language), alike in self._by_teller.items()
            if source != told.source or (how is How.EDITION and language != told.language)
        )
        return min((one for one in found if one is not None), key=attrgetter("told.order"), default=None)


def _belong(how: How, one: Candidate, other: Candidate) -> bool:
    """Whether two items that share a key are one; within one source only editions in two languages are."""
    a, b = one.told, other.told
    if a.source == b.source and (how is not How.EDITION or a.language == b.language):
        return False
    numbered = how is How.EDITION and not one.document.startswith("page:")
    if numbered or how is How.ADDRESS or one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= EDITION_APART


def _copied(new: Sequence[Candidate], known: Iterable[Candidate]) -> list[_Link]:
    source = {candidate.told.item: candidate.told.source for candidate in (*known, *new)}
    runs = {candidate.told.item: candidate.runs for candidate in new}
    found = copies_of(runs, ((candidate.told.item, candidate.runs) for candidate in known), source)
    return [_Link(item, other, How.COPY, score) for item, other, score in found]


def _members(group: Placed, links: Mapping[int, _Link]) -> Iterable[Membership]:
    for number, item in enumerate(group.items):
        link = links.get(item)
        shared: dict[str, Any] = {}
        if item in group.beside:
            other, signals = group.beside[item]
            shared = {"beside": other, "shared": list(signals[:MOST_SHARED]), "likeness": group.like[item]}
        member = Membership(
            item, group.story, group.items[0], How.NEWS, max(group.like.get(item, 0.0), 0.0), shared
        )
        if link is not None:
            member = replace(member, how=link.how, score=link.score, facts=shared | {"beside": link.other})
        elif number == 0 and not group.story:
            near = {"related": group.related, "nearness": group.nearness} if group.related else {}
            member = replace(member, how=How.FIRST, facts=shared | near)
        yield member
