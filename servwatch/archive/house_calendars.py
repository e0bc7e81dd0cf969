"""The calendar of the house as it was last read from its address."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from servwatch.archive.database import Database
from servwatch.archive.deadline_tables import house_calendar
from servwatch.archive.upsert import upsert


@dataclass(frozen=True, slots=True)
class KeptCalendar:
    """What is kept of one address."""

    address: str
    tried: datetime
    fetched: datetime | None = None  # when the body came; None: never
    failing: datetime | None = None  # since when it cannot be had
    etag: str | None = None
    last_modified: str | None = None
    rule: str = ""  # what became of the last try
    body: str | None = None  # the last good one


class HouseCalendars:
    """The table of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, address: str) -> KeptCalendar | None:
        """What is kept of an address, None for nothing."""
        with self._database.read() as connection:
            row = (
                connection.execute(select(house_calendar).where(house_calendar.c.address == address))
                .mappings()
                .first()
            )
            return KeptCalendar(**row) if row is not None else None

    def keep(self, kept: KeptCalendar) -> None:
        """Keep it in the place of what was."""
        with self._database.write() as connection:
            connection.execute(upsert(connection, house_calendar), asdict(kept))
