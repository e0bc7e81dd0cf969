"""Every valid configuration that was in force, so that a faulty file does not stop the watch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import ColumnElement, insert, select

from servwatch.archive.database import Database
from servwatch.archive.schema import revision


@dataclass(frozen=True, slots=True)
class Revision:
    """One valid state of the configuration files. `files` maps absolute paths to texts."""

    id: int
    made: datetime
    fingerprint: str
    files: Mapping[str, str]
    author: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A revision without its texts. Without an author it was found on disk: changed by hand or by a command."""

    id: int
    made: datetime
    author: str
    reason: str


class Revisions:
    """The revisions of each configuration path."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self, path: str, files: Mapping[str, str], now: datetime, *, author: str = "", reason: str = ""
    ) -> bool:
        """Keep a valid configuration. False where it is the newest one already."""
        fingerprint = fingerprint_of(files)
        newest = self.newest(path)
        if newest is not None and newest.fingerprint == fingerprint:
            return False
        values = {
            "made": now,
            "path": path,
            "fingerprint": fingerprint,
            "files": dict(files),
            "author": author,
            "reason": reason,
        }
        with self._database.write() as connection:
            connection.execute(insert(revision).values(values))
        return True

    def newest(self, path: str, *, before: datetime | None = None) -> Revision | None:
        """The last valid configuration of a path, of now or of a time (aware), or None."""
        then = [] if before is None else [revision.c.made <= before]
        return self._first(revision.c.path == path, *then)

    def get(self, path: str, id: int) -> Revision | None:  # noqa: A002
        """One revision of a path, or None."""
        return self._first(revision.c.path == path, revision.c.id == id)

    def before(self, path: str, id: int) -> Revision | None:  # noqa: A002
        """The revision of a path before one of them, or None."""
        return self._first(revision.c.path == path, revision.c.id < id)

    def listed(self, path: str, *, before: int | None = None, limit: int = 50) -> list[Kept]:
        """Who kept which revision of a path, when and why, the newest first; their texts are not read."""
        columns = (revision.c.id, revision.c.made, revision.c.author, revision.c.reason)
        statement = select(*columns).where(revision.c.path == path)
        if before is not None:
            statement = statement.where(revision.c.id < before)
        with self._database.read() as connection:
            rows = connection.execute(statement.order_by(revision.c.id.desc()).limit(limit))
            return [Kept(*row) for row in rows]

    def _first(self, *wanted: ColumnElement[bool]) -> Revision | None:
        statement = select(revision).where(*wanted).order_by(revision.c.id.desc()).limit(1)
        with self._database.read() as connection:
            row = connection.execute(statement).first()
        if row is None:
            return None
        return Revision(row.id, row.made, row.fingerprint, row.files, row.author, row.reason)


def fingerprint_of(files: Mapping[str, str]) -> str:
    """A short name of the state of the files."""
    return blake2b(repr(sorted(files.items())).encode(), digest_size=16).hexdigest()
