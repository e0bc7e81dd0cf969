"""Where each key and value of a TOML text stands: line and column, from tree-sitter's parse tree."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import tree_sitter
import tree_sitter_toml

Path = tuple[str | int, ...]
Place = tuple[int, int]
"""Line and column, both from 1; columns count characters."""
Pair = tuple[Place, Place]
"""Where the key begins (for a table: its header), and where the value begins."""

TOP: Pair = ((1, 1), (1, 1))
_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
_NO_ITEMS = ("[", "]", ",", "comment")


class Places:
    """The places of one text. They are sought when first asked for: a file without faults never needs them."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._text = text

    def of(self, path: Path) -> Pair:
        """The place of a path, else of the nearest table around it."""
        while path:
            found = self._all.get(path)
            if found is not None:
                return found
            path = path[:-1]
        return TOP

    def has_header(self, path: Path) -> bool:
        """Whether the path is a table, or tables, under a [header], not an inline table or a dotted key."""
        return path in self._survey.headed

    @property
    def _all(self) -> Mapping[Path, Pair]:
        return self._survey.places

    @cached_property
    def _survey(self) -> _Survey:
        return _Survey(self._text)


class _Survey:
    """One walk over the parse tree, noting every path it meets."""

    def __init__(self, text: str) -> None:
        data = text.encode(errors="replace")  # a lone surrogate counts as one character, as in the text
        self.places: dict[Path, Pair] = {}
        self.headed: set[Path] = set()
        self._lines = data.split(b"\n")
        self._counts: dict[Path, int] = {}  # of each array of tables: the index of its newest entry
        for node in _PARSER.parse(data).root_node.children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self._table(node)

    def _table(self, node: Any) -> None:
        *outer, last = _keys(next(c for c in node.children if c.type.endswith("key")))
        place = self._place(node)
        path: Path = ()
        for key in outer:
            path = self._newest((*path, key))
            self.places.setdefault(path, (place, place))
        path = (*path, last)
        if node.type == "table_array_element":
            self.places.setdefault(path, (place, place))
            self.headed.add(path)
            self._counts[path] = self._counts.get(path, -1) + 1
        path = self._newest(path)
        self.places[path] = (place, place)
        self.headed.add(path)
        for child in node.children:
            if child.type == "pair":
                self._pair(child, path)

    def _newest(self, path: Path) -> Path:
        return (*path, self._counts[path]) if path in self._counts else path

    def _pair(self, node: Any, base: Path) -> None:
        key, _, value = node.children[:3]  # a comment at the end of the line is a fourth child
        *outer, last = _keys(key)
        key_at = self._place(key)
        path = base
        for step in outer:
            path = (*path, step)
            self.places.setdefault(path, (key_at, key_at))
        path = (*path, last)
        self.places[path] = (key_at, self._place(value))
        self._inside(value, path)

    def _inside(self, value: Any, path: Path) -> None:
        if value.type == "array":
            items = [child for child in value.children if child.type not in _NO_ITEMS]
            for number, item in enumerate(items):
                place = self._place(item)
                self.places[(*path, number)] = (place, place)
                self._inside(item, (*path, number))
        elif value.type == "inline_table":
            for child in value.children:
                if child.type == "pair":
                    self._pair(child, path)

    def _place(self, node: Any) -> Place:
        row, column = node.start_point  # in bytes, from 0
        return row + 1, len(self._lines[row][:column].decode(errors="replace")) + 1


def _keys(node: Any) -> tuple[str, ...]:
    if node.type == "dotted_key":
        return tuple(key for child in node.children if child.type != "." for key in _keys(child))
    raw = node.text.decode()
    if node.type == "quoted_key":
        return (next(iter(tomllib.loads(f"{raw} = 0"))),)
    return (raw,)
