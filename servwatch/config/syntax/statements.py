"""The statements of a TOML text that cannot be read: where each begins, where it ends, what stays open.

A statement is a table header, a key with its value over one or more lines, or debris that is neither.
A value that is never closed ends where the next statement visibly begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servwatch.config.syntax.brackets import Brackets, Opened
from servwatch.config.syntax.headers import meant_header
from servwatch.config.syntax.reading import Unreadable, read_toml, reads

BLANKS = " \t"
"""What TOML takes for blank; Python's `strip` takes away much more."""
TRIPLE_QUOTES = ("'''", '"""')
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # https://toml.io/en/v1.0.0#comment
_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_PAIR = re.compile(rf"[ \t]*{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*[ \t]*=")
_PLAIN_PAIR = re.compile(rf"[ \t]*[A-Za-z_][\w-]*(?:[ \t]*\.[ \t]*{_KEY})*[ \t]*=")


@dataclass(frozen=True, slots=True)
class Statement:
    """Rows `first` to `last`, both from 0 and included."""

    first: int
    last: int
    kind: str  # "header" | "pair" | "debris"
    opened: Opened | None = None  # the innermost bracket that is not closed
    endless: Opened | None = None  # triple quotes that no line of the file closes
    nested: Opened | None = None  # a list within a list that took the closing bracket of a later line
    unclosed: Opened | None = None  # a quote that its line does not close


def statements(lines: Sequence[str]) -> list[Statement]:
    """Every statement, in order. Blank lines and comments between them belong to none."""
    found: list[Statement] = []
    row = 0
    while row < len(lines):
        if is_content(lines[row]):
            statement = _read(lines, row)
            found.append(statement or _read(lines, row, texts=False) or Statement(row, row, "debris"))
            row = found[-1].last
        row += 1
    return found


def is_content(line: str) -> bool:
    """Whether a line outside of texts holds more than a comment; one with control characters is none."""
    content = line.strip(BLANKS)
    return content != "" and (not content.startswith("#") or _CONTROL.search(content) is not None)


def key_path(line: str) -> tuple[str, ...]:
    """The key of a pair, step by step; () where it cannot be read."""
    found = _PAIR.match(line)
    try:
        below: object = read_toml(f"{found[0]} 0") if found else None
    except Unreadable:
        return ()
    path: list[str] = []
    while isinstance(below, dict):
        (step, below), *_ = below.items()
        path.append(step)
    return tuple(path)


def _read(lines: Sequence[str], first: int, *, texts: bool = True) -> Statement | None:
    """The statement that begins at a row; None where it would be a text without an end.

    Without `texts`, triple quotes are not believed to go on over lines.
    """
    kind = _kind(lines[first])
    if kind == "header":
        return Statement(first, first, kind)
    end = _end_of_orphan(lines, first) if kind == "debris" else None
    if end is not None:
        return Statement(first, end, kind)
    brackets = Brackets(texts=texts)
    last = first
    for row in range(first, len(lines)):
        if brackets.in_text and _resembles_header(lines[row]):
            return None
        if row > first and not brackets.in_text and (not brackets.opened or _begins(lines[row])):
            break
        if brackets.in_text or is_content(lines[row]):
            last = row
        brackets.take(lines[row], row)
    if brackets.in_text:
        return None
    opened = brackets.opened[-1] if brackets.opened else None
    return Statement(first, last, kind, opened, brackets.endless, brackets.nested, brackets.unclosed)


def _end_of_orphan(lines: Sequence[str], first: int) -> int | None:
    """The row with the triple quotes that close a text whose key and opening quotes are lost; None where it is none."""
    for row in range(first, len(lines)):
        if row > first and lines[row].strip(BLANKS) in TRIPLE_QUOTES:
            return row
        if any(quotes in lines[row] for quotes in TRIPLE_QUOTES) or _resembles_header(lines[row]):
            return None
    return None


def _kind(line: str) -> str:
    if line.lstrip(BLANKS).startswith("["):
        return "header"
    return "pair" if _PAIR.match(line) else "debris"


def _begins(line: str) -> bool:
    """Whether a line within brackets is rather the begin of the next statement."""
    if _PLAIN_PAIR.match(line) or _resembles_header(line):
        return True
    return bool(_PAIR.match(line)) and reads(line)


def _resembles_header(line: str) -> bool:
    return line.lstrip(BLANKS).startswith("[") and meant_header(line) is not None
