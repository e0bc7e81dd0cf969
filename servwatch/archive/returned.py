"""Mail that came back, held against the outbox and kept: what was said of which message, and how far the folder was read.

All of it is one transaction, so that a process that ends at any moment counts nothing twice. A message comes back
once: a second report on it says nothing new.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, insert, select

from servwatch.archive.database import Database, in_turn
from servwatch.archive.outbox import Outgoing, enqueue
from servwatch.archive.portions import portions
from servwatch.archive.recipients import note_bounce, read_states
from servwatch.archive.schema import attempt, outbox, setting
from servwatch.archive.upsert import upsert
from servwatch.model import MessageState, RecipientStates

RETURNED = "returned"
"""The fate of a message that came back, among its attempts."""
NOT_TOLD_WHICH = timedelta(days=10)
"""A report that does not say which message it is about is about one accepted so long before at most."""
_FOLDER = "bounces.folder"
"""The setting that holds how far the folder was read."""
_REPLY = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """What a report says of one recipient of one message; nothing of it is believed yet."""

    recipient: str
    original: str  # the Message-ID, "" where it is not told
    at: datetime  # when the report came
    failed: bool  # for good
    code: str = ""  # enhanced (RFC 3463)
    text: str = ""


class Holds(StrEnum):
    """How a claim holds against the outbox."""

    COUNTED = "counted"  # a message of ours came back
    KNOWN = "known"  # it is ours, and was counted before
    NO_FAILURE = "no-failure"  # it is ours, and is late or went on
    NOT_OURS = "not-ours"


@dataclass(frozen=True, slots=True)
class Held:
    """A claim and how it holds. `edition`: whether the message is of an edition, and no notice to staff."""

    claim: Claim
    holds: Holds
    edition: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept besides, in the same transaction: how far the folder was read, and mails to staff."""

    folder: Any
    letters: Sequence[Outgoing] = ()


@dataclass(frozen=True, slots=True)
class _Ours:
    id: int
    recipient: str
    edition: bool
    settled: datetime | None = None


Then = Callable[[Sequence[Held], RecipientStates, RecipientStates], Kept]
"""From how the claims hold, and what is said of addresses before and after them, to what is kept besides."""


class ReturnedMail:
    """What came back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def folder(self) -> Any:
        """How far the folder was read, as `keep` was given it; None where it never was."""
        with self._database.read() as connection:
            return connection.execute(select(setting.c.value).where(setting.c.key == _FOLDER)).scalar()

    def remember(self, folder: Any) -> None:
        """Keep how far the folder was read, where nothing came of it."""
        with self._database.write() as connection:
            _remember(connection, folder)

    def keep(self, claims: Sequence[Claim], members: Collection[str], then: Then) -> list[Held]:
        """Hold claims against the outbox, and keep what holds with all that `then` makes of it.

        `members` are the addresses (case-folded) of which a report without a Message-ID may speak. `then` is called
        within the transaction.
        """
        with self._database.write() as connection:
            in_turn(connection, "returned mail")
            before = read_states(connection)
            held = _held(connection, claims, members)
            after = read_states(connection)
            kept = then(held, before, after)
            enqueue(connection, None, kept.letters)
            _remember(connection, kept.folder)
        return held


def _remember(connection: Connection, folder: Any) -> None:
    connection.execute(upsert(connection, setting), {"key": _FOLDER, "value": folder})


def _held(connection: Connection, claims: Sequence[Claim], members: Collection[str]) -> list[Held]:
    named = _named(connection, {claim.original for claim in claims if claim.original})
    loose = {c.recipient.casefold() for c in claims if not c.original} & set(members)
    since = min((claim.at for claim in claims), default=None)
    sent = _sent(connection, loose, since - NOT_TOLD_WHICH) if since is not None and loose else []
    known = _came_back(connection, {*(one.id for one in named.values()), *(one.id for one in sent)})
    held = []
    for claim in claims:
        ours = named.get(claim.original) if claim.original else _newest(sent, claim)
        if ours is None or ours.recipient != claim.recipient.casefold():
            held.append(Held(claim, Holds.NOT_OURS))
        elif not claim.failed:
            held.append(Held(claim, Holds.NO_FAILURE, ours.edition))
        elif ours.id in known:
            held.append(Held(claim, Holds.KNOWN, ours.edition))
        else:
            known.add(ours.id)
            _count(connection, ours, claim)
            held.append(Held(claim, Holds.COUNTED, ours.edition))
    return held


def _count(connection: Connection, ours: _Ours, claim: Claim) -> None:
    note_bounce(connection, claim.recipient, claim.at, claim.code, claim.text)
    reply = f"{claim.code} {claim.text}".strip()[:_REPLY]
    row = {"message": ours.id, "at": claim.at, "fate": RETURNED, "phase": "", "code": None, "reply": reply}
    connection.execute(insert(attempt).values(row))


def _named(connection: Connection, originals: set[str]) -> dict[str, _Ours]:
    """The messages of these Message-IDs that were ever tried: what never left cannot come back."""
    found = {}
    for part in portions(sorted(originals)):
        columns = (outbox.c.message_id, outbox.c.id, outbox.c.recipient, outbox.c.edition)
        statement = select(*columns).where(outbox.c.message_id.in_(part), outbox.c.attempts > 0)
        for row in connection.execute(statement):
            found[row.message_id] = _Ours(row.id, row.recipient, row.edition is not None)
    return found


def _sent(connection: Connection, addresses: set[str], since: datetime) -> list[_Ours]:
    """What was accepted for these addresses since a time, the newest first."""
    columns = (outbox.c.id, outbox.c.recipient, outbox.c.edition, outbox.c.settled)
    accepted = and_(outbox.c.state == MessageState.ACCEPTED.value, outbox.c.settled >= since)
    found = []
    for part in portions(sorted(addresses)):
        rows = connection.execute(select(*columns).where(accepted, outbox.c.recipient.in_(part)))
        found += [_Ours(row.id, row.recipient, row.edition is not None, row.settled) for row in rows]
    return sorted(found, key=lambda one: (one.settled is not None, one.settled, one.id), reverse=True)


def _newest(sent: Sequence[_Ours], claim: Claim) -> _Ours | None:
    """The newest message to the recipient that was accepted before the report came, and not long before."""
    address = claim.recipient.casefold()
    mine = (one for one in sent if one.recipient == address and one.settled is not None)
    return next((o for o in mine if o.settled and claim.at - NOT_TOLD_WHICH <= o.settled <= claim.at), None)


def _came_back(connection: Connection, ids: set[int]) -> set[int]:
    """Which of these messages are known to have come back."""
    known: set[int] = set()
    for part in portions(sorted(ids)):
        statement = select(attempt.c.message).where(attempt.c.message.in_(part), attempt.c.fate == RETURNED)
        known |= set(connection.execute(statement).scalars())
    return known
