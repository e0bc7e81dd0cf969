"""What a publisher publishes: a stream of publications, the same for the same seed, without end."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.institutions import wording
from tests.institutions.rhythm import Rhythm

BRUSSELS = ZoneInfo("Europe/Brussels")
_START = date(2026, 9, 1)
"""Where the making begins; what lies before is made backwards, so that no length of history shows."""
_OLDEST = date(2012, 1, 1)


@dataclass(frozen=True, slots=True)
class Publication:
    """One thing that was published, as it truly is."""

    stream: str
    number: int  # of the day and the place in it: stable, and different within the stream
    title: str
    link: str  # its true address
    published: datetime  # aware, UTC
    summary: str
    language: str
    category: str = ""
    reference: str = ""
    opens: datetime | None = None  # of a consultation or call
    closes: datetime | None = None
    event: date | None = None  # the day of a meeting

    @property
    def day(self) -> date:
        """The day in Brussels."""
        return self.published.astimezone(BRUSSELS).date()


Finish = Callable[[Publication, random.Random], Publication]


@dataclass(slots=True)
class Stream:
    """A never-ending series of publications. `finish` gives them what their kind has besides."""

    id: str
    link: str  # with {slug}, {number}, {yy}, {yyyy}, {mm}, {dd}, {reference}
    rhythm: Rhythm = field(default_factory=Rhythm)
    languages: tuple[str, ...] = ("en",)
    categories: tuple[str, ...] = ()
    reference: str = ""  # with {number}, {yy}, {yyyy}
    finish: Finish | None = None
    history: int = 150  # items before the start that can still be asked for
    seed: int = 1
    _items: list[Publication] = field(default_factory=list, init=False, repr=False)
    _times: list[datetime] = field(default_factory=list, init=False, repr=False)
    _until: date = field(default=_START, init=False)

    def until(self, moment: datetime) -> list[Publication]:
        """What was published until the moment, the oldest first."""
        self._reach(moment.date() + timedelta(days=1))
        return self._items[: bisect_right(self._times, moment)]

    def between(self, first: datetime, last: datetime) -> list[Publication]:
        """What was published after `first`, until `last`."""
        self._reach(last.date() + timedelta(days=1))
        return self._items[bisect_right(self._times, first) : bisect_right(self._times, last)]

    def newest(self, moment: datetime, count: int, skip: int = 0) -> list[Publication]:
        """The newest at the moment, newest first, without the first so many."""
        self._reach(moment.date() + timedelta(days=1))
        end = max(bisect_right(self._times, moment) - skip, 0)
        return self._items[max(end - count, 0) : end][::-1]

    def open_at(self, moment: datetime) -> list[Publication]:
        """What is open for answers at the moment, newest first."""
        found = self.until(moment)[::-1]
        return [p for p in found if p.closes and p.closes >= moment and (p.opens or p.published) <= moment]

    def _reach(self, day: date) -> None:
        if not self._items:
            self._items = self._past()
        while self._until <= day:
            self._items += self._of(self._until)
            self._until += timedelta(days=1)
        if len(self._times) < len(self._items):
            self._times += [p.published for p in self._items[len(self._times) :]]

    def _past(self) -> list[Publication]:
        past: list[Publication] = []
        day = _START
        while len(past) < self.history and day > _OLDEST:
            day -= timedelta(days=1)
            past += reversed(self._of(day))
        return past[::-1]

    def _of(self, day: date) -> list[Publication]:
        if not self.rhythm.expected(day):
            return []
        rng = random.Random(f"{self.seed}/{self.id}/{day}")
        first, last = (hour * 3600 for hour in self.rhythm.hours)
        seconds = sorted(rng.randrange(first, last) for _ in range(self.rhythm.count(day, rng)))
        return [self._one(day, place, second, rng) for place, second in enumerate(seconds)]

    def _one(self, day: date, place: int, second: int, rng: random.Random) -> Publication:
        language = rng.choice(self.languages)
        title = wording.title(rng, language)
        number = day.toordinal() % 10_000 * 100 + place
        parts = {"number": number, "yy": f"{day:%y}", "yyyy": day.year, "mm": f"{day:%m}", "dd": f"{day:%d}"}
        reference = self.reference.format(**parts)
        made = Publication(
            stream=self.id,
            number=number,
            title=title,
            link=self.link.format(slug=f"{wording.slug(title)}-{number}", reference=reference, **parts),
            published=datetime.combine(day, time(), UTC) + timedelta(seconds=second),
            summary=wording.summary(rng, language),
            language=language,
            category=rng.choice(self.categories) if self.categories else "",
            reference=reference,
        )
        return self.finish(made, rng) if self.finish is not None else made


def closing_after(fewest: int, most: int) -> Finish:
    """Open at once, for so many days, until the end of the last one in Brussels."""

    def finish(made: Publication, rng: random.Random) -> Publication:
        last = made.day + timedelta(days=rng.randint(fewest, most))
        closes = datetime.combine(last, time(23, 59, 59), BRUSSELS).astimezone(UTC)
        return replace(made, opens=made.published, closes=closes)

    return finish
