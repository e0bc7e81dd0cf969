"""The concept pivot: how alike two headlines are, whatever their languages, by the signals they share.

A cosine over signals, each weighed by its sort and by how rare it is among the headlines at hand (inverse
document frequency). What is added to the length of each headline keeps those with little to say, such as
"Climate change", from being wholly like each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from math import log, sqrt

from servwatch.insight.stories.concepts import ConceptTable
from servwatch.insight.stories.signals import ACRONYM, CONCEPT, NUMBER, PART, REFERENCE, WORD, is_year

Vector = Mapping[str, float]

WEIGHTS = {"topic": 1.0, "name": 1.3, "body": 0.6, "place": 0.8, "general": 0.5}
"""By the kind of a concept: the name of a plan tells most of a story, the verb it is told with least."""

OTHERS = {NUMBER: 1.0, ACRONYM: 1.0, WORD: 0.45, REFERENCE: 1.5}
"""By the sort of any other signal."""

YEAR = 0.3
SHORTNESS = 40.0
"""The squared length that is added to each headline."""

PRIOR = 2000
"""Headlines that are taken to have been seen before any, so that a few do not decide what is rare."""


PART_OF = 0.5
"""What a concept counts inside the words of a longer one."""

FLATTENING = 0.5
"""The power to which rarity is taken: below 1, so that one rare word does not make a story."""


class Rarity:
    """How often each signal was seen."""

    def __init__(self, seen: Iterable[Collection[str]] = ()) -> None:
        self.count = 0
        self._seen: Counter[str] = Counter()
        for signals in seen:
            self.add(signals)

    def add(self, signals: Collection[str]) -> None:
        """Take in one headline."""
        self.count += 1
        self._seen.update(map(axis, signals))

    def of(self, signal: str) -> float:
        """Its inverse document frequency."""
        return log(1 + (self.count + PRIOR) / (1 + self._seen[axis(signal)]))


def axis(signal: str) -> str:
    """By what a signal is compared: a concept is the same whether or not it stands inside a longer one."""
    return CONCEPT + signal[2:] if signal.startswith(PART) else signal


class Scale:
    """What each signal weighs, worked out once: by its sort, and by how rare it is."""

    def __init__(self, rarity: Rarity, table: ConceptTable) -> None:
        self._rarity, self._table = rarity, table
        self._weights: dict[str, float] = {}

    def of(self, signal: str) -> float:
        """The weight of a signal."""
        if signal not in self._weights:
            self._weights[signal] = self._sort(signal) * self._rarity.of(signal) ** FLATTENING
        return self._weights[signal]

    def _sort(self, signal: str) -> float:
        sort, rest = signal[:2], signal[2:]
        if sort in (CONCEPT, PART):
            concept = self._table.get(rest)
            kind = WEIGHTS[concept.kind] if concept is not None else 0.0
            return kind * PART_OF if sort == PART else kind
        return YEAR if is_year(signal) else OTHERS.get(sort, 0.0)


def vector(signals: Collection[str], scale: Scale) -> dict[str, float]:
    """The headline as a vector, a little shorter than 1; the same numbers whatever order a set has."""
    raw = {axis(signal): scale.of(signal) for signal in sorted(signals)}
    length = sqrt(sum(value * value for value in raw.values()) + SHORTNESS)
    return {signal: value / length for signal, value in raw.items() if value}


def product(one: Vector, other: Vector) -> float:
    """The dot product: of two headlines their likeness, of two sums of them the sum over all pairs."""
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[signal] for signal, value in one.items() if signal in other)
