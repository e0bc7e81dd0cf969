"""Plays one SMTP fault together with one kill of the sender, on a real outbox, then runs on until nothing is open.

A fault lasts for a moment (one connection), for half an hour of virtual time, or for good; then the edition expires. The
relay is the scripted server, or Postfix's smtp-sink for what that can play. A sender runs every sixteen minutes, each
time in a process of its own; one of them is killed.
"""

from __future__ import annotations

import contextlib
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from servwatch.archive.database import Database
from servwatch.model import Hold, MessageState
from tests.archive.messages import ReadableOutbox, holding
from tests.mail.fault_reckoning import Ending, reckon
from tests.mail.faults import Fault
from tests.mail.killed_sender import Kill, Run, run
from tests.mail.letters import NOON, letter
from tests.postfix import free_port
from tests.smtp_server import ScriptedSmtpServer
from tests.smtp_sink import copies, kept_mail, smtp_sink

PATIENCE = 0.15  # seconds for a reply where the fault is silence
STEP = timedelta(minutes=16)
NO_KILL = Kill()
_OPEN = (MessageState.PENDING, MessageState.SENDING, MessageState.DEFERRED, MessageState.UNKNOWN)


@dataclass(frozen=True)
class Course:
    """How long a fault lasts, and how many messages are sent meanwhile."""

    name: str
    lasts: timedelta | None  # none: for one connection
    expires: timedelta

    def messages(self, fault: Fault) -> int:
        """Two; four where three breaks in a row end a run, so that one message is left to be put off."""
        return 4 if self is HALF_HOUR and fault.breaks else 2


MOMENT = Course("a moment", None, timedelta(hours=2))
HALF_HOUR = Course("half an hour", timedelta(minutes=30), timedelta(hours=2))
FOR_GOOD = Course("for good", timedelta(days=1), timedelta(hours=1))
COURSES = {course.name: course for course in (MOMENT, HALF_HOUR, FOR_GOOD)}

SINK_OPTIONS = {
    "greeting 421": ("-Q", "CONNECT"),
    "greeting drop": ("-q", "CONNECT"),
    "greeting 554": ("-f", "CONNECT"),
    "MAIL 550": ("-f", "MAIL"),
    "RCPT 450": ("-r", "RCPT"),
    "RCPT 550": ("-f", "RCPT"),
    "RCPT drop": ("-q", "RCPT"),
    "DATA 451": ("-r", "DATA"),
    "DATA drop": ("-q", "DATA"),
    "dot 451": ("-r", "."),
    "dot 554": ("-f", "."),
    "dot 250, QUIT drop": ("-q", "QUIT"),
    "dot drop": ("-q", "."),
    "dot hang": ("-W", ".:2"),
}
"""How smtp-sink plays a fault. It can neither break off in the body nor answer 552 to the dot only."""


class ScriptedRelay:
    """The scripted server, with the fault on one connection or on all of them until it is healed."""

    def __init__(self, fault: Fault, course: Course) -> None:
        self._server = ScriptedSmtpServer()
        self.port = self._server.port
        if course.lasts is None:
            self._server.play(fault.script)
        else:
            self._server.always(fault.script)

    def __enter__(self) -> ScriptedRelay:
        self._server.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.__exit__(*exc)

    def heal(self) -> None:
        self._server.always({})

    def arrived(self) -> dict[str, list[bytes]]:
        self._server.settle()
        found = defaultdict(list)
        for delivery in self._server.deliveries:
            found[delivery.recipients[0]].append(delivery.data)
        return found


class SinkRelay:
    """Postfix's smtp-sink, run anew without its fault when it is healed."""

    def __init__(self, fault: Fault, _: Course) -> None:
        self._options, self.port = SINK_OPTIONS[fault.name], free_port()
        self._stack, self._running = contextlib.ExitStack(), contextlib.ExitStack()

    def __enter__(self) -> SinkRelay:
        self._folder = self._stack.enter_context(kept_mail())
        self._run(*self._options)
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()
        self._stack.close()

    def heal(self) -> None:
        self._running.close()
        self._run()

    def _run(self, *options: str) -> None:
        refuses = options[-1:] == (".",) and options[0] in ("-r", "-f")  # it would keep what it refuses, too
        keep = None if refuses else self._folder
        self._running.enter_context(smtp_sink(*options, port=self.port, keep=keep))

    def arrived(self) -> dict[str, list[bytes]]:
        found = defaultdict(list)
        for data in copies(self._folder):
            to = next(line for line in data.split(b"\r\n") if line.startswith(b"To: "))
            found[to.removeprefix(b"To: ").decode()].append(data)
        return found


RELAYS: dict[str, Callable[[Fault, Course], ScriptedRelay | SinkRelay]] = {
    "scripted server": ScriptedRelay,
    "smtp-sink": SinkRelay,
}


@dataclass
class Stage:
    """Where plays take place: a database, emptied for each, and a folder for journals."""

    database: Database
    url: str
    folder: Path
    played: int = 0

    def play(
        self,
        fault: Fault,
        course: Course,
        kill: Kill = NO_KILL,
        relay: str = "scripted server",
        flaw: str = "",
    ) -> Ending:
        """One fault, one kill, and on until nothing is open."""
        self.played += 1
        journal = self.folder / f"journal-{self.played}"
        count, expires = course.messages(fault), NOON + course.expires
        stored = [letter(n, filler=2000, expires=expires) for n in range(1, count + 1)]
        outbox = holding(self.database, *stored)
        patience = PATIENCE if fault.slow else 20
        with RELAYS[relay](fault, course) as other:
            heals = NOON + (course.lasts or timedelta(days=1))
            healed = relay == "scripted server" and course.lasts is None
            for now in itertools.accumulate(itertools.repeat(STEP, 12), initial=NOON):
                if not healed and now >= heals:
                    other.heal()
                    healed = True
                if run(Run(self.url, other.port, now, patience, kill, journal, flaw)):
                    kill = NO_KILL  # once is enough
                if not _waiting(outbox, stored):
                    break
            lines = journal.read_text().splitlines()
            return reckon(stored, other.arrived(), {m.id: outbox.read(m.id) for m in stored}, lines)

    def every_kill(self, fault: Fault, course: Course, relay: str) -> Iterator[Ending]:
        """No kill, then one before and one after each commit, until the play has no such commit.

        Where the fault is for good, only the commit of `expire` is new: all others come in the other courses.
        """
        yield self.play(fault, course, relay=relay)
        written = (self.folder / f"journal-{self.played}").read_text().splitlines()
        first = next((n for n, line in enumerate(written, 1) if line == "expire"), len(written) + 1)
        for after in (False, True):
            for write in itertools.count(first if course is FOR_GOOD else 1):
                ending = self.play(fault, course, Kill(write, after), relay)
                if not ending.killed_at:
                    break
                yield ending


def _waiting(outbox: ReadableOutbox, stored: list) -> bool:
    rows = [outbox.read(m.id) for m in stored]
    return any(m.state in _OPEN or m.hold is Hold.RELAY for m in rows)
