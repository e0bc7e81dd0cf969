"""Change what a list of a TOML text holds, and leave all else of it as it was: order, comments, line breaks, quotes.

TOML 1.0 lets comments and line ends stand anywhere in a list (https://toml.io/en/v1.0.0#array).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from servwatch.config.toml_value import toml_value

WIDTH = 100
"""How long a line gets before a new one begins."""
_INDENT = "  "
_QUOTES = ('"""', "'''", '"', "'")


@dataclass(slots=True)
class _Element:
    """`lead` is what stands before the value since the comma before; `trail` what follows its comma on its line."""

    lead: str
    value: str
    between: str = ""  # the value and its comma
    trail: str = ""


def edited(text: str, values: Sequence[Any], plain: Callable[[Any], Any] = lambda value: value) -> str:
    """The list `text`, from "[" to "]", holding `values`: what it has already stays as it is written.

    `plain` brings what is read and what is wanted to one form, to compare them. Raises ValueError where it is no list.
    """
    elements, rest, closed = _read(text)
    old = [json.dumps(plain(tomllib.loads(f"x = {one.value}")["x"]), sort_keys=True) for one in elements]
    new = [json.dumps(plain(value), sort_keys=True) for value in values]
    if old == new:
        return text
    several = "\n" in text or not _fits(values)
    if not elements and several and "\n" not in rest:
        rest = f"{rest.rstrip()}\n"
    writer = _Writer(several=several, indent=_indent_of(elements))
    moves = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, first, last, start, end in moves:
        if tag == "equal":
            for one in elements[first:last]:
                writer.keep(one)
            continue
        for one in elements[first:last]:
            writer.drop(one)
        for value in values[start:end]:
            writer.add(toml_value(value))
    return writer.text(rest, closed=closed or (several and not elements))


class _Writer:
    """Puts a list together again, a comma after each value but perhaps the last."""

    def __init__(self, *, several: bool, indent: str) -> None:
        self._parts: list[_Element] = []
        self._several = several
        self._indent = indent
        self._left = ""  # comments of values that went, to stand before what comes next

    def keep(self, one: _Element) -> None:
        lead = one.lead
        if self._left:
            lead = self._left + (lead if lead.startswith("\n") else f"\n{self._indent}{lead.lstrip()}")
        elif not self._parts and not lead.startswith("\n") and not self._several:
            lead = lead.lstrip(" \t")
        self._left = ""
        self._parts.append(_Element(lead, one.value, one.between, one.trail))

    def drop(self, one: _Element) -> None:
        """Leave a value out; the comments beside it stay, since what a person wrote is theirs to delete."""
        for text in (one.lead, one.between, one.trail):
            for line in text.split("\n"):
                if line.strip().startswith("#"):
                    own = text is one.lead and f"\n{line}" in text
                    if own or not self._parts or self._left or "#" in self._parts[-1].trail:
                        self._left += f"\n{self._indent}{line.strip()}"
                    else:
                        self._parts[-1].trail = f"  {line.strip()}"

    def add(self, value: str) -> None:
        if self._left:
            lead = f"{self._left}\n{self._indent}"
        elif not self._several:
            lead = " " if self._parts else ""
        elif self._parts and not self._parts[-1].trail and self._width() + len(value) + 3 <= WIDTH:
            lead = " "
        else:
            lead = f"\n{self._indent}"
        self._left = ""
        self._parts.append(_Element(lead, value))

    def _width(self) -> int:
        """Of the line on which the last value stands."""
        width = 0
        for one in reversed(self._parts):
            text = one.lead + one.value
            width += len(text.rpartition("\n")[2]) + 1
            if "\n" in text:
                break
        return width

    def text(self, rest: str, *, closed: bool) -> str:
        made = ["["]
        for number, one in enumerate(self._parts):
            last = number == len(self._parts) - 1
            comma = "," if not last or closed else ""
            if "#" in one.between:  # a comma after a comment would be part of it
                made.append(f"{one.lead}{one.value}{comma}{one.between}{one.trail}")
            else:
                made.append(f"{one.lead}{one.value}{one.between if comma else ''}{comma}{one.trail}")
        if self._left and not rest.startswith("\n"):
            rest = f"\n{rest.lstrip()}"
        if not self._several:
            rest = rest.lstrip(" \t") if not self._parts else rest
        return "".join(made) + self._left + rest + "]"


def _fits(values: Sequence[Any]) -> bool:
    return sum(len(toml_value(value)) + 2 for value in values) <= WIDTH - 20


def _indent_of(elements: Sequence[_Element]) -> str:
    for one in elements:
        if "\n" in one.lead:
            return one.lead.rpartition("\n")[2]
    return _INDENT


def _read(text: str) -> tuple[list[_Element], str, bool]:
    """The elements of a list, what stands before its "]", and whether a comma follows the last."""
    elements: list[_Element] = []
    trivia, closed = "", True
    for sort, piece in _pieces(text):
        if sort == "value":
            elements.append(_Element(trivia, piece))
            trivia, closed = "", False
        elif sort == "comma":
            elements[-1].between, trivia, closed = trivia, "", True
        elif (
            closed and elements and not elements[-1].trail and not trivia and "#" in piece.partition("\n")[0]
        ):
            line, end, more = piece.partition("\n")
            elements[-1].trail, trivia = line, end + more
        else:
            trivia += piece
    return elements, trivia, closed and bool(elements)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The values, commas and what stands between them, in order, within the outermost brackets."""
    if not text.startswith("[") or not text.endswith("]"):
        raise ValueError(text)
    at, end = 1, len(text) - 1
    while at < end:
        start = at
        if text[at] == ",":
            at += 1
            yield "comma", ","
        elif text[at] in " \t\r\n#":
            while at < end and text[at] in " \t\r\n#":
                at = _line_end(text, at) if text[at] == "#" else at + 1
            yield "trivia", text[start:at]
        else:
            at = value_end(text, at)
            yield "value", text[start:at]


def value_end(text: str, at: int) -> int:
    """Where the value that begins at `at` ends. Raises ValueError where it does not."""
    depth = 0
    while at < len(text):
        char = text[at]
        quote = next((quote for quote in _QUOTES if text.startswith(quote, at)), "")
        if quote:
            at = _closed(text, at + len(quote), quote)
            if depth == 0:
                return at
            continue
        if char == "#" and depth:
            at = _line_end(text, at)
            continue
        if depth == 0 and char in ",]}# \t\r\n":
            return at
        depth += (char in "[{") - (char in "]}")
        at += 1
        if depth == 0 and char in "]}":
            return at
    if depth:
        raise ValueError(text)
    return at


def _closed(text: str, at: int, quote: str) -> int:
    """Behind the quote that closes a text which begins at `at`."""
    while not text.startswith(quote, at):
        if at >= len(text):
            raise ValueError(text)
        at += 2 if text[at] == "\\" and quote[0] == '"' else 1
    at += len(quote)
    if len(quote) == 3:  # one or two quotes more belong to the text
        for _ in range(2):
            at += text.startswith(quote[0], at)
    return at


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found
