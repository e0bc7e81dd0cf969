"""The outbox: every message as it will leave, and where it stands. What the sender asks of it is here.

Each method is one short transaction, committed and durable when it returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, insert, nulls_first, or_, select, update

from servwatch.archive.database import Database
from servwatch.archive.schema import attempt, outbox
from servwatch.archive.upsert import insert_missing
from servwatch.errors import ArchiveError
from servwatch.model import Hold, Message, MessageState

DUE = (MessageState.PENDING, MessageState.DEFERRED, MessageState.UNKNOWN)
"""The states in which a message waits for its time."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to put into the outbox: its final bytes, for one recipient."""

    digest: str
    recipient: str
    message_id: str
    subject: str
    mime: bytes
    created: datetime
    expires: datetime | None = None


def enqueue(connection: Connection, edition: int | None, messages: Iterable[Outgoing]) -> int:
    """Put messages into the outbox; one whose Message-ID is there already stays as it is. How many are new.

    They are taken one at a time, so that they need not fit into memory.
    """
    statement = insert_missing(connection, outbox, "message_id").returning(outbox.c.id)
    return sum(connection.execute(statement, _row(edition, m)).scalar() is not None for m in messages)


def _row(edition: int | None, message: Outgoing) -> dict[str, Any]:
    return {
        "edition": edition,
        "digest": message.digest,
        "recipient": message.recipient,
        "message_id": message.message_id,
        "subject": message.subject,
        "mime": message.mime,
        "mime_hash": blake2b(message.mime, digest_size=16).hexdigest(),
        "state": MessageState.PENDING.value,
        "attempts": 0,
        "doubts": 0,
        "next_attempt": None,
        "expires": message.expires,
        "reply": "",
        "created": message.created,
    }


class Outbox:
    """The rows between an edition and the world, as the sender works on them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stranded(self) -> list[Message]:
        """The messages that are SENDING: a sender was killed over them. Their bytes are left out."""
        with self._database.read() as connection:
            rows = connection.execute(select(outbox).where(_is(MessageState.SENDING)).order_by(outbox.c.id))
            return [to_message(row, whole=False) for row in rows]

    def next_due(self, now: datetime) -> int | None:
        """The due message that has waited longest."""
        return self._first(_due(now))

    def probe(self) -> int | None:
        """The message held by the relay that was tried longest ago."""
        return self._first(_held_by_relay())

    def _first(self, condition: ColumnElement[bool]) -> int | None:
        order = (nulls_first(outbox.c.next_attempt.asc()), outbox.c.id)
        with self._database.read() as connection:
            found = connection.execute(select(outbox.c.id).where(condition).order_by(*order).limit(1))
            return found.scalar()

    def start(self, id: int, now: datetime) -> Message | None:  # noqa: A002
        """Make a message SENDING and return it whole; None where by now it must not be sent."""
        allowed = or_(_due(now), and_(_held_by_relay(), _unexpired(now)))
        values: dict[str, Any] = {
            "state": MessageState.SENDING.value,
            "attempts": outbox.c.attempts + 1,
            "marked": None,
            "hold": None,
        }
        with self._database.write() as connection:
            statement = update(outbox).where(outbox.c.id == id, allowed).values(values)
            if connection.execute(statement).rowcount == 0:
                return None
            return to_message(connection.execute(select(outbox).where(outbox.c.id == id)).one())

    def mark(self, id: int, now: datetime) -> None:  # noqa: A002
        """Note that the message may have arrived from here on. Raises ArchiveError where it is not SENDING."""
        self._change_sending(id, {"marked": now})

    def settle(
        self, message: Message, *, now: datetime, fate: str = "", phase: str = "", code: int | None = None
    ) -> None:
        """Write where a message stands after an attempt. Raises ArchiveError where it is not SENDING."""
        left = message.state in (MessageState.ACCEPTED, MessageState.REFUSED)
        values = {
            "state": message.state.value,
            "next_attempt": message.next_attempt,
            "reply": message.reply,
            "hold": message.hold.value if message.hold else None,
            "doubts": message.doubts,
            "code": code,
            "settled": now if left else None,
        }
        record = {
            "message": message.id,
            "at": now,
            "fate": fate,
            "phase": phase,
            "code": code,
            "reply": message.reply,
        }
        self._change_sending(message.id, values, record)

    def _change_sending(self, id: int, values: dict[str, Any], record: dict[str, Any] | None = None) -> None:  # noqa: A002
        with self._database.write() as connection:
            statement = update(outbox).where(outbox.c.id == id, _is(MessageState.SENDING))
            if connection.execute(statement.values(values)).rowcount == 0:
                raise ArchiveError(
                    "message {id} is not being sent, so nothing can be noted of its sending", id=id
                )
            if record is not None:
                connection.execute(insert(attempt).values(record))

    def expire(self, now: datetime) -> int:
        """Give up what is no longer worth sending. How many."""
        condition = and_(or_(in_state(*DUE), _held_by_relay()), outbox.c.expires <= now)
        return self._change(condition, {"state": MessageState.EXPIRED.value, "hold": None, "settled": now})

    def hold_due(self, now: datetime, reply: str) -> int:
        """Hold everything that is due, since the relay refuses us. How many."""
        return self._change(
            _due(now), {"state": MessageState.HELD.value, "hold": Hold.RELAY.value, "reply": reply}
        )

    def release_held(self, now: datetime) -> int:  # noqa: ARG002  # the protocol's shape
        """Let go what the relay refused before. How many."""
        return self._change(_held_by_relay(), {"state": MessageState.PENDING.value, "hold": None})

    def defer_due(self, now: datetime, until: datetime, reply: str) -> int:
        """Put everything that is due off until later, since the way is down. How many."""
        state = case((_is(MessageState.PENDING), MessageState.DEFERRED.value), else_=outbox.c.state)
        return self._change(_due(now), {"state": state, "next_attempt": until, "reply": reply})

    def _change(self, condition: ColumnElement[bool], values: dict[str, Any]) -> int:
        with self._database.write() as connection:
            return connection.execute(update(outbox).where(condition).values(values)).rowcount


def _is(state: MessageState) -> ColumnElement[bool]:
    return outbox.c.state == state.value


def _unexpired(now: datetime) -> ColumnElement[bool]:
    return or_(outbox.c.expires.is_(None), outbox.c.expires > now)


def _due(now: datetime) -> ColumnElement[bool]:
    waited = or_(outbox.c.next_attempt.is_(None), outbox.c.next_attempt <= now)
    return and_(in_state(*DUE), waited, _unexpired(now))


def _held_by_relay() -> ColumnElement[bool]:
    return and_(_is(MessageState.HELD), outbox.c.hold == Hold.RELAY.value)


def to_message(row: Any, *, whole: bool = True) -> Message:
    """The message of a row; without its bytes where they are not needed."""
    return Message(
        id=row.id,
        message_id=row.message_id,
        recipient=row.recipient,
        mime=(row.mime or b"") if whole else b"",
        state=MessageState(row.state),
        edition=row.edition,
        digest=row.digest,
        subject=row.subject,
        attempts=row.attempts,
        next_attempt=row.next_attempt,
        marked=row.marked,
        expires=row.expires,
        reply=row.reply,
        created=row.created,
        hold=Hold(row.hold) if row.hold else None,
        doubts=row.doubts,
    )


def in_state(*states: MessageState) -> ColumnElement[bool]:
    """The rows of messages in one of these states."""
    return outbox.c.state.in_([state.value for state in states])
