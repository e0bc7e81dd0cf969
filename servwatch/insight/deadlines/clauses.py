"""The words around a day: its sentence, and its own clause in it.

A sentence ends where a full stop, question or exclamation mark is followed by a blank and a capital, at a
semicolon, and at the end of a line; never in "4 dec. 2026". It is cut to `REACH` characters on either side,
so that a text without stops costs no more than another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from servwatch.insight.deadlines.dates import Mention

REACH = 240
_END = re.compile(r"""[.!?…]['"”»)]?\s{1,3}(?=['"«“(]?[A-ZÀ-Ý])|;\s|\n|[|•]\s""")


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands around a day: offsets into the text are those of the sentence."""

    start: int
    end: int
    sentence: str
    left: str  # from the mention before, or the start of the sentence, to the day
    right: str  # from the day to the mention after, or the end of the sentence
    head: str  # the whole sentence before the day


def clauses(text: str, mentions: list[Mention]) -> list[Clause]:
    """The clause of each mention, in their order."""
    return [
        _clause(
            text,
            mention,
            mentions[number - 1].end if number else 0,
            mentions[number + 1].start if number + 1 < len(mentions) else len(text),
        )
        for number, mention in enumerate(mentions)
    ]


def _clause(text: str, mention: Mention, before: int, after: int) -> Clause:
    low, high = max(0, mention.start - REACH), min(len(text), mention.end + REACH)
    start = low
    for end_mark in _END.finditer(text, low, mention.start + 1):
        start = end_mark.end()
    stop = _END.search(text, mention.end, high)
    end = stop.start() + 1 if stop is not None else high
    return Clause(
        start,
        end,
        text[start:end].rstrip(),
        text[max(start, before) : mention.start],
        text[mention.end : min(end, after)],
        text[start : mention.start],
    )
