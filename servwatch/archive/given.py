"""What a source states of an item in fields of their own, as it is kept: only what there is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from servwatch.model import NOTHING_GIVEN, Given


def given_row(given: Given) -> dict[str, Any] | None:
    """The document that keeps it, None for nothing."""
    told = {
        "deadline": given.deadline.isoformat() if given.deadline else None,
        "day_only": given.day_only,
        "begins": given.begins.isoformat() if given.begins else None,
        "ends": given.ends.isoformat() if given.ends else None,
        "stage": given.stage,
        "references": list(given.references),
    }
    return {name: value for name, value in told.items() if value} or None


def to_given(document: Any) -> Given:
    """What a document keeps."""
    if not document:
        return NOTHING_GIVEN
    return Given(
        deadline=datetime.fromisoformat(document["deadline"]) if "deadline" in document else None,
        day_only=bool(document.get("day_only")),
        begins=_day(document.get("begins")),
        ends=_day(document.get("ends")),
        stage=document.get("stage", ""),
        references=tuple(document.get("references", ())),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
