"""Items, deadlines and sources as machines are given them: by `--json`, and by the interface of the console."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from servwatch.archive.annotations import themes_json
from servwatch.archive.source_state import SourceState
from servwatch.cycle.source_standing import asks, fault_of, standing
from servwatch.insight import deadline_register
from servwatch.insight.working_days import last_meeting, working_days_left
from servwatch.model import Annotation, Calendar, Item, RegisteredDeadline, Source


def item_json(item: Item, annotation: Annotation | None, story: int | None = None) -> dict[str, Any]:
    """An item as `--json` prints it; keys are added, never changed."""
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


def deadline_json(
    entry: RegisteredDeadline, today: date, calendar: Calendar, language: str
) -> dict[str, Any]:
    """A deadline as `--json` prints it; keys are added, never changed."""
    meeting = last_meeting(today, entry.date, calendar)
    return {
        "date": entry.date,
        "kind": entry.kind,
        "item": entry.item,
        "text": entry.text,
        "state": entry.state.value,
        "owner": entry.owner,
        "working_days": working_days_left(today, entry.date, calendar),
        "id": entry.id,
        "time": f"{entry.time:%H:%M}" if entry.time else None,
        "title": entry.title,
        "url": entry.url,
        "source": entry.body,
        "note": entry.note,
        "standing": deadline_register.standing(entry, today),
        "moved_from": entry.moved_from,
        "unsaid": entry.unsaid,
        "found": entry.source,
        "confidence": entry.confidence,
        "last_meeting": (
            {"date": meeting.date, "name": meeting.title(language)} if meeting is not None else None
        ),
    }


def source_json(
    source: Source, state: SourceState | None, counts: tuple[int, int], zone: ZoneInfo, today: date
) -> dict[str, Any]:
    """A source as `sources list --json` prints it; keys are added, never changed."""
    fault = fault_of(state, zone, today)
    return {
        "id": source.id,
        "body": source.body,
        "kind": source.kind,
        "url": source.url,
        "enabled": source.enabled,
        "state": standing(source, state, fault, counts[1], today),
        "verdict": state.verdict.value if state and state.verdict else None,
        "since": state.verdict_since if state else None,
        "last_ok": state.last_ok if state else None,
        "last_item": state.last_item if state else None,
        "items": counts[0],
        "quarantined": counts[1],
        "name": source.name,
        "next_poll": state.next_poll if state else None,
        "failures": state.failures if state else 0,
        "moved_to": state.moved_to if state else None,
        "rule": (state.rule if state else "") or "",
        "origin": source.origin,
        "fault": fault.name if fault else None,
        "fault_since": fault.since.astimezone(zone).date() if fault else None,
        "remedy": fault.remedy if fault else "",
        "asks": asks(source, state, fault, today) or bool(source.enabled and counts[1]),
        "silent_on": state.outlook.silent_on if state else None,
    }
