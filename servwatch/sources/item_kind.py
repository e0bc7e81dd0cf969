"""What sort of thing an item is, by the rule of its source."""

from __future__ import annotations

from servwatch.model import ItemKind, KindRule, RawItem
from servwatch.sources.patterns import matches


def kind_of(item: RawItem, rule: KindRule) -> ItemKind:
    """The kind of the first pattern that matches the item's address or a category, else the default.

    The order is that of feeds.toml; see `patterns.matches`.
    """
    texts = (item.url, *item.categories)
    return next((kind for pattern, kind in rule.patterns if matches(pattern, texts)), rule.default)
