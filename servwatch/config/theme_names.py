"""Names of themes in sources and digests that no theme has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from servwatch.config.layering import identity
from servwatch.config.syntax.tree import Node
from servwatch.errors import Problem

_FEW = 3  # themes that nobody names: one of them may have had the name


@dataclass(frozen=True, slots=True)
class _Named:
    """One place where a theme is named."""

    name: str
    node: Node
    path: str
    table: Node | None = None  # in which it is named, where that may have a header of its own
    as_key: bool = False

    @property
    def at(self) -> tuple[int, int]:
        """Where it is named."""
        return self.node.key_at if self.as_key else self.node.at


def unknown_themes(
    sources: Sequence[Node], digests: Sequence[Node], themes: Mapping[str, Node], *, sure: bool
) -> Iterator[Problem]:
    """Each name that no theme has, once. Where we are not `sure` to know all themes, only those much like a known one."""
    named: dict[str, list[_Named]] = {}
    for one in (*(n for s in sources for n in _of_source(s)), *(n for d in digests for n in _of_digest(d))):
        named.setdefault(one.name, []).append(one)
    mislabelled = {identity(entry) for entry in (*sources, *digests) if entry.child("terms") is not None}
    unnamed = [theme for name, theme in themes.items() if name not in named]
    few = unnamed if len(unnamed) <= _FEW else []
    for name in named.keys() - themes.keys() - mislabelled:
        if near := get_close_matches(name, themes, n=1, cutoff=0.8):
            yield _problem(named[name], "", near[0], [themes[near[0]]])
        elif sure and (near := get_close_matches(name, themes, n=1, cutoff=0.6)):
            yield _problem(named[name], "", near[0], [themes[near[0]], *few])
        elif sure:
            yield _problem(named[name], "the id of a theme", "", few)


def _problem(named: Sequence[_Named], expected: str, near: str, themes: Sequence[Node]) -> Problem:
    """Point to the themes that may be meant, the nearest or the few that nobody names, and to all places."""
    first = named[0]
    ids = [theme.child("id") or theme for theme in themes]
    related = [(node.file, node.at[0]) for node in ids]
    if first.table is not None and first.table.has_header:
        related.append((first.table.file, first.table.key_at[0]))
    related += [(other.node.file, other.at[0]) for other in named[1:]]
    text = f"no theme has the id {first.name!r}"
    return Problem(
        first.node.file, *first.at, text, expected, near, tuple(dict.fromkeys(related)), path=first.path
    )


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
        yield _Named(name, node, f"digest.{identity(digest)}.priority.{name}", as_key=True)


def _in_list(node: Node | None, path: str, table: Node | None = None) -> Iterator[_Named]:
    for value in node.value if node is not None and isinstance(node.value, list) else ():
        if isinstance(value.value, str) and value.value != "*":
            yield _Named(value.value, value, path, table)
