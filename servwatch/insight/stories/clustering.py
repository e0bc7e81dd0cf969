"""Which headlines tell one story: average link to the stories there are, and among what is new.

Average link between two groups is the mean likeness of all pairs over them. As likeness is a dot product,
that is the dot product of the two sums, divided by how many pairs there are: so a story is one sum.

Which pair is joined first never depends on the order in which headlines come: the likest go first, and
where two pairs are equally like, those of the earlier headlines. Two stories that were told apart stay so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import heapify, heappop, heappush
from operator import attrgetter

from servwatch.insight.stories.concepts import ConceptTable, shipped_concepts
from servwatch.insight.stories.groups import Group, Told, Weighing, likeness, likeness_within
from servwatch.insight.stories.method import Strictness
from servwatch.insight.stories.pivot import Rarity, Scale

WINDOW = timedelta(days=10)
"""How long before or after the words of a story another headline may be of it."""

MOST_NEAR = 200
"""Of the headlines and stories that are like a new headline the likest so many are weighed."""

MOST_COMPARED = 100
"""Of the headlines of a story the first so many are asked which of them another one is likest to."""

_ROUNDED = 0.01  # the quick look rounds
_Near = dict[int, dict[int, float]]
"""For each group the others that may be joined to it, with their likeness; both ways."""


@dataclass(frozen=True, slots=True)
class Placed:
    """New headlines that tell one story, in the order of their time.

    `story` is the one they joined, 0 for one of their own; `like` gives each its likeness to the rest of it,
    `beside` the headline it is likest to, with the signals both have, the weightiest first; `related` is
    another story that is near, 0 for none.
    """

    items: tuple[int, ...]
    story: int = 0
    like: Mapping[int, float] = field(default_factory=dict)
    beside: Mapping[int, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    related: int = 0
    nearness: float = 0.0


def place(
    new: Sequence[Told],
    known: Sequence[Told],
    strictness: Strictness,
    *,
    table: ConceptTable | None = None,
    window: timedelta = WINDOW,
    joined: Iterable[tuple[int, int]] = (),
) -> list[Placed]:
    """What becomes of new headlines among those that have a story, each in exactly one group.

    In the order of the groups' first headlines. `joined` are pairs of items, one of them new at least,
    that belong together whatever they say: editions and copies.
    """
    rarity = Rarity(told.sketch.signals for told in (*known, *new))
    scale = Scale(rarity, table if table is not None else shipped_concepts())
    return _Placing(Weighing(scale, strictness.pivot_weight), strictness, window).place(new, known, joined)


_order = attrgetter("order")


class _Placing:
    def __init__(self, weighing: Weighing, strictness: Strictness, window: timedelta) -> None:
        self._weighing, self._strictness, self._window = weighing, strictness, window
        self._members: list[list[Told]] = []  # of the groups at the start: stories, then new headlines
        self._groups: dict[int, Group] = {}  # those that were looked at
        self._stories = 0  # so many of them are stories that were there before

    def place(
        self, new: Sequence[Told], known: Sequence[Told], joined: Iterable[tuple[int, int]]
    ) -> list[Placed]:
        stories: dict[int, list[Told]] = {}
        for told in sorted(known, key=lambda told: (told.story, told.order)):
            stories.setdefault(told.story, []).append(told)
        self._stories = len(stories)
        self._members = [*stories.values(), *([told] for told in sorted(new, key=_order))]
        order = {members[0].item: number for number, members in enumerate(self._members)}
        near, nearest = self._near()
        self._join(joined, near)
        self._merge(near)
        return sorted(self._outcome(nearest), key=lambda placed: order[placed.items[0]])

    def _group(self, number: int) -> Group:
        """A group by its number; most of the stories are never asked for."""
        if number not in self._groups:
            self._groups[number] = self._weighing.together(self._members[number])
        return self._groups[number]

    def _near(self) -> tuple[_Near, dict[int, tuple[int, float]]]:
        """What is near enough to be joined; and for each new headline the likest story (number, likeness)."""
        from servwatch.insight.stories.nearness import (
            Nearness,
            likest,
        )  # loads numpy: only where there are headlines

        index = Nearness()
        index.add(map(self._weighing.together, self._members))
        near: _Near = {}
        nearest: dict[int, tuple[int, float]] = {}
        new = range(self._stories, len(self._members))
        for number, scores in zip(new, index.of(map(self._group, new)), strict=True):
            for other in likest(scores[:number], self._strictness.same - _ROUNDED, MOST_NEAR):
                self._note(near, other, number)
            if self._stories:
                best = int(scores[: self._stories].argmax())
                nearest[number] = best, float(scores[best])
        return near, nearest

    def _note(self, near: _Near, one: int, other: int) -> float:
        """Work out the likeness of two groups, and note it where they may be joined; else 0.

        What may not be joined now, nor does with others: of two groups that went into one, one at least is
        as like to a third as both together.
        """
        first, second = self._group(one), self._group(other)
        if first.apart_from(second) > self._window:
            return 0.0
        found = likeness(first, second)
        if not self._may(one, other, found):
            return 0.0
        near.setdefault(one, {})[other] = near.setdefault(other, {})[one] = found
        return found

    def _join(self, pairs: Iterable[tuple[int, int]], near: _Near) -> None:
        """Put together what belongs together; of two stories that were there before neither gives way."""
        of = {told.item: number for number, members in enumerate(self._members) for told in members}
        for pair in pairs:
            one, other = sorted(of[item] for item in pair)
            if one != other and other >= self._stories:
                of.update((told.item, one) for told in self._group(other).members)
                self._unite(near, one, other)

    def _may(self, one: int, other: int, found: float) -> bool:
        """Whether two groups tell one story: within one source and language, only what is nearly the same."""
        apart = self._group(one).tellers.isdisjoint(self._group(other).tellers)
        return found >= (self._strictness.same if apart else self._strictness.one_source)

    def _merge(self, near: _Near) -> None:
        heap = [
            (-found, one, other)
            for one, others in near.items()
            for other, found in others.items()
            if one < other
        ]
        heapify(heap)
        while heap:
            negative, one, other = heappop(heap)
            if near.get(one, {}).get(other) != -negative:
                continue  # one of them has grown since, or is no more
            for third, found in self._unite(near, one, other):
                heappush(heap, (-found, min(one, third), max(one, third)))

    def _unite(self, near: _Near, one: int, other: int) -> list[tuple[int, float]]:
        """Make two groups one; what is near to it, worked out anew."""
        self._group(one).take_in(self._group(other))
        beside = (near.pop(one, {}).keys() | near.pop(other, {}).keys()) - {one, other}
        for third in beside:
            near[third].pop(one, None)
            near[third].pop(other, None)
        may = sorted(third for third in beside if max(one, third) >= self._stories)
        return [(third, found) for third in may if (found := self._note(near, one, third))]

    def _outcome(self, nearest: Mapping[int, tuple[int, float]]) -> Iterator[Placed]:
        number_of = {self._members[n][0].item: n for n in range(self._stories, len(self._members))}
        for group in self._groups.values():
            fresh = sorted((told for told in group.members if not told.story), key=_order)
            if group.gone or not fresh:
                continue
            several = fresh if len(group.members) > 1 else []
            alone = [self._weighing.alone(told) for told in sorted(group.members, key=_order)[:MOST_COMPARED]]
            like = {told.item: self._like(group, told) for told in several}
            beside = {told.item: self._likest(alone, told) for told in several}
            related = [nearest[number_of[told.item]] for told in fresh] if self._stories else []
            story, nearness = self._related(group, related)
            yield Placed(tuple(told.item for told in fresh), group.story, like, beside, story, nearness)

    def _related(self, group: Group, nearest: Iterable[tuple[int, float]]) -> tuple[int, float]:
        """The story of the window that is nearest to a group, beside its own; 0 where none is related."""
        for number, found in sorted(nearest, key=lambda one: (-one[1], one[0])):
            story = self._members[number][0].story
            if found >= self._strictness.related and story != group.story:
                return story, round(found, 3)
        return 0, 0.0

    def _like(self, group: Group, told: Told) -> float:
        return round(likeness_within(group, self._weighing.alone(told)), 4)

    def _likest(self, members: Sequence[Group], told: Told) -> tuple[int, tuple[str, ...]]:
        """The headline of these that is likest to another one of their story, and what both say."""
        alone = self._weighing.alone(told)
        others = [other for other in members if other.members[0] is not told]
        best = min(others, key=lambda other: (-likeness(alone, other), other.members[0].order))
        shared = sorted(
            alone.sum.keys() & best.sum.keys(),
            key=lambda signal: (-alone.sum[signal] * best.sum[signal], signal),
        )
        return best.members[0].item, tuple(shared)
