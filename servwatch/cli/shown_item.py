"""An item as commands show it: on one line for people, as JSON for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from servwatch.model import Annotation, Item


def item_line(item: Item, annotation: Annotation | None, width: int = 0) -> str:
    """An item on one line, with its themes; the names of sources take `width` characters."""
    themes = ", ".join(f"{t.theme} {t.score:g}" for t in annotation.themes) if annotation else ""
    line = f"{item.id:>7}  {item.day}  {item.source:<{width}}  {item.title}"
    return f"{line}  [{themes}]" if themes else line


def item_json(item: Item, annotation: Annotation | None, story: int | None = None) -> dict[str, Any]:
    """An item as `--json` prints it; keys are added, never changed."""
    from servwatch.archive.annotations import themes_json

    return {
        "id": item.id,
        "source": item.source,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "language": (annotation.language if annotation else "") or item.language,
        "published": item.published,
        "first_seen": item.first_seen,
        "themes": themes_json(annotation.themes) if annotation else [],
        "references": [asdict(r) for r in annotation.references] if annotation else [],
        "deadlines": [asdict(d) for d in annotation.deadlines] if annotation else [],
        "story": story,
        "kind": item.kind.value,
        "version": item.version,
        "baseline": item.baseline,
        "quarantined": item.quarantined,
    }
