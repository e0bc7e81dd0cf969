"""When a digest is due: crontab(5) expressions in the council's time zone.

The fields are read here, since crontab counts Sunday as 0 or 7 and APScheduler counts Monday as 0;
the calendar arithmetic, the hours that do not exist or come twice included, is APScheduler's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MONTHS = {
    m: i
    for i, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_DAYS = {d: i for i, d in enumerate(["sun", "mon", "tue", "wed", "thu", "fri", "sat"])}
_DAY_NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, _MONTHS),
    ("weekday", 0, 7, _DAYS),
)


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


@lru_cache(maxsize=256)
def read_cron(expression: str) -> Cron:
    """Read five fields: numbers, names, lists, ranges, steps. Raises ScheduleError.

    Day of the month together with weekday is refused, since crontab means "or" where people mean
    "and"; so is a time between 02:00 and 03:00, which does not exist or comes twice once a year.
    """
    fields = expression.split()
    if len(fields) != 5:
        raise ScheduleError(f"has {len(fields)} fields where crontab has five")
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
        span, _, step = part.partition("/")
        if step and not (step.isdecimal() and int(step) > 0):
            raise ScheduleError(f"has the step {step!r} in the {name}")
        first, last = _span(span, name, low, high, names)
        if step and span != "*" and "-" not in span:
            last = high
        found.update(range(first, last + 1, int(step or 1)))
    return frozenset(found)


def _span(span: str, name: str, low: int, high: int, names: dict[str, int]) -> tuple[int, int]:
    if span == "*":
        return low, high - (name == "weekday")
    ends = span.split("-")
    numbers = [names.get(end.lower(), int(end) if end.isascii() and end.isdecimal() else -1) for end in ends]
    if len(ends) > 2 or any(not low <= n <= high for n in numbers):
        raise ScheduleError(f"has {span!r} as {name}, where {low} to {high} is possible")
    if numbers[0] > numbers[-1]:
        raise ScheduleError(f"has a range that runs backwards in the {name}: {span!r}")
    return numbers[0], numbers[-1]


@lru_cache(maxsize=256)
def _trigger(expression: str, zone: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  # APScheduler is untyped
    from apscheduler.triggers.cron import CronTrigger

    cron = read_cron(expression)

    def text(numbers: frozenset[int] | None) -> str:
        return "*" if numbers is None else ",".join(map(str, sorted(numbers)))

    weekday = "*" if cron.weekday is None else ",".join(_DAY_NAMES[n] for n in sorted(cron.weekday))
    return CronTrigger(
        minute=text(cron.minute),
        hour=text(cron.hour),
        day=text(cron.day),
        month=text(cron.month),
        day_of_week=weekday,
        second=0,
        timezone=ZoneInfo(zone),
    )


def next_time(expression: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The first time of the schedule strictly after `after`, in UTC."""
    start = after.astimezone(UTC) + timedelta(seconds=1)
    found = _trigger(expression, zone.key).get_next_fire_time(None, start.astimezone(zone))
    if found is None:  # pragma: no cover - read_cron refuses days that do not exist
        raise ScheduleError("has no next time")
    return found.astimezone(UTC)  # type: ignore[no-any-return]


def times(expression: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Every time of the schedule after `after`, without end."""
    while True:
        after = next_time(expression, zone, after)
        yield after


def due(expression: str, zone: ZoneInfo, anchor: datetime, now: datetime) -> datetime | None:
    """The latest time of the schedule in (anchor, now], or None: one edition makes good all missed.

    `anchor` is the time of the last edition, or when the digest was first seen, changed or enabled.
    """
    if now <= anchor:
        return None
    for back in (
        timedelta(hours=2),
        timedelta(days=8),
        timedelta(days=32),
        timedelta(days=370),
        now - anchor,
    ):
        start = max(anchor, now - back)
        latest = None
        for time in times(expression, zone, start):
            if time > now:
                break
            latest = time
        if latest is not None or start == anchor:
            return latest
    return None
