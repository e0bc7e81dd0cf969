"""Print for people: aligned lines, colour on a terminal, nothing fancy in a pipe or a cron mail."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

_COLOURS = {"good": "32", "bad": "31", "doubt": "33", "dim": "2", "bold": "1"}


def say(text: str = "", *, style: str = "", error: bool = False) -> None:
    """Print a line; the style counts on a terminal only."""
    stream = sys.stderr if error else sys.stdout
    print(coloured(text, style) if style and stream.isatty() else text, file=stream)


def coloured(text: str, style: str) -> str:
    """The text in a colour of the terminal."""
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m"


def say_json(value: Any, *, indent: int | None = None) -> None:
    """Print a value as JSON; times in ISO 8601."""
    print(json.dumps(value, ensure_ascii=False, indent=indent, default=_plain))  # noqa: T201


def _plain(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)


def table(rows: Iterable[Sequence[str]], header: Sequence[str] = ()) -> None:
    """Print rows in aligned columns; the last column is as long as it likes."""
    lines = [list(header), *map(list, rows)] if header else [list(row) for row in rows]
    if not lines:
        return
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]) - 1)]
    for number, line in enumerate(lines):
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        say("  ".join([*cells, line[-1]]).rstrip(), style="dim" if header and number == 0 else "")


def when(time: datetime | None, zone: ZoneInfo) -> str:
    """A time as people here read it, "-" for none."""
    return time.astimezone(zone).strftime("%a %d %b %Y %H:%M") if time is not None else "-"


def plural(count: int, one: str, many: str = "") -> str:
    """The number with its noun: "1 item", "2 items"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def interactive() -> bool:
    """Whether a person watches: progress bars make sense."""
    return sys.stderr.isatty()
