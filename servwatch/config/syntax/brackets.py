"""Which brackets and texts over several lines are open, line by line, in a TOML text that may be broken."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r'''"""|\'\'\'|"(?:[^"\\]|\\.)*"|'[^']*'|["'#\[\]{}]''')
_END_OF_TEXT = {
    '"""': re.compile(r'(?:[^"\\]|\\.|"(?!""))*?"{3,5}'),
    "'''": re.compile(r"(?:[^']|'(?!''))*?'{3,5}"),
}
_PARTNER = {"]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A bracket, or the quotes of a text over several lines. Row from 0, column from 1."""

    row: int
    column: int
    sign: str


class Brackets:
    """What is open after the lines taken so far. Without `texts`, triple quotes close with their line."""

    def __init__(self, *, texts: bool = True) -> None:
        self.opened: list[Opened] = []  # innermost last
        self.endless: Opened | None = None  # triple quotes that were closed with their line
        self.nested: Opened | None = None  # a list within a list that took the bracket of a later line
        self.unclosed: Opened | None = (
            None  # the first single quote or double quote that its line does not close
        )
        self._texts = texts

    @property
    def in_text(self) -> bool:
        """Whether the next line begins within a text."""
        return bool(self.opened) and self.opened[-1].sign in _END_OF_TEXT

    def take(self, line: str, row: int) -> None:
        """Read one more line."""
        column: int | None = 0
        while column is not None and column < len(line):
            column = self._text(line, column) if self.in_text else self._token(line, row, column)
        if self.in_text and not self._texts:
            self.endless = self.endless or self.opened[-1]
            self.opened.pop()

    def _text(self, line: str, column: int) -> int | None:
        """Go to the end of the text, None where it goes on."""
        end = _END_OF_TEXT[self.opened[-1].sign].match(line, column)
        if end is None:
            return None
        self.opened.pop()
        return end.end()

    def _token(self, line: str, row: int, column: int) -> int | None:
        """Go past the next bracket or text, None where the line holds none."""
        token = _TOKEN.search(line, column)
        sign = token[0] if token is not None else "#"
        if token is None or sign in ("#", '"', "'"):  # a comment, or a text that its line does not close
            if sign != "#" and token is not None and self.unclosed is None:
                self.unclosed = Opened(row, token.start() + 1, sign)
            return None
        if sign in _END_OF_TEXT or sign in ("[", "{"):
            self.opened.append(Opened(row, token.start() + 1, sign))
        elif sign in _PARTNER:
            self._close(_PARTNER[sign], row)
        return token.end()

    def _close(self, sign: str, row: int) -> None:
        """Close the nearest partner, and with it what was left open inside."""
        for depth in range(len(self.opened) - 1, -1, -1):
            opened = self.opened[depth]
            if opened.sign == sign:
                if depth and opened.row != row:
                    self.nested = opened
                del self.opened[depth:]
                return


def end_of_content(line: str) -> int:
    """The column after the last character that is neither blank nor comment."""
    column = 0
    while (token := _TOKEN.search(line, column)) is not None:
        if token[0] == "#":
            line = line[: token.start()]
            break
        column = token.end()
    return len(line.rstrip(" \t")) + 1
