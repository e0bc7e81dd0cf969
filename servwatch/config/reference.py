"""The reference of the configuration, written from the option tables that validate it.

``python -m servwatch.config.reference`` prints it as Markdown; docs/configuration.md holds it between
two marks, and a test holds it there up to date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from servwatch.config.planned import PLANNED
from servwatch.config.syntax.headers import Header
from servwatch.config.syntax.tree import toml_text
from servwatch.config.tables import DetailTable, FeedsFile, FieldsTable, MembersFile, PagingTable, TermTable
from servwatch.config.values import Expects
from servwatch.model import ItemKind

_SORTS = {str: "a text", bool: "true or false", int: "a whole number", float: "a number", dict: "a table"}
_SHORTER = {  # what every message must say and a reader of the tables soon knows
    "a text that is not empty, on one line": "a text",
    "a duration above zero, such as": "a duration such as",
}
_MANY = {
    "a text": "texts",
    "an id": "ids",
    "a mail address": "mail addresses",
    "a [kind]": "[kinds]",
    "an address or a network": "addresses or networks",
}
_CODE = re.compile(r'\{[^}]*\}|"[^"]*"')


def reference() -> str:
    """Every table and key, in the order of the option tables, as Markdown."""
    parts = [*_tables(FeedsFile), _section("A term", "In the `terms` of a theme", TermTable)]
    parts += [
        _section("The page of an item", "In `detail` of a source", DetailTable),
        _section("Paging", "In `paging` of a source", PagingTable),
        _section("The fields of an entry", "In `fields` of a source, in JMESPath", FieldsTable),
    ]
    parts += [*_tables(MembersFile), _kinds(), _planned()]
    return "\n\n".join(filter(None, parts)) + "\n"


def _tables(file: type[BaseModel]) -> Iterator[str]:
    for name, field in file.model_fields.items():
        header = f"`{Header.of(name)}`"
        yield _section(header, (field.description or "").rstrip("."), _table_of(field.annotation))


def _table_of(annotation: Any) -> type[BaseModel]:
    return get_args(annotation)[0] if get_origin(annotation) is list else annotation  # type: ignore[no-any-return]


def _section(title: str, sentence: str, table: type[BaseModel]) -> str:
    lines = [
        f"### {title}",
        "",
        f"{sentence}.",
        "",
        "| key | value | default | meaning |",
        "|---|---|---|---|",
    ]
    for name, field in table.model_fields.items():
        cells = (f"`{field.alias or name}`", _value(field), _default(field), field.description or "")
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _value(field: FieldInfo) -> str:
    """What may stand there, in the words of `check`."""
    return _shape(field.annotation, field.metadata)


def _shape(annotation: Any, metadata: Any = ()) -> str:
    told = next((m.text for m in metadata if isinstance(m, Expects)), None)
    if told is not None:
        return _in_words(told)
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _shape(inner, [*_flat(more), *metadata])
    if get_origin(annotation) in (Union, UnionType):
        return _shape(next(a for a in get_args(annotation) if a is not type(None)), metadata)
    return _plain(annotation) + _bounds(metadata)


def _flat(metadata: Any) -> Iterator[Any]:
    """The checks of a type, those of a `Field` among them."""
    for one in metadata:
        yield from one.metadata if isinstance(one, FieldInfo) else (one,)


def _plain(annotation: Any) -> str:
    arguments = get_args(annotation)
    if get_origin(annotation) is Literal:
        return " or ".join(f'`"{choice}"`' for choice in arguments)
    if annotation is ItemKind:
        return "a [kind](#kinds-of-items)"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return " or ".join(f'`"{choice.value}"`' for choice in annotation)
    if get_origin(annotation) is list:
        return f"a list of {_several(_shape(arguments[0]))}"
    if get_origin(annotation) is dict:
        return f"a table, each value {_shape(arguments[1])}"
    return _SORTS.get(annotation) or "a date such as `2026-11-27`"


def _several(one: str) -> str:
    found = next((single for single in _MANY if one.startswith(single)), None)
    return (
        one
        if found is None
        else _MANY[found] + one.removeprefix(found).partition(" such as")[0].partition(" of ")[0]
    )


def _in_words(told: str) -> str:
    """The words of a message, shorter, with examples set as code."""
    for long, short in _SHORTER.items():
        told = told.replace(long, short)
    return _CODE.sub(lambda found: f"`{found.group()}`", told)


def _bounds(metadata: Any) -> str:
    """The limits of a number or a text; pydantic keeps each in an attribute of that name."""
    limits = {
        name: getattr(m, name)
        for m in metadata
        for name in ("ge", "gt", "le", "max_length")
        if hasattr(m, name)
    }
    words = (("ge", "at least"), ("gt", "above"), ("le", "at most"))
    bounds = " and ".join(f"{word} {_number(limits[name])}" for name, word in words if name in limits)
    longest = f" of at most {limits['max_length']} characters" if "max_length" in limits else ""
    return (f", {bounds}" if bounds else "") + longest


def _number(value: Any) -> str:
    return f"{value:_}" if isinstance(value, int) else f"{value:g}"


def _default(field: FieldInfo) -> str:
    """The default as it would stand in the file; a required key says so."""
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None:
        return "none"
    return f"`{_toml(value)}`"


def _toml(value: Any) -> str:
    if isinstance(value, timedelta):
        return f'"{_duration(value)}"'
    if isinstance(value, ZoneInfo):
        return f'"{value.key}"'
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, dict):
        if set(value) == {"default"}:
            return _toml(value["default"])
        return "{ " + ", ".join(f"{key} = {_toml(v)}" for key, v in value.items()) + " }" if value else "{}"
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(value)
    return toml_text(str(value) if isinstance(value, StrEnum) else value)


def _duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    units = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
    return next(f"{seconds // size}{unit}" for unit, size in units if seconds % size == 0)


def _kinds() -> str:
    listed = ", ".join(f"`{kind.value}`" for kind in ItemKind)
    return f"### Kinds of items\n\nWhat sort of thing an item is: {listed}."


def _planned() -> str:
    """What the design names and this version refuses; "" where it does all."""
    if not PLANNED:
        return ""
    named = [entry.replace(":", ' = "') + ('"' if ":" in entry else "") for entry in sorted(PLANNED)]
    listed = ", ".join(f"`{entry}`" for entry in named)
    return f"### Planned, but not built yet\n\n`check` refuses these, and says so: {listed}."


if __name__ == "__main__":  # pragma: no cover
    sys.stdout.write(reference())
