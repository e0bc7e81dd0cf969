"""Days in an address, a query or the body of a request: `{today}` and `{since}`.

`{since}` is today less the source's `window`; after an outage that was longer, a cycle gives a wider one. A day is
written as 2026-11-22 (in UTC), or in a format of strftime: `{since:%d%m%Y}`. Nothing else in braces is touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

WINDOW = timedelta(days=30)
"""How far back `{since}` lies, where the source does not say."""

_PLACE = re.compile(r"\{(today|since)(?::([^{}]{1,40}))?\}")


def filled(text: str, now: datetime, window: timedelta | None) -> str:
    """`text` with its days put in."""
    days = {"today": now, "since": now - (window or WINDOW)}
    return _PLACE.sub(lambda m: days[m[1]].strftime(m[2] or "%Y-%m-%d"), text)


def filled_within(value: Any, now: datetime, window: timedelta | None) -> Any:
    """The same in every text of a structure of tables and lists."""
    if isinstance(value, str):
        return filled(value, now, window)
    if isinstance(value, dict):
        return {key: filled_within(one, now, window) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [filled_within(one, now, window) for one in value]
    return value


def named(*values: Any) -> set[str]:
    """Which days a text, or any text of a structure, names: "today", "since"."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, str):
            found.update(match[1] for match in _PLACE.finditer(value))
        elif isinstance(value, Mapping):
            found |= named(*value.values())
        elif isinstance(value, list | tuple):
            found |= named(*value)
    return found
