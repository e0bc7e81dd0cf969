"""From what pydantic refuses to problems with file, line, column, what was found and what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from servwatch.config.layering import identity
from servwatch.config.lost_lines import LostLines
from servwatch.config.misplaced import Finding, home_of, without_misplaced
from servwatch.config.paths import Loc, deepest, in_tree, keys_at, label, named
from servwatch.config.planned import PLANNED
from servwatch.config.syntax.headers import Header, one_of
from servwatch.config.syntax.tree import Document, Node
from servwatch.errors import Problem

_TYPES = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "list_type": "a list in [brackets]",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a date such as 2026-11-27, without quotes and time",
}
_BOUNDS = {
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "greater_than": "more than {gt}",
    "less_than": "less than {lt}",
    "string_too_short": "a text that is not empty",
    "string_too_long": "at most {max_length} characters",
}
_SECRETS = ("password", "passwd", "wachtwoord", "secret", "token", "api_key", "apikey")
_NOT_BUILT = "planned, but not built yet"
_ALIKE = 0.8
"""So alike, a key is mistyped rather than misplaced."""


def problems_of(
    error: ValidationError, model: type[BaseModel], root: Node, documents: Sequence[Document]
) -> list[Problem]:
    """Every fault of a validation, each at its place in the file."""
    lost = LostLines(documents)
    findings = [_finding(detail, model, root) for detail in error.errors(include_url=False)]
    findings = [f for f in findings if not (f.kind == "missing" and lost.may_hold(f.node, str(f.loc[-1])))]
    return without_misplaced(_missing_as_one(findings, model, root), model, root)


def _finding(detail: ErrorDetails, model: type[BaseModel], root: Node) -> Finding:
    kind = {"missing": "missing", "extra_forbidden": "unknown"}.get(detail["type"], "value")
    kind = "key" if "[key]" in detail["loc"] else kind
    loc = in_tree(root, [s for s in detail["loc"] if s != "[key]"], missing=kind == "missing")
    node = deepest(root, loc)
    if kind == "missing":
        problem = Problem(node.file, *node.key_at, "")  # the text comes with the others of the table
    elif kind == "unknown":
        problem = _unknown(node, root, loc, model)
    elif kind == "key":
        text = f"{label(root, loc[:-1])} has the key {loc[-1]!r}"
        problem = Problem(node.file, *node.key_at, text, *_expected(detail))
    else:
        problem = _wrong_value(node, root, loc, detail)
    related = _sub_header(root, loc, problem)
    return Finding(kind, loc, node, replace(problem, path=named(root, loc), related=related))


def _wrong_value(node: Node, root: Node, loc: Loc, detail: ErrorDetails) -> Problem:
    expected, nearest = _expected(detail)
    if isinstance(node.value, str):
        expected += _not_as_text(detail["type"], node)
    text = f"{label(root, loc)} is {'empty' if detail['type'] == 'too_short' else node.described()}"
    if _is_planned(loc, node.value):
        text, nearest = f"{text}: {_NOT_BUILT}", ""
    if len(loc) == 1 and isinstance(node.value, dict | list) and node.has_header:
        name, many = str(loc[0]), isinstance(node.value, list)
        text = f"{Header((name,), many=many)} has {'double' if many else 'single'} brackets"
        expected = str(Header.of(name))
    return Problem(node.file, *node.at, text, expected, nearest)


def _not_as_text(fault: str, node: Node) -> str:
    """How to write what was written as a text in quotes."""
    if fault == "list_type":
        return f", such as [{node.described()}]"
    return ", without quotes" if fault in ("int_type", "float_type", "bool_type") else ""


def _unknown(node: Node, root: Node, loc: Loc, model: type[BaseModel]) -> Problem:
    key, table = str(loc[-1]), label(root, loc[:-1])
    known = keys_at(model, loc[:-1])
    near = next(iter(get_close_matches(key, known, n=1, cutoff=0.6)), "")
    others = "" if near else "one of " + ", ".join(known)
    if _is_planned(loc):
        return Problem(node.file, *node.key_at, f"the key {key!r} of {table} is {_NOT_BUILT}")
    if key.casefold() in _SECRETS:
        own = [f'the key "{k}"' for k in known if k.endswith("_file") and k != "ca_file"]
        text = f"{key!r} in {table}: a secret does not belong in this file"
        return Problem(node.file, *node.key_at, text, " or ".join(own) or "a file of its own")
    if len(loc) == 1 and isinstance(node.value, dict | list):
        header = Header((key,), many=isinstance(node.value, list))
        others = "" if near else one_of(known)
        return Problem(node.file, *node.key_at, f"unknown table {header}", others, near)
    text = f"unknown key {key!r} in {table}"
    home = "" if near and get_close_matches(key, [near], cutoff=_ALIKE) else home_of(key, loc[:-1], model)
    if home:
        return Problem(node.file, *node.key_at, f"{text}: it belongs under {home}")
    return Problem(node.file, *node.key_at, text, others, near)


def _missing_as_one(findings: list[Finding], model: type[BaseModel], root: Node) -> list[Finding]:
    """What a table lacks in one sentence, with the lines where it should stand."""
    told: list[Finding] = []
    tables: dict[Loc, list[str]] = {}
    misspelt = {(*f.loc[:-1], f.problem.nearest) for f in findings if f.kind == "unknown"}
    for finding in findings:
        if finding.loc in misspelt:
            continue
        if finding.kind == "missing":
            tables.setdefault(finding.loc[:-1], []).append(str(finding.loc[-1]))
        else:
            told.append(finding)
    for loc, keys in tables.items():
        node = deepest(root, loc)
        names = " and ".join(filter(None, [", ".join(map(repr, keys[:-1])), repr(keys[-1])]))
        text = f"{label(root, loc)} lacks the key{'s' if len(keys) > 1 else ''} {names}"
        known = keys_at(model, loc)
        seats = {_seat(node, key, known) for key in keys} - {node.key_at[0]}
        related = tuple((node.file, line) for line in sorted(seats))
        near = _known_elsewhere(root, loc, node)
        path = named(root, (*loc, keys[0]))
        problem = Problem(node.file, *node.key_at, text, "", near, related, path=path)
        told.append(Finding("missing", (*loc, keys[0]), node, problem))
    return told


def _seat(table: Node, key: str, known: Sequence[str]) -> int:
    """The line on which a missing key should stand: after those that come before it in the option table."""
    header = table.key_at[0]
    if not table.has_header:
        if all(node.key_at[0] == header for node in table.value.values()):
            return header  # an inline table, or one key with dots
        header -= 2  # of keys with dots, the first is their header: what stood before it is on the line above
    before = known[: known.index(key)]
    lines = [n.last_line() for k, n in table.value.items() if k in before and n.file == table.file]
    return max(lines, default=header) + 1


def _known_elsewhere(root: Node, loc: Loc, node: Node) -> str:
    """The id of another file's entry that this one was perhaps to override."""
    entries = deepest(root, loc[:1]).value
    if not identity(node) or not isinstance(entries, list):
        return ""
    ids = [identity(n) for n in entries if n.file != node.file]
    return next(iter(get_close_matches(identity(node), ids, n=1, cutoff=0.8)), "")


def _sub_header(root: Node, loc: Loc, problem: Problem) -> tuple[tuple[str, int], ...]:
    """The header of the table within a table where the problem is: perhaps that is what stands wrong."""
    for length in range(len(loc) - 1, 1, -1):
        node = deepest(root, loc[:length])
        if isinstance(loc[length - 1], str) and node.has_header and node.key_at[0] != problem.line:
            return ((node.file, node.key_at[0]),)
    return ()


def _is_planned(loc: Loc, value: Any = None) -> bool:
    """Whether the design names the key, or its value, and this version does not do it."""
    path = ".".join([step for step in loc if isinstance(step, str)][:2])
    return (path if value is None else f"{path}:{value}") in PLANNED


def _expected(detail: ErrorDetails) -> tuple[str, str]:
    """What should stand there, and the nearest of what may."""
    context = detail.get("ctx", {})
    if detail["type"] == "servwatch":
        return context["expected"], context.get("nearest", "")
    if detail["type"] in ("literal_error", "enum"):
        choices = [c.strip(" '") for c in context["expected"].replace(" or ", ", ").split(", ") if c != "''"]
        given = detail["input"] if isinstance(detail["input"], str) else ""
        near = next(iter(get_close_matches(given, choices, n=1, cutoff=0.6)), "")
        names = ", ".join(f'"{choice}"' for choice in choices)
        return f"one of {names}" if len(choices) > 1 else names, near
    if detail["type"] == "too_short":
        return (
            "at least one language" if context.get("field_type") == "Dictionary" else "at least one value"
        ), ""
    if detail["type"] in _BOUNDS:
        bounds = {name: f"{v:g}" if isinstance(v, float) else v for name, v in context.items()}
        return _BOUNDS[detail["type"]].format(**bounds), ""
    return _TYPES.get(detail["type"], detail["msg"]), ""
