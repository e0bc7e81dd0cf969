"""Sends what is due in the outbox, one message at a time, each step committed before the next.

For each message: `start` is committed, then bytes are sent; `mark` is committed, then the dot is sent;
the answer is committed by `settle`, together with the `start` of the next message where that may leave at once, for
a commit waits for the disk. Wherever the process is killed, the next run sees from the row which
of the three it was (`retry.after_crash`). Only the stretch between `mark` and `settle` can double a
message, and each such message is reported.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import structlog

from servwatch.errors import ArchiveError
from servwatch.mail.addresses import short_hash
from servwatch.mail.hand_over import Fate, HandOver, Transport
from servwatch.mail.outbox import Outbox
from servwatch.mail.pace import Pace
from servwatch.mail.retry import LADDER, after, after_crash, after_probe
from servwatch.model import Message, MessageState

BREAKS_IN_A_ROW = 3  # after so many broken hand-overs the way is down, not the message

_log = structlog.get_logger(__name__)


class Ended(StrEnum):
    """Why a run of the sender ended."""

    DONE = "done"  # nothing more is due
    REFUSED = "refused"  # the relay refuses us: all that is due is held
    BROKEN = "broken"  # the way is down: all that is due is deferred
    PROBED = "probed"  # the relay refused us before, and one probe did not get through
    STOPPED = "stopped"  # asked to


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A message that was sent again although the first copy may have arrived."""

    id: int
    message_id: str


@dataclass(slots=True)
class SendReport:
    """What one run did. `counts` says how many messages came into which state."""

    counts: Counter[MessageState] = field(default_factory=Counter)
    possible_duplicates: list[PossibleDuplicate] = field(default_factory=list)
    recovered: int = 0  # rows of a killed sender that were put right
    released: int = 0  # held by the relay before, due again
    ended: Ended = Ended.DONE
    reply: str = ""  # of the hand-over that ended the run early

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look. A single message put off for a while is daily life."""
        well = {MessageState.ACCEPTED, MessageState.DEFERRED}
        early = self.ended not in (Ended.DONE, Ended.STOPPED)
        return early or bool(self.possible_duplicates) or bool(self.counts.keys() - well)


def send_pending(
    outbox: Outbox,
    transport: Transport,
    clock: Callable[[], datetime],
    *,
    rate: float = 0.0,
    sleep: Callable[[float], object] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
    stopping: Callable[[], bool] = lambda: False,
) -> SendReport:
    """Hand over every message that is due, and return when none is, or when going on is of no use.

    The caller holds the sender lock. `clock` gives aware times for the outbox; `rate` is messages a
    minute, 0 for no limit, measured by `monotonic` seconds; `stopping` is asked between messages, so
    that a service ends gracefully (let `sleep` end early too). The transport is closed at the end.

    Raises:
        ArchiveError: the outbox cannot commit; a message on its way stays as it is committed.
    """
    run = _Run(outbox, transport, clock, Pace(rate, sleep, monotonic), stopping)
    try:
        run.recover()
        run.expire()
        if run.relay_takes_us():
            run.send_due()
    finally:
        transport.close()
    return run.report


@dataclass(slots=True)
class _Run:
    outbox: Outbox
    transport: Transport
    clock: Callable[[], datetime]
    pace: Pace
    stopping: Callable[[], bool]
    report: SendReport = field(default_factory=SendReport)

    def recover(self) -> None:
        for message in self.outbox.stranded():
            now = self.clock()
            found = after_crash(message, now, idempotent=self.transport.idempotent)
            self.outbox.settle(found, now=now)
            self.report.recovered += 1
            self.count(found.state, int(found.state is not MessageState.PENDING))
            _log.warning("message of a stopped sender", id=message.id, state=str(found.state))

    def expire(self) -> None:
        self.count(MessageState.EXPIRED, self.outbox.expire(self.clock()))

    def relay_takes_us(self) -> bool:
        """Where the relay refused us before, send one message to see: its success releases all."""
        probe = self.outbox.probe()
        if probe is None:
            return True
        self.pace.wait()
        message = self.outbox.start(probe, self.clock())
        outcome = self.carry(message) if message is not None else None
        if message is not None and outcome is not None:
            self.settle(message, outcome, after_probe)
        if outcome is not None and outcome.fate is Fate.ACCEPTED:
            self.report.released = self.outbox.release_held(self.clock())
            return True
        if outcome is not None and outcome.fate is Fate.REFUSED_US:
            self.hold_due(outcome)
        self.end(Ended.PROBED, outcome)
        return False

    def send_due(self) -> None:
        breaks, message = 0, self.begin()
        while message is not None:
            outcome = self.carry(message)
            breaks = breaks + 1 if outcome.broken else 0
            refused, down = outcome.fate is Fate.REFUSED_US, breaks == BREAKS_IN_A_ROW
            onward = not (refused or down or self.pace.limited or self.stopping())
            started = self.settle(message, outcome, after, onward=onward)
            if refused:
                self.hold_due(outcome)
                return self.end(Ended.REFUSED, outcome)
            if down:
                self.defer_due(outcome)
                return self.end(Ended.BROKEN, outcome)
            message = started or self.begin()
        return None

    def begin(self) -> Message | None:
        """Start the message that is due longest, when it may leave; None where none is due or we are to stop."""
        passed_over = None
        while (due := self.outbox.next_due(self.clock())) is not None:
            self.pace.wait()
            if self.stopping():
                self.end(Ended.STOPPED)
                return None
            message = self.outbox.start(due, self.clock())
            if message is not None:
                return message
            if due == passed_over:  # held or dropped between the two, but not twice
                raise ArchiveError("Message {id} is due and cannot be started.", id=due)
            passed_over = due
        return None

    def carry(self, message: Message) -> HandOver:
        return self.transport.hand_over(message, lambda: self.outbox.mark(message.id, self.clock()))

    def settle(
        self,
        message: Message,
        outcome: HandOver,
        then: Callable[[Message, HandOver, datetime], Message],
        *,
        onward: bool = False,
    ) -> Message | None:
        """Write down what became of a message; with `onward` start the next in the same commit, and give it."""
        now = self.clock()
        settled = then(message, outcome, now)
        write = self.outbox.settle_and_start if onward else self.outbox.settle
        started = write(settled, now=now, fate=outcome.fate, phase=outcome.phase, code=outcome.code)
        self.count(settled.state, 1)
        if self.may_be_double(message, outcome):
            self.report.possible_duplicates.append(PossibleDuplicate(message.id, message.message_id))
        _log.info(
            "message handed over",
            id=message.id,
            message_id=message.message_id,
            recipient=short_hash(message.recipient),
            fate=str(outcome.fate),
            phase=str(outcome.phase),
            code=outcome.code,
            attempt=message.attempts,
        )
        return started

    def may_be_double(self, message: Message, outcome: HandOver) -> bool:
        """The answer to an earlier dot was lost, and this time the dot left again."""
        left = outcome.fate in (Fate.ACCEPTED, Fate.UNKNOWN)
        return left and message.doubts > 0 and not self.transport.idempotent

    def hold_due(self, outcome: HandOver) -> None:
        self.count(MessageState.HELD, self.outbox.hold_due(self.clock(), outcome.reply))

    def defer_due(self, outcome: HandOver) -> None:
        now = self.clock()
        deferred = self.outbox.defer_due(now, now + LADDER[0], outcome.reply)
        self.count(MessageState.DEFERRED, deferred)

    def count(self, state: MessageState, messages: int) -> None:
        if messages:
            self.report.counts[state] += messages

    def end(self, why: Ended, outcome: HandOver | None = None) -> None:
        self.report.ended = why
        if outcome is not None:
            self.report.reply = outcome.reply
            _log.warning("sending ended early", why=str(why), phase=str(outcome.phase), code=outcome.code)
