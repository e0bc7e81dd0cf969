"""Plays one SMTP fault together with one kill of the sender, then runs on until nothing is open.

``python -m tests.mail.crash_play`` plays every fault with a kill before and after every write, and
prints the table: messages lost, copies too many, and where those came from.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import structlog

from servwatch.mail import SmtpTransport, send_pending
from servwatch.model import Hold, MessageState
from tests.mail.fake_outbox import OPEN_STATES, FakeOutbox, Killed
from tests.mail.faults import ALL, Fault
from tests.mail.letters import NOON, letter, relay
from tests.smtp_server import ScriptedSmtpServer

MESSAGES = 3
PATIENCE = 0.25  # seconds for a reply where the fault is silence


@dataclass(frozen=True)
class Kill:
    write: int = 0  # which write of the outbox, from 1; 0 for no kill
    after: bool = False  # after its commit rather than before


@dataclass(frozen=True)
class Ending:
    """What came of it, over all messages."""

    killed_at: str  # the name of the write, "" where the play ended before
    states: tuple[str, ...]
    lost: int  # said to be accepted, or still open, but no copy arrived
    extra: int  # copies beyond the first
    outside_gap: int  # of those, how many without a mark whose answer was never written down
    altered: int  # copies that are not the stored bytes
    unreported: int  # doubled messages whose row shows no doubt


def play(fault: Fault, kill: Kill) -> Ending:
    """The first connection follows the fault's script, every later one is sound."""
    outbox = FakeOutbox.of(*(letter(n, filler=2000) for n in range(1, MESSAGES + 1)))
    outbox.kill_at, outbox.kill_after = kill.write, kill.after
    killed_at, now = "", NOON
    with ScriptedSmtpServer().play(fault.script) as server:
        settings = relay(server.port, seconds=PATIENCE if fault.slow else 20)
        for _ in range(20):
            try:
                send_pending(outbox, SmtpTransport(settings), lambda now=now: now)
            except Killed as at:
                killed_at = str(at)
            now += timedelta(minutes=16)
            if not any(m.state in OPEN_STATES or m.hold is Hold.RELAY for m in outbox.rows.values()):
                break
    return _ending(outbox, server, killed_at)


def _ending(outbox: FakeOutbox, server: ScriptedSmtpServer, killed_at: str) -> Ending:
    lost = extra = outside = altered = unreported = 0
    for message in outbox.rows.values():
        copies = [d.data for d in server.sent_to(message.recipient)]
        unsettled = message.state in (MessageState.ACCEPTED, *OPEN_STATES) or message.hold is Hold.RELAY
        lost += not copies and unsettled
        more = max(0, len(copies) - 1)
        extra += more
        outside += max(0, more - outbox.gaps[message.id])
        altered += sum(data != message.mime for data in copies)
        unreported += bool(more) and not message.doubts
    return Ending(killed_at, tuple(outbox.states()), lost, extra, outside, altered, unreported)


def every_kill(fault: Fault) -> Iterator[tuple[Kill, Ending]]:
    """No kill, then one before and one after each write, until the play has no such write."""
    yield Kill(), play(fault, Kill())
    for after in (False, True):
        write = 1
        while (ending := play(fault, Kill(write, after))).killed_at:
            yield Kill(write, after), ending
            write += 1


def table(faults: dict[str, Fault]) -> Iterator[str]:
    """The rows of the table in Markdown, one fault each."""
    yield "| fault | fate without a kill | kills | lost | extra copies | outside the gap | altered |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    totals = [0] * 5
    for fault in faults.values():
        endings = [ending for _, ending in every_kill(fault)]
        sums = [
            len(endings) - 1,
            sum(e.lost for e in endings),
            sum(e.extra for e in endings),
            sum(e.outside_gap for e in endings),
            sum(e.altered for e in endings),
        ]
        totals = [a + b for a, b in zip(totals, sums, strict=True)]
        yield f"| {fault.name} | {fault.fate} | {' | '.join(map(str, sums))} |"
    yield f"| **all** | | {' | '.join(map(str, totals))} |"


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with contextlib.suppress(BrokenPipeError):
        for row in table(ALL):
            print(row)
            sys.stdout.flush()
