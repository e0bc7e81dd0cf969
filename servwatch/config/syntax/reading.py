"""Read TOML 1.0 with `tomllib`, and put what it refuses into plain words.

`tomllib` stops at the first fault, with English for programmers and its place in brackets.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

MOST_LEVELS = 40
"""Tables and lists within each other; the configuration needs six."""
_INT64 = range(-(2**63), 2**63)  # https://toml.io/en/v1.0.0#integer

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_VALUE = "a text in quotes, a number, true or false, a date, a [list] or a { table }"
_WORDS: tuple[tuple[str, str, str], ...] = (  # how tomllib begins, what we say, what is expected
    ("Invalid statement", "this is neither a header nor a key", '[table], or key = "value"'),
    ("Expected newline", "nothing more can stand here", "a new line; a text needs quotes around it"),
    ("Expected '=' after", "the key has no = after it", "key = value"),
    ("Invalid initial character", "this cannot be a key", "a word, or a text in quotes"),
    ("Invalid value", "this is no value", _VALUE),
    ("Expected ']", "the header is not closed", "[table] or [[table]]"),
    ("Illegal character '\\n'", "the text is not closed on its line", "a closing quote"),
    ("Found invalid character '\\n'", "the text is not closed on its line", "a closing quote"),
    ("Unterminated string", "the text is not closed", "a closing quote"),
    ("Expected \"'", "the text is not closed", "a closing quote"),
    ("Unclosed array", "the list goes on without a comma, or is not closed", "a comma or ]"),
    ("Unclosed inline table", "the table goes on without a comma, or is not closed", "a comma or }"),
    ("Unescaped '\\'", "a \\ in a text must be doubled", "\\\\, or 'single quotes' around the text"),
    ("Invalid hex value", "a \\u or \\U in a text needs 4 or 8 hexadecimal digits", "digits as in \\u00e9"),
    ("Escaped character", "a \\u or \\U in a text names no character", "digits as in \\u00e9"),
    ("Invalid date", "there is no such date or time", "a date such as 2026-11-27"),
    ("Illegal character", "a text holds a character that cannot be seen", "no control characters"),
    ("Found invalid", "there is a character that cannot be seen", "no control characters"),
    ("Duplicate inline table key", "a key is given twice in the table", "each key once"),
    ("Cannot", "a key is given twice", "each key once"),
)


class Unreadable(Exception):
    """The text is no TOML that we take. `row` counts from 0, None for the end; `column` counts from 1."""

    def __init__(self, reason: str, row: int | None = 0, column: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.row = row
        self.column = column

    def says(self, *beginnings: str) -> bool:
        """Whether tomllib's own sentence begins so."""
        return self.reason.startswith(beginnings)

    @property
    def words(self) -> tuple[str, str]:
        """What is wrong, and what is expected."""
        return next(
            ((text, expected) for begin, text, expected in _WORDS if self.says(begin)), (self.reason, "")
        )


def read_toml(text: str) -> dict[str, Any]:
    """The values of a text. Raises Unreadable."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(str(error)) from None
    except (RecursionError, ValueError):  # int() refuses more than 4,300 digits
        raise Unreadable("a number is too long, or lists are nested too deeply") from None
    _refuse_extremes(values)
    return values


def reads(text: str) -> bool:
    """Whether the text is TOML."""
    try:
        read_toml(text)
    except Unreadable:
        return False
    return True


def _unreadable(message: str) -> Unreadable:
    place = _PLACE.search(message)
    if place is None:
        return Unreadable(message)
    reason = message[: place.start()]
    if place[1] is None:
        return Unreadable(reason, None)
    return Unreadable(reason, int(place[1]) - 1, int(place[2]))


def _refuse_extremes(values: dict[str, Any]) -> None:
    """Refuse what tomllib reads but nobody needs, so that all after it may recurse and print numbers."""
    level: list[Any] = [values]
    for _ in range(MOST_LEVELS):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
            elif isinstance(value, int) and value not in _INT64:
                raise Unreadable("a number is too large")
        if not below:
            return
        level = below
    raise Unreadable("tables or lists are nested too deeply")
