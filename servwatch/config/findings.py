"""From what pydantic refuses to problems with file, line, column, what was found and what is expected."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from servwatch.config.layering import identity
from servwatch.config.parse_tree import Document, Node
from servwatch.config.planned import PLANNED
from servwatch.errors import Problem

Loc = tuple[int | str, ...]

_TYPES = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list in [brackets]",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a date such as 2026-11-27",
    "is_instance_of": "a value of another sort",
}
_BOUNDS = {
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "greater_than": "more than {gt}",
    "less_than": "less than {lt}",
    "string_too_short": "a text that is not empty",
    "string_too_long": "at most {max_length} characters",
}


def problems_of(
    error: ValidationError, model: type[BaseModel], root: Node, documents: Sequence[Document]
) -> list[Problem]:
    """Every fault of a validation, each at its place in the file."""
    lost = {document.file: _LostLines(document) for document in documents}
    found = []
    for detail in error.errors(include_url=False):
        problem = _problem(detail, model, root, lost)
        if problem is not None:
            found.append(problem)
    return found


def _problem(
    detail: ErrorDetails, model: type[BaseModel], root: Node, lost: dict[str, _LostLines]
) -> Problem | None:
    loc = tuple(step for step in detail["loc"] if step != "[key]")
    table = _deepest(root, loc)
    path = named(root, loc)
    match detail["type"]:
        case "missing":
            gaps = lost.get(table.file)
            if gaps is not None and gaps.hide(table, str(loc[-1])):
                return None  # the key may stand on a line that could not be read, and was reported
            return Problem(
                table.file, *table.key_at, f"{label(root, loc[:-1])} lacks the key {loc[-1]!r}", path=path
            )
        case "extra_forbidden":
            return _unknown(table, root, loc, model)
        case _:
            at = table.key_at if "[key]" in detail["loc"] else table.at
            expected, nearest = _expected(detail)
            text = f"{label(root, loc)} is {table.described()}"
            if "[key]" in detail["loc"]:
                text = f"{label(root, loc[:-1])} has the key {loc[-1]!r}"
            planned = _planned(loc, table.value)
            if planned:
                return Problem(table.file, *at, text, planned, path=path)
            return Problem(table.file, *at, text, expected, nearest, path=path)


def _unknown(table: Node, root: Node, loc: Loc, model: type[BaseModel]) -> Problem:
    path = named(root, loc)
    if _planned(loc, None):
        return Problem(
            table.file, *table.key_at, f"the key {loc[-1]!r} is planned, but not built yet", path=path
        )
    known = keys_at(model, loc[:-1])
    near = next(iter(get_close_matches(str(loc[-1]), known, n=1, cutoff=0.6)), "")
    text = f"unknown key {loc[-1]!r} in {label(root, loc[:-1])}"
    return Problem(
        table.file, *table.key_at, text, "" if near else "one of " + ", ".join(known), near, path=path
    )


def _planned(loc: Loc, value: Any) -> str:
    keys = [step for step in loc if isinstance(step, str)]
    path = ".".join(keys[:2])
    if value is None:
        return path if path in PLANNED else ""
    values = value if isinstance(value, list) else [value]
    built = all(f"{path}:{v}" not in PLANNED for v in values)
    return "" if built else "another value: this one is planned, but not built yet"


def _expected(detail: ErrorDetails) -> tuple[str, str]:
    context = detail.get("ctx", {})
    if detail["type"] == "servwatch":
        return context["expected"], context.get("nearest", "")
    if detail["type"] in ("literal_error", "enum"):
        choices = [c.strip(" '") for c in context["expected"].replace(" or ", ", ").split(", ")]
        near = get_close_matches(str(detail["input"]), choices, n=1, cutoff=0.5)
        return "one of " + ", ".join(f'"{c}"' for c in choices), near[0] if near else ""
    if detail["type"] in _BOUNDS:
        return _BOUNDS[detail["type"]].format(**context), ""
    return _TYPES.get(detail["type"], detail["msg"]), ""


def _deepest(root: Node, loc: Loc) -> Node:
    """The deepest node that the path reaches."""
    node = root
    for step in loc:
        below = node.child(step)
        if below is None:
            break
        node = below
    return node


def label(root: Node, loc: Loc) -> str:
    """The place in words: `every of the source "ilo-news"`, `[fetch]`, `the file`."""
    if not loc:
        return "the file"
    if len(loc) == 1:
        return f"[{loc[0]}]"
    node = root.child(loc[0])
    entry = node.child(loc[1]) if node is not None else None
    if isinstance(loc[1], int) and entry is not None:
        owner = f"the {loc[0]} {identity(entry)!r}" if identity(entry) else f"[[{loc[0]}]]"
        rest = loc[2:]
    else:
        owner, rest = f"[{loc[0]}]", loc[1:]
    words = ".".join(str(step) if isinstance(step, str) else f"item {step + 1}" for step in rest)
    return f"{words} of {owner}" if words else owner


def named(root: Node, loc: Loc) -> str:
    """The path with ids in the place of numbers: `source.ilo-news.every`."""
    node: Node | None = root
    steps = []
    for step in loc:
        node = node.child(step) if node is not None else None
        name = (
            identity(node)
            if node is not None and isinstance(step, int) and isinstance(node.value, dict)
            else ""
        )
        steps.append(name or str(step))
    return ".".join(steps)


def keys_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that a table may have at a path of the file."""
    current = model
    for step in loc:
        field = next((f for n, f in current.model_fields.items() if step in (n, f.alias)), None)
        if field is not None:
            inner = next(_models(field.annotation), None)
            if inner is None:
                return []
            current = inner
    return [field.alias or name for name, field in current.model_fields.items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


class _LostLines:
    """Lines of a file that could not be read, by the table they stood in."""

    def __init__(self, document: Document) -> None:
        self._lost = document.lost
        self._starts = sorted({1, *_table_lines(document.root)})

    def hide(self, table: Node, key: str) -> bool:
        """Whether the key may stand on a lost line between this table's header and the next table."""
        if not self._lost:
            return False
        index = bisect.bisect_right(self._starts, table.key_at[0])
        end = self._starts[index] if index < len(self._starts) else float("inf")
        return any(self._lost[line] in (key, "") for line in self._lost if table.key_at[0] <= line < end)


def _table_lines(root: Node) -> Iterator[int]:
    for node in root.value.values():
        if isinstance(node.value, list):
            yield from (entry.key_at[0] for entry in node.value)
        else:
            yield node.key_at[0]
