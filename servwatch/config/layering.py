"""Several files as one tree: included files are added, the shipped watch list lies underneath.

With ``extends = "shipped"`` shipped sources and themes are the base, and the local file overrides by
id and key, so that a release that corrects ten addresses changes exactly those nobody overrode.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from servwatch.config.planned import PLANNED
from servwatch.config.syntax.headers import LISTS, MEMBER, TABLES, Header, one_of
from servwatch.config.syntax.tree import Document, Node
from servwatch.errors import Problem

SHIPPED_LISTS = ("source", "theme", "expect")
TOP = (*TABLES, *LISTS)


@dataclass(frozen=True, slots=True)
class Override:
    """A shipped value that the local file replaces."""

    table: str
    id: str
    key: str
    local: Any
    shipped: Any


@dataclass(frozen=True, slots=True)
class Layered:
    """The tree that holds, what was wrong in putting it together, and what it overrides."""

    root: Node
    problems: tuple[Problem, ...]
    overrides: tuple[Override, ...]


def layer(main: Document, included: Sequence[Document], shipped: Document | None) -> Layered:
    """Put the files on top of each other."""
    problems: list[Problem] = []
    values = _known_tables(main.root, TOP, problems)
    for document in included:
        for key, node in _known_tables(document.root, LISTS, problems).items():
            if key not in LISTS or not isinstance(node.value, list):
                problems.append(_misplaced(node, key))
            else:
                _add(values, key, node)
    for key in LISTS:
        problems.extend(_duplicates(key, values.get(key)))
    overrides: list[Override] = []
    if shipped is not None:
        for key in SHIPPED_LISTS:
            base = shipped.root.child(key)
            if base is not None:
                values[key] = _overlay(key, base, values.get(key), overrides)
    return Layered(replace(main.root, value=values), tuple(problems), tuple(overrides))


def _known_tables(root: Node, known: Sequence[str], problems: list[Problem]) -> dict[str, Node]:
    """The top-level tables; one whose name is misspelt is reported and read as what it resembles."""
    values: dict[str, Node] = {}
    for key, node in root.value.items():
        near = "" if key in TOP or key in PLANNED else _resembled(key, node)
        if near in TOP:
            problems.append(_misspelt(node, key, near, known))
            _add(values, near, node)
        elif near == MEMBER:
            problems.append(_misplaced(node, key))
        else:
            _add(values, key, node)
    return values


def _add(values: dict[str, Node], key: str, node: Node) -> None:
    """Put a table among the others; lists of tables grow, of a single table the first stays."""
    before = values.get(key)
    if before is None:
        values[key] = node
    elif isinstance(before.value, list) and isinstance(node.value, list):
        values[key] = replace(before, value=[*before.value, *node.value])


def _resembled(key: str, node: Node) -> str:
    """The known table that a name is close to, where the value has its form; "" for none."""
    near = get_close_matches(key, (*TOP, MEMBER), n=1, cutoff=0.7)
    form = dict if near and near[0] in TABLES else list
    return near[0] if near and isinstance(node.value, form) else ""


def _misspelt(node: Node, key: str, near: str, known: Sequence[str]) -> Problem:
    line, column = node.key_at
    expected = "" if near in known else one_of(known)
    header = Header((key,), many=isinstance(node.value, list))
    return Problem(node.file, line, column, f"unknown table {header}", expected, near, path=key)


def _misplaced(node: Node, key: str) -> Problem:
    line, column = node.key_at
    header = Header((key,), many=isinstance(node.value, list))
    if MEMBER in key:
        text, expected = f"{header} does not belong in this file", "the members file"
    else:
        text, expected = (
            f"{header} does not belong in an included file",
            "[[source]], [[theme]], [[digest]], [[expect]], [[meeting]] or [[dossier]]",
        )
    return Problem(node.file, line, column, text, expected, path=key)


def identity(node: Node) -> str:
    """The id of a table, the address of a member, the reference of a dossier; "" where it has none that can be used."""
    found = node.child("id") or node.child("email") or node.child("ref")
    return found.value if found is not None and isinstance(found.value, str) else ""


def _entries(node: Node | None) -> Iterable[Node]:
    return node.value if node is not None and isinstance(node.value, list) else ()


def _duplicates(table: str, node: Node | None) -> Iterable[Problem]:
    seen: dict[str, Node] = {}
    for entry in _entries(node):
        name = identity(entry)
        if name and name in seen:
            first, again = seen[name].child("id"), entry.child("id")
            if first is None or again is None:  # known by something else, which is compared elsewhere
                continue
            yield Problem(
                again.file,
                *again.at,
                f"the {table} id {name!r} is given twice",
                "an id of its own",
                related=((first.file, first.at[0]),),
                path=f"{table}.{name}.id",
            )
        elif name:
            seen[name] = entry


def _overlay(table: str, base: Node, local: Node | None, overrides: list[Override]) -> Node:
    if local is not None and not isinstance(local.value, list):
        return local
    merged: dict[str, Node] = {identity(entry): entry for entry in _entries(base)}
    extra: list[Node] = []
    for entry in _entries(local):
        name = identity(entry)
        if name in merged and isinstance(entry.value, dict):
            overrides.extend(_overrides(table, name, "", entry, merged[name]))
            merged[name] = _over(entry, merged[name])
        else:
            extra.append(entry)
    return replace(local or base, value=[*merged.values(), *extra])


def _over(local: Node, base: Node) -> Node:
    """The local table over the shipped one: tables key by key, all else as a whole."""
    if not (isinstance(local.value, dict) and isinstance(base.value, dict)):
        return local
    keys = dict.fromkeys([*base.value, *local.value])
    both = {
        key: _over(local.value[key], base.value[key])
        if key in local.value and key in base.value
        else local.value.get(key) or base.value[key]
        for key in keys
    }
    return replace(local, value=both)


def _overrides(table: str, name: str, prefix: str, local: Node, base: Node) -> Iterable[Override]:
    for key, node in local.value.items():
        under = base.child(key)
        if prefix == "" and key == "id":
            continue
        if under is not None and isinstance(node.value, dict) and isinstance(under.value, dict):
            yield from _overrides(table, name, f"{prefix}{key}.", node, under)
        else:
            yield Override(
                table, name, prefix + key, node.plain(), under.plain() if under is not None else None
            )
