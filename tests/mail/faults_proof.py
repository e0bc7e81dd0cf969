"""Writes docs/proofs/faults.md: `python -m tests.mail.faults_proof [PROCESSES]`, a quarter of an hour on two cores."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from servwatch.archive.database import Database
from tests import postgresql
from tests.mail.fault_play import COURSES, MOMENT, SINK_OPTIONS, Stage
from tests.mail.fault_reckoning import Ending
from tests.mail.faults import SIXTEEN, Fault

PAGE = Path(__file__).resolve().parents[2] / "docs" / "proofs" / "faults.md"
STAGES = [(kind, relay) for relay in ("scripted server", "smtp-sink") for kind in ("sqlite", "postgresql")]

HEAD = """# Sixteen faults, and a kill at every commit

<!-- written by `python -m tests.mail.faults_proof` -->

Each of the sixteen ways in which an SMTP hand-over breaks, for a moment (one connection), for half an hour of virtual time, and for
good, so that the edition expires; and with each a sender that is killed (SIGKILL) before or after one commit of the outbox, at every
commit in turn, and started again. The sender runs every sixteen virtual minutes, each time in a process of its own, on the real
outbox, until nothing is open. Then what arrived is held against what was stored, what the rows say, and a journal of what was
committed. The scripted server speaks from a raw socket; smtp-sink is Postfix's, and plays what it can: it can neither break off in
the body nor answer 552 to the dot alone.

A fixed sample runs with every test, and so do three senders that are wrong on purpose (one marks after the dot, one makes a new
Message-ID for each attempt, one settles before the dot), which the reckoning finds. `pytest -m slow tests/mail/test_faults.py` plays
all of it.

Last run: {today}, {minutes:.0f} minutes, {plays} plays.

"""

FOOT = """
*Lost*: nothing arrived, and neither refusal, expiry nor hold tells anybody. *Extra copies*: beyond the first. *Outside the gap*: of
these, those without a mark that was committed and whose answer was not written down. *Altered*: a copy that is not, byte for byte,
what was stored. *Unreported*: a doubled message whose row shows no doubt. The extra copies of *dot drop* and *dot hang* come without
any kill too: the relay took the message and its answer was lost, which no sender can see (RFC 1047).

Kills by the commit they struck, over all plays:

"""


@dataclass
class Sums:
    """What came of many plays."""

    plays: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    extra: int = 0
    outside_gap: int = 0
    altered: int = 0
    unreported: int = 0

    def add(self, ending: Ending) -> None:
        self.plays += 1
        if ending.killed_at:
            side, write, *_ = ending.killed_at.split()
            self.kills[f"{side} {write}"] += 1
        for name in ("lost", "extra", "outside_gap", "altered", "unreported"):
            setattr(self, name, getattr(self, name) + getattr(ending, name))

    def join(self, other: Sums) -> None:
        self.plays += other.plays
        self.kills += other.kills
        for name in ("lost", "extra", "outside_gap", "altered", "unreported"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def figures(self) -> str:
        kills = sum(self.kills.values())
        numbers = (kills, self.lost, self.extra, self.outside_gap, self.altered, self.unreported)
        return " | ".join(map(str, numbers))


def played(relay: str, fault: Fault, place: Stage) -> Sums:
    """The sums of a fault at one relay on one kind of database."""
    sums = Sums()
    for course in COURSES.values():
        if relay == "scripted server" or course is not MOMENT:  # smtp-sink has its fault on all connections
            for ending in place.every_kill(fault, course, relay):
                sums.add(ending)
    return sums


def playable(relay: str) -> list[Fault]:
    """The faults that a relay can play."""
    return [f for f in SIXTEEN.values() if relay == "scripted server" or f.name in SINK_OPTIONS]


@contextlib.contextmanager
def stage(kind: str) -> Iterator[Stage]:
    """A database of that kind to play on, in memory: a kill is no power cut."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        if kind == "sqlite":
            url = f"sqlite:///{folder}/servwatch.db"
            yield Stage(Database(url), url, Path(folder))
            return
        binaries = postgresql.programs()
        assert binaries is not None, "the PostgreSQL server programs are not on this machine"
        server = postgresql.Server(binaries)
        try:
            url = server.url(server.new_empty())
            database = Database(url)
            yield Stage(database, url, Path(folder))
            database.close()
        finally:
            server.stop()


def table(found: dict[tuple[str, str], dict[str, Sums]]) -> Iterator[str]:
    """Rows of Markdown: each fault at each relay and database, and the sums of all."""
    yield "| fault | answer it gets | relay | archive | kills | lost | extra copies | outside the gap | altered | unreported |"
    yield "|---|---|---|---|---:|---:|---:|---:|---:|---:|"
    total = Sums()
    for fault in SIXTEEN.values():
        for (kind, relay), rows in found.items():
            if fault.name in rows:
                total.join(rows[fault.name])
                yield f"| {_told(fault)} | {relay} | {kind} | {rows[fault.name].figures} |"
    yield f"| **all** | | | | {total.figures} |"


def _told(fault: Fault) -> str:
    return f"{fault.name} | {fault.fate}"


def kills(found: dict[tuple[str, str], dict[str, Sums]]) -> Iterator[str]:
    """Rows of Markdown: how many kills struck before and after each kind of commit."""
    struck: Counter[str] = Counter()
    for rows in found.values():
        for sums in rows.values():
            struck += sums.kills
    yield "| commit | before it | after it |"
    yield "|---|---:|---:|"
    for write in sorted({name.split()[1] for name in struck}):
        yield f"| {write} | {struck[f'before {write}']} | {struck[f'after {write}']} |"


def play(task: tuple[str, str, str]) -> Sums:
    """One fault at one place, in a process of the pool."""
    kind, relay, name = task
    sums = played(relay, SIXTEEN[name], _own_stage(kind))
    sys.stderr.write(f"{kind}, {relay}, {name}: {sums.figures}\n")
    return sums


@cache
def _own_stage(kind: str) -> Stage:
    opened = stage(kind)
    Finalize(None, opened.__exit__, (None, None, None), exitpriority=10)  # a pool's process runs no atexit
    return opened.__enter__()


def main() -> int:
    """Play everything, and write the page; 1 where the promise was broken."""
    began, workers = time.perf_counter(), int(sys.argv[1]) if len(sys.argv) > 1 else 2
    tasks = [(*place, fault.name) for place in STAGES for fault in playable(place[1])]
    found: dict[tuple[str, str], dict[str, Sums]] = {place: {} for place in STAGES}
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for (kind, relay, name), sums in zip(tasks, pool.map(play, tasks), strict=True):
            found[kind, relay][name] = sums
    sums = Sums()
    for rows in found.values():
        for each in rows.values():
            sums.join(each)
    minutes = (time.perf_counter() - began) / 60
    today = datetime.now(UTC).strftime("%d %B %Y").lstrip("0")
    text = HEAD.format(today=today, minutes=minutes, plays=sums.plays)
    text += "\n".join([*table(found), FOOT, *kills(found)]) + "\n"
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
    return int(bool(sums.lost or sums.outside_gap or sums.altered or sums.unreported))


if __name__ == "__main__":
    raise SystemExit(main())
