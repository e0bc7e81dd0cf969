"""Digests that pause, each pause and each end of one a row that is never changed: the newest counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select

from servwatch.archive.database import Database
from servwatch.archive.draft_tables import pause


@dataclass(frozen=True, slots=True)
class Pause:
    """That a digest does not come before a day, or (None) that it does again."""

    digest: str
    until: date | None
    by: str
    at: datetime


class Pauses:
    """The pauses of all digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, one: Pause) -> None:
        """Let a digest pause, or end its pause."""
        values = {"digest": one.digest, "until": one.until, "by": one.by, "at": one.at}
        with self._database.write() as connection:
            connection.execute(insert(pause).values(values))

    def of(self, today: date) -> dict[str, Pause]:
        """The digests that pause on a day."""
        newest = select(func.max(pause.c.id)).group_by(pause.c.digest)
        statement = select(pause).where(pause.c.id.in_(newest), pause.c.until > today)
        with self._database.read() as connection:
            return {
                found["digest"]: Pause(found["digest"], found["until"], found["by"], found["at"])
                for found in connection.execute(statement).mappings()
            }
