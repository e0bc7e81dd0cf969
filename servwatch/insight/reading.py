"""An item's title and summary, read once: their words, and where each stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from servwatch.insight.normalise import words

READ = 20_000
"""How many characters of a field are read; nothing later in a text decides what it is about."""

_BETWEEN = "\n|\n"
_BREAK = re.compile(r"[;!?|•]|\s[-–—]\s|[.:]\s*(?=[^\W\d_a-zß-öø-ÿ])")


class Place(NamedTuple):
    """Where a term stands: offsets into the text of a field, and the rule that found it."""

    field: str  # "title" | "summary"; for a hint "source" | "category"
    start: int
    end: int
    rule: str

    def overlaps(self, other: Place) -> bool:
        """Whether both hold some of the same characters."""
        return self.field == other.field and self.start < other.end and other.start < self.end


class Reading:
    """Title and summary as one run of words. Words are known by their number in `tokens`."""

    __slots__ = ("_end", "_starts", "_summary_at", "_text", "tokens")

    def __init__(self, title: str, summary: str = "") -> None:
        title = title[:READ]
        self._text = title + _BETWEEN + summary[:READ]
        self._summary_at = len(title) + len(_BETWEEN)
        self._starts: list[int] = []
        self._end = 0
        self.tokens = words(self._text)

    def place(self, first: int, last: int, rule: str) -> Place:
        """The words from `first` to `last` as a place in their field."""
        start, end = self._stretch(first, last)
        shift = self._summary_at
        if start < shift:
            return Place("title", start, end, rule)
        return Place("summary", start - shift, end - shift, rule)

    def joined(self, first: int, last: int) -> bool:
        """Whether the words from `first` to `last` stand in one sentence of one field."""
        return _BREAK.search(self._text, *self._stretch(first, last)) is None

    def in_one_field(self, first: int, last: int) -> bool:
        """Whether the words from `first` to `last` stand in one field."""
        start, end = self._stretch(first, last)
        return start >= self._summary_at or end < self._summary_at

    def _stretch(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from `first` to `last` begin and end; found on demand, and only so far."""
        starts, tokens = self._starts, self.tokens
        for token in tokens[len(starts) : last + 1]:
            start = self._text.index(token, self._end)
            starts.append(start)
            self._end = start + len(token)
        return starts[first], starts[last] + len(tokens[last])
