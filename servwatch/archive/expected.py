"""What came of each expectation in each of its windows, and the items that may be what was awaited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from servwatch.archive.database import Database
from servwatch.archive.outbox import Outgoing, enqueue
from servwatch.archive.schema import item
from servwatch.archive.source_tables import expectation
from servwatch.archive.upsert import upsert


@dataclass(frozen=True, slots=True)
class AwaitedRow:
    """One window of one expectation."""

    expectation: str
    first: date
    last: date
    reading: str  # fingerprint of what matches; another one looks at every item again
    seen: int = 0  # every item up to this one was looked at
    item: int | None = None  # the one that was awaited
    day: date | None = None  # of that item
    told: datetime | None = None  # when staff were mailed that it had not come


class Candidate(NamedTuple):
    """An item that came while something was awaited."""

    id: int
    day: date
    source: str
    kind: str
    title: str


def look_again(connection: Connection, first: int) -> None:
    """Have the items from one on looked at once more by what still waits: they left quarantine."""
    waiting = update(expectation).where(expectation.c.seen >= first, expectation.c.item.is_(None))
    connection.execute(waiting.values(seen=first - 1))


class AwaitedLog:
    """The table of expectations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, last: date) -> list[AwaitedRow]:
        """The windows that closed on a day or later, the oldest first."""
        statement = select(expectation).where(expectation.c.last >= last)
        with self._database.read() as connection:
            rows = connection.execute(statement.order_by(expectation.c.first, expectation.c.expectation))
            return [AwaitedRow(**row) for row in rows.mappings()]

    def newest(self) -> int:
        """The newest item there is, 0 for none."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(item.c.id))).scalar() or 0

    def candidates(self, after: int, first: date, *, quarantined: bool = False) -> list[Candidate]:
        """The items after one, of a day or later, the oldest first: those in quarantine, or the others."""
        columns = (item.c.id, item.c.day, item.c.source, item.c.kind, item.c.title)
        wanted = select(*columns).where(
            item.c.id > after, item.c.day >= first, item.c.quarantined.is_(quarantined)
        )
        with self._database.read() as connection:
            return [Candidate(*row) for row in connection.execute(wanted.order_by(item.c.id))]

    def keep(self, rows: Sequence[AwaitedRow], messages: Sequence[Outgoing] = ()) -> None:
        """Write windows, and put the mails that tell of them into the outbox: all of it or nothing."""
        if not rows and not messages:
            return
        with self._database.write() as connection:
            if rows:
                connection.execute(upsert(connection, expectation), [asdict(row) for row in rows])
            enqueue(connection, None, messages)
