"""Editions as they were sent, read some at a time: for the interface, and for the pages that are kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

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

    def numbered(
        self, digest: str | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[EditionRow]:
        """Every edition that has a number, the oldest first; a few are read at a time.

        Of one digest, and of those that were due from one time and before another, where these are given.
        """
        wanted = select(edition).where(edition.c.number > 0)
        if digest is not None:
            wanted = wanted.where(edition.c.digest == digest)
        if since is not None:
            wanted = wanted.where(edition.c.scheduled >= since)
        if until is not None:
            wanted = wanted.where(edition.c.scheduled < until)
        after = 0
        while True:
            part = wanted.where(edition.c.id > after).order_by(edition.c.id).limit(_AT_ONCE)
            with self._database.read() as connection:
                rows = connection.execute(part).mappings().all()
            if not rows:
                return
            after = rows[-1]["id"]
            yield from (EditionRow(**row) for row in rows)

    def times(self) -> list[tuple[str, datetime]]:
        """Of every edition that has a number: its digest, and when it was due."""
        wanted = select(edition.c.digest, edition.c.scheduled).where(edition.c.number > 0)
        with self._database.read() as connection:
            return [(row.digest, row.scheduled) for row in connection.execute(wanted)]
