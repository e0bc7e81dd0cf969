"""The faults of sources: since when each stands, when staff were told, when it healed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, or_, select, true, update

from servwatch.archive.database import Database
from servwatch.archive.outbox import Outgoing, enqueue
from servwatch.archive.source_tables import source_fault


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One spell of one fault of one source, from the run that noticed it on. `id` is 0 for one not stored yet."""

    id: int
    source: str  # "" for the network as a whole
    kind: str  # "content" | "system"
    fault: str  # by its newest name
    since: date
    noticed: datetime
    told: datetime | None = None
    healed: datetime | None = None
    over: datetime | None = None  # when staff were told, after this was told them, that it is well again


class FaultLog:
    """The table of faults."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[FaultRow]:
        """Every fault there ever was, in the order in which they were noticed."""
        return self._where(true())

    def recent(self, since: datetime) -> list[FaultRow]:
        """The faults that stand, and those that healed since a time."""
        return self._where(or_(source_fault.c.healed.is_(None), source_fault.c.healed >= since))

    def of(self, source: str) -> list[FaultRow]:
        """The faults of one source, in the order in which they were noticed."""
        return self._where(source_fault.c.source == source)

    def _where(self, condition: ColumnElement[bool]) -> list[FaultRow]:
        with self._database.read() as connection:
            rows = connection.execute(select(source_fault).where(condition).order_by(source_fault.c.id))
            return [FaultRow(**row) for row in rows.mappings()]

    def keep(self, rows: Sequence[FaultRow], messages: Sequence[Outgoing] = ()) -> None:
        """Write faults, and put the mails that tell of them into the outbox: all of it or nothing."""
        if not rows and not messages:
            return
        with self._database.write() as connection:
            for row in rows:
                values = {name: value for name, value in asdict(row).items() if name != "id"}
                if row.id:
                    connection.execute(update(source_fault).where(source_fault.c.id == row.id).values(values))
                else:
                    connection.execute(insert(source_fault).values(values))
            enqueue(connection, None, messages)
