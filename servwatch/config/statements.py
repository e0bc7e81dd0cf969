"""The statements of a TOML text: a table header, or a key with its value over one or more lines.

A statement that cannot be read is reported with its own line and blanked, so that the statements
around it are still understood. Line numbers never shift.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servwatch.errors import Problem

_HEADER = re.compile(r"^\s*\[")
_BEGINS = re.compile(
    r"""^\s*(?:\[\[?\s*[\w"'][^,{}=]*$|(?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*\s*=)"""
)
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_KEY = re.compile(r"\s*([A-Za-z_][\w-]*)")
_WORD = re.compile(r"\w[\w-]*")


@dataclass(frozen=True, slots=True)
class Mended:
    """A text that `tomllib` reads, what had to be left out of it, and which lines (from 1) with the key each seems to set."""

    text: str
    problems: tuple[Problem, ...]
    lost: Mapping[int, str]


@dataclass(slots=True)
class _Fault:
    line: int  # index from 0
    column: int  # from 1
    text: str
    related: tuple[int, ...] = ()  # line indexes


def mend(file: str, text: str) -> Mended:
    """Leave out what cannot be read, and say what that was."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        pass
    else:
        return Mended(text, (), {})
    lines = text.split("\n")
    faults: list[_Fault] = []
    lost: dict[int, str] = {}
    for start, end in list(_statements(lines)):
        faults.extend(_mend_statement(lines, start, end, lost))
    faults.extend(_mend_whole(lines, lost))
    problems = tuple(
        Problem(
            file,
            f.line + 1,
            f.column,
            f.text,
            related=tuple((file, line + 1) for line in f.related if line != f.line),
        )
        for f in faults
    )
    return Mended("\n".join(lines), problems, {line + 1: key for line, key in lost.items()})


def _statements(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line index and the one after the last of each statement."""
    start = 0
    for number, line in enumerate(lines):
        if number > start and _BEGINS.match(line) and not _inside_text(lines[start:number]):
            yield start, number
            start = number
    yield start, len(lines)


def _inside_text(lines: list[str]) -> bool:
    """Whether the lines end within a multi-line string."""
    joined = "\n".join(lines)
    return joined.count('"""') % 2 == 1 or joined.count("'''") % 2 == 1


def _mend_statement(lines: list[str], start: int, end: int, lost: dict[int, str]) -> Iterator[_Fault]:
    """Report what is wrong with one statement and blank the least that must go."""
    fault = _fault_of(lines[start:end])
    if fault is None:
        return
    fault.line += start
    fault.related = tuple(line + start for line in fault.related)
    yield fault
    bad = min((fault.line, *fault.related))
    _blank(lines, bad if _reads(lines[start:bad]) else start, end, lost)


def _blank(lines: list[str], start: int, end: int, lost: dict[int, str]) -> None:
    """Blank the lines, but keep a header whose name can be told, so that its keys stay apart."""
    header = _repaired_header(lines[start])
    _drop(lines, start, end, lost)
    if header:
        lines[start] = header


def _repaired_header(line: str) -> str:
    if not _HEADER.match(line):
        return ""
    words = _WORD.findall(line.split("#", maxsplit=1)[0])
    if not words:
        return ""
    name = ".".join(words)
    return f"[[{name}]]" if words[0] in ("source", "theme", "digest", "member") else f"[{name}]"


def _reads(lines: list[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _fault_of(lines: list[str]) -> _Fault | None:
    """The first syntax fault of the lines, blamed on the line that most likely has it."""
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        line, column, text = _told(error, lines)
    else:
        return None
    content = [n for n, words in enumerate(lines) if words.strip() and not words.lstrip().startswith("#")]
    last = content[-1] if content else 0
    if line > last or "Unclosed" in text:
        return _unclosed(lines, content, min(line, last + 1), column, text)
    return _Fault(line, column, text)


def _unclosed(lines: list[str], content: list[int], line: int, column: int, text: str) -> _Fault:
    """A bracket or text that is not closed: name where it opened and where the end was expected."""
    opened, last = content[0] if content else 0, content[-1] if content else 0
    before = max((n for n in content if n < line), default=opened)
    first_of_line = line <= last and not lines[line][: column - 1].strip()
    if line <= last and not first_of_line:
        return _Fault(line, column, text)
    if first_of_line:  # a comma or a bracket is missing between two lines
        return _Fault(before, len(lines[before]) + 1, "expected a comma or a closing bracket here", (line,))
    if opened == last:
        return _Fault(opened, len(lines[opened]) + 1, f"{text}: what opens here is not closed")
    closing = min(last + 1, len(lines) - 1)
    return _Fault(closing, 1, "what was opened is not closed here", (opened, last))


def _told(error: tomllib.TOMLDecodeError, lines: list[str]) -> tuple[int, int, str]:
    message = str(error)
    found = _AT.search(message)
    text = message[: found.start()] if found else message
    if found is None or found.group(1) is None:
        return len(lines), 1, text
    return int(found.group(1)) - 1, int(found.group(2)), text


def _mend_whole(lines: list[str], lost: dict[int, str]) -> Iterator[_Fault]:
    """What only the whole shows: keys and tables that are given twice."""
    for _ in range(len(lines)):
        try:
            tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            line, _, text = _told(error, lines)
            line = min(line, len(lines) - 1)
            while line > 0 and not _BEGINS.match(lines[line]):
                line -= 1
            first = _first_of(lines, line)
            yield _Fault(line, _indent(lines[line]), f"this is given twice ({text})", first)
            _drop_statement(lines, line, lost)
        else:
            return


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) + 1


def _first_of(lines: list[str], line: int) -> tuple[int, ...]:
    """Where the same key stood first in the same table, or the same table header."""
    words = lines[line].split("=")[0].strip()
    for number in range(line - 1, -1, -1):
        if lines[number].split("=")[0].strip() == words and words:
            return (number,)
        if not _HEADER.match(lines[line]) and _HEADER.match(lines[number]) and _BEGINS.match(lines[number]):
            return ()
    return ()


def _drop_statement(lines: list[str], start: int, lost: dict[int, str]) -> None:
    end = start + 1
    while end < len(lines) and not _BEGINS.match(lines[end]):
        end += 1
    _drop(lines, start, end, lost)


def _drop(lines: list[str], start: int, end: int, lost: dict[int, str]) -> None:
    word = _KEY.match(lines[start])
    lost[start] = word.group(1) if word else ""
    for number in range(start, end):
        lines[number] = ""
