"""An item as commands show it to people: on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servwatch.model import Annotation, Item


def item_line(item: Item, annotation: Annotation | None, width: int = 0) -> str:
    """An item on one line, with its themes; the names of sources take `width` characters."""
    themes = ", ".join(f"{t.theme} {t.score:g}" for t in annotation.themes) if annotation else ""
    line = f"{item.id:>7}  {item.day}  {item.source:<{width}}  {item.title}"
    return f"{line}  [{themes}]" if themes else line
