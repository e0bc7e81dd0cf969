"""Change one entry in a text of feeds.toml as a person would: some of its keys, or its further lines.

Comments, order and everything around the entry stay as they are; that they do is checked by reading the text before and after.
Texts have plain line ends. Pure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from servwatch.config.syntax.headers import read_header
from servwatch.config.syntax.statements import key_path, statements
from servwatch.config.toml_value import toml_value
from servwatch.errors import ConfigError

_REMEDY = "Change it by hand, and run `servwatch check`."


@dataclass(frozen=True, slots=True)
class Entries:
    """A table of entries: `[[source]]`, each known by its `id`."""

    table: str
    key: str


SOURCES = Entries("source", "id")
DOSSIERS = Entries("dossier", "ref")


@dataclass(frozen=True, slots=True)
class EntryRows:
    """Where an entry stands: rows from 0, both ends included. `pairs` are its own keys, not those of tables below it."""

    first: int
    last: int
    pairs: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def entry_rows(text: str, id: str, of: Entries = SOURCES) -> EntryRows | None:  # noqa: A002
    """The entry that has a table of its own in a text, None where none has."""
    lines = text.split("\n")
    return next((one for one in _entries(lines, of.table) if _value(lines, one, of.key) == id), None)


def file_of_entry(texts: Mapping[str, str], id: str, main: str, of: Entries = SOURCES) -> str:  # noqa: A002
    """The file that has an entry, else the main one."""
    return next((file for file, text in texts.items() if entry_rows(text, id, of) is not None), main)


def entry_text_of(text: str, id: str, of: Entries = SOURCES) -> str:  # noqa: A002
    """The lines of an entry, "" where the text has none of that name."""
    rows = entry_rows(text, id, of)
    return "" if rows is None else "\n".join(text.split("\n")[rows.first : rows.last + 1])


def further_lines(text: str, id: str, keys: Sequence[str]) -> str:  # noqa: A002
    """The lines of an entry without its header and without some of its keys; comments are among them."""
    rows = entry_rows(text, id)
    if rows is None:
        return ""
    lines = text.split("\n")
    return "\n".join(lines[row] for row in _further(rows, keys))


def with_keys(text: str, id: str, changes: Mapping[str, Any], of: Entries = SOURCES) -> str:  # noqa: A002
    """The text with some keys of an entry changed; None takes one out. An entry that is not there is made at the end.

    Raises ConfigError where the entry is written in a way that cannot be changed so.
    """
    if not changes:
        return text
    before = text
    if entry_rows(text, id, of) is None:
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        text = f"{text}{gap}[[{of.table}]]\n{of.key} = {toml_value(id)}\n"
    for key, value in changes.items():
        text = _with_key(text, id, key, value, of)
    return _checked(before, text, id, changes, of)


def with_further_lines(text: str, id: str, keys: Sequence[str], wanted: str) -> str:  # noqa: A002
    """The text with the further lines of an entry changed; those that stay keep their places among its keys.

    Raises ConfigError where what is wanted is no TOML, or would change anything but this entry and its further keys.
    """
    rows = entry_rows(text, id)
    if rows is None:
        if not wanted.strip():
            return text
        raise _refusal(id)
    lines = text.split("\n")
    places = _further(rows, keys)
    before, after = [lines[row] for row in places], wanted.rstrip("\n").split("\n") if wanted.strip() else []
    if before == after:
        return text
    changed = _merged(lines, rows, places, after)
    return _checked(text, "\n".join(changed), id, {}, SOURCES, kept=keys)


def _merged(lines: list[str], rows: EntryRows, places: list[int], after: list[str]) -> list[str]:
    """The lines with those at `places` changed to `after`; what is new stands behind what it stands behind in `after`."""
    before = [lines[row] for row in places]
    dropped: set[int] = set()
    inserted: dict[int, list[str]] = {}
    for how, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how in ("delete", "replace"):
            dropped |= set(places[i1:i2])
        if how in ("insert", "replace"):
            above = places[i1 - 1] if i1 else min(rows.first + 1, rows.last)
            behind = above if i1 == len(before) and how == "insert" else places[i2 - 1] if i2 > i1 else above
            behind = rows.last if i1 == len(before) else behind
            inserted.setdefault(behind, []).extend(after[j1:j2])
    changed: list[str] = []
    for row, line in enumerate(lines):
        if row not in dropped:
            changed.append(line)
        changed += inserted.get(row, [])
    return changed


def _entries(lines: Sequence[str], table: str) -> list[EntryRows]:
    """Every entry of a table in a text, in order."""
    found: list[EntryRows] = []
    inside = below = False
    for one in statements(lines):
        header = read_header(lines[one.first]) if one.kind == "header" else None
        if one.kind == "header":
            path = header.path if header is not None else ()
            inside = path[:1] == (table,) and (inside or len(path) == 1)
            below = len(path) > 1
            if inside and not below:
                found.append(EntryRows(one.first, one.last, {}))
                continue
        if inside and found:
            pairs = dict(found[-1].pairs)
            path = key_path(lines[one.first]) if one.kind == "pair" and not below else ()
            if len(path) == 1:
                pairs[path[0]] = (one.first, one.last)
            found[-1] = EntryRows(found[-1].first, one.last, pairs)
    return found


def _value(lines: Sequence[str], rows: EntryRows, key: str) -> Any:
    first, last = rows.pairs.get(key, (0, -1))
    try:
        return tomllib.loads("\n".join(lines[first : last + 1])).get(key)
    except tomllib.TOMLDecodeError:
        return None


def _further(rows: EntryRows, keys: Sequence[str]) -> list[int]:
    hidden = {rows.first}
    for key in keys:
        if key in rows.pairs:
            first, last = rows.pairs[key]
            hidden |= set(range(first, last + 1))
    return [row for row in range(rows.first, rows.last + 1) if row not in hidden]


def _with_key(text: str, id: str, key: str, value: Any, of: Entries) -> str:  # noqa: A002
    rows = entry_rows(text, id, of)
    if rows is None:
        raise _refusal(id)
    lines = text.split("\n")
    new = [] if value is None else [f"{key} = {toml_value(value)}"]
    if key in rows.pairs:
        first, last = rows.pairs[key]
        indent = lines[first][: len(lines[first]) - len(lines[first].lstrip(" \t"))]
        comment = _comment(lines[last]) if first == last else ""
        lines[first : last + 1] = [f"{indent}{line}{comment}" for line in new]
    else:
        above = max(last for _first, last in rows.pairs.values())
        indent = (
            lines[above][: len(lines[above]) - len(lines[above].lstrip(" \t"))] if above == rows.first else ""
        )
        lines[above + 1 : above + 1] = [f"{indent}{line}" for line in new]
    return "\n".join(lines)


def _comment(line: str) -> str:
    """The comment behind a pair, with the blanks before it."""
    for at, letter in enumerate(line):
        if letter == "#":
            try:
                tomllib.loads(line[:at])
            except tomllib.TOMLDecodeError:
                continue
            value = line[:at].rstrip(" \t")
            return line[len(value) :]
    return ""


def _checked(
    before: str,
    after: str,
    id: str,  # noqa: A002
    changes: Mapping[str, Any],
    of: Entries,
    *,
    kept: Sequence[str] = (),
) -> str:
    """The new text, where it says what was wanted of this entry, and of all else what it said before."""
    try:
        old = tomllib.loads(before)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("this is no TOML: {cause}", cause=str(error)) from error
    try:
        new = tomllib.loads(after)
    except tomllib.TOMLDecodeError as error:
        if changes:  # its keys are written in a way that these lines do not go with
            raise _refusal(id) from error
        raise ConfigError("this is no TOML: {cause}", cause=str(error)) from error
    mine, others = _parted(new, id, of)
    was, elsewhere = _parted(old, id, of)
    wanted = {key: value for key, value in changes.items() if value is not None}
    right = all(mine.get(key) == value for key, value in wanted.items())
    gone = all(key not in mine for key, value in changes.items() if value is None)
    same = all(mine.get(key) == was.get(key) for key in kept)
    if not (right and gone and same and others == elsewhere and (mine or was)):
        raise _refusal(id)
    return after


def _parted(
    values: dict[str, Any],
    id: str,  # noqa: A002
    of: Entries,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The entry of that name, and all else."""
    entries = values.get(of.table, [])
    mine = [one for one in entries if one.get(of.key) == id]
    rest = {key: value for key, value in values.items() if key != of.table}
    return (mine[0] if len(mine) == 1 else {}), rest | {
        of.table: [one for one in entries if one.get(of.key) != id]
    }


def _refusal(id: str) -> ConfigError:  # noqa: A002
    return ConfigError("the entry of {id} cannot be changed so: nothing was written", id=id, remedy=_REMEDY)
