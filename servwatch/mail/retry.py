"""The states of a message on its way out, and nothing else: pure, the clock is an argument.

::

    pending ──> sending ──> accepted
       ^           ├──────> deferred ──> sending again after 5, 15, 30, 60 minutes, then hourly
       │           ├──────> refused               until the edition expires
       │           ├──────> unknown ───> sending once more after 15 minutes, the same bytes
       │           │           └ twice: held, in doubt
       │           └──────> held by the relay: one probe a run, the first success releases all
       └── a sender killed before the mark
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from servwatch.mail.hand_over import Fate, HandOver
from servwatch.model import Hold, Message, MessageState

LADDER = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))
UNKNOWN_AGAIN = timedelta(minutes=15)
KILLED = "the sender was stopped before an answer came"


def patience(attempts: int) -> timedelta:
    """How long a message that was deferred waits, after so many attempts (1 or more)."""
    return LADDER[min(max(attempts, 1), len(LADDER)) - 1]


def after(message: Message, outcome: HandOver, now: datetime) -> Message:
    """The message as the outbox shall keep it after an attempt that ended at `now`."""
    done = replace(message, reply=outcome.reply, hold=None, next_attempt=None)
    match outcome.fate:
        case Fate.ACCEPTED:
            return replace(done, state=MessageState.ACCEPTED)
        case Fate.REFUSED_RECIPIENT:
            return replace(done, state=MessageState.REFUSED)
        case Fate.DEFERRED:
            return replace(done, state=MessageState.DEFERRED, next_attempt=now + patience(message.attempts))
        case Fate.REFUSED_US:
            return held_by_relay(done, now)
        case Fate.UNKNOWN:
            return _doubted(done, now)


def after_probe(message: Message, outcome: HandOver, now: datetime) -> Message:
    """As `after`, but a probe that was put off proves nothing about the relay and stays held."""
    kept = after(message, outcome, now)
    return held_by_relay(kept, now) if outcome.fate is Fate.DEFERRED else kept


def held_by_relay(message: Message, now: datetime) -> Message:
    """Held until the relay takes mail from us again; `now` sends it to the end of the line of probes."""
    return replace(message, state=MessageState.HELD, hold=Hold.RELAY, next_attempt=now)


def after_crash(message: Message, now: datetime, *, idempotent: bool) -> Message:
    """What a message found SENDING becomes: its sender was killed, before or after the mark.

    At the end of the line, so that one message that kills its sender does not hold up the others.
    """
    if message.marked is None or idempotent:
        return replace(message, state=MessageState.PENDING, next_attempt=now)
    return _doubted(replace(message, reply=KILLED), now)


def _doubted(message: Message, now: datetime) -> Message:
    """One more attempt with the same bytes, for losing it is worse than a copy; a third never."""
    doubted = replace(message, doubts=message.doubts + 1)
    if doubted.doubts > 1:
        return replace(doubted, state=MessageState.HELD, hold=Hold.DOUBT, next_attempt=None)
    return replace(doubted, state=MessageState.UNKNOWN, next_attempt=now + UNKNOWN_AGAIN)
