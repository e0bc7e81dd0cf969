"""One step of an explanation, and how steps read one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from servwatch.locale import Words
from servwatch.model import Coverage


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `fact` is a short name for machines.

    The text of a digest's decision is what became of the item, without the name of the digest, which is `about`.
    """

    fact: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)
    about: str = ""
    colon: str = ": "

    @property
    def coverage(self) -> Coverage | None:
        """What became of it, where the step is an outcome."""
        return self.data.get("coverage")

    @property
    def sentence(self) -> str:
        """The text with what it is about."""
        return f"{self.about}{self.colon}{self.text}" if self.about else self.text


def paragraphs(steps: Iterable[Step], words: Words) -> Iterator[Step]:
    """The steps as they are read: digests that decided alike, for the same reason, are told in one breath."""
    for _, alike in groupby(_in_order(steps), key=lambda step: (step.fact, bool(step.about), step.text)):
        group = list(alike)
        first = group[0]
        about = words.joined([step.about for step in group]) if first.about else ""
        yield Step(first.fact, first.text, first.data, about, words.colon)


def _in_order(steps: Iterable[Step]) -> list[Step]:
    """What is no outcome first, in its order; then the outcomes, the best first, and those that read alike together."""
    listed = list(steps)
    plain = [step for step in listed if not step.about]
    order = list(Coverage)
    outcomes = [step for step in listed if step.about]
    outcomes.sort(key=lambda step: (order.index(step.coverage) if step.coverage else 0, step.text))
    return [*plain, *outcomes]
