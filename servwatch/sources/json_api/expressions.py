"""JMESPath (jmespath.org/specification.html) with the few functions that publishers' data ask for."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import jmespath
from jmespath import functions

from servwatch.sources.dates import read_date

MAX_TEXT = 200_000
_PLACE = re.compile(r"\{([^{}]+)\}")
_ADDRESS = re.compile(r"https?://")


class _Functions(functions.Functions):  # type: ignore[misc]  # jmespath has no types
    """Ours besides the standard ones. A wrong type gives null, as in JMESPath's own `not_null` style."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        self._zone = zone
        self._now = now

    @functions.signature({"types": ["string", "null"]})  # type: ignore[untyped-decorator]
    def _func_lower(self, text: str | None) -> str | None:
        return text.lower() if text is not None else None

    @functions.signature({"types": ["string", "null"]})  # type: ignore[untyped-decorator]
    def _func_upper(self, text: str | None) -> str | None:
        return text.upper() if text is not None else None

    @functions.signature(  # type: ignore[untyped-decorator]
        {"types": ["string", "null"]}, {"types": ["string"]}, {"types": ["string"]}
    )
    def _func_replace(self, text: str | None, old: str, new: str) -> str | None:
        return text.replace(old, new)[:MAX_TEXT] if text is not None and old else text

    @functions.signature({"types": ["string", "number", "null"]})  # type: ignore[untyped-decorator]
    def _func_day(self, value: object) -> int | None:
        stated = read_date(text_of(value), zone=self._zone, now=self._now)
        return int(stated.day.strftime("%Y%m%d")) if stated else None

    @functions.signature()  # type: ignore[untyped-decorator]
    def _func_today(self) -> int:
        return int(self._now.astimezone(self._zone).strftime("%Y%m%d"))


class Expressions:
    """Evaluates expressions at one moment, in the council's zone."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        self._options = jmespath.Options(custom_functions=_Functions(zone, now))

    def value(self, expression: str, data: Any) -> Any:
        """What the expression finds; None too where the data do not suit it."""
        try:
            return _compiled(expression).search(data, options=self._options)
        except (
            jmespath.exceptions.JMESPathError,
            RecursionError,
            TypeError,
            ValueError,
            KeyError,
            AttributeError,
        ):
            return None

    def text(self, expression: str, data: Any) -> str:
        """What it finds, as text; of a list the first that says something."""
        return text_of(self.value(expression, data))

    def texts(self, expression: str, data: Any) -> list[str]:
        """What it finds, as a list of texts."""
        value = self.value(expression, data)
        return [text for one in (value if isinstance(value, list) else [value]) if (text := text_of(one))]

    def address(self, expression: str, data: Any) -> str:
        """An address: of a template such as "https://x/{id}", whose braces hold expressions, or found as text.

        "" where a part of the template finds nothing.
        """
        if not _ADDRESS.match(expression):
            return self.text(expression, data)
        parts = {place: self.text(place, data) for place in _PLACE.findall(expression)}
        if not all(parts.values()):
            return ""
        return _PLACE.sub(lambda m: quote(parts[m[1]], safe="/:()_-.,~"), expression)


def text_of(value: Any, depth: int = 5) -> str:
    """A value of JSON as text. Whole numbers are whole: the id of a consultation is 18805, not 18805.0.

    Of a list it is the first that says something, down to lists in lists of a few levels.
    """
    if isinstance(value, list):
        return next((text for one in value if depth and (text := text_of(one, depth - 1))), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if isinstance(value, str | float) or abs(value) < 10**100 else ""


@lru_cache(maxsize=500)
def _compiled(expression: str) -> Any:
    return jmespath.compile(expression)
