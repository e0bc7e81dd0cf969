"""The archive read from end to end, in batches, so that memory stays flat however much it holds.

Each batch is a short reading of its own: items that arrive meanwhile are met too, and nothing waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select

from servwatch.archive.database import Database
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.schema import item, item_theme, ledger
from servwatch.model import Annotation, Item, Outcome

BATCH = 1000
"""Items read at a time."""
_TEXTS = 10_000
_AT_ONCE = 400  # of values in one IN list, well under SQLite's limit of variables


class ItemBatches:
    """The items that are not in quarantine, in the order of their ids."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, since: date | None = None) -> int:
        """How many there are."""
        statement = select(func.count()).select_from(item).where(*_wanted(since))
        with self._database.read() as connection:
            return int(connection.execute(statement).scalar_one())

    def first_day(self, most: int, since: date, today: date) -> date:
        """The day from which on there are no more than so many items up to today, `since` at the earliest.

        A day is not cut, and the newest is always among them.
        """
        these = (*_wanted(since), item.c.day <= today)
        beyond = select(item.c.day).where(*these).order_by(item.c.day.desc()).offset(most).limit(1)
        with self._database.read() as connection:
            day: date | None = connection.execute(beyond).scalar()
            if day is None:
                return since
            newest: date = connection.execute(select(func.max(item.c.day)).where(*these)).scalar_one()
        return min(day + timedelta(days=1), newest)

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

    def texts(self, since: date) -> Iterator[tuple[int, str, str, str]]:
        """Id, title, summary and source of each item since a day, in the order of their ids; nothing else is read."""
        columns = (item.c.id, item.c.title, item.c.summary, item.c.source)
        after = 0
        while True:
            statement = select(*columns).where(item.c.id > after, *_wanted(since))
            with self._database.read() as connection:
                batch = connection.execute(statement.order_by(item.c.id).limit(_TEXTS)).all()
            if not batch:
                return
            for row in batch:
                yield row[0], row[1], row[2], row[3]
            after = batch[-1][0]

    def texts_of(self, ids: Sequence[int], since: date) -> Iterator[tuple[int, str, str, str]]:
        """The same of these items, those since a day."""
        columns = (item.c.id, item.c.title, item.c.summary, item.c.source)
        for start in range(0, len(ids), _AT_ONCE):
            part = item.c.id.in_(ids[start : start + _AT_ONCE])
            with self._database.read() as connection:
                rows = connection.execute(select(*columns).where(part, *_wanted(since)).order_by(item.c.id))
                yield from [(row[0], row[1], row[2], row[3]) for row in rows]

    def of_source(self, sources: Sequence[str], since: date) -> set[int]:
        """The items of some sources since a day."""
        statement = select(item.c.id).where(item.c.source.in_(sources), *_wanted(since))
        with self._database.read() as connection:
            return set(connection.execute(statement).scalars())

    def of_ids(self, ids: Sequence[int]) -> Iterator[tuple[Item, Annotation | None]]:
        """These items with their annotations, in the order of their ids."""
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            with self._database.read() as connection:
                rows = connection.execute(joined().where(item.c.id.in_(part)).order_by(item.c.id)).all()
            for row in rows:
                yield to_item(row), annotation_of(row)

    def of_theme(self, theme: str, since: date) -> Iterator[list[tuple[Item, Annotation | None]]]:
        """In batches, the items since a day that have a theme; those that are not in quarantine."""
        held = select(item_theme.c.item).where(item_theme.c.theme == theme)
        statement = select(item.c.id).where(item.c.id.in_(held), *_wanted(since)).order_by(item.c.id)
        with self._database.read() as connection:
            ids = list(connection.execute(statement).scalars())
        for start in range(0, len(ids), BATCH):
            yield list(self.of_ids(ids[start : start + BATCH]))

    def by_theme(self, since: date) -> dict[str, int]:
        """How many items since a day have each theme."""
        # In SQLite a join would begin with all themes of all items.
        these = select(item.c.id).where(*_wanted(since))
        counted = select(item_theme.c.theme, func.count()).where(item_theme.c.item.in_(these))
        statement = counted.group_by(item_theme.c.theme)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}

    def chosen(self, first: int, last: int) -> set[int]:
        """The items from one id to another that any digest told."""
        told = ledger.c.outcome == Outcome.CHOSEN.value
        statement = select(ledger.c.item).where(ledger.c.item.between(first, last), told).distinct()
        with self._database.read() as connection:
            return set(connection.execute(statement).scalars())


def _wanted(since: date | None) -> list[ColumnElement[bool]]:
    free = item.c.quarantined.is_(False)
    return [free] if since is None else [free, item.c.day >= since]
