"""When a digest is due: crontab(5) expressions in the council's time zone.

Fields, names and steps are as in crontab(5): Sunday is 0 or 7. What happens when the clocks change is
said at `_of_day`; times that fall into that hour in most of Europe are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

_MONTHS = {
    m: i
    for i, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_DAYS = {d: i for i, d in enumerate(["sun", "mon", "tue", "wed", "thu", "fri", "sat"])}
_DAY = timedelta(days=1)
_NUMBER = re.compile(r"[0-9]{1,4}")
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, _MONTHS),
    ("weekday", 0, 7, _DAYS),
)


AT_ONCE = "at once"
"""The schedule of alerts."""


class ScheduleError(ValueError):
    """The expression is not one of crontab(5), or one that servwatch refuses; the text says why."""


@dataclass(frozen=True, slots=True)
class Cron:
    """The five fields as sets of numbers; None stands for `*`. Weekdays count from Sunday, 0 to 6."""

    minute: frozenset[int] | None
    hour: frozenset[int] | None
    day: frozenset[int] | None
    month: frozenset[int] | None
    weekday: frozenset[int] | None

    def matches(self, day: date) -> bool:
        """Whether the day is one of the schedule."""
        return (
            (self.month is None or day.month in self.month)
            and (self.day is None or day.day in self.day)
            and (self.weekday is None or day.isoweekday() % 7 in self.weekday)
        )


@lru_cache(maxsize=256)
def read_cron(expression: str) -> Cron:
    """Read five fields: numbers, names, lists, ranges, steps. Raises ScheduleError.

    Day of the month together with weekday is refused, since crontab means "or" where people mean
    "and"; so is a time between 02:00 and 03:00, which does not exist or comes twice once a year.
    """
    fields = expression.split()
    if len(fields) != 5:
        found = f"{len(fields)} field{'s' * (len(fields) != 1)}"
        raise ScheduleError(f"has {found} instead of five: minute, hour, day, month, weekday")
    values = [_field(text, *spec) for text, spec in zip(fields, _FIELDS, strict=True)]
    minute, hour, day, month, weekday = values
    if day is not None and weekday is not None:
        raise ScheduleError("gives both a day of the month and a weekday")
    if hour is not None and 2 in hour:
        raise ScheduleError("runs between 02:00 and 03:00, a time that is skipped or comes twice once a year")
    if weekday is not None:
        weekday = frozenset(number % 7 for number in weekday)
    cron = Cron(minute, hour, day, month, weekday)
    if day is not None and not any(_exists(d, m) for d in day for m in month or range(1, 13)):
        raise ScheduleError("names a day that does not exist")
    return cron


def _exists(day: int, month: int) -> bool:
    return day <= {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)


def _field(text: str, name: str, low: int, high: int, names: dict[str, int]) -> frozenset[int] | None:
    if text in ("*", "*/1"):
        return None
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        every = _number(step) if slash else 1
        if every < 1:
            raise ScheduleError(f"has the step {step!r} in the {name}")
        first, last = _span(span, name, low, high, names)
        if slash and span != "*" and "-" not in span:
            last = high
        found.update(range(first, last + 1, every))
    return frozenset(found)


def _span(span: str, name: str, low: int, high: int, names: dict[str, int]) -> tuple[int, int]:
    if span == "*":
        return low, high - (name == "weekday")
    ends = span.lower().split("-")
    numbers = [names.get(end, _number(end)) for end in ends]
    if len(ends) == 2 and ends[1] == "sun":
        numbers[1] = 7  # as in sat-sun
    if len(ends) > 2 or any(not low <= n <= high for n in numbers):
        words = f", or {next(iter(names))} to {list(names)[-1]}," if names else ""
        raise ScheduleError(f"has {span!r} as {name}, where {low} to {high}{words} is possible")
    if numbers[0] > numbers[-1]:
        raise ScheduleError(f"has a range that runs backwards in the {name}: {span!r}")
    return numbers[0], numbers[-1]


def _number(text: str) -> int:
    """The number, or -1 where the text is none that a schedule needs."""
    return int(text) if _NUMBER.fullmatch(text) else -1


def at_once_cron(hours: tuple[int, int]) -> str:
    """The schedule of an alert: every minute from one full hour up to another, on weekdays. Holidays come off later."""
    first, end = hours
    return f"* {first}-{end - 1} * * mon-fri"


def times(expression: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Every time of the schedule after `after`, in UTC, without end. Raises ScheduleError."""
    cron = read_cron(expression)
    day = after.astimezone(zone).date() - _DAY  # what a change of the clock pushed over midnight counts too
    while True:
        for time in _of_day(cron, zone, day):
            if time > after:
                yield time
                after = time
        day += _DAY


def next_time(expression: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The first time of the schedule strictly after `after`, in UTC. Raises ScheduleError."""
    return next(times(expression, zone, after))


def due(expression: str, zone: ZoneInfo, anchor: datetime, now: datetime) -> datetime | None:
    """The latest time of the schedule in (anchor, now], or None: one edition makes good all missed.

    `anchor` is the time of the last edition, or when the digest was first seen, changed or enabled.
    Raises ScheduleError.
    """
    cron = read_cron(expression)
    day, first = now.astimezone(zone).date(), anchor.astimezone(zone).date() - _DAY
    while day >= first:
        found = [time for time in _of_day(cron, zone, day) if anchor < time <= now]
        if found:
            pushed = [time for time in _of_day(cron, zone, day - _DAY) if found[-1] < time <= now]
            return (found + pushed)[-1]
        day -= _DAY
    return None


def draft_due(
    expression: str, zone: ZoneInfo, anchor: datetime, ahead: timedelta, now: datetime
) -> datetime | None:
    """The latest time of the schedule after `anchor` whose draft, made so long ahead of it, is due; or None.

    `anchor` is that of `due`: what an edition made good needs no draft any more. Raises ScheduleError.
    """
    return due(expression, zone, anchor, now + ahead)


def shortest_interval(expression: str, zone: ZoneInfo) -> timedelta:
    """The least time between two of its first 400 times in two years; the longest there is, with fewer than two.

    Raises ScheduleError.
    """
    cron = read_cron(expression)
    days = (date(2026, 1, 1) + number * _DAY for number in range(2 * 366))  # whichever: they show every month
    found = list(islice((time for day in days for time in _of_day(cron, zone, day)), 400))
    return min((later - earlier for earlier, later in pairwise(found)), default=timedelta.max)


def _of_day(cron: Cron, zone: ZoneInfo, day: date) -> list[datetime]:
    """The times of one day by the clock on the wall, in UTC, in order.

    When the clocks change, a schedule of every hour goes on in real time. One with hours of its own
    meets each of its times once: the first of a time that comes twice; a time that is skipped as much
    later as the clocks went forward.
    """
    if not cron.matches(day):
        return []
    every_hour = cron.hour is None
    found: set[datetime] = set()
    hours, minutes = cron.hour or range(24), cron.minute or range(60)
    for hour in sorted(hours):
        for minute in sorted(minutes):
            wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
            for fold in (0, 1) if every_hour else (0,):
                time = wall.replace(fold=fold).astimezone(UTC)
                if not every_hour or time.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
                    found.add(time)
    return sorted(found)
