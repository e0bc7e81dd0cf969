"""Make a backup of an archive that is in use."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from servwatch import __version__
from servwatch.archive.backup import postgresql_copy, sqlite_copy
from servwatch.archive.backup.container import CHUNK, SQLITE_MEMBER, Manifest, Writing, write_backup
from servwatch.archive.database import HEAD, Database, shown
from servwatch.errors import BackupError

Told = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being done."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a backup carries besides the archive."""

    taken: datetime
    machine: str
    revision: int = 0
    configuration: str = ""


def take(database: Database, path: Path, facts: Facts, told: Told = lambda *_: None) -> Manifest:
    """Write a backup of one moment of the archive to `path`, whatever else is at work.

    It is read again and held against the archive before it gets its name. Raises BackupError.
    """
    try:
        with write_backup(path) as writing:
            if database.file is not None:
                return _of_sqlite(database.file, path.parent, writing, facts, told)
            if database.is_sqlite:
                raise BackupError("an archive in memory cannot be backed up")
            return _of_postgresql(database, writing, facts, told)
    except SQLAlchemyError as error:
        raise BackupError(
            "the archive cannot be read: {cause}", place=shown(database.url), cause=str(error)
        ) from error


def _manifest(database: str, facts: Facts, tables: dict[str, int], sequences: dict[str, int]) -> Manifest:
    return Manifest(
        version=__version__,
        schema=HEAD,
        database=database,
        taken=facts.taken,
        machine=facts.machine,
        revision=facts.revision,
        configuration=facts.configuration,
        tables=tables,
        sequences=sequences,
    )


def _of_sqlite(file: Path, beside: Path, writing: Writing, facts: Facts, told: Told) -> Manifest:
    with tempfile.TemporaryDirectory(prefix=".servwatch-", dir=beside) as folder:
        copy = Path(folder) / SQLITE_MEMBER
        counted = sqlite_copy.snapshot(file, copy, lambda left, all_: told(all_ - left, all_, "copying"))
        size, done = copy.stat().st_size, 0
        with copy.open("rb") as opened, writing.member(SQLITE_MEMBER) as write:
            while data := opened.read(CHUNK):
                write(data)
                done += len(data)
                told(done, size, "packing")
    manifest = _manifest("sqlite", facts, counted, {})
    writing.close(manifest)
    return manifest


def _of_postgresql(database: Database, writing: Writing, facts: Facts, told: Told) -> Manifest:
    with database.read() as connection:  # REPEATABLE READ: one snapshot
        names = postgresql_copy.tables(connection)
        counted = postgresql_copy.row_counts(connection, names)
        for number, name in enumerate(names):
            told(number, len(names), name)
            with writing.member(f"{name}.copy") as write:
                lines = _written(connection, name, write)
            if lines != counted[name]:
                raise BackupError("the copy of {table} has other rows than the archive", table=name)
        manifest = _manifest("postgresql", facts, counted, postgresql_copy.sequences(connection, names))
    writing.close(manifest)
    return manifest


def _written(connection: Connection, name: str, write: Callable[[bytes], None]) -> int:
    """Write the rows of a table; how many. In COPY's text a row is a line: what ends one in a value is escaped."""
    lines = -1  # the header
    for data in postgresql_copy.copied_out(connection, name):
        write(data)
        lines += data.count(b"\n")
    return lines
