"""Leave out of a TOML text what cannot be read, and say what that was.

Each statement is read on its own first, then the whole, which shows what is given twice. What is
left out becomes blank lines, so that line numbers never shift, and everything else is still checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from servwatch.config.syntax.clashes import clash
from servwatch.config.syntax.faults import Fault, fault_of, indent, is_fragment
from servwatch.config.syntax.headers import MANY, TABLES, Header, meant_header, read_header
from servwatch.config.syntax.reading import Unreadable, read_toml
from servwatch.config.syntax.statements import Statement, key_path, statements
from servwatch.errors import Problem


@dataclass(frozen=True, slots=True)
class Mended:
    """A text that reads, its values, what had to be left out, and of which lines (from 1) with the key each seems to set."""

    text: str
    values: dict[str, Any]
    problems: tuple[Problem, ...]
    lost: Mapping[int, str]


def mend(file: str, text: str) -> Mended:
    """Read a text, without what cannot be read. Never raises for what stands in it."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    try:
        return Mended(text, read_toml(text), (), {})
    except Unreadable:
        return _Mending(text).result(file)


class _Mending:
    """One text at work."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._faults: list[Fault] = []
        self._lost: dict[int, str] = {}
        self._kept: list[Statement] = []  # in order, of the file as it will be read
        self._left_out = -2  # the last row of the newest statement that was left out
        self._adrift = False  # the header above was left out, and so is what stands under it
        self._begun: set[str] = set()  # tables of which an entry has begun
        found = statements(self._lines)
        for number, statement in enumerate(found):
            self._read(statement, found[number + 1] if number + 1 < len(found) else None)
        self._values = self._read_whole()

    def result(self, file: str) -> Mended:
        """The outcome, with the faults as problems of a file."""
        problems = tuple(
            Problem(
                file,
                fault.row + 1,
                fault.column,
                fault.text,
                fault.expected,
                related=tuple((file, row + 1) for row in fault.related),
            )
            for fault in self._faults
        )
        lost = {row + 1: key for row, key in self._lost.items()}
        return Mended("\n".join(self._lines), self._values, problems, lost)

    # --- each statement on its own ---

    def _read(self, statement: Statement, following: Statement | None) -> None:
        """Report what is wrong with a statement alone, and leave it out."""
        if is_fragment(self._lines, statement) and statement.first == self._left_out + 1:
            self._leave_out(statement)
            return
        fault = fault_of(self._lines, statement)
        line = self._lines[statement.first]
        if statement.kind == "header" or (fault is not None and meant_header(line) is not None):
            self._read_header(statement, fault)
        elif fault is not None or self._adrift:
            self._faults += [fault] if fault is not None else []
            self._leave_out(statement)
            self._adrift = self._adrift or self._was_header(statement, following)
        else:
            self._kept.append(statement)

    def _read_header(self, statement: Statement, fault: Fault | None) -> None:
        """Keep a header as it is or as it was meant, so that the keys under it stay apart from those above."""
        line = self._lines[statement.first]
        header = read_header(line) if fault is None else meant_header(line)
        if fault is None and header is not None:
            fault, header = self._misused(statement, header)
        self._adrift = header is None
        if fault is not None:
            self._faults.append(fault)
            self._leave_out(statement)
        if header is not None:
            self._begun.update(header.path[:1] if header.many else ())
            self._lost.pop(statement.first, None)
            self._lines[statement.first] = str(header) if fault is not None else line
            self._kept.append(replace(statement, kind="header"))

    def _misused(self, statement: Statement, header: Header) -> tuple[Fault | None, Header | None]:
        """A header with the wrong number of brackets, or without the entry it belongs to; and what to read for it."""
        name, *rest = header.path
        row, column = statement.first, indent(self._lines[statement.first])
        if name in MANY and not rest and not header.many:
            right = Header.of(name)
            return Fault(row, column, f"{header} has single brackets", str(right)), right
        if name in TABLES and not rest and header.many:
            right = Header.of(name)
            return Fault(row, column, f"{header} has double brackets", str(right)), right
        if name in MANY and rest and name not in self._begun:
            return Fault(row, column, f"no [[{name}]] stands above {header}", f"[[{name}]] first"), None
        return None, header

    def _was_header(self, statement: Statement, following: Statement | None) -> bool:
        """Whether debris stands where a header did: before the key that entries begin with."""
        if statement.kind != "debris" or following is None:
            return False
        return key_path(self._lines[following.first])[:1] in (("id",), ("email",))

    def _leave_out(self, statement: Statement) -> None:
        self._lost[statement.first] = ".".join(key_path(self._lines[statement.first])[:1])
        self._left_out = statement.last
        for row in range(statement.first, statement.last + 1):
            self._lines[row] = ""

    # --- the whole ---

    def _read_whole(self) -> dict[str, Any]:
        """The values, without what clashes with something above it."""
        while True:
            try:
                return read_toml("\n".join(self._lines))
            except Unreadable as error:
                row = len(self._lines) - 1 if error.row is None else error.row
                number = next((n for n, s in enumerate(self._kept) if s.first <= row <= s.last), None)
                if number is None:  # pragma: no cover - each statement reads alone, so one of them clashes
                    self._faults.append(Fault(row, error.column, *error.words))
                    return {}
                self._settle(number)

    def _settle(self, number: int) -> None:
        """Report a statement that clashes with an earlier one, and leave it out with what depends on it."""
        found = clash(self._lines, self._kept, number)
        self._faults.append(found.fault)
        for statement in self._kept[number : found.end]:
            self._leave_out(statement)
        del self._kept[number : found.end]
