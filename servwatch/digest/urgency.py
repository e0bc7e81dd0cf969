"""Does an item wait for the next edition? Pure."""

from __future__ import annotations

from collections.abc import Iterable

from servwatch.model import Item, Settings, ThemeScore


def urgent(item: Item, themes: Iterable[ThemeScore], settings: Settings) -> bool:
    """Whether its source, or one of the themes that count for a digest, is marked critical."""
    source = settings.source(item.source)
    critical = {theme.id for theme in settings.themes if theme.critical}
    return (source is not None and source.critical) or any(one.theme in critical for one in themes)
