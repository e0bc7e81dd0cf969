"""The two locks, cycle and sender: held only while working, let go by the system when the holder dies.

SQLite: flock(2) on a file beside the database. PostgreSQL: an advisory lock of a session of its own.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import SQLAlchemyError

from servwatch.archive.database import Database
from servwatch.archive.schema import lock_holder
from servwatch.archive.upsert import upsert
from servwatch.errors import ArchiveUnreachable, LockHeld

_HANDLES: set[int] = set()  # of the locks this process holds
_MOMENTS = (0.01, 0.04, 0.2, 0.0)
"""Seconds between looks at a lock file whose holder has not written its name yet."""


def holder_name() -> str:
    """Name this process as others see it: host and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"


@contextmanager
def lock(database: Database, name: str) -> Iterator[None]:
    """Hold a lock of this archive. Raises LockHeld where another process has it; never waits for its end.

    Raises:
        ArchiveUnreachable: no file can be made beside the database, or its server is gone.
    """
    file = database.file
    if file is not None:
        with _flock(file.with_name(f"{file.name}.{name}.lock"), name):
            yield
    elif database.is_sqlite:  # in memory: nobody else can see it
        yield
    else:
        with _advisory(database, name):
            yield


@contextmanager
def _flock(path: Path, name: str) -> Iterator[None]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ArchiveUnreachable(
            "the lock file cannot be written: {cause}",
            place=str(path),
            remedy="Run servwatch as the user who owns the folder of the database.",
            cause=error.strerror or type(error).__name__,
        ) from error
    _HANDLES.add(handle)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _held(name, *_written(path)) from None
        os.ftruncate(handle, 0)  # of one that was killed
        os.pwrite(handle, json.dumps([holder_name(), datetime.now(UTC).isoformat()]).encode(), 0)
        try:
            yield
        finally:
            if handle in _HANDLES:
                os.ftruncate(handle, 0)  # so that the next holder is not taken for this one
    finally:
        if handle in _HANDLES:  # not in a forked child, which has let go of it
            _HANDLES.remove(handle)
            os.close(handle)  # and with it the lock; the file stays, so that nobody locks a removed one


def _let_go_in_child() -> None:
    """Close the handles a forked child inherits: a flock lasts until the last of them is closed."""
    while _HANDLES:
        os.close(_HANDLES.pop())


os.register_at_fork(after_in_child=_let_go_in_child)


def _written(path: Path) -> tuple[str, datetime | None]:
    """Who wrote its name into a lock file, and when; whoever took it just now gets a moment to write."""
    for wait in _MOMENTS:
        try:
            holder, since = json.loads(path.read_text())
            return str(holder), datetime.fromisoformat(since)
        except (OSError, ValueError, TypeError):
            time.sleep(wait)
    return "another process", None


@contextmanager
def _advisory(database: Database, name: str) -> Iterator[None]:
    key = crc32(f"servwatch {name}".encode())
    with _session(database) as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar_one():
            row = connection.execute(select(lock_holder).where(lock_holder.c.name == name)).first()
            raise _held(name, row.holder if row else "another process", row.since if row else None)
        values = {"name": name, "holder": holder_name(), "since": datetime.now(UTC)}
        connection.execute(upsert(connection, lock_holder), values)
        yield


@contextmanager
def _session(database: Database) -> Iterator[Connection]:
    """A session of its own, whose end is the end of its locks: it never goes back to the pool."""
    try:
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    except SQLAlchemyError as error:
        raise ArchiveUnreachable("the database does not answer: {cause}", cause=str(error)) from error
    try:
        yield connection
    finally:
        with suppress(SQLAlchemyError):  # one that is gone has let go already
            connection.execute(text("SELECT pg_advisory_unlock_all()"))  # the server need not notice the end
        with suppress(SQLAlchemyError):
            connection.invalidate()
            connection.close()


def holder_of(database: Database, name: str) -> LockHeld | None:
    """Who holds a lock, where somebody does. Takes nothing: on SQLite it looks for an instant, shared with others.

    Raises:
        ArchiveUnreachable: the server is gone.
    """
    if database.is_sqlite:
        path = database.file.with_name(f"{database.file.name}.{name}.lock") if database.file else None
        return _flock_held(path, name) if path is not None and path.is_file() else None
    key = crc32(f"servwatch {name}".encode())
    asked = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = :key")
    with database.read() as connection:
        if not connection.execute(asked, {"key": key}).scalar_one():
            return None
        row = connection.execute(select(lock_holder).where(lock_holder.c.name == name)).first()
        return _held(name, row.holder if row else "another process", row.since if row else None)


def _flock_held(path: Path, name: str) -> LockHeld | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None  # another user's, which is told elsewhere
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _held(name, *_written(path))
    finally:
        os.close(handle)
    return None


def _held(name: str, holder: str, since: datetime | None) -> LockHeld:
    return LockHeld(
        "another servwatch is at work ({name}): {holder}, since {since}",
        remedy="Nothing needs to be done: it will finish the work.",
        name=name,
        holder=holder,
        since=since.isoformat(timespec="seconds") if since else "an unknown time",
        held_since=since,
    )
