"""Digests, editions and decisions, said shortly."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from servwatch.archive.digests import DigestStates, Wanted
from servwatch.archive.editions import EditionRow
from servwatch.archive.outbox import Outgoing
from servwatch.archive.schema import attempt, edition, ledger, outbox
from servwatch.model import Decision, Outcome
from tests.archive.arrivals import DAY, NOW

WEEK = timedelta(days=7)


def known(database, digest="board", at=NOW, **fields):
    """Make a digest known to the archive at a time; return its state."""
    wanted = replace(Wanted(digest, "0 7 * * fri", active=True), **fields)
    others = [
        Wanted(s.digest, s.schedule, s.active)
        for s in DigestStates(database).all().values()
        if s.digest != digest
    ]
    return DigestStates(database).reconcile([*others, wanted], at)[digest]


def row(digest="board", number=1, scheduled=NOW, **fields):
    """An edition that is about to be frozen."""
    made = EditionRow(
        digest=digest,
        number=number,
        scheduled=scheduled,
        cutoff=NOW,
        frozen=NOW,
        expires=NOW + DAY,
        fingerprint="print-1",
        state="filled",
        language="nl",
        subject=f"No. {number}",
        html="<p>é</p>",
        text="é",
        counts={"chosen": 1, "read": 12},
    )
    return replace(made, **fields)


def decided(*numbers, outcome=Outcome.REJECTED, **fields):
    """The same decision for each of these items."""
    return [Decision(number, outcome, "It has no theme.", **fields) for number in numbers]


def letter(number=1, **fields):
    """A message that is about to be put into the outbox."""
    made = Outgoing(
        "board",
        f"lid{number}@example.org",
        f"<board.{number}@example.org>",
        "No. 1",
        b"Subject: x\r\n\r\nx",
        NOW,
    )
    return replace(made, **fields)


def freeze(editions, state, decisions=(), messages=(), *, edition=None, lookback=WEEK, newest=None):
    """Freeze the edition from what are the candidates now."""
    upto = editions.candidates(state, lookback).newest if newest is None else newest
    return editions.freeze(
        edition or row(state.digest), decisions, messages, state=state, lookback=lookback, newest=upto
    )


def waiting(editions, state, lookback=WEEK):
    """The ids of the candidates."""
    return [item.id for item, _ in editions.candidates(state, lookback).items]


def sizes(database):
    """How many rows editions, ledger, outbox and attempts have."""
    with database.read() as connection:
        return [
            connection.execute(select(func.count()).select_from(t)).scalar_one()
            for t in (edition, ledger, outbox, attempt)
        ]
