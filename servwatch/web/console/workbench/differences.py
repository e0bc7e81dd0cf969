"""Two texts held against each other, line by line; and the lines around a fault. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff

from servwatch.errors import Problem

MOST_LINES = 2000
"""Of a difference; more of it would tell no more."""
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: `sign` is "+", "-", " ", or "@" between two places."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line of a file; `faulty` is the one that is meant."""

    number: int
    text: str
    faulty: bool


def difference(before: str, after: str) -> list[Line]:
    """What stands in one and not in the other, with two lines around; empty where they are the same."""
    found = unified_diff(before.split("\n"), after.split("\n"), n=_AROUND, lineterm="")
    lines = [Line(line[:1], line[1:]) for line in found if not line.startswith(("---", "+++"))]
    return lines[:MOST_LINES]


def around(text: str, problem: Problem) -> Sequence[Numbered]:
    """The lines at which a problem points, with those around them."""
    lines = text.split("\n")
    first, last = max(1, problem.line - _AROUND), min(len(lines), problem.line + _AROUND)
    return [Numbered(n, lines[n - 1], n == problem.line) for n in range(first, last + 1)]
