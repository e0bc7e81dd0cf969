"""Editions as they were sent, read some at a time: for the interface, and for the pages that are kept of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from servwatch.archive.database import Database
from servwatch.archive.editions import EditionRow
from servwatch.archive.schema import edition

_AT_ONCE = 20  # editions of 100 kB each


class SentEditions:
    """The editions of the archive, which name no recipient."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def before(self, digest: str | None, number: int | None, limit: int) -> list[EditionRow]:
        """The newest, or those before one (by its id), without their texts; of one digest where it is named."""
        columns = [column for column in edition.c if column.name not in ("html", "text")]
        wanted = select(*columns).order_by(edition.c.id.desc()).limit(limit)
        if digest is not None:
            wanted = wanted.where(edition.c.digest == digest)
        if number is not None:
            wanted = wanted.where(edition.c.id < number)
        with self._database.read() as connection:
            return [EditionRow(**row) for row in connection.execute(wanted).mappings()]

    def numbered(self) -> Iterator[EditionRow]:
        """Every edition that has a number, the oldest first; a few are read at a time."""
        after = 0
        while True:
            wanted = select(edition).where(edition.c.id > after, edition.c.number > 0)
            with self._database.read() as connection:
                rows = connection.execute(wanted.order_by(edition.c.id).limit(_AT_ONCE)).mappings().all()
            if not rows:
                return
            after = rows[-1]["id"]
            yield from (EditionRow(**row) for row in rows)
