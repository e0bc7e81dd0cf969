"""The records of the interface as JSON Schema (draft 2020-12): what `servwatch.cycle.machine_records` makes."""

from __future__ import annotations

from typing import Any

from servwatch.model import DeadlineState, ItemKind

Part = dict[str, Any]
_TEXT: Part = {"type": "string"}
_NUMBER: Part = {"type": "integer"}
_SHARE: Part = {"type": "number"}
_YES: Part = {"type": "boolean"}
_TIME: Part = {"type": "string", "format": "date-time"}
_DAY: Part = {"type": "string", "format": "date"}


def _or_null(one: Part) -> Part:
    return {"anyOf": [one, {"type": "null"}]}


def _record(**properties: Part) -> Part:
    """A record that has all of these, and may get others."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _many(one: Part) -> Part:
    return {"type": "array", "items": one}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


SCHEMAS: Part = {
    "Error": _record(error=_TEXT),
    "Match": _record(
        term=_TEXT, field=_TEXT, start=_NUMBER, end=_NUMBER, text=_TEXT, rule=_TEXT, weight=_SHARE
    ),
    "Theme": _record(id=_TEXT, score=_SHARE, matches=_many(_ref("Match"))),
    "Reference": _record(kind=_TEXT, id=_TEXT, url=_TEXT, role=_TEXT),
    "Said": _record(date=_DAY, kind=_TEXT, text=_TEXT),
    "Item": _record(
        id=_NUMBER,
        source=_TEXT,
        url=_TEXT,
        title=_TEXT,
        summary=_TEXT,
        language=_TEXT,
        published=_or_null(_TIME),
        first_seen=_TIME,
        themes=_many(_ref("Theme")),
        references=_many(_ref("Reference")),
        deadlines=_many(_ref("Said")),
        story=_or_null(_NUMBER),
        kind={"type": "string", "enum": [kind.value for kind in ItemKind]},
        version=_NUMBER,
        baseline=_YES,
        quarantined=_YES,
    ),
    "Deadline": _record(
        date=_DAY,
        kind=_TEXT,
        item=_or_null(_NUMBER),
        text=_TEXT,
        state={"type": "string", "enum": [state.value for state in DeadlineState]},
        owner=_TEXT,
        working_days=_NUMBER,
        id=_NUMBER,
        time=_or_null(_TEXT),
        title=_TEXT,
        url=_TEXT,
        source=_TEXT,
        standing=_TEXT,
    ),
    "Source": _record(
        id=_TEXT,
        body=_TEXT,
        kind=_TEXT,
        url=_TEXT,
        enabled=_YES,
        state=_TEXT,
        verdict=_or_null(_TEXT),
        since=_or_null(_TIME),
        last_ok=_or_null(_TIME),
        last_item=_or_null(_TIME),
        items=_NUMBER,
    ),
    "Digest": _record(
        id=_TEXT,
        layout=_TEXT,
        language=_TEXT,
        enabled=_YES,
        title={"type": "object", "additionalProperties": _TEXT},
        schedule=_TEXT,
    ),
    "Edition": _record(
        id=_NUMBER,
        digest=_TEXT,
        number=_NUMBER,
        scheduled=_TIME,
        frozen=_TIME,
        state=_TEXT,
        language=_TEXT,
        subject=_TEXT,
        counts={"type": "object", "additionalProperties": _NUMBER},
    ),
    "Status": _record(
        ok=_YES,
        last_run=_or_null({"type": "object"}),
        sources={"type": "object"},
        outbox={"type": "object"},
        editions=_many({"type": "object"}),
        attention=_many(_record(what=_TEXT, id=_TEXT, since=_or_null(_TEXT), remedy=_TEXT)),
    ),
}
