"""Is the database sound, how large is it, and what is it? For the doctor."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from servwatch.archive.database import HEAD, Database
from servwatch.errors import ArchiveUnreachable

_DAMAGED = "malformed"
MOST_FAULTS = 5  # of a damaged file that are told


def quick_check(database: Database) -> list[str]:
    """What SQLite finds damaged, [] where nothing is (``PRAGMA quick_check``). PostgreSQL looks after itself.

    Reads the whole file once: some seconds for a gigabyte.
    """
    if not database.is_sqlite:
        return []
    try:
        with database.read() as connection:
            found = connection.exec_driver_sql(f"PRAGMA quick_check({MOST_FAULTS})").scalars().all()
    except ArchiveUnreachable as error:
        cause = str(error.facts.get("cause", ""))
        if _DAMAGED not in cause:
            raise
        return [cause]  # too much so even for the check
    return [str(line) for line in found if line != "ok"]


def kind_of(database: Database) -> str:
    """The database and its version, with that of our schema."""
    with database.read() as connection:
        asked = "SELECT sqlite_version()" if database.is_sqlite else "SHOW server_version"
        version = connection.execute(text(asked)).scalar_one()
    name = "SQLite" if database.is_sqlite else "PostgreSQL"
    return f"{name} {version}, schema {HEAD}"


def size_of(database: Database) -> int:
    """Bytes that the archive takes, without its log."""
    if database.file is not None:
        return database.file.stat().st_size
    with database.read() as connection:
        asked = (
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            if database.is_sqlite
            else "SELECT pg_database_size(current_database())"
        )
        return int(connection.execute(text(asked)).scalar_one())


def log_size(database: Database) -> int:
    """Bytes of SQLite's write-ahead log, 0 where there is none."""
    log = Path(f"{database.file}-wal") if database.file is not None else None
    return log.stat().st_size if log is not None and log.is_file() else 0
