"""SQLite as the archive uses it: in WAL, waiting for others, and spoken to directly where that is all that is needed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from servwatch.archive.columns import to_json

_BUSY_SECONDS = 60


def sqlite_engine(url: URL) -> Engine:
    """An engine whose connections are set up so, to a file or in memory."""
    engine = create_engine(
        url,
        json_serializer=to_json,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by `write` and `read`, not by the driver
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        _keep_log(cursor)
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -8000")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    return engine


def _keep_log(cursor: sqlite3.Cursor) -> None:
    """Switch to WAL. The first switch of a new file does not wait for others who try the same."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


@contextmanager
def unhurried(connection: Connection, *, lasting: bool) -> Iterator[None]:
    """Let SQLite not wait for the disk at the end of what follows (https://www.sqlite.org/pragma.html#pragma_synchronous)."""
    if lasting:
        yield
        return
    tell_sqlite(connection, "PRAGMA synchronous = NORMAL")  # has no effect within a transaction
    try:
        yield
    finally:
        tell_sqlite(connection, "PRAGMA synchronous = FULL")


def tell_sqlite(connection: Connection, statement: str) -> None:
    """Say something to SQLite itself, past the layer that costs many times as much as the saying."""
    driver: Any = connection.connection.driver_connection
    driver.execute(statement)
