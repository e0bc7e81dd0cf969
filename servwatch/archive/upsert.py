"""Insert a row or change the one that is there: one statement, alike on SQLite and PostgreSQL."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table, *, keep: tuple[str, ...] = ()) -> Insert:
    """The statement; of a row that is there, the primary key and the columns of `keep` stay as they are."""
    return _upsert(connection.dialect.name, table, keep)


def insert_missing(connection: Connection, table: Table, *key: str) -> Insert:
    """The statement that leaves a row of that key as it is."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing(index_elements=key)


@lru_cache(maxsize=32)  # to put one together costs more than to run it
def _upsert(dialect: str, table: Table, keep: tuple[str, ...]) -> Insert:
    statement = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    key = [column.name for column in table.primary_key]
    changes = {c.name: statement.excluded[c.name] for c in table.c if c.name not in (*key, *keep)}
    return statement.on_conflict_do_update(index_elements=key, set_=changes)
