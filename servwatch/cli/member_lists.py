"""Lists of members from elsewhere: a CSV file as spreadsheets save it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from servwatch.errors import UsageError

_COLUMNS = ("name", "language", "role", "organisation", "frequency", "layout")
"""Of a list of members, those that hold one word or text."""


def members_of(file: Path) -> list[Mapping[str, Any]]:
    """The members of a CSV file, as mappings of the keys of `[[member]]`. Raises UsageError with the line."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = _rows(lines.read())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            "the file cannot be read: {cause}",
            place=str(file),
            cause=error.strerror if isinstance(error, OSError) else error,
            remedy="Give a CSV file in UTF-8.",
        ) from error
    return [_member(row, file, number) for number, row in enumerate(rows, 2)]


def listed(text: str) -> tuple[str, ...]:
    """What commas or spaces separate."""
    return tuple(text.replace(",", " ").split())


def _rows(text: str) -> list[dict[str, str]]:
    """The lines of a CSV text, whichever of comma, semicolon and tab separates its columns."""
    lines = text.splitlines()
    separator = max(",;\t", key=lines[0].count) if lines else ","
    reader = csv.DictReader(lines, delimiter=separator)
    return [
        {k.strip().lower(): v.strip() for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}
        for row in reader
    ]


def _member(row: dict[str, str], file: Path, number: int) -> Mapping[str, Any]:
    if not row.get("email") or not row.get("groups"):
        raise UsageError(
            "a line lacks an address or groups",
            place=f"{file}:{number}",
            remedy="Every line needs the columns email and groups. Nothing was changed.",
        )
    return {
        **{k: row[k] for k in _COLUMNS if row.get(k)},
        **{k: _day(row[k], f"{file}:{number}", k) for k in ("from", "until") if row.get(k)},
        **{k: listed(row[k]) for k in ("copy", "themes") if row.get(k)},
        "email": row["email"],
        "groups": listed(row["groups"]),
    }


def _day(text: str, place: str, column: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            "{text} is no day",
            place=place,
            text=text,
            remedy="Write it in the column {column} as 2027-12-31. Nothing was changed.",
            column=column,
        ) from error
