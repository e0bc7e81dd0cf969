"""What is awaited at its usual time of the year: which window counts today, which title is it, what came of it. Pure."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from servwatch.insight.normalise import fold, words
from servwatch.model import CalendarDay, Window

LATE_FOR = timedelta(days=60)
"""For so long after a window closed what was awaited in it may still come, late."""
MISSED_FOR = timedelta(days=14)
"""For so long what did not come asks for attention; the editors were mailed, and then it is history."""


class Awaited(StrEnum):
    """What became of an expectation in one of its windows."""

    WAITING = "waiting"  # the window is not open yet
    OPEN = "open"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A window in one year: its first and last day."""

    first: date
    last: date

    def standing(self, met: date | None, today: date) -> Awaited:
        """What became of it by today; `met` is the day of the item that came, None for none."""
        if met is not None:
            return Awaited.MET
        if today < self.first:
            return Awaited.WAITING
        return Awaited.OPEN if today <= self.last else Awaited.MISSED


def spans(windows: Sequence[Window], today: date) -> list[Span]:
    """The windows that matter today, the oldest first: those that are open, and those that closed not long ago."""
    found = {span for window in windows for span in _around(window, today)}
    return sorted(span for span in found if span.first <= today <= span.last + LATE_FOR)


def next_span(windows: Sequence[Window], today: date) -> Span | None:
    """The window that opens next after today, None where none ever does."""
    found = [span for window in windows for span in _around(window, today) if span.first > today]
    return min(found, default=None)


def _around(window: Window, today: date) -> Iterator[Span]:
    """A window in the years around today."""
    first, last = window.first, window.last
    if first.year:
        yield Span(_in_year(first, first.year), _in_year(last, last.year))
        return
    over = (last.month, last.day) < (first.month, first.day)  # New Year lies within
    for year in (today.year - 1, today.year, today.year + 1):
        yield Span(_in_year(first, year), _in_year(last, year + over))


def _in_year(day: CalendarDay, year: int) -> date:
    """That day; 29 February is the 28th where there is none."""
    short = day.month == 2 and day.day == 29 and not isleap(year)
    return date(year, day.month, 28 if short else day.day)


class Titles:
    """The titles that an expectation takes: `Titles(["economic outlook"]).take("OECD Economic Outlook 2026/2")`."""

    def __init__(self, match: Iterable[str]) -> None:
        self._pattern = re.compile("|".join(f"(?:{one})" for one in map(_pattern, match) if one) or r"(?!)")

    def take(self, title: str) -> bool:
        """Whether some words of a title are what is looked for, whatever their case and accents."""
        return self._pattern.search(" ".join(filter(None, map(fold, words(title))))) is not None


def _pattern(text: str) -> str:
    """The words of a text as a pattern over folded words; `*` stands for any letters of one word."""
    found = []
    for token in text.split():
        parts = (" ".join(map(fold, words(part))) for part in token.split("*"))
        found.append("[^ ]*".join(map(re.escape, parts)))
    joined = " ".join(filter(None, found))
    return rf"(?<![^ ]){joined}(?![^ ])" if joined.replace("[^ ]*", "").strip() else ""
