"""Annotations as they are kept: the themes of an item with every match that gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, time
from typing import Any

from sqlalchemy import Connection, delete, insert

from servwatch.archive.portions import portions
from servwatch.archive.schema import annotation, item_reference, item_theme
from servwatch.archive.upsert import upsert
from servwatch.insight.dossiers import connections
from servwatch.insight.references import known_as
from servwatch.model import Annotation, Deadline, Match, Reference, ThemeScore


def put_annotations(connection: Connection, annotations: Sequence[Annotation]) -> None:
    """Write annotations, in the place of those that the items may have."""
    if not annotations:
        return
    connection.execute(upsert(connection, annotation), [_row(a.item, a) for a in annotations])
    ids = [a.item for a in annotations]
    for part in portions(ids):
        for table in (item_theme, item_reference):
            connection.execute(delete(table).where(table.c.item.in_(part)))
    _put_themes(connection, ((a.item, a) for a in annotations))
    _put_references(connection, ((a.item, a) for a in annotations))


def add_annotations(connection: Connection, annotations: Sequence[tuple[int, Annotation]]) -> None:
    """Write the annotations of new items: (item, annotation)."""
    connection.execute(insert(annotation), [_row(number, a) for number, a in annotations])
    _put_themes(connection, annotations)
    _put_references(connection, annotations)


def _put_themes(connection: Connection, annotations: Iterable[tuple[int, Annotation]]) -> None:
    scores = [
        {"theme": t.theme, "item": number, "score": t.score} for number, a in annotations for t in a.themes
    ]
    if scores:
        connection.execute(insert(item_theme), scores)


def _put_references(connection: Connection, annotations: Iterable[tuple[int, Annotation]]) -> None:
    named = [row for number, a in annotations if a.references for row in _reference_rows(number, a)]
    if named:
        connection.execute(insert(item_reference), named)


def _reference_rows(number: int, a: Annotation) -> list[dict[str, Any]]:
    joined = connections(a.references)
    rows = {}
    for r in reversed(a.references):  # of one form in two roles the first, which is the stronger
        ref = known_as(r.kind, r.id).name
        row = {"ref": ref, "item": number, "written": r.id, "kind": r.kind, "role": r.role}
        rows[ref, r.id] = row | {"joins": ref in joined and r.role != "text"}
    return list(rows.values())


def _row(number: int, a: Annotation) -> dict[str, Any]:
    return {
        "item": number,
        "fingerprint": a.fingerprint,
        "language": a.language,
        "themes": [
            (
                t.theme,
                round(t.score, 3),
                [(m.term, m.field, m.start, m.end, m.text, m.rule, m.weight) for m in t.matches],
            )
            for t in a.themes
        ],
        "references": [(r.kind, r.id, r.url, r.role) for r in a.references],
        "deadlines": [_deadline_row(d) for d in a.deadlines],
    }


def to_annotation(item: int, row: Any) -> Annotation:
    """The annotation of a row of the table (or of a join that has its columns)."""
    return Annotation(
        item=item,
        fingerprint=row.fingerprint,
        language=row.annotated_language,
        themes=tuple(
            ThemeScore(theme, score, tuple(Match(*match) for match in matches))
            for theme, score, matches in row.themes
        ),
        references=tuple(Reference(*r) for r in row.references),
        deadlines=to_deadlines(row.deadlines),
    )


def to_deadlines(rows: Iterable[Any]) -> tuple[Deadline, ...]:
    """The deadlines of the column of an annotation."""
    return tuple(_to_deadline(*columns) for columns in rows)


def _deadline_row(d: Deadline) -> tuple[Any, ...]:
    moment, ends = d.time.isoformat("minutes") if d.time else None, d.ends.isoformat() if d.ends else None
    told = (d.field, d.start, d.end, d.rule, d.confidence, d.source)
    return d.date.isoformat(), d.kind, d.text, moment, *told, ends


def _to_deadline(day: str, kind: str, words: str, moment: str | None = None, *told: Any) -> Deadline:
    """A deadline from its row. Rows of before times and places were kept have three columns."""
    clock = time.fromisoformat(moment) if moment else None
    if not told:
        return Deadline(date.fromisoformat(day), kind, words, clock)
    *rest, ends = told
    last = date.fromisoformat(ends) if ends else None
    return replace(Deadline(date.fromisoformat(day), kind, words, clock, *rest), ends=last)


def themes_json(themes: Iterable[ThemeScore]) -> list[dict[str, Any]]:
    """The themes as `--json` shows them."""
    return [
        {"id": t.theme, "score": round(t.score, 3), "matches": [asdict(match) for match in t.matches]}
        for t in themes
    ]
