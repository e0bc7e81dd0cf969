"""The outbox: every message as it will leave, and where it stands. What the sender asks of it is here.

Each method is one short transaction, committed and durable when it returns. The statements that run for every message
are put together once: to do that each time costs more than to run them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    insert,
    nulls_first,
    or_,
    select,
    text,
    union_all,
    update,
)

from servwatch.archive.database import Database
from servwatch.archive.mail_bodies import BodyShelf, parted
from servwatch.archive.schema import attempt, mail_body, outbox
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

    They are taken one at a time, so that they need not fit into memory. Those of an edition share their bodies.
    """
    statement = insert_missing(connection, outbox, "message_id").returning(outbox.c.id)
    shelf = BodyShelf(connection) if edition is not None else None
    rows = (_row(edition, message, shelf) for message in messages)
    return sum(connection.execute(statement, row).scalar() is not None for row in rows)


def _row(edition: int | None, message: Outgoing, shelf: BodyShelf | None) -> dict[str, Any]:
    kept, body = parted(message.mime) if shelf is not None else (message.mime, b"")
    return {
        "edition": edition,
        "digest": message.digest,
        "recipient": message.recipient,
        "message_id": message.message_id,
        "subject": message.subject,
        "mime": kept,
        "mail_body": shelf.put(body) if shelf is not None and body else None,
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
        self._body: tuple[int | None, bytes] = (
            None,
            b"",
        )  # the last one read: the next message often has the same

    def stranded(self) -> list[Message]:
        """The messages that are SENDING: a sender was killed over them. Their bytes are left out."""
        with self._database.read() as connection:
            rows = connection.execute(select(outbox).where(_is(MessageState.SENDING)).order_by(outbox.c.id))
            return [to_message(row, whole=False) for row in rows]

    def next_due(self, now: datetime) -> int | None:
        """The due message that has waited longest."""
        with self._database.read() as connection:
            return connection.execute(_LONGEST_DUE, {"at": now}).scalar()

    def probe(self) -> int | None:
        """The message held by the relay that was tried longest ago."""
        order = (nulls_first(outbox.c.next_attempt.asc()), outbox.c.id)
        with self._database.read() as connection:
            found = connection.execute(select(outbox.c.id).where(_held_by_relay()).order_by(*order).limit(1))
            return found.scalar()

    def start(self, id: int, now: datetime) -> Message | None:  # noqa: A002
        """Make a message SENDING and return it whole; None where by now it must not be sent."""
        with self._database.write() as connection:
            return self._started(connection, _START, {"this": id, "at": now})

    def mark(self, id: int, now: datetime) -> None:  # noqa: A002
        """Note that the message may have arrived from here on. Raises ArchiveError where it is not SENDING."""
        with self._database.write() as connection:
            _change_sending(connection, _MARK, {"this": id, "at": now})

    def settle(
        self, message: Message, *, now: datetime, fate: str = "", phase: str = "", code: int | None = None
    ) -> None:
        """Write where a message stands after an attempt. Raises ArchiveError where it is not SENDING."""
        with self._database.write() as connection:
            _settle(connection, message, now, fate, phase, code)

    def settle_and_start(
        self, message: Message, *, now: datetime, fate: str = "", phase: str = "", code: int | None = None
    ) -> Message | None:
        """`settle`, and `start` what is due longest then, None where nothing is: in one commit.

        It need not wait for the disk: the `mark` of the message that it starts does, and makes this last too. Until
        then a power cut takes it back, and the message is in doubt as if its answer had not been seen.
        """
        with self._database.write(lasting=False) as connection:
            _settle(connection, message, now, fate, phase, code)
            started = self._started(connection, _START_NEXT, {"at": now})
            if started is not None and not self._database.is_sqlite:
                connection.execute(_NOT_WAITING)
        if started is None:
            self._database.settle_down()
        return started

    def _started(self, connection: Connection, start: Any, values: dict[str, Any]) -> Message | None:
        row = connection.execute(start, values).first()
        if row is None:
            return None
        if row.mail_body is not None and row.mail_body != self._body[0]:
            content = connection.execute(_BODY, {"body": row.mail_body}).scalar_one()
            self._body = row.mail_body, content
        return to_message(row, body=self._body[1] if row.mail_body is not None else b"")

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


def _unexpired(now: Any) -> ColumnElement[bool]:
    return or_(outbox.c.expires.is_(None), outbox.c.expires > now)


def _due(now: Any) -> ColumnElement[bool]:
    waited = or_(outbox.c.next_attempt.is_(None), outbox.c.next_attempt <= now)
    return and_(in_state(*DUE), waited, _unexpired(now))


def _held_by_relay() -> ColumnElement[bool]:
    return and_(_is(MessageState.HELD), outbox.c.hold == Hold.RELAY.value)


def in_state(*states: MessageState) -> ColumnElement[bool]:
    """The rows of messages in one of these states."""
    return outbox.c.state.in_([state.value for state in states])


_THIS = outbox.c.id == bindparam("this")
_AT = bindparam("at", type_=outbox.c.next_attempt.type)


def _longest_due() -> Select[Any]:
    """The id of the due message that has waited longest, by six looks into the index.

    One condition over all states would sort everything that is due, for each message anew.
    """
    columns = (outbox.c.id, outbox.c.next_attempt)
    looks = []
    for state in DUE:
        for waited in (outbox.c.next_attempt.is_(None), outbox.c.next_attempt <= _AT):
            first = select(*columns).where(_is(state), waited, _unexpired(_AT)).order_by(*columns[::-1])
            looks.append(select(first.limit(1).subquery()))
    found = union_all(*looks).subquery()
    return select(found.c.id).order_by(nulls_first(found.c.next_attempt), found.c.id).limit(1)


_LONGEST_DUE = _longest_due()
_STARTED = (
    update(outbox)
    .values(state=MessageState.SENDING.value, attempts=outbox.c.attempts + 1, marked=None, hold=None)
    .returning(*outbox.c)
)
_START = _STARTED.where(_THIS, or_(_due(_AT), and_(_held_by_relay(), _unexpired(_AT))))
_START_NEXT = _STARTED.where(outbox.c.id == _LONGEST_DUE.scalar_subquery())
_BODY = select(mail_body.c.content).where(mail_body.c.id == bindparam("body"))
_MARK = update(outbox).where(_THIS, _is(MessageState.SENDING)).values(marked=_AT)
_SETTLE = (
    update(outbox)
    .where(_THIS, _is(MessageState.SENDING))
    .values({name: bindparam(f"new_{name}") for name in (
        "state", "next_attempt", "reply", "hold", "doubts", "code", "settled",
    )})
)  # fmt: skip
_ATTEMPT = insert(attempt)
_NOT_WAITING = text("SET LOCAL synchronous_commit TO OFF")  # PostgreSQL, 20.5.1


def _settle(
    connection: Connection, message: Message, now: datetime, fate: str, phase: str, code: int | None
) -> None:
    rests = message.state in (MessageState.ACCEPTED, MessageState.REFUSED) or message.hold is Hold.DOUBT
    values = {
        "this": message.id,
        "new_state": message.state.value,
        "new_next_attempt": message.next_attempt,
        "new_reply": message.reply,
        "new_hold": message.hold.value if message.hold else None,
        "new_doubts": message.doubts,
        "new_code": code,
        "new_settled": now if rests else None,
    }
    record = {
        "message": message.id,
        "at": now,
        "fate": fate,
        "phase": phase,
        "code": code,
        "reply": message.reply,
    }
    _change_sending(connection, _SETTLE, values)
    connection.execute(_ATTEMPT, record)


def _change_sending(connection: Connection, statement: Any, values: dict[str, Any]) -> None:
    if connection.execute(statement, values).rowcount == 0:
        raise ArchiveError(
            "message {id} is not being sent, so nothing can be noted of its sending", id=values["this"]
        )


def to_message(row: Any, *, whole: bool = True, body: bytes = b"") -> Message:
    """The message of a row, with its body where the row does not keep that; without its bytes where they are not needed."""
    return Message(
        id=row.id,
        message_id=row.message_id,
        recipient=row.recipient,
        mime=(row.mime or b"") + body if whole else b"",
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
