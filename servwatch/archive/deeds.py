"""What people did in the console: rows are added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from servwatch.archive.console_tables import deed
from servwatch.archive.database import Database


@dataclass(frozen=True, slots=True)
class Deed:
    """One change somebody made. `act` is the name of the page that made it: "sources.disable"."""

    at: datetime
    by: str
    act: str
    about: str = ""
    detail: str = ""
    place: str = ""


class Deeds:
    """The deeds of the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, done: Deed) -> None:
        """Write one down."""
        values = {name: getattr(done, name) for name in Deed.__slots__}
        with self._database.write() as connection:
            connection.execute(insert(deed).values(values))

    def newest(self, limit: int = 100, *, before: int | None = None, by: str = "") -> list[tuple[int, Deed]]:
        """The newest with their numbers, or those before a number; of one person where named."""
        wanted = select(deed).order_by(deed.c.id.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(deed.c.id < before)
        if by:
            wanted = wanted.where(deed.c.by == by)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return [(row.id, Deed(*(getattr(row, name) for name in Deed.__slots__))) for row in rows]

    def people(self) -> list[str]:
        """The names of everybody who did something."""
        with self._database.read() as connection:
            names = connection.execute(select(deed.c.by).distinct().order_by(deed.c.by)).scalars()
            return [name for name in names if name]
