"""Copy a SQLite archive while others write to it, and copy one into a live archive (https://www.sqlite.org/backup.html)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from servwatch.errors import BackupError

PAGES = 4096
"""Pages copied in one step."""
BUSY_SECONDS = 60.0

Steps = Callable[[int, int], None]
"""Told how many pages are left, of how many."""


def snapshot(file: Path, copy: Path, told: Steps) -> dict[str, int]:
    """Copy the archive of a file, as of one moment, into a file without a log; return how many rows each table has.

    The source is read within one transaction, so that no writer makes the copy begin again.

    Raises:
        BackupError: the copy is not sound, or has not the rows that the archive has.
    """
    with opened(file) as source, opened(copy) as target:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # only now the snapshot is taken
        counted = row_counts(source)
        source.backup(target, pages=PAGES, progress=lambda _status, left, all_: told(left, all_))
        source.rollback()
        target.execute("PRAGMA journal_mode = DELETE")
    verify(copy, counted)
    return counted


def pour(copy: Path, into: Path, told: Steps) -> None:
    """Put the archive of a file in the place of what is in a live one, in one transaction of the latter.

    Other processes that have it open go on with the new one at their next transaction.
    """
    with opened(copy) as source, opened(into) as target:
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target, pages=-1, progress=lambda _status, left, all_: told(left, all_))
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def verify(copy: Path, counted: dict[str, int]) -> None:
    """See that a copy is sound and has these rows. Raises BackupError."""
    try:
        with opened(copy) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            counts = row_counts(connection)
    except sqlite3.DatabaseError as error:
        found, counts = str(error), {}
    if found != "ok" or counts != counted:
        cause = found if found != "ok" else "it has other rows than the archive"
        raise BackupError("the copy of the archive is not sound: {cause}", place=str(copy), cause=cause)


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has, but for those that the search makes for itself."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'item_search%' ORDER BY name"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608  # names of tables


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection of its own to a file."""
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        yield connection
