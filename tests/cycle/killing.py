"""Kill runs from outside, at random moments, and look at what the mailboxes then hold."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller

from servwatch.archive.archive import Archive
from servwatch.archive.item_query import ItemQuery
from servwatch.cycle.configuration import in_force
from tests.cycle.watch import MONDAY_FEED, Watch, brussels, entry, rss

RECIPIENTS = 40
DIGESTS = ("one", "two", "three")
START, DUE, LATER = "2026-11-23T09:00", "2026-11-27T07:00", "2026-11-27T07:20"


class Sink:
    """An SMTP server that takes everything, slowly enough to be interrupted, and remembers each copy."""

    def __init__(self) -> None:
        self.copies: list[bytes] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  # aiosmtpd's name
        self.copies.append(envelope.content)
        return "250 2.0.0 taken"

    def stop(self) -> None:
        self._controller.stop()


@dataclass
class Trial:
    """One kill and what came of it."""

    number: int
    moment: float
    cut: str
    extra: int = 0
    problems: list[str] = field(default_factory=list)


def make(watch: Watch, internet, sink: Sink | None) -> None:
    """Three feeds, three digests due at one time, forty members."""
    for n in range(3):
        items = [
            entry(
                f"Bericht {n}.{i} over werk",
                f"https://s{n}.example.org/{i}",
                date=brussels("2026-11-22 08:00"),
            )
            for i in range(20)
        ]
        internet.at(f"s{n}.example.org/rss").serves(rss(*items), etag=f'"{n}"')
        watch.source(f"s{n}")
    for name in DIGESTS:
        watch.digest(name, "0 7 * * fri", groups=["all"], limit=0)
    for n in range(RECIPIENTS):
        watch.member(f"member{n}@example.org", "all", language=["nl", "en", "fr"][n % 3])
    if sink is not None:
        watch.mail = f'transport = "smtp"\nhost = "127.0.0.1"\nport = {sink.port}'


def command(watch: Watch, now: str) -> list[str]:
    return [sys.executable, "-m", "servwatch", "--config", str(watch.path), "run", "--now", now, "--json"]


def environment() -> dict[str, str]:
    top = Path(__file__).resolve().parents[2]
    return {**os.environ, "PYTHONPATH": str(top), "SERVWATCH_CONFIG": ""}


def finish(watch: Watch, now: str) -> dict:
    done = subprocess.run(
        command(watch, now), capture_output=True, text=True, env=environment(), timeout=120, check=False
    )
    assert done.returncode in (0, 3), done.stderr
    return json.loads(done.stdout)


def kill_after(watch: Watch, now: str, seconds: float) -> bool:
    """Start a run and kill -9 it after so many seconds; False where it had ended by itself."""
    process = subprocess.Popen(
        command(watch, now), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def what_was_cut(watch: Watch) -> str:
    """Where the killed run stood, from what it had committed."""
    with Archive(in_force(watch.path, {}).settings.database) as archive:
        last = archive.runs.last()
        polls = len(archive.runs.polls(limit=1000))
        editions = len(archive.editions.recent(limit=100))
        states = ", ".join(f"{count} {state.value}" for state, count in sorted(archive.desk.counts().items()))
        items = sum(1 for _ in archive.items.find(ItemQuery()))
    running = "no run begun" if last is None or last.finished is not None else f"{last.command} under way"
    return f"{running}; {polls} polls, {items} items, {editions} editions; {states or 'no messages'}"


def intact(watch: Watch) -> str:
    """What the database says of itself."""
    if not watch.database.startswith("sqlite"):
        return "ok"
    with sqlite3.connect(watch.folder / "servwatch.db") as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def judge(watch: Watch, sink: Sink | None, trial: Trial, reported: int) -> None:
    """Hold the mailboxes to the promise."""
    if sink is None:
        ids = Counter(str(m["Message-ID"]) for m in watch.letters())
    else:
        ids = Counter(_message_id(copy) for copy in sink.copies)
        by_id: dict[str, set[bytes]] = {}
        for copy in sink.copies:
            by_id.setdefault(_message_id(copy), set()).add(copy)
        if any(len(kinds) > 1 for kinds in by_id.values()):
            trial.problems.append("a copy differs from its first")
    wanted = RECIPIENTS * len(DIGESTS)
    if len(ids) != wanted:
        trial.problems.append(f"{wanted - len(ids)} messages lost")
    trial.extra = sum(ids.values()) - len(ids)
    if sink is None and trial.extra:
        trial.problems.append(f"{trial.extra} messages twice in the Maildir")
    if trial.extra > 1:
        trial.problems.append(f"{trial.extra} extra copies, at most one can fall into the gap")
    if trial.extra > reported:
        trial.problems.append(f"{trial.extra} extra copies, {reported} reported")
    state = intact(watch)
    if state != "ok":
        trial.problems.append(f"the archive is not intact: {state}")


def _message_id(copy: bytes) -> str:
    return copy.lower().split(b"message-id:", 1)[1].split(b"\n", 1)[0].strip().decode()


def trials(make_watch, count: int, *, smtp: bool, seed: int) -> list[Trial]:
    """Kill `count` runs at random moments of their life; each then runs to its end."""
    rng = random.Random(seed)
    results: list[Trial] = []
    longest = 3.0  # seconds; a run that ends sooner shortens it
    while len(results) < count:
        watch, internet = make_watch()
        sink = Sink() if smtp else None
        try:
            make(watch, internet, sink)
            watch.write()
            finish(watch, START)
            internet.at("s0.example.org/rss").serves(MONDAY_FEED)
            trial = Trial(len(results) + 1, rng.uniform(0.1, longest), "")
            begun = time.monotonic()
            if not kill_after(watch, DUE, trial.moment):
                longest = min(longest, time.monotonic() - begun)
                continue
            trial.cut = what_was_cut(watch)
            finish(watch, DUE)
            report = finish(watch, LATER)
            judge(watch, sink, trial, len(report["duplicates"]))
            results.append(trial)
        finally:
            if sink is not None:
                sink.stop()
    return results


def table(results: list[Trial]) -> str:
    lines = ["| kill | after | what was cut | extra copies |", "|---|---|---|---|"]
    lines += [f"| {t.number} | {t.moment:.2f} s | {t.cut} | {t.extra} |" for t in results]
    return "\n".join(lines)
