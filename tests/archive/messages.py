"""An outbox that holds given messages, for tests of what the sender asks of it.

`holding` is what a contract test of outboxes needs of an implementation: a function that takes
messages and gives an outbox with exactly these rows, and with a `read` of the committed row.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select

from servwatch.archive.outbox import Outbox, to_message
from servwatch.archive.schema import attempt, mail_body, outbox
from servwatch.model import Message, MessageState

NOON = datetime(2026, 9, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
BEFORE = NOON - timedelta(minutes=5)


class ReadableOutbox(Outbox):
    def read(self, number):
        """The committed row."""
        with self._database.read() as connection:
            row = connection.execute(select(outbox).where(outbox.c.id == number)).one()
            body = select(mail_body.c.content).where(mail_body.c.id == row.mail_body)
            return to_message(row, body=connection.execute(body).scalar() or b"")

    def attempts(self, number):
        """The attempts noted of a message, the oldest first."""
        with self._database.read() as connection:
            return connection.execute(
                select(attempt).where(attempt.c.message == number).order_by(attempt.c.id)
            ).all()


def message(number, **fields):
    """A message that is due."""
    made = {
        "message_id": f"<board.{number}@example.org>",
        "recipient": f"lid{number}@example.org",
        "mime": b"Subject: %d\r\n\r\n\x00\xff" % number,
        "created": BEFORE,
    }
    return Message(number, **(made | fields))


def holding(database, *messages):
    """An outbox that holds these messages and no other."""
    with database.write() as connection:
        connection.execute(outbox.delete())
        rows = [_row(m) for m in messages]
        if rows:
            connection.execute(insert(outbox), rows)
    return ReadableOutbox(database)


def _row(m):
    names = (
        "id", "message_id", "recipient", "mime", "edition", "digest", "subject", "attempts", "next_attempt",
        "marked", "expires", "reply", "created", "doubts",
    )  # fmt: skip
    return {name: getattr(m, name) for name in names} | {
        "state": m.state.value,
        "hold": m.hold.value if m.hold else None,
        "created": m.created or BEFORE,
        "mime_hash": "",
    }


def states(held, *numbers):
    return [MessageState(held.read(number).state).value for number in numbers]
