"""How well themes are found, held against what people gave: precision, recall, F1.

What is counted is a category: a label, or several that mean the same themes. In each item each
category is a hit, found wrongly, missed, or neither given nor found. *Micro* counts all decisions
together, so that frequent categories weigh more; *macro* is the mean over the categories that
occur (Manning, Raghavan and Schütze 2008, Introduction to Information Retrieval, section 13.6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from servwatch.insight.bootstrap import Interval, intervals
from servwatch.insight.label_map import Category
from servwatch.insight.labelled import LabelledItem

SAMPLES = 1000
"""Samples drawn for an interval."""


class Score(NamedTuple):
    """Precision, recall and F1, 0.0 to 1.0 each; 0.0 where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float


class Count(NamedTuple):
    """The decisions on one category: found rightly, found wrongly, missed."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    @property
    def support(self) -> int:
        """How many items people gave the category."""
        return self.hits + self.missed

    @property
    def score(self) -> Score:
        """What the counts come to."""
        return Score(
            self.hits / max(1, self.hits + self.false),
            self.hits / max(1, self.support),
            2 * self.hits / max(1, 2 * self.hits + self.false + self.missed),
        )


class Judged(NamedTuple):
    """What was decided in one item: the numbers of the categories that are a hit, false, missed."""

    hits: tuple[int, ...]
    false: tuple[int, ...]
    missed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures for some items. `intervals` are of F1, at 95 %: micro, macro, then the categories."""

    items: int
    counts: tuple[Count, ...]
    intervals: tuple[Interval | None, ...] = ()

    @property
    def micro(self) -> Score:
        """All decisions together."""
        return _sum(self.counts).score

    @property
    def macro(self) -> Score:
        """The mean over the categories that occur."""
        return _mean(self.counts)


def judge(labels: Collection[str], themes: Collection[str], categories: Sequence[Category]) -> Judged:
    """Hold the themes that were found in an item against the labels people gave it."""
    outcomes: tuple[list[int], list[int], list[int]] = ([], [], [])
    for number, category in enumerate(categories):
        given, found = not category.labels.isdisjoint(labels), any(t in themes for t in category.themes)
        if given or found:
            outcomes[0 if given and found else 1 if found else 2].append(number)
    return Judged(*map(tuple, outcomes))


def evaluate(
    items: Iterable[LabelledItem],
    find: Callable[[LabelledItem], Collection[str]],
    categories: Sequence[Category],
    random: Random,
    *,
    samples: int = SAMPLES,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Quality, dict[str, Quality]]:
    """The quality over all items, and in each language.

    `find` gives the themes of an item. `random` draws the samples for the intervals, none where
    `samples` is 0. `progress` hears of every item and every sample.
    """
    judged: dict[str, Counter[Judged]] = {}
    for item in items:
        by_language = judged.setdefault(item.language, Counter())
        by_language[judge(item.labels, find(item), categories)] += 1
        progress(item.id)
    total: Counter[Judged] = sum(judged.values(), Counter())
    size = len(categories)
    overall = _quality(total, size, random, samples, progress)
    if len(judged) == 1:
        return overall, dict.fromkeys(judged, overall)
    return overall, {
        language: _quality(judged[language], size, random, samples, progress) for language in sorted(judged)
    }


def _quality(
    judged: Counter[Judged], size: int, random: Random, samples: int, progress: Callable[[str], None]
) -> Quality:
    def f1(sample: Mapping[Judged, int]) -> list[float | None]:
        progress("")
        counts = _counts(sample, size)
        each = [count.score.f1 if count.support else None for count in counts]
        return [_sum(counts).score.f1, _mean(counts).f1, *each]

    found = tuple(intervals(judged, f1, random, samples)) if samples else ()
    return Quality(judged.total(), _counts(judged, size), found)


def _counts(judged: Mapping[Judged, int], size: int) -> tuple[Count, ...]:
    totals = [[0] * size for _ in Judged._fields]
    for one, times in judged.items():
        for total, numbers in zip(totals, one, strict=True):
            for number in numbers:
                total[number] += times
    return tuple(map(Count._make, zip(*totals, strict=True)))


def _sum(counts: Iterable[Count]) -> Count:
    return Count(*(sum(column) for column in zip(*counts, Count(), strict=True)))


def _mean(counts: Iterable[Count]) -> Score:
    scores = [count.score for count in counts if count.support]
    return Score(*(sum(column) / max(1, len(scores)) for column in zip(*scores, Score(0, 0, 0), strict=True)))
