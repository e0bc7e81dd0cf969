"""Writes docs/proofs/faults.md: `python -m tests.mail.faults_proof`, half an hour on two cores.

`python -m tests.mail.faults_proof SECONDS` ends after so long, and prints what it has, without writing the page.
"""

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
from functools import partial
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


def played(kind: str, relay: str) -> Iterator[tuple[str, Sums]]:
    """The sums of each fault at one relay on one kind of database."""
    with stage(kind) as place:
        for fault in SIXTEEN.values():
            if relay == "smtp-sink" and fault.name not in SINK_OPTIONS:
                continue
            sums = Sums()
            for course in COURSES.values():
                if (
                    relay == "scripted server" or course is not MOMENT
                ):  # smtp-sink has its fault on all connections
                    for ending in place.every_kill(fault, course, relay):
                        sums.add(ending)
            yield fault.name, sums


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


def play(place: tuple[str, str], *, at_most: float | None = None) -> dict[str, Sums]:
    """The sums of all faults at one place; of those that were done after so many seconds."""
    began, found = time.perf_counter(), {}
    for name, sums in played(*place):
        found[name] = sums
        sys.stderr.write(f"{place[0]}, {place[1]}, {name}: {sums.figures}\n")
        if at_most is not None and time.perf_counter() - began > at_most:
            break
    return found


def main() -> int:
    """Play everything, and write the page; 1 where the promise was broken."""
    began, at_most = time.perf_counter(), float(sys.argv[1]) if len(sys.argv) > 1 else None
    with ProcessPoolExecutor(len(STAGES), mp_context=multiprocessing.get_context("spawn")) as pool:
        found = dict(zip(STAGES, pool.map(partial(play, at_most=at_most), STAGES), strict=True))
    sums = Sums()
    for rows in found.values():
        for each in rows.values():
            sums.join(each)
    minutes = (time.perf_counter() - began) / 60
    today = datetime.now(UTC).strftime("%d %B %Y").lstrip("0")
    text = HEAD.format(today=today, minutes=minutes, plays=sums.plays)
    text += "\n".join([*table(found), FOOT, *kills(found)]) + "\n"
    if at_most is None:
        PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return int(bool(sums.lost or sums.outside_gap or sums.altered or sums.unreported))


if __name__ == "__main__":
    raise SystemExit(main())
