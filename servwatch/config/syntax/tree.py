"""TOML text as a tree of values that know their file, line and column.

The values come from `tomllib` (TOML 1.0), the positions from tree-sitter's parse tree of the same
text. Broken statements are reported by `mending` and left out, so that one forgotten bracket does
not hide the other faults of a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from servwatch.config.syntax.mending import mend
from servwatch.config.syntax.places import Path, Place, Places
from servwatch.errors import Problem

_PASSWORD = re.compile(r"(://[^/\s@:]*):\S*@")  # a password may hold any of / and @


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place. `value` is a dict of nodes, a list of nodes, or a plain TOML scalar."""

    value: Any
    source: Places
    path: Path  # in the file it came from

    @property
    def file(self) -> str:
        """The file it came from."""
        return self.source.file

    @property
    def at(self) -> Place:
        """Where the value begins."""
        return self.source.of(self.path)[1]

    @property
    def key_at(self) -> Place:
        """Where its key begins; the header for a table."""
        return self.source.of(self.path)[0]

    @property
    def has_header(self) -> bool:
        """Whether it is a table, or a list of tables, with a [header] of its own."""
        return self.source.has_header(self.path)

    def last_line(self) -> int:
        """The last line on which a key or value of it begins."""
        below: list[Node] = []
        if isinstance(self.value, dict | list):
            below = list(self.value.values() if isinstance(self.value, dict) else self.value)
        return max([self.at[0], *(node.last_line() for node in below if node.file == self.file)])

    def child(self, step: str | int) -> Node | None:
        """The node one step down, or None."""
        if isinstance(self.value, dict):
            found = self.value.get(step)
            return found if isinstance(found, Node) else None
        if isinstance(self.value, list) and isinstance(step, int) and 0 <= step < len(self.value):
            return self.value[step]  # type: ignore[no-any-return]
        return None

    def plain(self) -> Any:
        """The value without its places, as `tomllib` gives it."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def described(self) -> str:
        """What stands there, in words short enough for a message. Passwords in addresses are left out."""
        if isinstance(self.value, dict):
            return "a table"
        if isinstance(self.value, list):
            return "a list"
        return toml_text(self.value)


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its text, its tree, its syntax faults, and the keys that were lost with them."""

    file: str
    text: str
    root: Node
    problems: tuple[Problem, ...] = ()
    lost: Mapping[int, str] = field(default_factory=dict)  # unreadable line -> the key it seems to set, or ""


def toml_text(value: Any) -> str:
    """A scalar as it would stand in the file, shortened, without the password of an address."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in _PASSWORD.sub(r"\1:...@", value))
        return f'"{shown}"' if len(shown) <= 60 else f'"{shown[:57]}..."'
    return str(value)


def read_document(file: str, text: str) -> Document:
    """Parse one file. Never raises for what stands in it: faults are in `problems`."""
    mended = mend(file, text)
    source = Places(file, mended.text)
    root = Node(_nodes(mended.values, (), source), source, ())
    return Document(file, text, root, mended.problems, mended.lost)


def _nodes(value: Any, path: Path, source: Places) -> Any:
    if isinstance(value, dict):
        return {
            key: Node(_nodes(below, (*path, key), source), source, (*path, key))
            for key, below in value.items()
        }
    if isinstance(value, list):
        return [
            Node(_nodes(below, (*path, number), source), source, (*path, number))
            for number, below in enumerate(value)
        ]
    return value
