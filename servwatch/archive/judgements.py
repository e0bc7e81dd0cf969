"""Judgements as they are kept: what people say of items, each a row that is never changed.

To take one back, the same person gives another: of each person the newest counts, see `insight.judging`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from servwatch.archive.database import Database
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.judgement_tables import judgement
from servwatch.archive.schema import item
from servwatch.model import Annotation, Item, Judgement, Ruling

_MANY = 400  # items asked for at a time, well under SQLite's limit of variables


def put_judgements(connection: Connection, *judgements: Judgement) -> None:
    """Add judgements within a transaction, such as that of an edition that is edited.

    Raises IntegrityError for an item that the archive does not hold.
    """
    if judgements:
        connection.execute(insert(judgement), [_row(one) for one in judgements])


class Judgements:
    """The judgements of the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, *judgements: Judgement) -> None:
        """Add judgements in a transaction of their own. Raises IntegrityError as `put_judgements`."""
        with self._database.write() as connection:
            put_judgements(connection, *judgements)

    def of_item(self, number: int) -> list[Judgement]:
        """All that was said of an item, in the order in which it was said."""
        return self.of_items(number, number)

    def of_items(self, first: int, last: int) -> list[Judgement]:
        """All that was said of the items from one id to another, in the order in which it was said."""
        statement = select(judgement).where(judgement.c.item.between(first, last)).order_by(judgement.c.id)
        with self._database.read() as connection:
            return [_judgement(row) for row in connection.execute(statement).mappings()]

    def in_digest(self, digest: str, *, since: int = 0) -> list[Judgement]:
        """What editors of a digest said of its items with ids from one on, in the order in which it was said."""
        of_editors = (Ruling.KEPT.value, Ruling.DROPPED.value, Ruling.WITHDRAWN.value)
        editors = judgement.c.ruling.in_(of_editors)
        of_digest = (judgement.c.digest == digest, judgement.c.item >= since, editors)
        statement = select(judgement).where(*of_digest).order_by(judgement.c.id)
        with self._database.read() as connection:
            return [_judgement(row) for row in connection.execute(statement).mappings()]

    def judged(self, since: date | None = None) -> Iterator[tuple[Item, Annotation | None, list[Judgement]]]:
        """Every item of which something was said, with that, in the order of the ids; read in batches."""
        for numbers in self._judged_items(since):
            said: dict[int, list[Judgement]] = {number: [] for number in numbers}
            with self._database.read() as connection:
                rows = connection.execute(joined().where(item.c.id.in_(numbers)).order_by(item.c.id)).all()
                of_these = select(judgement).where(judgement.c.item.in_(numbers)).order_by(judgement.c.id)
                for one in map(_judgement, connection.execute(of_these).mappings()):
                    said[one.item].append(one)
            for row in rows:
                yield to_item(row), annotation_of(row), said[row.id]

    def _judged_items(self, since: date | None) -> Iterator[list[int]]:
        after = 0
        while True:
            wanted = select(judgement.c.item).where(judgement.c.item > after).distinct()
            if since is not None:
                wanted = wanted.join(item, item.c.id == judgement.c.item).where(item.c.day >= since)
            with self._database.read() as connection:
                statement = wanted.order_by(judgement.c.item).limit(_MANY)
                numbers = list(connection.execute(statement).scalars())
            if not numbers:
                return
            yield numbers
            after = numbers[-1]


def _row(one: Judgement) -> dict[str, Any]:
    return {
        "item": one.item,
        "theme": one.theme or None,
        "digest": one.digest or None,
        "ruling": one.ruling.value,
        "at": one.at,
        "by": one.by,
        "note": one.note,
    }


def _judgement(row: Any) -> Judgement:
    return Judgement(
        row["item"],
        Ruling(row["ruling"]),
        row["by"],
        row["at"],
        row["theme"] or "",
        row["digest"] or "",
        row["note"],
    )
