"""A sender in a process of its own, on a real database, that is killed (SIGKILL) at a commit of the outbox.

What is committed stays; all else of the process is gone, its connections too. Each commit that changed something is
written into a journal, which survives: what it was, of which message, with which fate.

The flaws are senders that are wrong on purpose, to see that the reckoning finds them.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import psycopg  # noqa: F401  # imported once, not by each sender
import structlog
from sqlalchemy import event

from servwatch.archive.database import Database
from servwatch.archive.outbox import Outbox
from servwatch.errors import ArchiveError
from servwatch.mail import Phase, SmtpTransport, send_pending
from tests.mail.letters import relay

WRITES = (
    "start", "mark", "settle", "settle_and_start", "expire", "hold_due", "release_held", "defer_due",
)  # fmt: skip
FLAWS = ("marks after the dot", "changes the Message-ID", "settles before the dot")
_AT_LARGE = ("expire", "hold_due", "release_held", "defer_due")
"""The writes that change as many messages as there are, perhaps none."""


@dataclass(frozen=True)
class Kill:
    write: int = 0  # which commit, counted from 1 over all runs; 0 for no kill
    after: bool = False  # after the commit rather than before


@dataclass(frozen=True)
class Run:
    """One run of the sender."""

    url: str
    port: int
    now: datetime
    patience: float
    kill: Kill
    journal: Path
    flaw: str = ""


def run(plan: Run) -> bool:
    """Send what is due; whether the sender was killed over it."""
    return _nursery().run(plan)


class Nursery:
    """A process that has imported everything and forks a sender for each run, which takes milliseconds.

    Not multiprocessing's: that imports the main module anew in each child, which here is pytest.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.mail.killed_sender"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        atexit.register(self.end)

    def run(self, plan: Run) -> bool:
        told = {**asdict(plan), "now": plan.now.isoformat(), "journal": str(plan.journal)}
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        assert status in (0, -signal.SIGKILL), f"a sender ended with {status}"
        return status != 0

    def end(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)


@cache
def _nursery() -> Nursery:
    return Nursery()


def _fork_for_each() -> None:
    """What the nursery does: a line in, a sender forked, its exit status out."""
    for line in sys.stdin:
        told = json.loads(line)
        times = {"now": datetime.fromisoformat(told["now"]), "journal": Path(told["journal"])}
        child = os.fork()
        if child == 0:
            _send(Run(**{**told, **times, "kill": Kill(**told["kill"])}))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _send(plan: Run) -> None:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    database = MortalDatabase(plan.url, plan)
    transport = SmtpTransport(relay(plan.port, seconds=plan.patience))
    if plan.flaw:
        transport = _Flawed(transport, plan.flaw)
    outbox = WatchedOutbox(database)
    if plan.flaw == "settles before the dot":
        transport.settle = outbox.settle
    with suppress(ArchiveError) if plan.flaw else nullcontext():  # a wrong one may stumble over itself
        send_pending(outbox, transport, lambda: plan.now)
    database.close()


class MortalDatabase(Database):
    """Dies before or after the commit it is told to."""

    def __init__(self, url: str, plan: Run) -> None:
        super().__init__(url)
        self._kill, self._journal = plan.kill, plan.journal
        self._count = len(_lines(plan.journal))
        self.doing = ""  # the write under way: its name, message and fate
        self._changed = 0
        event.listen(self.engine, "after_cursor_execute", self._executed)

    def _executed(self, _connection, cursor, *_: object) -> None:
        self._changed += max(cursor.rowcount, 0)

    @contextmanager
    def write(self, **how) -> Iterator:
        mine = False
        with super().write(**how) as connection:
            self._changed = 0
            yield connection
            mine = bool(self._changed) or self.doing.partition(" ")[0] not in _AT_LARGE
            self._count += mine
            if mine and self._count == self._kill.write and not self._kill.after:
                self._note("killed before", end=True)
        if mine:
            self._note(self.doing)
            if self._count == self._kill.write:
                self._note("killed after", end=True)

    def settle_down(self) -> None:
        self.doing = "settle_down"  # on SQLite a commit of its own
        super().settle_down()

    def _note(self, what: str, *, end: bool = False) -> None:
        line = f"{what} {self.doing}" if end else what
        handle = os.open(self._journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, f"{line.strip()}\n".encode())
        os.close(handle)
        if end:
            os.kill(os.getpid(), signal.SIGKILL)


class WatchedOutbox(Outbox):
    """Tells its database what it is about to write."""

    def __getattribute__(self, name: str):
        found = super().__getattribute__(name)
        if name not in WRITES:
            return found

        def told(*given, **more):
            about = given[0] if given and name not in _AT_LARGE else ""
            self._database.doing = f"{name} {getattr(about, 'id', about)} {more.get('fate', '')}".strip()
            return found(*given, **more)

        return told


class _Flawed:
    """A transport that does one thing wrong."""

    name, idempotent = "flawed", False

    def __init__(self, inner: SmtpTransport, flaw: str) -> None:
        self._inner, self._flaw = inner, flaw

    def hand_over(self, message, mark):
        match self._flaw:
            case "marks after the dot":
                outcome = self._inner.hand_over(message, lambda: None)
                if outcome.phase is Phase.REPLY:
                    mark()
                return outcome
            case "changes the Message-ID":
                fresh = os.urandom(4).hex().encode()
                mime = message.mime.replace(b"Message-ID: <dag", b"Message-ID: <" + fresh, 1)
                return self._inner.hand_over(replace(message, mime=mime), mark)
            case "settles before the dot":
                return self._inner.hand_over(message, lambda: self._settled_early(message, mark))
        raise AssertionError(self._flaw)

    def _settled_early(self, message, mark):
        from servwatch.model import MessageState

        mark()
        self.settle(replace(message, state=MessageState.ACCEPTED), now=message.created, fate="accepted")

    def close(self):
        self._inner.close()


def _lines(journal: Path) -> list[str]:
    lines = journal.read_text().splitlines() if journal.exists() else []
    return [line for line in lines if not line.startswith("killed")]


if __name__ == "__main__":
    _fork_for_each()
