"""Whose turn it is: readers who want a digest less often than it comes, and the editions they are owed.

A turn moves in the transaction that freezes an edition, so that nothing is missed and nothing told twice,
whatever rhythm a reader changes to and whenever a run is killed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, select

from servwatch.archive.database import Database
from servwatch.archive.portions import portions
from servwatch.archive.recipient_tables import reader_turn
from servwatch.archive.upsert import insert_missing, upsert
from servwatch.model import Turn


@dataclass(frozen=True, slots=True)
class Rota:
    """What an edition changes in the turns of its readers, by case-folded address."""

    told: tuple[str, ...] = ()  # it tells them all they were owed, and their next period begins
    released: tuple[str, ...] = ()  # likewise, and from now on they get each edition
    waiting: tuple[str, ...] = ()  # they are owed it


NOBODY = Rota()


class ReaderTurns:
    """The turns of the readers of each digest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, digest: str) -> dict[str, Turn]:
        """The turns of a digest's readers, by address; of whom there is none, nothing is owed."""
        with self._database.read() as connection:
            rows = connection.execute(select(reader_turn).where(reader_turn.c.digest == digest))
            return {row.address: Turn(row.last, tuple(row.owed)) for row in rows}

    def begin(self, address: str, digests: Collection[str], at: datetime) -> None:
        """Let the period of a reader count from a time, where it does not count yet."""
        rows = [{"address": address.casefold(), "digest": d, "last": at, "owed": []} for d in digests]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert_missing(connection, reader_turn, "address", "digest"), rows)


def reckon_turns(
    connection: Connection,
    edition: int,
    digest: str,
    scheduled: datetime,
    *,
    had: Callable[[str], bool],
    filled: bool,
) -> None:
    """Move the turns by an edition that left before the archive was restored; `had`: which of the readers got it."""
    known = connection.execute(select(reader_turn.c.address).where(reader_turn.c.digest == digest)).scalars()
    readers = known.all()
    told = tuple(one for one in readers if had(one))
    waiting = tuple(one for one in readers if one not in told) if filled else ()
    keep_turns(connection, edition, digest, scheduled, Rota(told=told, waiting=waiting))


def keep_turns(
    connection: Connection, edition: int, digest: str, scheduled: datetime, rota: Rota = NOBODY
) -> None:
    """Move the turns, within the transaction that freezes an edition."""
    if rota.told:
        rows = [
            {"address": address, "digest": digest, "last": scheduled, "owed": []} for address in rota.told
        ]
        connection.execute(upsert(connection, reader_turn), rows)
    for some in portions(rota.released):
        of_these = and_(reader_turn.c.digest == digest, reader_turn.c.address.in_(some))
        connection.execute(delete(reader_turn).where(of_these))
    for some in portions(rota.waiting):
        of_these = and_(reader_turn.c.digest == digest, reader_turn.c.address.in_(some))
        known = {row.address: row for row in connection.execute(select(reader_turn).where(of_these))}
        rows = [
            {
                "address": address,
                "digest": digest,
                "last": known[address].last if address in known else None,
                "owed": [*(known[address].owed if address in known else ()), edition],
            }
            for address in some
        ]
        connection.execute(upsert(connection, reader_turn), rows)
