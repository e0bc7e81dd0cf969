"""How sure a figure is: its interval over samples drawn from what it was computed on.

The percentile bootstrap (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13):
draw as many cases as there are, with replacement, compute the figure again, and leave off the
lowest and the highest fortieth. It tells what chance does with these cases; it knows nothing of
texts of another kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import NamedTuple, TypeVar

LEVEL = 0.95
"""Which part of the samples lies within an interval."""

Case = TypeVar("Case")


class Interval(NamedTuple):
    """The lowest and the highest of the figures within the level."""

    low: float
    high: float


def intervals(
    cases: Mapping[Case, int],
    figures: Callable[[Mapping[Case, int]], Sequence[float | None]],
    random: Random,
    samples: int,
) -> Iterator[Interval | None]:
    """The interval of each of the `figures`; None for one that no sample has.

    `cases` and each sample say how often a case occurs: equal cases are drawn as one, which makes
    it quick. A figure is None in a sample that cannot tell it. `samples` is above 0.
    """
    kinds, upto = list(cases), list(accumulate(cases.values()))
    size = upto[-1] if upto else 0
    drawn = [
        figures(Counter(random.choices(kinds, cum_weights=upto, k=size)) if size else {})
        for _ in range(samples)
    ]
    for column in zip(*drawn, strict=True):
        told = sorted(value for value in column if value is not None)
        yield _within(told) if told else None


def _within(values: Sequence[float]) -> Interval:
    """The middle part of sorted values, by nearest rank."""
    beyond = round((1 - LEVEL) / 2 * len(values))
    last = len(values) - 1
    return Interval(values[min(beyond, last)], values[max(last - beyond, 0)])
