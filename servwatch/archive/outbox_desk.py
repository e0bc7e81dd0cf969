"""The outbox as an administrator works on it: see, retry, release, hold, drop, and purge what is old."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from servwatch.archive.attempts import Attempt, attempts
from servwatch.archive.database import Database
from servwatch.archive.edition_counts import DROPPED, add_to_counts
from servwatch.archive.mail_bodies import forget_bodies
from servwatch.archive.mail_tables import mail_body
from servwatch.archive.outbox import DUE, Outgoing, enqueue, in_state, to_message
from servwatch.archive.schema import attempt, outbox
from servwatch.model import Hold, Message, MessageState

_S = MessageState
_LEFT = (_S.ACCEPTED, _S.REFUSED, _S.EXPIRED)
_DROPPED = {
    "state": _S.EXPIRED.value,
    "hold": None,
    "next_attempt": None,
    "mime": None,
    "settled": None,  # nobody needs to look at it
    "reply": "dropped by an administrator",
}


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many messages of an edition are in each state, and when the first of them left."""

    counts: Mapping[MessageState, int]
    left: datetime | None


class OutboxDesk:
    """What people do with messages. None of it touches a message that is being sent at this moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def notify(self, messages: Sequence[Outgoing]) -> int:
        """Put notices to staff into the outbox, each once for ever. How many are new."""
        with self._database.write() as connection:
            return enqueue(connection, None, messages)

    def messages(
        self,
        *,
        states: Collection[MessageState] = (),
        edition: int | None = None,
        settled_since: datetime | None = None,
        limit: int = 0,
        before: int | None = None,
        words: str = "",
    ) -> Iterator[Message]:
        """The messages, the newest first, without their bytes; only those at rest since a time (UTC), if one is given.

        `before`: only those with a lower number. `words`: only those with this in their address or subject, or that
        are of the digest of this id.
        """
        columns = [c for c in outbox.c if c.name != "mime"]
        statement = select(*columns).order_by(outbox.c.id.desc())
        if states:
            statement = statement.where(in_state(*states))
        if edition is not None:
            statement = statement.where(outbox.c.edition == edition)
        if settled_since is not None:
            statement = statement.where(outbox.c.settled >= settled_since)
        if before is not None:
            statement = statement.where(outbox.c.id < before)
        if words:
            told = (outbox.c.recipient, outbox.c.subject)
            found = (column.icontains(words, autoescape=True) for column in told)
            statement = statement.where(or_(outbox.c.digest == words, *found))
        if limit:
            statement = statement.limit(limit)
        with (
            self._database.read() as connection,
            connection.execution_options(yield_per=500).execute(statement) as rows,
        ):
            yield from (to_message(row, whole=False) for row in rows)

    def message(self, number: int) -> Message | None:
        """The message of that number, without its bytes; None where there is none."""
        with self._database.read() as connection:
            row = connection.execute(select(outbox).where(outbox.c.id == number)).first()
        return None if row is None else to_message(row, whole=False)

    def mime(self, number: int) -> bytes:
        """The bytes of a message; none where they are kept no more."""
        whole = (
            select(outbox.c.mime, mail_body.c.content)
            .join(mail_body, mail_body.c.id == outbox.c.mail_body, isouter=True)
            .where(outbox.c.id == number, outbox.c.mime.is_not(None))
        )
        with self._database.read() as connection:
            row = connection.execute(whole).first()
        return b"" if row is None else bytes(row.mime) + bytes(row.content or b"")

    def attempts(self, number: int) -> list[Attempt]:
        """What was tried with a message, the oldest first."""
        with self._database.read() as connection:
            return attempts(connection, attempt.c.message == number).get(number, [])

    def counts(self, *, settled_since: datetime | None = None) -> dict[MessageState, int]:
        """How many messages are in each state; with `settled_since` (UTC), of those that came to rest since then."""
        statement = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        if settled_since is not None:
            statement = statement.where(outbox.c.settled >= settled_since)
        with self._database.read() as connection:
            rows = connection.execute(statement)
            return {MessageState(state): count for state, count in rows}

    def handed_over(self, edition: int) -> HandedOver:
        """What became of the messages of an edition."""
        left = func.min(outbox.c.settled).label("left")
        rows = select(outbox.c.state, func.count(), left).group_by(outbox.c.state)
        with self._database.read() as connection:
            found = connection.execute(rows.where(outbox.c.edition == edition)).all()
        counts = {MessageState(state): number for state, number, _ in found}
        accepted = (settled for state, _, settled in found if state == _S.ACCEPTED.value)
        return HandedOver(counts, next(accepted, None))

    def next_attempt(self) -> datetime | None:
        """When the first message that waits for a time may be tried again, None where none does."""
        with self._database.read() as connection:
            return connection.execute(select(func.min(outbox.c.next_attempt)).where(in_state(*DUE))).scalar()

    def retry(self, ids: Sequence[int] | None, now: datetime) -> int:
        """Make deferred and doubtful messages due now; all of them where `ids` is None."""
        return self._change(ids, in_state(_S.DEFERRED, _S.UNKNOWN), next_attempt=now)

    def release(self, ids: Sequence[int] | None) -> int:
        """Send after all what was held, refused or expired; it does not expire again. None: all of it.

        What was purged stays: there is nothing left to send.
        """
        held = and_(in_state(_S.HELD, _S.EXPIRED, _S.REFUSED), outbox.c.mime.is_not(None))
        values = {"hold": None, "next_attempt": None, "expires": None, "settled": None}
        return self._change(ids, held, state=_S.PENDING.value, **values)

    def release_waiting(self, *, held_by_order: bool = True) -> int:
        """Let what waits leave however late it is, and let go what the emergency brake held. How many of these.

        What was refused, has expired or may have arrived stays as it is; what the relay refused still waits for it.
        What was held by itself stays held, and without `held_by_order` all that is.
        """
        by_relay = and_(in_state(_S.HELD), outbox.c.hold == Hold.RELAY.value)
        self._change(None, or_(in_state(*DUE), by_relay), expires=None)
        if not held_by_order:
            return 0
        held = and_(in_state(_S.HELD), outbox.c.hold == Hold.BRAKE.value, outbox.c.mime.is_not(None))
        values = {"hold": None, "next_attempt": None, "expires": None, "settled": None}
        return self._change(None, held, state=_S.PENDING.value, **values)

    def hold(self, ids: Sequence[int] | None) -> int:
        """Hold what has not left, until an administrator releases it; all of it where `ids` is None.

        What is held because it may have arrived stays held for that reason; so does, where all are, what was held
        by itself, which the end of the brake does not let go.
        """
        order, others = (Hold.BRAKE, [Hold.RELAY]) if ids is None else (Hold.ORDER, [Hold.RELAY, Hold.BRAKE])
        held = and_(in_state(_S.HELD), outbox.c.hold.in_([why.value for why in others]))
        waiting = or_(in_state(*DUE), held)
        return self._change(ids, waiting, state=_S.HELD.value, hold=order.value)

    def drop(self, ids: Sequence[int]) -> int:
        """Take messages out of the outbox for good.

        Of a notice the row stays, without its bytes: what it tells may still be so, and it would be made again.
        """
        with self._database.write() as connection:
            rows = and_(outbox.c.id.in_(ids), outbox.c.state != _S.SENDING.value)
            of_each = select(outbox.c.edition, func.count()).where(rows, outbox.c.edition.is_not(None))
            counted = connection.execute(of_each.group_by(outbox.c.edition))
            add_to_counts(connection, DROPPED, {row[0]: row[1] for row in counted})
            notices = and_(rows, outbox.c.edition.is_(None))
            kept = connection.execute(update(outbox).where(notices).values(_DROPPED)).rowcount
            gone = delete(outbox).where(rows, outbox.c.edition.is_not(None))
            return kept + connection.execute(gone).rowcount

    def purge(self, before: datetime) -> int:
        """Forget the bytes of what left before a time; hash, Message-ID and reply stay."""
        old = and_(
            in_state(*_LEFT),
            func.coalesce(outbox.c.settled, outbox.c.created) < before,
            outbox.c.mime.is_not(None),
        )
        with self._database.write() as connection:
            purged = connection.execute(update(outbox).where(old).values(mime=None)).rowcount
            if purged:
                forget_bodies(connection)
            return purged

    def _change(self, ids: Sequence[int] | None, which: ColumnElement[bool], **values: object) -> int:
        rows = which if ids is None else and_(which, outbox.c.id.in_(ids))
        with self._database.write() as connection:
            return connection.execute(update(outbox).where(rows).values(values)).rowcount
