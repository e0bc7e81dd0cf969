"""TOML text as a tree of values that know their file, line and column.

The values come from `tomllib` (TOML 1.0), the positions from tree-sitter's parse tree of the same
text. Broken statements are reported by `statements` and left out, so that one forgotten bracket
does not hide the other faults of a file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import tree_sitter
import tree_sitter_toml

from servwatch.config.statements import mend
from servwatch.errors import Problem

Path = tuple[str | int, ...]
Place = tuple[int, int]  # line and column, from 1


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place. `value` is a dict of nodes, a list of nodes, or a plain TOML scalar."""

    value: Any
    file: str
    at: Place  # where the value begins
    key_at: Place  # where its key begins; the table header for a table

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
        """What stands there, in words short enough for a message."""
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
    """A scalar as it would stand in the file, shortened."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str):
        text = f'"{value}"' if len(value) <= 60 else f'"{value[:57]}..."'
    else:
        text = str(value)
    return text


def read_document(file: str, text: str) -> Document:
    """Parse one file. Never raises for what stands in it: faults are in `problems`."""
    mended = mend(file, text)
    values = tomllib.loads(mended.text)
    places = dict(_places(mended.text))
    top = (1, 1)
    root = Node(_nodes(values, (), places, file, top), file, top, top)
    return Document(file, text, root, mended.problems, mended.lost)


def _nodes(value: Any, path: Path, places: dict[Path, tuple[Place, Place]], file: str, near: Place) -> Any:
    if isinstance(value, dict):
        steps: Iterator[tuple[str | int, Any]] = iter(value.items())
        return {step: _node(child, (*path, step), places, file, near) for step, child in steps}
    if isinstance(value, list):
        return [_node(child, (*path, i), places, file, near) for i, child in enumerate(value)]
    return value


def _node(value: Any, path: Path, places: dict[Path, tuple[Place, Place]], file: str, near: Place) -> Node:
    key_at, at = places.get(path, (near, near))
    return Node(_nodes(value, path, places, file, key_at), file, at, key_at)


# --- positions ---------------------------------------------------------------------------------

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))


def _places(text: str) -> Iterator[tuple[Path, tuple[Place, Place]]]:
    """Yield every path with the place of its key and of its value."""
    data = text.encode()
    tree = _PARSER.parse(data)
    columns = _Columns(data)
    counts: dict[Path, int] = {}
    for node in tree.root_node.children:
        if node.type == "pair":
            yield from _pair(node, (), columns)
        elif node.type in ("table", "table_array_element"):
            yield from _table(node, counts, columns)


def _table(
    node: Any, counts: dict[Path, int], columns: _Columns
) -> Iterator[tuple[Path, tuple[Place, Place]]]:
    header = next(c for c in node.children if c.type.endswith("key"))
    keys = _keys(header)
    path: Path = ()
    place = columns.place(node)
    for number, key in enumerate(keys):
        path = (*path, key)
        last = number == len(keys) - 1
        if last and node.type == "table_array_element":
            counts[path] = counts.get(path, -1) + 1
            if counts[path] == 0:
                yield path, (place, place)
            path = (*path, counts[path])
        elif path in counts:
            path = (*path, counts[path])
    yield path, (place, place)
    for child in node.children:
        if child.type == "pair":
            yield from _pair(child, path, columns)


def _pair(node: Any, base: Path, columns: _Columns) -> Iterator[tuple[Path, tuple[Place, Place]]]:
    key, value = node.children[0], node.children[-1]
    *outer, last = _keys(key)
    path = base
    for step in outer:
        path = (*path, step)
        yield path, (columns.place(key), columns.place(key))
    path = (*path, last)
    yield path, (columns.place(key), columns.place(value))
    yield from _inside(value, path, columns)


def _inside(value: Any, path: Path, columns: _Columns) -> Iterator[tuple[Path, tuple[Place, Place]]]:
    if value.type == "array":
        items = [c for c in value.children if c.type not in ("[", "]", ",", "comment")]
        for number, item in enumerate(items):
            place = columns.place(item)
            yield (*path, number), (place, place)
            yield from _inside(item, (*path, number), columns)
    elif value.type == "inline_table":
        for child in value.children:
            if child.type == "pair":
                yield from _pair(child, path, columns)


def _keys(node: Any) -> tuple[str, ...]:
    if node.type == "dotted_key":
        return tuple(key for child in node.children if child.type != "." for key in _keys(child))
    raw = node.text.decode()
    if node.type == "quoted_key":
        return (next(iter(tomllib.loads(f"{raw} = 0"))),)
    return (raw,)


class _Columns:
    """Columns in characters, where tree-sitter counts bytes."""

    def __init__(self, data: bytes) -> None:
        self._lines = data.split(b"\n")

    def place(self, node: Any) -> Place:
        row, column = node.start_point
        return row + 1, len(self._lines[row][:column].decode(errors="replace")) + 1
