"""Weeks of a watch whose archive is lost and restored from a week-old backup: who was told what, how often.

Feeds publish at all hours; some things stand in two feeds. A daily and a weekly digest go to people of whom some get both.
The truth is what was published, held against every copy that any mailbox ever got.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from servwatch.archive.archive import Archive
from servwatch.cycle.backing_up import back_up
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.cycle.cycle import Plan, Watchers, run_cycle
from servwatch.cycle.guard import lift_brake
from servwatch.cycle.restoring import Options, Restored, restore
from tests.cycle.killing import Sink
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet.replies import Asked, Reply
from tests.lasting_parsers import LentParsers

FEEDS = ("ec", "ilo", "oecd")
WEEK = timedelta(days=7)
LISTED = timedelta(days=21)
"""How long a feed lists an item: longer than the week that is lost."""
NOT_YET = timedelta(hours=24)
"""How long a source may go unread: what it published meanwhile belongs to the next edition."""
HOURS = (7.75,)
"""Of the day, at which cron runs; the editions of the day are due by then."""
DIGESTS = {"dag": "30 7 * * mon-fri", "week": "0 7 * * fri"}
PEOPLE = {"an@example.org": ("dag",), "bo@example.org": ("week",), "ci@example.org": ("dag", "week")}
START = brussels("2026-11-02 06:00")
_SYLLABLES = [
    "ba",
    "do",
    "fi",
    "gu",
    "ka",
    "lo",
    "mi",
    "nu",
    "pe",
    "ra",
    "so",
    "ti",
    "va",
    "we",
    "xo",
    "za",
    "kri",
    "sta",
    "plo",
    "tre",
]


@dataclass(frozen=True, slots=True)
class Published:
    """Something that was published; `feeds` list it under the same address."""

    address: str
    title: str
    at: datetime
    feeds: tuple[str, ...]


@dataclass
class Account:
    """What came of it."""

    tellings: int = 0
    repeated: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    copies: int = 0  # mails in all
    same_copies: int = 0  # mails with a Message-ID that came before
    numbers_twice: list[str] = field(default_factory=list)


class Weeks:
    """One life of a watch."""

    def __init__(
        self, watch: Watch, seed: int, *, smtp: bool = False, hours: tuple[float, ...] = HOURS
    ) -> None:
        self.watch, self.rng = watch, random.Random(seed)
        self.sink = Sink() if smtp else None
        self.items: list[Published] = []
        self.now = START
        self.hours = hours
        self.machine = "machine"
        for feed in FEEDS:
            watch.source(feed)
            watch.internet.at(f"{feed}.example.org/rss").replies(partial(_answer, self, feed))
        for digest, schedule in DIGESTS.items():
            watch.digest(digest, schedule, lookback="7d", limit=0, when_empty="note")
        for person, groups in PEOPLE.items():
            watch.member(person, *groups)
        if self.sink is not None:
            watch.mail = f'transport = "smtp"\nport = {self.sink.port}\n'
        watch.write()
        self.current = in_force(watch.path, {})
        assert not self.current.problems, self.current.problems
        self.archive = Archive(self.current.settings.database)  # open throughout, as a service has it

    def close(self) -> None:
        self.archive.close()
        if self.sink is not None:
            self.sink.stop()

    @property
    def backup_file(self) -> Path:
        return self.watch.folder / "backup.zip"

    def live(self, until: datetime) -> None:
        """Run at these hours of each day, as cron would, up to a time."""
        day = self.now.replace(hour=0, minute=0)
        moments = [day + timedelta(days=n, hours=h) for n in range(60) for h in self.hours]
        for moment in (m for m in moments if self.now < m <= until):
            self.run(moment)
        self.now = until

    def run(self, moment: datetime, *, deliver: bool = True) -> None:
        """One cycle."""
        self.publish(moment)
        self.now = moment
        watchers = Watchers(rng=self.rng, machine=lambda: self.machine, parsers=LentParsers)
        run_cycle(self.current, self.archive, FixedClock(moment), Plan(deliver=deliver), watchers)

    def back_up(self) -> None:
        back_up(self.current.settings, self.archive, self.backup_file, self.now, machine=lambda: self.machine)

    def restore(self, **said: object) -> Restored:
        return restore(
            self.current.settings,
            self.backup_file,
            self.now,
            Options(machine=lambda: self.machine, **said),
        )

    def release(self) -> None:
        lift_brake(self.archive, FixedClock(self.now), lambda: self.machine)

    def account(self) -> Account:
        """Hold what the mailboxes got against what was published long enough ago to be told."""
        found = Account()
        told: Counter[tuple[str, str, str]] = Counter()
        ids: Counter[str] = Counter()
        subjects: Counter[tuple[str, str]] = Counter()
        for letter in self.letters():
            digest, person = digest_of(letter), str(letter["To"])
            ids[str(letter["Message-ID"])] += 1
            text = letter.get_body(("plain",)).get_content()
            words = set(text.split())
            number = next((line for line in text.splitlines() if "nr. " in line), "")
            subjects[person, f"{digest} {number}"] += 1
            for item in self.items:
                if item.address in words:
                    told[person, digest, item.address] += 1
        found.copies, found.same_copies = ids.total(), ids.total() - len(ids)
        found.tellings = told.total()
        for person, groups in PEOPLE.items():
            for digest in groups:
                last = self.last_edition(digest)
                for item in self.items:
                    count = told[person, digest, item.address]
                    name = f"{person} {digest} {item.address} {item.at:%d %b %H:%M}"
                    if count > 1:
                        found.repeated.append(name)
                    if count == 0 and START < item.at < last - NOT_YET:
                        found.missing.append(name)
        found.numbers_twice = [f"{p} {s}" for (p, s), count in subjects.items() if count > 1]
        return found

    def last_edition(self, digest: str) -> datetime:
        """Up to when the last edition of a digest read."""
        editions = self.archive.editions.recent(digest, limit=1)
        return editions[0].cutoff if editions else START

    def letters(self) -> list[EmailMessage]:
        if self.sink is None:
            return self.watch.letters()
        return [message_from_bytes(copy, policy=policy.default) for copy in self.sink.copies]

    def publish(self, until: datetime) -> None:
        """What the publishers do in the meantime."""
        moment = self.items[-1].at if self.items else START - timedelta(days=2)
        while (moment := moment + timedelta(minutes=self.rng.randint(30, 300))) <= until:
            number = len(self.items)
            words = " ".join("".join(self.rng.choices(_SYLLABLES, k=4)) for _ in range(5))
            title = f"Werk {words}"  # no two tell one story
            feeds = tuple(self.rng.sample(FEEDS, 2 if self.rng.random() < 0.15 else 1))
            address = f"https://{feeds[0]}.example.org/news/{number:04d}"
            self.items.append(Published(address, title, moment, feeds))

    def feed(self, feed: str) -> Reply:
        """What a feed lists now."""
        listed = [i for i in self.items if feed in i.feeds and self.now - LISTED < i.at <= self.now]
        entries = [entry(i.title, i.address, date=i.at, text=f"Over {i.title}.") for i in reversed(listed)]
        return Reply(body=rss(*entries))


def _answer(weeks: Weeks, feed: str, _asked: Asked) -> Reply:
    return weeks.feed(feed)


def digest_of(letter: EmailMessage) -> str:
    """Which digest a mail is of, by the name of its list."""
    return str(letter["List-Id"]).rpartition("<")[2].partition(".")[0]
