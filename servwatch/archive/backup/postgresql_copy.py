"""Copy a PostgreSQL archive out of one snapshot and into one transaction, by COPY (www.postgresql.org/docs/current/sql-copy.html).

No client program is needed, so that none must match the server's version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, text

from servwatch.archive.schema import metadata

FIRST = "alembic_version"
_SEARCH = "item_search"
"""Filled after the items: it refers to them."""


def tables(connection: Connection) -> list[str]:
    """The tables that are there and ours, those first that others refer to."""
    rows = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"))
    there = set(rows.scalars())
    ordered = [FIRST, *(table.name for table in metadata.sorted_tables), _SEARCH]
    return [name for name in ordered if name in there]


def row_counts(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """How many rows each table has."""
    return {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608  # our tables
        for name in names
    }


def sequences(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The last number that was given for the ids of each table that counts by itself."""
    found = {}
    for name in names:
        if _counts(connection, name):
            sequence = connection.execute(_SEQUENCE, {"table": name}).scalar()
            if sequence is not None:
                found[name] = connection.execute(text(f"SELECT last_value FROM {sequence}")).scalar_one()  # noqa: S608  # the server named it
    return found


_SEQUENCE = text("SELECT pg_get_serial_sequence(:table, 'id')")


def _counts(connection: Connection, name: str) -> bool:
    column = text(
        "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = :table AND column_name = 'id'"
    )
    return connection.execute(column, {"table": name}).first() is not None


def columns(connection: Connection, name: str) -> list[str]:
    """The columns of a table in their order."""
    rows = text(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = :table ORDER BY ordinal_position"
    )
    return list(connection.execute(rows, {"table": name}).scalars())


def copied_out(connection: Connection, name: str) -> Iterator[bytes]:
    """The rows of a table as COPY writes text, after a first line with the names of its columns."""
    names = columns(connection, name)
    yield ("\t".join(names) + "\n").encode()
    with _cursor(connection) as cursor, cursor.copy(f"COPY {_listed(name, names)} TO STDOUT") as copy:
        yield from map(bytes, copy)


def copied_in(connection: Connection, name: str, pieces: Iterator[bytes]) -> None:
    """Put the rows into a table that is empty."""
    first = b""
    while b"\n" not in first:
        first += next(pieces)
    header, _, rest = first.partition(b"\n")
    names = header.decode().split("\t")
    with _cursor(connection) as cursor, cursor.copy(f"COPY {_listed(name, names)} FROM STDIN") as copy:
        if rest:
            copy.write(rest)
        for data in pieces:
            copy.write(data)


def set_sequences(connection: Connection, last: dict[str, int]) -> None:
    """Let the ids of each table go on after these numbers, and after those that are there."""
    for name in tables(connection):
        sequence = (
            connection.execute(_SEQUENCE, {"table": name}).scalar() if _counts(connection, name) else None
        )
        if sequence is not None:
            highest = connection.execute(text(f'SELECT max(id) FROM "{name}"')).scalar() or 0  # noqa: S608  # our tables
            number = max(highest, last.get(name, 0))
            if number:
                connection.execute(
                    text("SELECT setval(:sequence, :number)"), {"sequence": sequence, "number": number}
                )


def _listed(name: str, names: list[str]) -> str:
    quoted = ", ".join('"{}"'.format(column.replace('"', '""')) for column in names)
    return f'"{name}" ({quoted})'


def _cursor(connection: Connection) -> Any:
    """A cursor of the driver, within the transaction of this connection."""
    return connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
