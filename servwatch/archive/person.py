"""All that the archive keeps of one person: to give it to them, and to forget it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select, update

from servwatch.archive.console_tables import deed
from servwatch.archive.database import Database
from servwatch.archive.judgement_tables import judgement
from servwatch.archive.recipient_tables import (
    bounce,
    erased,
    preference,
    reader_turn,
    suppression,
    unsubscribe_token,
)
from servwatch.archive.recipients import Recipients, hash_of
from servwatch.archive.revisions import fingerprint_of
from servwatch.archive.schema import attempt, edition, outbox, revision
from servwatch.archive.upsert import insert_missing
from servwatch.model import MessageState

_LEFT = (MessageState.ACCEPTED.value, MessageState.REFUSED.value, MessageState.EXPIRED.value)
PERSONAL = (suppression, preference, bounce, unsubscribe_token, reader_turn)
"""The tables that say something of an address."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was forgotten of a person."""

    messages: int = 0  # whose bytes and address are gone
    stopped: int = 0  # of these: had not left yet, and never will
    leaving: int = 0  # are being sent at this moment, and were left alone
    revisions: int = 0  # earlier states of the configuration that named the person
    known: bool = False  # whether the archive held anything of the address


class Person:
    """What the archive keeps of one address."""

    def __init__(self, database: Database, recipients: Recipients, address: str) -> None:
        self._database = database
        self._recipients = recipients
        self._address = address.casefold()

    def messages(self) -> list[dict[str, Any]]:
        """Every message to the person, the oldest first, with what became of it; not its bytes."""
        columns = [c for c in outbox.c if c.name not in ("mime", "mime_hash", "recipient", "id", "edition")]
        kept = outbox.c.mime.is_not(None).label("kept")
        statement = (
            select(*columns, outbox.c.id, kept, edition.c.number)
            .join(edition, edition.c.id == outbox.c.edition, isouter=True)
            .where(outbox.c.recipient == self._address)
            .order_by(outbox.c.id)
        )
        tries = select(attempt).join(outbox, outbox.c.id == attempt.c.message)
        with self._database.read() as connection:
            found = [dict(row) for row in connection.execute(statement).mappings()]
            mine = tries.where(outbox.c.recipient == self._address).order_by(attempt.c.id)
            attempts: dict[int, list[dict[str, Any]]] = {}
            for row in connection.execute(mine).mappings():
                told = {name: row[name] for name in ("at", "fate", "phase", "code", "reply")}
                attempts.setdefault(row["message"], []).append(told)
        return [
            {**{name: one[name] for name in one if name != "id"}, "attempts": attempts.get(one["id"], [])}
            for one in found
        ]

    def judgements(self, *names: str) -> list[dict[str, Any]]:
        """What was said of items under one of these names, in the order in which it was said."""
        wanted = [name.casefold() for name in names if name.strip()]
        rows = select(judgement).where(func.lower(judgement.c.by).in_(wanted)).order_by(judgement.c.id)
        with self._database.read() as connection:
            return [dict(row) for row in connection.execute(rows).mappings()]

    def deeds(self) -> list[dict[str, Any]]:
        """What was done to the person in the console, by whom, the oldest first."""
        rows = select(deed).where(func.lower(deed.c.about) == self._address).order_by(deed.c.id)
        with self._database.read() as connection:
            return [
                {name: row[name] for name in ("at", "by", "act", "detail")}
                for row in connection.execute(rows).mappings()
            ]

    def erase(self, at: datetime, without: Callable[[str, str], str] = lambda text, _address: text) -> Erased:
        """Forget the person in one transaction; kept is a keyed hash, by which the address stays suppressed.

        `without` takes an address out of the text of a file of an earlier configuration. A message that is
        being sent at this moment is left alone: then erase again.
        """
        key = self._recipients.key()
        with self._database.write() as connection:
            if self._database.is_sqlite:  # else what is deleted stays in the file until its place is needed
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            hashed = hash_of(key, self._address)
            connection.execute(insert_missing(connection, erased, "hash"), {"hash": hashed, "since": at})
            not_sending = outbox.c.state != MessageState.SENDING.value
            forgotten, messages, stopped = forget_address(connection, self._address, hashed, not_sending)
            leaving = connection.execute(select(func.count()).where(outbox.c.recipient == self._address))
            left = int(leaving.scalar_one())
            revisions = forget_in_revisions(connection, self._address, without)
        self._forget_log()
        known = bool(forgotten or messages or left or revisions)
        return Erased(messages, stopped, left, revisions, known)

    def _forget_log(self) -> None:
        """Empty the write-ahead log of SQLite, which holds the pages as they were; as far as no reader needs it."""
        if self._database.is_sqlite:
            with self._database.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("PRAGMA secure_delete = OFF")


def forget_address(
    connection: Connection, address: str, hashed: str, which: ColumnElement[bool]
) -> tuple[int, int, int]:
    """Forget what was said of a case-folded address, and of these of its messages bytes, address and replies.

    `hashed` stands in the place of the address. How many sayings, how many messages, and how many of these had not
    left yet and never will.
    """
    said = sum(
        connection.execute(delete(table).where(table.c.address == address)).rowcount for table in PERSONAL
    )
    mine = and_(outbox.c.recipient == address, which)
    unsent = and_(mine, outbox.c.state.not_in(_LEFT))
    gone = {"state": MessageState.EXPIRED.value, "hold": None, "next_attempt": None}
    stopped = connection.execute(update(outbox).where(unsent).values(gone)).rowcount
    _forget_replies(connection, address, outbox, mine)
    _forget_replies(connection, address, attempt, attempt.c.message.in_(select(outbox.c.id).where(mine)))
    done = update(deed).where(func.lower(deed.c.about) == address)
    connection.execute(done.values(about=f"erased:{hashed}", detail=""))
    nobody = {"mime": None, "recipient": f"erased:{hashed}"}
    messages = connection.execute(update(outbox).where(mine).values(nobody)).rowcount
    return said, messages, stopped


def _forget_replies(connection: Connection, address: str, table: Table, which: ColumnElement[bool]) -> None:
    """Take an address out of what mail systems said."""
    for row in connection.execute(select(table.c.id, table.c.reply).where(which)).all():
        text = re.sub(re.escape(address), "…", row.reply, flags=re.IGNORECASE)
        if text != row.reply:
            connection.execute(update(table).where(table.c.id == row.id).values(reply=text))


def forget_in_revisions(connection: Connection, address: str, without: Callable[[str, str], str]) -> int:
    """Take an address out of the kept states of the configuration. How many named it."""
    changed = 0
    for row in connection.execute(select(revision.c.id, revision.c.files)).all():
        files = {
            path: without(text, address) if address in text.casefold() else text
            for path, text in row.files.items()
        }
        if files != row.files:
            values = {"files": files, "fingerprint": fingerprint_of(files)}
            connection.execute(update(revision).where(revision.c.id == row.id).values(values))
            changed += 1
    return changed
