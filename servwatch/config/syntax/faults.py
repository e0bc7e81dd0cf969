"""What is wrong with one statement that cannot be read, blamed on the line that most likely has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servwatch.config.syntax.brackets import Opened, end_of_content
from servwatch.config.syntax.headers import meant_header
from servwatch.config.syntax.reading import Unreadable, read_toml
from servwatch.config.syntax.statements import BLANKS, TRIPLE_QUOTES, Statement, is_content

_FRAGMENT = re.compile(r"""[ \t]*(?:["'\]}{,\d+-]|true\b|false\b)""")

_DATE = re.compile(r"([0-9]{4})-[0-9]{1,2}-[0-9]{1,2}")
_QUOTE_MISSING = (  # as tomllib begins to say so
    "Illegal character '\\n'",
    "Found invalid character '\\n'",
    "Unterminated string",
    'Expected "\'"',
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. Rows count from 0, columns from 1; `related` rows belong to it too."""

    row: int
    column: int
    text: str
    expected: str = ""
    nearest: str = ""
    related: tuple[int, ...] = ()


def fault_of(lines: Sequence[str], statement: Statement) -> Fault | None:
    """The first syntax fault of a statement, None where it reads well."""
    try:
        read_toml("\n".join(lines[statement.first : statement.last + 1]) + "\n")
    except Unreadable as error:
        if statement.kind == "header":
            return _of_header(lines, statement, error)
        if is_fragment(lines, statement):
            return _of_fragment(lines, statement)
        return _of_pair(lines, statement, error)
    return None


def is_fragment(lines: Sequence[str], statement: Statement) -> bool:
    """Whether the statement is a piece of a list, table or text that began on an earlier line."""
    if statement.kind != "debris":
        return False
    of_text = statement.last > statement.first and lines[statement.last].strip(BLANKS) in TRIPLE_QUOTES
    return of_text or bool(_FRAGMENT.match(lines[statement.first]))


def indent(line: str) -> int:
    """The column of the first character that is no blank."""
    return len(line) - len(line.lstrip(BLANKS)) + 1


def _of_header(lines: Sequence[str], statement: Statement, error: Unreadable) -> Fault:
    meant = meant_header(lines[statement.first])
    text, expected = error.words
    return Fault(statement.first, error.column, text, str(meant) if meant else expected)


def _of_fragment(lines: Sequence[str], statement: Statement) -> Fault:
    row = statement.first
    above = (row - 1,) if row > 0 else ()
    text = "this belongs to no key: the line above closes its list or text, or has lost its key"
    return Fault(row, indent(lines[row]), text, related=above)


def _of_pair(lines: Sequence[str], statement: Statement, error: Unreadable) -> Fault:
    text, expected = error.words
    if statement.endless is not None:
        opened = statement.endless
        return Fault(opened.row, opened.column, f"the text that opens here with {opened.sign} is not closed")
    unclosed = statement.unclosed
    if unclosed is not None and error.says(*_QUOTE_MISSING):
        return Fault(unclosed.row, unclosed.column, text, expected)
    if error.row is None or statement.first + error.row > statement.last:
        return _at_end(lines, statement, text, expected)
    row, column = statement.first + error.row, error.column
    if error.says("Unclosed") and not lines[row][: column - 1].strip(BLANKS):
        before = max(r for r in range(statement.first, row) if is_content(lines[r]))
        return Fault(before, end_of_content(lines[before]), text, expected, related=(row,))
    if error.says("Expected newline") and (date := _DATE.search(lines[row])) and date.end(1) == column - 1:
        return Fault(row, date.start() + 1, "there is no such date", "a date such as 2026-11-27")
    if error.says("Unescaped", "Invalid hex", "Escaped"):  # tomllib points behind what it has read
        column = lines[row].rfind("\\", 0, column - 1) + 1 or column
    return Fault(row, column, text, expected)


def _at_end(lines: Sequence[str], statement: Statement, text: str, expected: str) -> Fault:
    """The value is not there, or its bracket is still open where the next statement begins."""
    last = statement.last
    column = end_of_content(lines[last])
    opened = statement.opened
    if opened is None:
        return Fault(last, column, text, expected)
    what, closing = ("list", "]") if opened.sign == "[" else ("table", "}")
    rows = {opened.row, statement.nested.row if statement.nested else last}
    if last + 1 < len(lines) and not _filled(lines[last], opened, last):
        rows.add(last + 1)
    related = tuple(sorted(rows - {last}))
    return Fault(last, column, f"the {what} of line {opened.row + 1} is not closed", closing, related=related)


def _filled(line: str, opened: Opened, last: int) -> bool:
    """Whether the open list has its values on the line where it opens, so that it should end there too."""
    return opened.row == last and is_content(line[opened.column :])
