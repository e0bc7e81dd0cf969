"""Figures over the archive, counted by the database: items by source and theme over time, deadlines ahead, polls of a source.

Time is cut into steps of whole days from a first day on; a step is named by its number, from 0.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Label, cast, func, literal, select

from servwatch.archive.database import Database
from servwatch.archive.schema import deadline, item, item_theme, poll
from servwatch.model import Verdict
from servwatch.model.deadlines import DeadlineState

_AT = "at_step"
"""The name of the number of a step: its parameters make two expressions of it, which PostgreSQL does not group by."""


class Figures:
    """Counts over the tables. Quarantined items are not counted; both days of a span are included."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_source(self, first: date, last: date, step: int) -> dict[tuple[str, int], int]:
        """How many items by source and step of so many days, by the days they bear."""
        number = self._step(item.c.day, first, step)
        statement = (
            select(item.c.source, number, func.count())
            .where(item.c.day.between(first, last), item.c.quarantined.is_(False))
            .group_by(item.c.source, _AT)
        )
        return self._counted(statement)

    def by_theme(self, first: date, last: date, step: int) -> dict[tuple[str, int], int]:
        """The same by theme; an item of several themes counts for each."""
        number = self._step(item.c.day, first, step)
        statement = (
            select(item_theme.c.theme, number, func.count())
            .join(item, item.c.id == item_theme.c.item)
            .where(item.c.day.between(first, last), item.c.quarantined.is_(False))
            .group_by(item_theme.c.theme, _AT)
        )
        return self._counted(statement)

    def deadlines(self, first: date, last: date, step: int) -> dict[tuple[DeadlineState, int], int]:
        """How many deadlines by state and step of so many days."""
        number = self._step(deadline.c.date, first, step)
        statement = (
            select(deadline.c.state, number, func.count())
            .where(deadline.c.date.between(first, last))
            .group_by(deadline.c.state, _AT)
        )
        return {(DeadlineState(state), at): count for (state, at), count in self._counted(statement).items()}

    def polls(self, source: str, since: datetime) -> list[tuple[datetime, Verdict]]:
        """When a source was polled since a time, and with which verdict; the oldest first."""
        statement = (
            select(poll.c.at, poll.c.verdict)
            .where(poll.c.source == source, poll.c.at >= since)
            .order_by(poll.c.at)
        )
        with self._database.read() as connection:
            return [(row.at, Verdict(row.verdict)) for row in connection.execute(statement)]

    def days_of(self, source: str, first: date, last: date) -> dict[date, int]:
        """How many items a source has of each day on which it has some."""
        counted = (
            select(item.c.day, func.count())
            .where(item.c.source == source, item.c.day.between(first, last), item.c.quarantined.is_(False))
            .group_by(item.c.day)
        )
        with self._database.read() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(counted)}

    def items_of(self, source: str) -> int:
        """How many items a source has, those in quarantine too."""
        with self._database.read() as connection:
            counted = select(func.count()).select_from(item).where(item.c.source == source)
            return int(connection.execute(counted).scalar_one())

    def held_of(self, source: str) -> int:
        """How many items of a source are in quarantine."""
        held = (
            select(func.count())
            .select_from(item)
            .where(item.c.source == source, item.c.quarantined.is_(True))
        )
        with self._database.read() as connection:
            return int(connection.execute(held).scalar_one())

    def _counted(self, statement: Any) -> dict[tuple[Any, int], int]:
        with self._database.read() as connection:
            return {(row[0], int(row[1])): int(row[2]) for row in connection.execute(statement)}

    def _step(self, day: ColumnElement[date], first: date, step: int) -> Label[int]:
        """The number of the step that a day lies in; whole numbers are divided without a rest."""
        if self._database.is_sqlite:
            days = cast(func.julianday(day) - func.julianday(first.isoformat()), Integer)
        else:
            days = cast(day - literal(first), Integer)
        return days.op("/")(step).label(_AT)
