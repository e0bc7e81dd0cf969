"""Every valid configuration that was in force, so that a faulty file does not stop the watch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import insert, select

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
        statement = select(revision).where(revision.c.path == path).order_by(revision.c.id.desc()).limit(1)
        if before is not None:
            statement = statement.where(revision.c.made <= before)
        with self._database.read() as connection:
            row = connection.execute(statement).first()
        return (
            None
            if row is None
            else Revision(row.id, row.made, row.fingerprint, row.files, row.author, row.reason)
        )


def fingerprint_of(files: Mapping[str, str]) -> str:
    """A short name of the state of the files."""
    return blake2b(repr(sorted(files.items())).encode(), digest_size=16).hexdigest()
