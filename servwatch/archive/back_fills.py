"""How far the reading of each source's past has come, so that it goes on where it was broken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from servwatch.archive.database import Database
from servwatch.archive.source_tables import back_fill
from servwatch.archive.upsert import upsert


@dataclass(frozen=True, slots=True)
class BackFill:
    """The reading of one source's past, back to a day."""

    source: str
    reading: str  # fingerprint of the keys that decide how it is read
    since: date
    cursor: Mapping[str, Any]  # where to go on
    pages: int = 0
    items: int = 0
    finished: datetime | None = None


class BackFills:
    """The table of them, one for each source."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, source: str) -> BackFill | None:
        """How far a source was read back, None where it never was."""
        with self._database.read() as connection:
            row = connection.execute(select(back_fill).where(back_fill.c.source == source)).mappings().first()
            return BackFill(**row) if row is not None else None

    def put(self, progress: BackFill) -> None:
        """Note how far it has come."""
        with self._database.write() as connection:
            connection.execute(upsert(connection, back_fill), [asdict(progress)])
