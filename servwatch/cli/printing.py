"""Print for people: aligned lines, colour on a terminal, nothing fancy in a pipe or a cron mail."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any, TextIO
from zoneinfo import ZoneInfo

_COLOURS = {"good": "32", "bad": "31", "doubt": "33", "dim": "2", "bold": "1"}
_NARROWEST = 24
"""Characters the last column of a table needs beside the others; with less, each row becomes lines of its own."""


def say(text: str = "", *, style: str = "", error: bool = False) -> None:
    """Print a line; the style counts on a terminal only."""
    stream = sys.stderr if error else sys.stdout
    print(coloured(text, style) if style and coloured_on(stream) else text, file=stream)


def coloured(text: str, style: str) -> str:
    """The text in a colour of the terminal."""
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m"


def coloured_on(stream: TextIO | None) -> bool:
    """Whether a stream shows colours: a terminal does, unless NO_COLOR (no-color.org) or its kind forbids it."""
    return watched(stream) and not os.environ.get("NO_COLOR")


def watched(stream: TextIO | None) -> bool:
    """Whether a person looks at a stream, on a terminal that can move its cursor."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def interactive() -> bool:
    """Whether a person watches: progress bars make sense."""
    return watched(sys.stderr)


def say_json(value: Any, *, indent: int | None = None) -> None:
    """Print a value as JSON; times in ISO 8601."""
    print(json.dumps(value, ensure_ascii=False, indent=indent, default=_plain))  # noqa: T201


def _plain(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)


def table(rows: Iterable[Sequence[str]], header: Sequence[str] = (), *, empty: str = "") -> None:
    """Print rows in aligned columns, or what `empty` says where there are none.

    On a terminal the last column is wrapped beside the others, or, where that leaves it too little
    room, each row becomes lines of its own. Elsewhere a row is one line, however long.
    """
    lines = [list(row) for row in rows]
    if not lines:
        if empty:
            say(empty)
        return
    widths = [max(map(len, column)) for column in zip(*lines, *([header] if header else []), strict=True)][
        :-1
    ]
    before = sum(widths) + 2 * len(widths)
    width = get_terminal_size().columns if watched(sys.stdout) else None
    if width is not None and before + _NARROWEST > width and before + max(len(r[-1]) for r in lines) > width:
        _stacked(lines, header, width)
        return
    if header:
        _aligned(header, widths, None, "dim")
    for line in lines:
        _aligned(line, widths, width, "")


def _aligned(line: Sequence[str], widths: Sequence[int], width: int | None, style: str) -> None:
    first = "".join(f"{cell.ljust(size)}  " for cell, size in zip(line, widths, strict=False))
    last = [line[-1]] if width is None else _wrapped(line[-1], max(width - len(first), _NARROWEST))
    say((first + last[0]).rstrip(), style=style)
    for more in last[1:]:
        say(" " * len(first) + more, style=style)


def _stacked(lines: Sequence[Sequence[str]], header: Sequence[str], width: int) -> None:
    names = header or [""] * len(lines[0])
    for line in lines:
        say(line[0], style="bold")
        for name, cell in zip(names[1:], line[1:], strict=True):
            if cell:
                text = f"{name}: {cell}" if name else cell
                first, *rest = _wrapped(text, width - 4)
                say("\n".join([f"  {first}", *(f"    {more}" for more in rest)]))


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text; an address or a path stays whole, so that it can be copied."""
    return wrap(text, width, break_on_hyphens=False, break_long_words=False) or [""]


def when(time: datetime | None, zone: ZoneInfo) -> str:
    """A time as people here read it, "-" for none."""
    return time.astimezone(zone).strftime("%a %d %b %Y %H:%M") if time is not None else "-"


def plural(count: int, one: str, many: str = "") -> str:
    """The number with its noun: "1 item", "2 items"."""
    return f"{count} {one if count == 1 else many or one + 's'}"
