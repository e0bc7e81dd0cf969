"""Headlines, and groups of them kept as one sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from servwatch.insight.stories.method import Sketch
from servwatch.insight.stories.pivot import Scale, product, vector


@dataclass(frozen=True, slots=True)
class Told:
    """A headline with who told it and when. `story` is the one it belongs to, 0 for a new one."""

    item: int
    sketch: Sketch
    at: datetime
    source: str = ""
    language: str = ""
    story: int = 0

    @property
    def order(self) -> tuple[datetime, str, int]:
        """Where it stands among all: by time, and not by which of two sources happened to be read first."""
        return self.at, self.source, self.item


@dataclass(slots=True, eq=False)
class Group:
    """Headlines taken together; `sum` and `meaning` are the sums of their vectors."""

    story: int
    members: list[Told]
    sum: dict[str, float]
    meaning: Any  # a numpy array; None without an encoder
    first: datetime
    last: datetime
    tellers: set[tuple[str, str]] = field(default_factory=set)  # (source, language)
    gone: bool = False  # it went into another

    def take_in(self, other: Group) -> None:
        """Add all of another group, which is no more."""
        self.members = [*self.members, *other.members]
        for signal, value in other.sum.items():
            self.sum[signal] = self.sum.get(signal, 0.0) + value
        if other.meaning is not None:
            self.meaning = other.meaning if self.meaning is None else self.meaning + other.meaning
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.tellers |= other.tellers
        other.gone = True

    def apart_from(self, other: Group) -> timedelta:
        """How long passed between the two; zero where they overlap."""
        return max(self.first - other.last, other.first - self.last, timedelta())


class Weighing:
    """Makes groups of headlines, given how rare each signal is."""

    def __init__(self, scale: Scale, pivot_weight: float) -> None:
        self._scale = scale
        self._beside_meaning = pivot_weight**0.5  # so that the product of two vectors has the weight

    def alone(self, told: Told) -> Group:
        """A headline as a group of its own."""
        weighed = vector(told.sketch.signals, self._scale)
        scale = self._beside_meaning if told.sketch.meaning else 1.0
        tellers = {(told.source, told.language)} if told.source else set()
        scaled = {signal: value * scale for signal, value in weighed.items()}
        return Group(told.story, [told], scaled, _numbers(told.sketch.meaning), told.at, told.at, tellers)

    def together(self, members: Sequence[Told]) -> Group:
        """All of these as one group; there is at least one."""
        group = self.alone(members[0])
        for told in members[1:]:
            group.take_in(self.alone(told))
        return group


def likeness(one: Group, other: Group) -> float:
    """The mean likeness of all pairs over two groups."""
    return _total(one, other) / (len(one.members) * len(other.members))


def likeness_within(group: Group, alone: Group) -> float:
    """The mean likeness of one of its headlines to the others of a group; there are two at least."""
    return (_total(alone, group) - _total(alone, alone)) / (len(group.members) - 1)


def _total(one: Group, other: Group) -> float:
    total = product(one.sum, other.sum)
    if one.meaning is not None and other.meaning is not None:
        total += float(one.meaning @ other.meaning)
    return total


def _numbers(kept: bytes) -> Any:
    if not kept:
        return None
    import numpy as np

    return np.frombuffer(kept, dtype="<f2").astype(np.float32)
