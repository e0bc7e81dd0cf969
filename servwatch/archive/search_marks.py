"""Where the words of a query stand in a text, so that people see why it was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from servwatch.archive.search import MOST_TEXT, Part, folded, parts_of

Span = tuple[int, int]
"""From which character to which of a text."""
_WORD = re.compile(r"[^\W_]+")


def spans(query: str, text: str) -> list[Span]:
    """The places of what a query asks for, in the order of the text. They do not overlap."""
    wanted = [part for part in parts_of(query) if not part.unwanted]
    if not wanted:
        return []
    words = [(m.start(), m.end(), folded(m.group()).strip()) for m in _WORD.finditer(text, 0, MOST_TEXT)]
    found = sorted(span for part in wanted for span in _of(part, words))
    return merged(found)


def merged(found: Sequence[Span]) -> list[Span]:
    """Sorted places, those that touch or overlap as one."""
    kept: list[Span] = []
    for start, end in found:
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def _of(part: Part, words: Sequence[tuple[int, int, str]]) -> Iterator[Span]:
    size = len(part.words)
    for place in range(len(words) - size + 1):
        here = words[place : place + size]
        heads = all(word == asked for (_, _, word), asked in zip(here[:-1], part.words[:-1], strict=True))
        last, asked = here[-1][2], part.words[-1]
        if heads and (last.startswith(asked) if part.beginning else last == asked):
            yield here[0][0], here[-1][1]
