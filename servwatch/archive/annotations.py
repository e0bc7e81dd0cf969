"""Annotations as they are kept: the themes of an item with every match that gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert
from sqlalchemy.dialects import postgresql, sqlite

from servwatch.archive.schema import annotation, item_theme
from servwatch.model import Annotation, Deadline, Match, Reference, ThemeScore


def put_annotations(connection: Connection, annotations: Sequence[Annotation], *, new: bool = False) -> None:
    """Write annotations; `new` says that their items have none yet."""
    if not annotations:
        return
    rows = [_row(a) for a in annotations]
    if new:
        connection.execute(insert(annotation), rows)
    else:
        dialect_insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        statement = dialect_insert(annotation)
        changes = {c.name: statement.excluded[c.name] for c in annotation.c if c.name != "item"}
        connection.execute(statement.on_conflict_do_update(index_elements=["item"], set_=changes), rows)
        ids = [a.item for a in annotations]
        for start in range(0, len(ids), 500):
            connection.execute(delete(item_theme).where(item_theme.c.item.in_(ids[start : start + 500])))
    scores = [{"theme": t.theme, "item": a.item, "score": t.score} for a in annotations for t in a.themes]
    if scores:
        connection.execute(insert(item_theme), scores)


def _row(a: Annotation) -> dict[str, Any]:
    return {
        "item": a.item,
        "fingerprint": a.fingerprint,
        "language": a.language,
        "themes": themes_json(a.themes),
        "references": [{"kind": r.kind, "id": r.id, "url": r.url} for r in a.references],
        "deadlines": [{"date": d.date.isoformat(), "kind": d.kind, "text": d.text} for d in a.deadlines],
    }


def themes_json(themes: Iterable[ThemeScore]) -> list[dict[str, Any]]:
    """The themes as `--json` shows them and the archive keeps them."""
    return [
        {
            "id": t.theme,
            "score": round(t.score, 3),
            "matches": [
                {
                    "term": m.term,
                    "field": m.field,
                    "start": m.start,
                    "end": m.end,
                    "text": m.text,
                    "rule": m.rule,
                    "weight": m.weight,
                }
                for m in t.matches
            ],
        }
        for t in themes
    ]


def to_annotation(item: int, row: Any) -> Annotation:
    """The annotation of a row of the table (or of a join that has its columns)."""
    return Annotation(
        item=item,
        fingerprint=row.fingerprint,
        language=row.annotated_language,
        themes=tuple(
            ThemeScore(t["id"], t["score"], tuple(Match(**match) for match in t["matches"]))
            for t in row.themes
        ),
        references=tuple(Reference(**r) for r in row.references),
        deadlines=tuple(Deadline(date.fromisoformat(d["date"]), d["kind"], d["text"]) for d in row.deadlines),
    )
