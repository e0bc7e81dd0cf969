"""Open the database: SQLite in WAL by default, PostgreSQL by URL; bring its schema up to date.

SQLite writes with synchronous=FULL, since a mark before the final dot of a mail must survive a power
cut; short write transactions begin IMMEDIATE, so that two processes wait for each other instead of
failing half-way (https://www.sqlite.org/lang_transaction.html). On PostgreSQL one reading is one
snapshot too (REPEATABLE READ), and what must happen in turn asks for it with `in_turn`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InternalError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)

from servwatch.archive import search
from servwatch.archive.columns import to_json
from servwatch.archive.schema import metadata
from servwatch.archive.sqlite_connections import sqlite_engine, tell_sqlite, unhurried
from servwatch.errors import ArchiveTooNew, ArchiveUnreachable

HEAD = "0017"
"""The newest migration; a test holds it equal to the folder's."""
_OWN_FAULTS = (
    DataError,
    IntegrityError,
    InternalError,
    NotSupportedError,
    ProgrammingError,
    sqlite3.DataError,
    sqlite3.IntegrityError,
    sqlite3.InternalError,
    sqlite3.NotSupportedError,
    sqlite3.ProgrammingError,
)  # not of the database itself
_VERSION_TABLE = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
_WRONG_PLACE = (
    "See that the address in [servwatch] database is right, and that its folder or server is there."
)
_WRONG_FILE = "It is no archive of servwatch, or a damaged one: name another in [servwatch] database, or restore a backup."

_REMEDIES = (
    (("not a database", "malformed", "already exists", "no such"), _WRONG_FILE),
    (("is locked",), "Another program has held it for long: see what it is, and try again when it is done."),
    (("readonly", "read-only"), "Run servwatch as the user who owns the file and its folder."),
    (("is full", "No space"), "Make room on its disk; nothing that was stored is lost."),
)
"""By words of the cause, what to do."""


class Database:
    """An open database with an up-to-date schema. Raises ArchiveUnreachable, ArchiveTooNew on opening.

    A `read` or `write` that fails for want of the database itself (it is full, locked, gone) raises
    ArchiveUnreachable too.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._reader = self.engine
        if not self.is_sqlite:
            snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            self._reader = self.engine.execution_options(**snapshot)
        try:
            self._upgrade()
        except SQLAlchemyError as error:
            self.engine.dispose()
            raise _unreachable(url, error) from error
        except BaseException:
            self.engine.dispose()
            raise

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of an embedded database."""
        name = self.engine.url.database
        return Path(name) if self.is_sqlite and name and name != ":memory:" else None

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Connection]:
        """Run one transaction that is committed as a whole or not at all.

        Its commit waits for the disk. One that is not `lasting` does not on SQLite: it outlives the process at once, a power
        cut only from the next commit that waits, which makes all before it last too.
        """
        with self._connection(self.engine, "BEGIN IMMEDIATE", lasting=lasting) as connection:
            try:
                yield connection
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read from one moment's state."""
        with self._connection(self._reader, "BEGIN") as connection:
            try:
                yield connection
            finally:
                connection.rollback()

    def settle_down(self) -> None:
        """Make what was committed without waiting for the disk last now.

        By a commit that waits and changes nothing. A checkpoint would not do: while somebody reads it may have
        nothing to copy, and then does not sync the log (https://www.sqlite.org/wal.html#ckpt).
        """
        if self.is_sqlite:
            with self.write() as connection:
                connection.exec_driver_sql("PRAGMA user_version = 0")  # used for nothing; writes one page

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def _connection(self, engine: Engine, begin: str, *, lasting: bool = True) -> Iterator[Connection]:
        try:
            with (
                engine.connect() as connection,
                unhurried(connection, lasting=lasting or not self.is_sqlite),
            ):
                if self.is_sqlite:
                    connection.begin()  # so that the end is told to the database whatever is done in between
                    tell_sqlite(connection, begin)
                yield connection
        except (DatabaseError, sqlite3.DatabaseError) as error:
            if isinstance(error, _OWN_FAULTS):
                raise
            raise _unreachable(self.url, error) from error

    def _upgrade(self) -> None:
        """Make the schema of a new database, or run the migrations an older one lacks.

        A new database gets its tables directly, which a test holds equal to what the migrations make:
        alembic costs 0.3 s and 39 MiB, too much for each first start.
        """
        with self.engine.connect() as connection:
            found = _version(connection)
        if found == HEAD:
            return
        if found is None:
            with self.write() as connection:
                in_turn(connection, "schema")
                if _version(connection) is None:  # another process may have been quicker
                    metadata.create_all(connection, checkfirst=False)  # another program's tables: an error
                    search.create(connection)
                    connection.execute(text(_VERSION_TABLE))
                    connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": HEAD})
            return
        from servwatch.archive import migrations

        if not migrations.knows(found):
            raise ArchiveTooNew(
                "the archive was written by a later version of servwatch (schema {found}, this one knows {head})",
                place=shown(self.url),
                remedy="Install that version or a newer one, or restore a backup made before the upgrade.",
                found=found,
                head=HEAD,
            )
        with self.write() as connection:
            in_turn(
                connection, "schema"
            )  # another process may be at it, and then there is nothing left to do
            migrations.run(connection)


def in_turn(connection: Connection, what: str) -> None:
    """Let one transaction at a time go beyond this point, until it ends. On SQLite a write is alone anyway."""
    if connection.dialect.name != "sqlite":
        key = crc32(f"servwatch {what}".encode())
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def shown(url: str) -> str:
    """The address without its password."""
    try:
        return url if url.startswith("sqlite:///") else make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "the database"


def _engine(url: str) -> Engine:
    try:
        parsed = _parsed(url)
        if parsed.get_backend_name() == "sqlite":
            return sqlite_engine(parsed)
        return create_engine(
            parsed,
            pool_pre_ping=True,
            pool_size=4,
            max_overflow=4,
            json_serializer=to_json,
            connect_args={"options": "-c timezone=UTC"},  # else a date of the year 9999 cannot be read back
        )
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise _unreachable(url, error) from error


def file_of(url: str) -> Path | None:
    """The file of a SQLite database, by its address; None for one in memory, and for a server."""
    scheme, _, path = url.partition(":///")
    return Path(path) if scheme == "sqlite" and path and path != ":memory:" else None


def _parsed(url: str) -> URL:
    """The address. What follows ``sqlite:///`` is the path as it is: a folder's name may have a "?" in it."""
    scheme, _, path = url.partition(":///")
    return URL.create(scheme, database=path) if scheme == "sqlite" and path else make_url(url)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _unreachable(url: str, error: Exception) -> ArchiveUnreachable:
    cause = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    remedies = (remedy for signs, remedy in _REMEDIES if any(sign in cause for sign in signs))
    return ArchiveUnreachable(
        "the database cannot be used: {cause}",
        place=shown(url),
        remedy=next(remedies, _WRONG_PLACE),
        cause=cause.splitlines()[0] if cause else type(error).__name__,
    )


def is_there(url: str) -> bool:
    """Whether there is something to open: to open a file that is not there would make it."""
    parsed = make_url(url)
    return not parsed.drivername.startswith("sqlite") or Path(parsed.database or "").is_file()
