"""Virtual days of a register of deadlines: they appear, move, lose their words, get decided; staff are mailed.

What is played: items of the baseline and later ones, in Dutch, English and French, whose words name a
deadline; some are quarantined and released days later; some come in three languages under one
address scheme; some deadlines move forward or back, some twice; some pages lose the words; people take,
decline, finish and reopen; a recess and holidays lie in between; on some days no run takes place, for up
to four days. The mails are those of the real outbox, read as a reader would; what should have been
told is reckoned here from what was played, with day counting of its own.
"""

import random
import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from servwatch.archive.archive import Archive
from servwatch.archive.deadlines import DeadlineQuery, Decision
from servwatch.archive.schema import outbox
from servwatch.cycle.deadline_notices import tell_of_deadlines
from servwatch.cycle.notices import Notices
from servwatch.cycle.renderers import shipped_renderer
from servwatch.insight.deadlines import find_deadlines
from servwatch.model import (
    Annotation,
    Calendar,
    CalendarDay,
    DeadlineState,
    MailSettings,
    Settings,
    Window,
)
from tests.archive.arrivals import arrival, harvest
from tests.cycle.deadline_reckoning import FIRST, Played, Reckoning

BRUSSELS = ZoneInfo("Europe/Brussels")
RECESS = (date(2026, 11, 2), date(2026, 11, 6))
CLOSED = (
    {date(2026, 11, 11), date(2026, 11, 2), *(RECESS[0] + timedelta(days=n) for n in range(5))}
    | {date(2026, 12, day) for day in range(24, 32)}
    | {date(2027, 1, 1), date(2027, 1, 2)}
)
STEPS = {20: 10, 10: 3, 3: -1}
"""Each notice, with the number of working days at which the next one takes over."""
SENTENCES = {
    "nl": "Reageren op de raadpleging kan uiterlijk op {day}.",
    "en": "The public consultation closes on {day}.",
    "fr": "La consultation publique est ouverte jusqu'au {day}.",
}
MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
_TOLD = re.compile(r"\(\w+, nr\. (\d+)\)")


def left(today: date, day: date) -> int:
    """Working days after today up to and with a day, counted one by one."""
    count = 0
    while today < day:
        today += timedelta(days=1)
        count += today.weekday() < 5 and today not in CLOSED
    return count


class Season:
    """Plays `count` deadlines over `days` days, by the dice of `seed`."""

    def __init__(self, folder: Path, *, count: int, days: int, seed: int = 7) -> None:
        self.archive = Archive(f"sqlite:///{folder / 'season.db'}")
        self.dice, self.days, self.count = random.Random(seed), days, count
        recess = Window(CalendarDay(11, 2, 2026), CalendarDay(11, 6, 2026))
        self.settings = Settings(
            folder / "feeds.toml",
            BRUSSELS,
            "",
            "print",
            mail=MailSettings(editors=("cell@example.org",)),
            calendar=Calendar(closed=(recess,)),
        )
        self.renderer = shipped_renderer()
        self.played: list[Played] = []
        self.held: dict[int, list[Played]] = defaultdict(list)  # quarantined, by the day of release
        self.runs: list[datetime] = []
        self.letters: list[tuple[datetime, list[int]]] = []
        self.moves = 0

    def live(self) -> Reckoning:
        """Play it all, and reckon."""
        down = 0
        for n in range(self.days):
            day = FIRST + timedelta(days=n)
            self._release(day)
            self._appear(day, self.count // 4 if n == 0 else self._today(n))
            if n:
                self._change(day)
            down = down - 1 if down else self.dice.choice([0] * 12 + [1, 2, 4])
            for hour in (7, 13) if not down else ():
                self._run(datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS))
                self._decide(day, hour)
        return self._reckon()

    def _today(self, n: int) -> int:
        """How many appear on the day of that number, so that most are there by two thirds."""
        rest = self.count - len(self.played)
        return min(rest, -(-rest // max(1, self.days * 2 // 3 - n)))

    def _appear(self, day: date, many: int) -> None:
        for _ in range(many):
            number = len(self.played) + 1
            ahead = self.dice.choice([2, 5, 9, 14, 20, 28, 35, 45, 60])
            quarantined = self.dice.random() < 0.08
            one = Played(number, self.dice.choice(list(SENTENCES)), 0, visible=day)
            one.dates.append((day, day + timedelta(days=ahead)))
            one.states.append((datetime(2026, 1, 1, tzinfo=BRUSSELS), DeadlineState.OPEN))
            languages = ["nl", "en", "fr"] if self.dice.random() < 0.2 else [one.language]
            items = [self._store(one, day, language, quarantined=quarantined) for language in languages]
            one.item, one.copies = items[0], tuple(items[1:])
            if quarantined:
                one.visible = day + timedelta(days=self.dice.choice([1, 3]))
                self.held[(one.visible - FIRST).days].append(one)
            self.played.append(one)

    def _store(self, one: Played, day: date, language: str, *, quarantined=False, item=0, mute=False) -> int:
        seen = datetime(day.year, day.month, day.day, 6, tzinfo=BRUSSELS)
        until = one.date_on(day)
        name = f"{until.day}{'er' if language == 'fr' and until.day == 1 else ''} {MONTHS[language][until.month - 1]} {until.year}"
        text = "Zie de site." if mute else SENTENCES[language].format(day=name)
        title = f"Dossier {one.number} ({language})"
        deadlines = find_deadlines(title, text, published=day)
        assert mute or [d.date for d in deadlines] == [until], text
        made = arrival(
            one.number * 10 + ["nl", "en", "fr"].index(language),
            source=f"source-{'held' if quarantined or one.visible != one.dates[0][0] else 'open'}-{one.number}",
            url=f"https://www.example.org/{language}/{one.number}",
            canonical=f"example.org/{language}/{one.number}",
            title=title,
            summary=text,
            seen=seen,
            day=day,
            annotation=Annotation(item, "print", language, deadlines=deadlines),
            baseline=day == FIRST,
            quarantined=quarantined,
            item=item,
        )
        before = self._newest()
        self.archive.store(1, [harvest(changed=[made]) if item else harvest(made)])
        return item or before + 1

    def _newest(self) -> int:
        return self.archive.awaited.newest()

    def _release(self, day: date) -> None:
        for one in self.held.pop((day - FIRST).days, ()):
            now = datetime(day.year, day.month, day.day, 5, tzinfo=BRUSSELS)
            assert self.archive.items.release(f"source-held-{one.number}", now=now)

    def _change(self, day: date) -> None:
        """Some deadlines move, some pages lose their words."""
        for one in self.played:
            if one.visible >= day or one.copies or one.date_on(day) < day:
                continue
            if self.dice.random() < 0.012:
                moved = one.date_on(day) + timedelta(days=self.dice.choice([-6, -2, 7, 14, 21]))
                if moved > day:
                    one.dates.append((day, moved))
                    self._store(one, day, one.language, item=one.item)
                    self.moves += 1
            elif self.dice.random() < 0.006:
                self._store(one, day, one.language, item=one.item, mute=True)

    def _decide(self, day: date, hour: int) -> None:
        for entry in self.archive.deadlines.find(DeadlineQuery(since=day)):
            if self.dice.random() < 0.01:
                state = self.dice.choice(list(DeadlineState))
                now = datetime(day.year, day.month, day.day, hour, 30, tzinfo=BRUSSELS)
                self.archive.deadlines.decide(entry.id, Decision(state, "LV", ""), who="LV", at=now)
                (one,) = [p for p in self.played if entry.item in (p.item, *p.copies)]
                one.states.append((now, state))

    def _run(self, now: datetime) -> None:
        before = self._mails()
        tell_of_deadlines(
            self.settings, self.archive, lambda: Notices(self.settings, self.archive, self.renderer, now), now
        )
        self.runs.append(now)
        for mime in self._mails()[len(before) :]:
            text = message_from_bytes(mime, policy=policy.default).get_body(("plain",)).get_content()
            self.letters.append((now, [int(n) for n in _TOLD.findall(" ".join(text.split()))]))

    def _mails(self):
        with self.archive.database.read() as connection:
            return list(connection.execute(select(outbox.c.mime).order_by(outbox.c.id)).scalars())

    def _reckon(self) -> Reckoning:
        entries = self.archive.deadlines.find()
        owner = {p_item: p for p in self.played for p_item in (p.item, *p.copies)}
        by_entry = {entry.id: owner[entry.item] for entry in entries}
        found = Reckoning(
            len(self.played), len(entries), moved=self.moves, runs=len(self.runs), mails=len(self.letters)
        )
        found.over = sum(p.visible > p.date_on(p.visible) for p in self.played)
        found.decided = sum(len(p.states) - 1 for p in self.played)
        told: Counter = Counter()
        for moment, ids in self.letters:
            for number in ids:
                one, day = by_entry[number], moment.date()
                until = one.date_on(day)
                step = min(n for n in STEPS if left(day, until) <= n)
                told[one.number, until, step] += 1
                found.notices[step] += 1
                if not one.waits_on(moment):
                    found.after_decision.append((one.number, moment))
        found.twice = [key for key, times in told.items() if times > 1]
        for one in self.played:
            self._expect(one, told, found)
        return found

    def _expect(self, one: Played, told: Counter, found: Reckoning) -> None:
        """Each notice that a run could send while the deadline had its last date, and waited to its end."""
        last = FIRST + timedelta(days=self.days - 1)
        since, until = one.dates[-1]
        runs = [run for run in self.runs if max(since, one.visible) <= run.date() <= until]
        if not runs or until > last or not all(map(one.waits_on, runs)):
            return
        found.passed += 1
        found.late += left(runs[0].date(), until) < 20
        for step, next_one in STEPS.items():
            if (
                any(next_one < left(run.date(), until) <= step for run in runs)
                and not told[one.number, until, step]
            ):
                found.missing.append((one.number, until, step))
