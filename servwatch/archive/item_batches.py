"""The archive read from end to end, in batches, so that memory stays flat however much it holds.

Each batch is a short reading of its own: items that arrive meanwhile are met too, and nothing waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, func, select

from servwatch.archive.database import Database
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.schema import item, ledger
from servwatch.model import Annotation, Item, Outcome

BATCH = 1000
"""Items read at a time."""


class ItemBatches:
    """The items that are not in quarantine, in the order of their ids."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, since: date | None = None) -> int:
        """How many there are."""
        statement = select(func.count()).select_from(item).where(*_wanted(since))
        with self._database.read() as connection:
            return int(connection.execute(statement).scalar_one())

    def each(
        self, since: date | None = None, size: int = BATCH
    ) -> Iterator[list[tuple[Item, Annotation | None]]]:
        """All of them with their annotations; `since` is the first day."""
        after = 0
        while True:
            statement = joined().where(item.c.id > after, *_wanted(since)).order_by(item.c.id).limit(size)
            with self._database.read() as connection:
                batch = [(to_item(row), annotation_of(row)) for row in connection.execute(statement)]
            if not batch:
                return
            yield batch
            after = batch[-1][0].id

    def chosen(self, first: int, last: int) -> set[int]:
        """The items from one id to another that any digest told."""
        told = ledger.c.outcome == Outcome.CHOSEN.value
        statement = select(ledger.c.item).where(ledger.c.item.between(first, last), told).distinct()
        with self._database.read() as connection:
            return set(connection.execute(statement).scalars())


def _wanted(since: date | None) -> list[ColumnElement[bool]]:
    free = item.c.quarantined.is_(False)
    return [free] if since is None else [free, item.c.day >= since]
