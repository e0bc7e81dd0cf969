"""Names of themes in sources and digests that no theme has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from servwatch.config.layering import identity
from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem

_FEW = 3


@dataclass(frozen=True, slots=True)
class _Named:
    """One place where a theme is named."""

    name: str
    node: Node
    at: tuple[int, int]
    path: str
    table: Node | None = None  # in which it is named, where that may have a header of its own


def unknown_themes(
    sources: Sequence[Node], digests: Sequence[Node], themes: Mapping[str, Node], *, sure: bool
) -> Iterator[Problem]:
    """Every name that no theme has. Where we are not `sure` to know all themes, only those much like a known one."""
    named = [*(n for s in sources for n in _of_source(s)), *(n for d in digests for n in _of_digest(d))]
    unnamed = [themes[name] for name in themes.keys() - {one.name for one in named}]
    for one in named:
        if one.name in themes:
            continue
        near = get_close_matches(one.name, themes, n=1, cutoff=0.6 if sure else 0.8)
        if near:
            yield _problem(one, "", near[0], [themes[near[0]]])
        elif sure:
            yield _problem(one, "the id of a theme", "", unnamed if len(unnamed) <= _FEW else [])


def _problem(one: _Named, expected: str, near: str, themes: Sequence[Node]) -> Problem:
    """Point to the themes that may be meant: the nearest, or the few that nobody names."""
    ids = [theme.child("id") or theme for theme in themes]
    related = [(node.file, node.at[0]) for node in ids]
    if one.table is not None and one.table.has_header:
        related.append((one.table.file, one.table.key_at[0]))
    text = f"no theme has the id {one.name!r}"
    return Problem(one.node.file, *one.at, text, expected, near, tuple(related), path=one.path)


def _of_source(source: Node) -> Iterator[_Named]:
    yield from _in_list(source.child("themes"), f"source.{identity(source)}.themes")
    table = source.child("category_themes")
    if table is not None and isinstance(table.value, dict):
        for name, node in table.value.items():
            yield from _in_list(node, f"source.{identity(source)}.category_themes.{name}", table)


def _of_digest(digest: Node) -> Iterator[_Named]:
    yield from _in_list(digest.child("themes"), f"digest.{identity(digest)}.themes")
    table = digest.child("priority")
    for name, node in table.value.items() if table is not None and isinstance(table.value, dict) else ():
        yield _Named(name, node, node.key_at, f"digest.{identity(digest)}.priority.{name}")


def _in_list(node: Node | None, path: str, table: Node | None = None) -> Iterator[_Named]:
    for value in node.value if node is not None and isinstance(node.value, list) else ():
        if isinstance(value.value, str) and value.value != "*":
            yield _Named(value.value, value, value.at, path, table)
