"""What is awaited: documents that come every year in the same weeks."""

from __future__ import annotations

from dataclasses import dataclass

from servwatch.model.vocabulary import ItemKind


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of every year, or of one."""

    month: int
    day: int
    year: int = 0  # 0: every year


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which something is awaited, both included. One of every year may run over New Year."""

    first: CalendarDay
    last: CalendarDay


@dataclass(frozen=True, slots=True)
class Expectation:
    """A document that is to come within each of its windows. Empty lists do not restrict."""

    id: str
    name: str
    windows: tuple[Window, ...]
    match: tuple[str, ...]  # words of a title, any of these; `*` stands for any letters
    sources: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    enabled: bool = True
    origin: str = ""  # where the window comes from
