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

from servwatch.insight.stories.concepts import ConceptTable, shipped_concepts
from servwatch.insight.stories.groups import Group, Told, Weighing, likeness, likeness_within
from servwatch.insight.stories.method import Strictness
from servwatch.insight.stories.nearness import Nearness
from servwatch.insight.stories.pivot import Rarity

WINDOW = timedelta(days=10)
"""How long before or after the words of a story another headline may be of it."""

_Near = dict[int, dict[int, float]]
"""For each group the others that are related to it, with their likeness; both ways."""


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
    table = table if table is not None else shipped_concepts()
    weighing = Weighing(rarity, table, strictness.pivot_weight)
    return _Placing(weighing, strictness, window).place(new, known, joined)


class _Placing:
    def __init__(self, weighing: Weighing, strictness: Strictness, window: timedelta) -> None:
        self._weighing, self._strictness, self._window = weighing, strictness, window
        self._groups: list[Group] = []
        self._stories = 0  # so many of the groups are stories that were there before

    def place(
        self, new: Sequence[Told], known: Sequence[Told], joined: Iterable[tuple[int, int]]
    ) -> list[Placed]:
        members: dict[int, list[Told]] = {}
        for told in sorted(known, key=lambda told: (told.story, told.at, told.item)):
            members.setdefault(told.story, []).append(told)
        self._groups = [self._weighing.together(story) for story in members.values()]
        self._stories = len(self._groups)
        self._groups += [self._weighing.alone(told) for told in sorted(new, key=_time)]
        order = {group.members[0].item: n for n, group in enumerate(self._groups[self._stories :])}
        self._join(joined)
        near = self._near()
        self._merge(near)
        return sorted(self._outcome(near), key=lambda placed: order[placed.items[0]])

    def _join(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Put together what belongs together; of two stories that were there before neither gives way."""
        of = {told.item: number for number, group in enumerate(self._groups) for told in group.members}
        for pair in pairs:
            one, other = sorted(of[item] for item in pair)
            if one != other and other >= self._stories:
                of.update((told.item, one) for told in self._groups[other].members)
                self._groups[one].take_in(self._groups[other])

    def _near(self) -> _Near:
        index = Nearness()
        index.add(self._groups)
        near: _Near = {}
        for one, other in index.pairs(self._groups, self._stories, self._strictness.related):
            if not (self._groups[one].gone or self._groups[other].gone):
                self._note(near, one, other)
        return near

    def _note(self, near: _Near, one: int, other: int) -> float:
        """Work out the likeness of two groups, and note it where they are related; else 0."""
        first, second = self._groups[one], self._groups[other]
        if first.apart_from(second) > self._window:
            return 0.0
        found = likeness(first, second)
        if found < self._strictness.related:
            return 0.0
        near.setdefault(one, {})[other] = near.setdefault(other, {})[one] = found
        return found

    def _may(self, one: int, other: int, found: float) -> bool:
        """Whether two groups tell one story: within one source and language, only what is nearly the same."""
        apart = self._groups[one].tellers.isdisjoint(self._groups[other].tellers)
        return found >= (self._strictness.same if apart else self._strictness.one_source)

    def _merge(self, near: _Near) -> None:
        heap = [
            (-found, one, other)
            for one, others in near.items()
            for other, found in others.items()
            if one < other and self._may(one, other, found)
        ]
        heapify(heap)
        while heap:
            negative, one, other = heappop(heap)
            if near.get(one, {}).get(other) != -negative:
                continue  # one of them has grown since, or is no more
            self._groups[one].take_in(self._groups[other])
            for third in self._beside(near, one, other):
                found = self._note(near, one, third)
                if found and self._may(one, third, found):
                    heappush(heap, (-found, min(one, third), max(one, third)))

    def _beside(self, near: _Near, one: int, other: int) -> list[int]:
        """Forget what was near to two groups that have become one; return which those were."""
        beside = (near.pop(one, {}).keys() | near.pop(other, {}).keys()) - {one, other}
        for third in beside:
            near[third].pop(one, None)
            near[third].pop(other, None)
        return sorted(third for third in beside if max(one, third) >= self._stories)

    def _outcome(self, near: _Near) -> Iterator[Placed]:
        for number, group in enumerate(self._groups):
            fresh = sorted((told for told in group.members if not told.story), key=_time)
            if group.gone or not fresh:
                continue
            items = tuple(told.item for told in fresh)
            several = fresh if len(group.members) > 1 else []
            like = {told.item: self._like(group, told) for told in several}
            beside = {told.item: self._likest(group, told) for told in several}
            nearest = min(
                (
                    (-found, self._groups[other].story)
                    for other, found in near.get(number, {}).items()
                    if self._groups[other].story
                ),
                default=(0.0, 0),
            )
            yield Placed(items, group.story, like, beside, nearest[1], round(-nearest[0], 4))

    def _like(self, group: Group, told: Told) -> float:
        return round(likeness_within(group, self._weighing.alone(told)), 4)

    def _likest(self, group: Group, told: Told) -> tuple[int, tuple[str, ...]]:
        """The headline of the group that is likest to one of it, and what both say."""
        alone = self._weighing.alone(told)
        others = [self._weighing.alone(other) for other in group.members if other is not told]
        best = max(others, key=lambda other: (likeness(alone, other), -other.members[0].item))
        shared = sorted(
            alone.sum.keys() & best.sum.keys(),
            key=lambda signal: (-alone.sum[signal] * best.sum[signal], signal),
        )
        return best.members[0].item, tuple(shared)


def _time(told: Told) -> tuple[object, int]:
    return told.at, told.item
