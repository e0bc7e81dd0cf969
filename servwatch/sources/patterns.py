"""The patterns of `include`, `exclude` and `item_kind` in feeds.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def matches(pattern: str, texts: Iterable[str]) -> bool:
    """Whether `pattern` occurs in one of `texts`, an address or a category.

    A pattern is a part of the text, in any case: "/resource/news/", "POLICY_AREA=ESAI". "*" stands for any
    characters: "/news/*/press". No other character means anything but itself; addresses are full of
    "?", "+" and brackets. An empty pattern matches nothing.
    """
    search = _compiled(pattern).search
    return bool(pattern) and any(search(text) for text in texts)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    first, *others = [re.escape(part) for part in pattern.split("*") if part] or [""]
    # Atomic after the first part: what one star has passed over, no later star may try again.
    expression = first + "".join(f"(?>.*?{part})" for part in others)
    return re.compile(expression, re.IGNORECASE | re.DOTALL)
