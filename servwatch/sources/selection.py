"""A source's own choice of its items: `include` and `exclude` in feeds.toml."""

from __future__ import annotations

from dataclasses import replace

from servwatch.model import Parsed, RawItem, Source
from servwatch.sources.patterns import matches

ALL_LEFT_OUT = "It has items, but include, exclude or `where` of this source leave every one of them out."
"""Why an answer with items gives none; kinds that choose while they read say so too, and give EMPTY."""


def accept(item: RawItem, source: Source) -> bool:
    """Whether the source wants the item: some `include` matches where there are any, and no `exclude`.

    Patterns are looked for in the address and in each category, see `patterns.matches`.
    """
    texts = (item.url, *item.categories)
    if source.include and not any(matches(pattern, texts) for pattern in source.include):
        return False
    return not any(matches(pattern, texts) for pattern in source.exclude)


def select(parsed: Parsed, source: Source) -> Parsed:
    """`parsed` with the wanted items only, and a note on the others.

    The verdict stays: a publisher whose every item we leave out is well, and not EMPTY. The rule
    then says ALL_LEFT_OUT, so that the two can be told apart.
    """
    if not parsed.items or not (source.include or source.exclude):
        return parsed
    items = tuple(item for item in parsed.items if accept(item, source))
    if len(items) == len(parsed.items):
        return parsed
    note = f"{len(parsed.items) - len(items)} of {len(parsed.items)} items left out by include and exclude."
    rule = parsed.rule if items else ALL_LEFT_OUT
    return replace(parsed, rule=rule, items=items, notes=(*parsed.notes, note))
