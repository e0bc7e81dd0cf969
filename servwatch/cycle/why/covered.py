"""Hold a list made by hand against the archive: was each of it caught, merged, left out, or never seen?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from servwatch.cycle.why.explaining import Explainer
from servwatch.cycle.why.step import Step
from servwatch.model import Coverage, Digest, Item

CAUGHT = frozenset({Coverage.SENT, Coverage.HELD, Coverage.MERGED, Coverage.WAITING})
"""What reached, or will reach, a reader."""

LONGEST_LINE = 2_000
"""Characters of one line that are read."""

_LINK = re.compile(r"https?://[^\s<>\"|]+")
_DAY = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")
_AROUND = ".,;:!?)]}'\""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a list: a link, a reference or words; and the day it was published, where the line says it."""

    line: int
    text: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one of them: exactly one outcome, of the digest that did best by it."""

    asked: Asked
    coverage: Coverage
    step: Step
    item: Item | None = None

    @property
    def caught(self) -> bool:
        """Whether it reached, or will reach, a reader."""
        return self.coverage in CAUGHT


def asked_in(lines: Iterable[str]) -> Iterator[Asked]:
    """What a list asks for. Empty lines and those that begin with # say nothing.

    Of a line that holds links, each of them is meant, whatever stands around them (bullets, a title, a table's
    bars); a day such as 2026-11-20 beside them says when they were published.
    """
    for number, line in enumerate(lines, 1):
        text = line[:LONGEST_LINE].strip().lstrip("\ufeff")
        if not text or text.startswith("#"):
            continue
        links = dict.fromkeys(link.rstrip(_AROUND) for link in _LINK.findall(text))
        day = _day(_LINK.sub(" ", text))
        if links:
            yield from (Asked(number, link, day) for link in links)
            continue
        words = _DAY.sub(" ", text) if day else text
        words = " ".join(words.lstrip("-*•").split())
        if words:
            yield Asked(number, words, day)


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


class Covering:
    """Answers for one thing after another, over the digests that are asked about."""

    def __init__(self, explainer: Explainer, digests: Sequence[Digest]) -> None:
        self._explainer, self._digests = explainer, digests

    def answer(self, asked: Asked) -> Answer:
        """The one outcome: of the items that are meant and the digests, the best."""
        order = list(Coverage)
        found = self._explainer.find(asked.text)
        outcomes = [
            (order.index(step.coverage), place, step, item)
            for place, item in enumerate(found)
            for step in self._explainer.outcomes(item, self._digests)
            if step.coverage is not None
        ]
        if outcomes:
            _, _, step, item = min(outcomes, key=lambda one: one[:2])
        else:
            step, item = self._explainer.unknown(asked.text, asked.day)[-1], None
        return Answer(asked, step.coverage or Coverage.NOT_LISTED, step, item)
