"""How a headline is read for its story: by the pivot alone, or with a sentence encoder as well.

Both give a sketch, which is all that is kept of a headline and all that headlines are compared by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from servwatch.insight.stories.concepts import ConceptTable, shipped_concepts
from servwatch.insight.stories.signals import signals_of


@dataclass(frozen=True, slots=True)
class Headline:
    """What is read: a title, its language ("" when unknown), and the references it names, as kind:id."""

    title: str
    language: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a headline says. `meaning` is its place among all meanings, b"" where no encoder was asked."""

    signals: frozenset[str]
    meaning: bytes = b""  # numbers of 16 bits (IEEE 754 binary16), little-endian


@dataclass(frozen=True, slots=True)
class Strictness:
    """From which likeness on two headlines tell one story, are related, or tell it twice within one source."""

    same: float
    related: float
    one_source: float
    pivot_weight: float = 1.0  # of the pivot, beside an encoder


class Method(Protocol):
    """A way to read headlines."""

    name: str
    strictness: Strictness

    def sketches(self, headlines: Sequence[Headline]) -> list[Sketch]:
        """A sketch of each headline, in their order."""
        ...


class Pivot:
    """Reads concepts, numbers and names; needs nothing else."""

    name = "pivot"
    strictness = Strictness(same=0.17, related=0.12, one_source=0.45)

    def __init__(self, table: ConceptTable | None = None) -> None:
        self._table = table if table is not None else shipped_concepts()

    def sketches(self, headlines: Sequence[Headline]) -> list[Sketch]:
        """A sketch of each headline: its signals."""
        return [
            Sketch(signals_of(one.title, one.language, self._table, references=one.references))
            for one in headlines
        ]
