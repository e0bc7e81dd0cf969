"""The meetings ahead as each digest that comes before them knows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import delete, insert, select

from servwatch.archive.database import Database, in_turn
from servwatch.archive.deadline_tables import known_meeting
from servwatch.model import KnownMeeting


class KnownMeetings:
    """The table of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, digest: str) -> tuple[KnownMeeting, ...]:
        """Those of a digest, in the order of their moments."""
        columns = [column for column in known_meeting.c if column.name not in ("id", "digest")]
        statement = select(*columns).where(known_meeting.c.digest == digest)
        statement = statement.order_by(known_meeting.c.id)
        with self._database.read() as connection:
            return tuple(KnownMeeting(**row) for row in connection.execute(statement).mappings())

    def keep(self, digest: str, known: Iterable[KnownMeeting]) -> None:
        """Let them be those; nothing is written where they are already."""
        rows = tuple(known)
        if rows == self.of(digest):
            return
        with self._database.write() as connection:
            in_turn(connection, "digests")
            connection.execute(delete(known_meeting).where(known_meeting.c.digest == digest))
            if rows:
                values = [{**asdict(one), "digest": digest} for one in rows]
                connection.execute(insert(known_meeting), values)
