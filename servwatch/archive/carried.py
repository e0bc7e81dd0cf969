"""What people said since a backup was made is carried into the restored archive.

Who left, who was erased, what is preferred, and which editions their editors hold.

An archive that is restored because it was damaged beyond reading has nothing to carry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, true, update

from servwatch.archive.database import Database
from servwatch.archive.draft_tables import draft
from servwatch.archive.drafts import ALIVE
from servwatch.archive.person import PERSONAL, forget_address, forget_in_revisions
from servwatch.archive.recipient_tables import (
    erased,
    preference,
    reader_turn,
    suppression,
    unsubscribe_token,
)
from servwatch.archive.recipients import KEY, hash_of, key_of
from servwatch.archive.schema import edition, item, outbox, setting
from servwatch.archive.upsert import insert_missing, upsert
from servwatch.model import DraftState

_OF_A_DRAFT = ("digest", "scheduled", "built", "fingerprint", "state")
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """What an archive knows of its recipients; an owed edition by its name, since ids are given anew."""

    key: str | None = None
    suppressed: Sequence[_Row] = ()
    erased: Sequence[_Row] = ()
    preferred: Sequence[_Row] = ()
    tokens: Sequence[_Row] = ()
    turns: Sequence[_Row] = ()
    names: Mapping[int, tuple[str, datetime]] = field(default_factory=dict)
    held: Sequence[_Row] = ()  # drafts that editors hold


def carried_from(database: Database) -> Carried:
    """Read it from the archive that is about to be replaced."""
    with database.read() as connection:
        turns = _rows(connection, reader_turn)
        owed = {number for turn in turns for number in turn["owed"]}
        named = select(edition.c.id, edition.c.digest, edition.c.scheduled).where(edition.c.id.in_(owed))
        return Carried(
            connection.execute(select(setting.c.value).where(setting.c.key == KEY)).scalar(),
            _rows(connection, suppression),
            _rows(connection, erased),
            _rows(connection, preference),
            _rows(connection, unsubscribe_token),
            turns,
            {row.id: (row.digest, row.scheduled) for row in connection.execute(named)},
            [row for row in _rows(connection, draft) if row["state"] == DraftState.HELD.value],
        )


def _rows(connection: Connection, table: Any) -> list[_Row]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def carry_over(
    connection: Connection, carried: Carried, without: Callable[[str, str], str] = lambda text, _address: text
) -> None:
    """Write it into the restored archive. What is stricter holds; of preferences the later.

    `without` takes an address out of a file of an earlier configuration.
    """
    if carried.key is not None:  # the hashes of the erased are made with it
        connection.execute(upsert(connection, setting), {"key": KEY, "value": carried.key})
    _add(connection, suppression, carried.suppressed, "address", "digest")
    _add(connection, erased, carried.erased, "hash")
    _add(connection, unsubscribe_token, carried.tokens, "hash")
    for row in carried.preferred:
        same = and_(preference.c.address == row["address"], preference.c.digest == row["digest"])
        known = connection.execute(select(preference.c.since).where(same)).scalar()
        if known is None or known < row["since"]:
            connection.execute(upsert(connection, preference), row)
    _turns(connection, carried)
    for row in carried.held:
        _hold(connection, row)
    _forget(connection, without)


def _add(connection: Connection, table: Any, rows: Sequence[_Row], *key: str) -> None:
    for row in rows:
        if table is unsubscribe_token:  # the link in the mails that left last holds
            whom = and_(table.c.address == row["address"], table.c.digest == row["digest"])
            connection.execute(delete(table).where(whom))
        connection.execute(insert_missing(connection, table, *key), row)


def _turns(connection: Connection, carried: Carried) -> None:
    """Each reader is owed what the replaced archive owed, as far as the restored one knows those editions."""
    if not carried.turns:
        return
    known = {
        (row.digest, row.scheduled): row.id
        for row in connection.execute(select(edition.c.id, edition.c.digest, edition.c.scheduled))
    }
    connection.execute(delete(reader_turn))
    for turn in carried.turns:
        names = (carried.names[number] for number in turn["owed"] if number in carried.names)
        owed = [known[name] for name in names if name in known]
        connection.execute(upsert(connection, reader_turn), {**turn, "owed": owed})


def _hold(connection: Connection, row: _Row) -> None:
    """Hold the edition that was held; what else was done with its draft is gone with the items it was done to."""
    mine = and_(draft.c.digest == row["digest"], draft.c.state.in_(ALIVE))
    if connection.execute(update(draft).where(mine).values(state=DraftState.HELD.value)).rowcount:
        return
    newest = connection.execute(select(func.max(item.c.id))).scalar() or 0
    fresh: dict[str, Any] = {
        "newest": newest,
        "looked": 0,
        "released": None,
        "builds_on": None,
        "edition": None,
        "shown": [],
    }
    connection.execute(insert(draft), {name: row[name] for name in _OF_A_DRAFT} | fresh)


def _forget(connection: Connection, without: Callable[[str, str], str]) -> None:
    """Forget again who was erased after the backup was made."""
    key = key_of(connection)
    gone = set(connection.execute(select(erased.c.hash)).scalars())
    if key is None or not gone:
        return
    addresses = set(connection.execute(select(outbox.c.recipient).distinct()).scalars())
    for table in PERSONAL:
        addresses |= set(connection.execute(select(table.c.address).distinct()).scalars())
    for address in addresses:
        hashed = hash_of(key, address)
        if hashed in gone:
            forget_address(
                connection, address, hashed, true()
            )  # nobody is sending: the restore holds the lock
            forget_in_revisions(connection, address, without)
