"""Categories as publishers give them, each once and clean."""

from __future__ import annotations

import re
from collections.abc import Iterable

from servwatch.sources.plain_text import plain_text

MAX_CATEGORIES = 30
MAX_CATEGORY = 100

# Press Corner joins its codes: "POLICY_AREA=ESAI,REGIONAL".
_JOINED = re.compile(r"([A-Za-z_]{2,40}=)([^=,]+(?:,[^=,]+)+)$")


def categories(terms: Iterable[str]) -> tuple[str, ...]:
    """Categories as plain text, joined ones taken apart, each once, thirty at most."""
    found: dict[str, str] = {}
    for term in terms:
        joined = _JOINED.match(term.strip())
        parts = [joined[1] + part.strip() for part in joined[2].split(",")] if joined else [term]
        for part in parts:
            text = plain_text(part, markup=False, limit=MAX_CATEGORY)
            if text:
                found.setdefault(text.casefold(), text)
    return tuple(found.values())[:MAX_CATEGORIES]
