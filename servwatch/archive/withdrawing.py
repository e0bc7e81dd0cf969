"""Messages that wait for somebody who is suppressed meanwhile: they never leave, whoever releases or retries them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, exists, update

from servwatch.archive.outbox import DUE, in_state
from servwatch.archive.recipient_tables import suppression
from servwatch.archive.schema import outbox
from servwatch.model import EVERY_DIGEST, MessageState

WITHDRAWN = "not sent: the address is suppressed"
"""What stands in the place of a relay's reply."""


def withdraw(connection: Connection, which: ColumnElement[bool]) -> int:
    """Give up what waits of these messages of editions, and forget its bytes. How many.

    It gets no time at which it came to rest: nobody needs to look at it.
    """
    waits = and_(which, outbox.c.edition.is_not(None), in_state(*DUE, MessageState.HELD))
    values = {
        "state": MessageState.EXPIRED.value,
        "hold": None,
        "next_attempt": None,
        "mime": None,
        "reply": WITHDRAWN,
    }
    return connection.execute(update(outbox).where(waits).values(values)).rowcount


def withdraw_suppressed(connection: Connection, edition: int, digest: str) -> int:
    """Give up the messages of an edition to who was suppressed since they were made. How many."""
    said = exists().where(
        suppression.c.address == outbox.c.recipient, suppression.c.digest.in_((EVERY_DIGEST, digest))
    )
    return withdraw(connection, and_(outbox.c.edition == edition, said))
