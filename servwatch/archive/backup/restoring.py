"""Bring a backup back into an archive, which may be in use: its readers see the old one, then the new one."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from servwatch.archive import migrations
from servwatch.archive.backup import postgresql_copy, sqlite_copy
from servwatch.archive.backup.container import SQLITE_MEMBER, Backup, copy_out
from servwatch.archive.backup.taking import Told
from servwatch.archive.database import HEAD, Database, in_turn
from servwatch.errors import ArchiveTooNew, BackupError


def check(backup: Backup, database: Database) -> None:
    """See that a backup is whole and can be brought back into this archive. Raises BackupError, ArchiveTooNew."""
    manifest = backup.manifest
    kind = "sqlite" if database.is_sqlite else "postgresql"
    if manifest.database != kind:
        raise BackupError(
            "it is a backup of {found}, and the archive is on {kind}",
            place=str(backup.path),
            remedy="Name an archive of the same kind in [servwatch] database, or with --db.",
            found=manifest.database,
            kind=kind,
        )
    if manifest.schema != HEAD and not migrations.knows(manifest.schema):
        raise ArchiveTooNew(
            "the backup was made by a later version of servwatch (schema {found}, this one knows {head})",
            place=str(backup.path),
            remedy="Install version {version} or a newer one.",
            found=manifest.schema,
            head=HEAD,
            version=manifest.version,
        )
    backup.verify()


def bring_back(
    backup: Backup,
    database: Database,
    prepare: Callable[[Connection], None] = lambda _: None,
    told: Told = lambda *_: None,
) -> None:
    """Put what is in a backup in the place of what is in the archive, and bring it up to this version's schema.

    What `prepare` writes is part of it: nobody ever sees the one without the other. Who calls holds both locks. Raises BackupError where the backup is damaged; the archive is then as it was.
    """
    if database.file is not None:
        _into_sqlite(backup, database.file, prepare, told)
    else:
        _into_postgresql(backup, database, prepare, told)


def _into_sqlite(backup: Backup, file: Path, prepare: Callable[[Connection], None], told: Told) -> None:
    with tempfile.TemporaryDirectory(prefix=".servwatch-", dir=file.parent) as folder:
        copy = Path(folder) / SQLITE_MEMBER
        with copy.open("wb") as opened:
            copy_out(backup.pieces(SQLITE_MEMBER), opened)
        sqlite_copy.verify(copy, dict(backup.manifest.tables))
        with closing(Database(f"sqlite:///{copy}")) as older, older.write() as connection:  # now up to date
            prepare(connection)
        try:
            sqlite_copy.pour(copy, file, lambda left, all_: told(all_ - left, all_, "restoring"))
        except sqlite3.Error as error:
            raise BackupError(
                "the archive cannot be written: {cause}",
                place=str(file),
                remedy="See that no other program holds the file, and that its disk has room; then try again.",
                cause=str(error),
            ) from error


def _into_postgresql(
    backup: Backup, database: Database, prepare: Callable[[Connection], None], told: Told
) -> None:
    manifest = backup.manifest
    names = [name.removesuffix(".copy") for name in manifest.members]
    with database.write() as connection:
        in_turn(connection, "schema")
        there = postgresql_copy.tables(connection)
        if manifest.schema == HEAD:
            listed = ", ".join(f'"{name}"' for name in there)
            connection.execute(text(f"TRUNCATE {listed}"))
        else:
            for name in reversed(there):
                connection.execute(text(f'DROP TABLE "{name}" CASCADE'))
            migrations.run(connection, to=manifest.schema)
            connection.execute(text(f'DELETE FROM "{postgresql_copy.FIRST}"'))  # noqa: S608  # our table
        for number, name in enumerate(names):
            told(number, len(names), name)
            postgresql_copy.copied_in(connection, name, backup.pieces(f"{name}.copy"))
        found = postgresql_copy.row_counts(connection, names)
        if found != {name: manifest.tables[name] for name in names}:
            raise BackupError("the backup has other rows than it says", place=str(backup.path))
        if manifest.schema != HEAD:
            migrations.run(connection)
        postgresql_copy.set_sequences(connection, dict(manifest.sequences))
        prepare(connection)
