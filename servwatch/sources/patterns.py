"""The patterns of `include`, `exclude` and `item_kind` in feeds.toml."""

from __future__ import annotations

from collections.abc import Iterable


def matches(pattern: str, texts: Iterable[str]) -> bool:
    """Whether `pattern` occurs in one of `texts`, an address or a category.

    A pattern is a part of the text, in any case: "/resource/news/", "POLICY_AREA=ESAI". "*" stands for
    any characters, or none: "/news/*/press". No other character means anything but itself;
    addresses are full of "?", "+" and brackets. An empty pattern matches nothing.
    """
    parts = pattern.casefold().split("*")
    return bool(pattern) and any(_in_order(parts, text.casefold()) for text in texts)


def _in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
