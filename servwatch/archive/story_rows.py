"""An item in its story as it is kept, with all by which later ones are compared with it."""

from __future__ import annotations

from array import array
from datetime import datetime
from sys import intern
from typing import Any

from servwatch.insight.stories import Candidate, Membership, Sketch, Told, title_text


def story_row(member: Membership, number: int, candidate: Candidate, now: datetime) -> dict[str, Any]:
    """The row of a new item in the story of that number."""
    told = candidate.told
    return {
        "item": member.item,
        "story": number,
        "at": told.at,
        "joined": now,
        "how": member.how.value,
        "score": round(member.score, 4),
        "document": candidate.document,
        "facts": dict(member.facts) or None,
        "signals": sorted(told.sketch.signals),
        "runs": array("I", candidate.runs).tobytes() or None,
        "meaning": told.sketch.meaning or None,
    }


def to_candidate(row: Any) -> Candidate:
    """What a row, joined with its item, tells of it."""
    sketch = Sketch(frozenset(map(intern, row.signals)), row.meaning or b"")
    told = Told(row.item, sketch, row.at, row.source, row.language or "", row.story)
    runs = array("I", row.runs) if row.runs else ()
    return Candidate(told, row.canonical, row.document, title_text(row.title), runs, row.published)
