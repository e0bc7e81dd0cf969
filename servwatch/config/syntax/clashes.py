"""What is given twice in one text: which line has it first, and whether a header was lost in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servwatch.config.syntax.faults import Fault, indent
from servwatch.config.syntax.headers import MANY, Header, read_header
from servwatch.config.syntax.statements import Statement, key_path

Path = tuple[str, ...]
_FIRST_KEYS = ("id", "email")  # with which the entries of our tables begin


@dataclass(frozen=True, slots=True)
class Clash:
    """The fault, and the number of the first statement after those that go with it."""

    fault: Fault
    end: int


@dataclass(frozen=True, slots=True)
class _Given:
    """What one statement gives: its full path, of which the first `depth` steps are its table's."""

    path: Path
    depth: int
    header: Header | None = None


def clash(lines: Sequence[str], kept: Sequence[Statement], number: int) -> Clash:
    """What statement `number` clashes with. Every statement reads well alone."""
    given = _given(lines, kept)
    it = given[number]
    at = (kept[number].first, indent(lines[kept[number].first]))
    first = _first(given, number)
    related = () if first is None else (kept[first].first,)
    end = next((n for n in range(number + 1, len(kept)) if given[n].header is not None), len(kept))
    if it.header is not None:
        return Clash(Fault(*at, f"{it.header} is given twice", "each table once", related=related), end)
    key = ".".join(it.path[it.depth :])
    again = number + 1 < end and _first(given, number + 1) is not None
    if again or (key in _FIRST_KEYS and number + 1 < end):
        text = f"{key!r} and what follows is given twice: is a header missing above?"
        return Clash(Fault(*at, text, _header_of(given, number), related=(at[0] - 1, *related)), end)
    other = it if first is None else given[first]
    text = f"the key {key!r} is given twice"
    if other.path != it.path:
        text = f"the key {key!r} clashes with {'.'.join(other.path[it.depth :])!r}"
    return Clash(Fault(*at, text, "each key once", related=related), number + 1)


def _header_of(given: Sequence[_Given], number: int) -> str:
    """The header that is likely to be missing before a statement: another of the same table."""
    table = given[number].path[:1] if given[number].depth else ()
    return str(Header.of(table[0])) if table and table[0] in MANY else "a [table] header"


def _given(lines: Sequence[str], kept: Sequence[Statement]) -> list[_Given]:
    found: list[_Given] = []
    table: Path = ()
    for statement in kept:
        header = read_header(lines[statement.first]) if statement.kind == "header" else None
        if header is not None:
            table = header.path
            found.append(_Given(table, len(table), header))
        else:
            found.append(_Given((*table, *key_path(lines[statement.first])), len(table)))
    return found


def _first(given: Sequence[_Given], number: int) -> int | None:
    """The nearest earlier statement that leaves no room for this one; None where nothing does."""
    it = given[number]
    for earlier in range(number - 1, -1, -1):
        other = given[earlier]
        if other.header is None:
            inside = other.depth >= len(it.path)  # then its header came before
            if _overlap(it.path, other.path) and not inside:
                return earlier
        elif other.path == it.path and not (other.header.many and it.header and it.header.many):
            return earlier
        elif other.header.many and it.path[: len(other.path)] == other.path:
            return None  # here begins the entry that this statement is part of
        elif it.header is None and other.path[: len(it.path)] == it.path:
            return earlier
    return None


def _overlap(one: Path, other: Path) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
