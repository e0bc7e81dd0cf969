"""The calendar of the house from an iCalendar (RFC 5545): its meetings, and its closing days.

An event with one of the categories of `CLOSING` is a closing day, or several; any other is a meeting. Cancelled
events are none. Repeated events are followed (RRULE, RDATE, EXDATE, and single ones moved by
RECURRENCE-ID) within the time around today, at most `MOST` each, whatever the rule says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar as ICalendar

from servwatch.model import Calendar, CalendarDay, Meeting, Window

CLOSING = frozenset(
    [
        "holiday",
        "holidays",
        "recess",
        "closed",
        "feestdag",
        "vakantie",
        "reces",
        "sluitingsdag",
        "gesloten",
        "congé",
        "conge",
        "vacances",
        "férié",
        "fermeture",
        "fermé",
    ]
)
"""Categories of closing days, in small letters."""
BACK, AHEAD = timedelta(days=31), timedelta(days=550)
MOST = 400
_MOST_EVENTS = 20_000
MOST_STEPS = 300_000
"""Repetitions followed in one calendar: of an event of every day since 1990 there are thirteen thousand."""
MOST_ENDLESS = 2
"""Rules that no day fits, such as each 30 February: each takes seconds to find out."""
_EARLIEST = 1990
_FAULTS = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError)
"""What a reader of iCalendar may raise at a broken property."""
_LONGEST = timedelta(days=100)  # of one closing


def read_calendar(body: bytes, today: date, zone: ZoneInfo) -> Calendar:
    """The calendar that an iCalendar tells around today. Raises ValueError where it is none.

    Times are those of `zone`; a meeting that goes on for days is on its first.
    """
    try:
        parsed = ICalendar.from_ical(body.decode("utf-8-sig", "replace"))
        events = list(parsed.walk("VEVENT"))[:_MOST_EVENTS]
    except _FAULTS as error:
        raise ValueError("no iCalendar can be read in it") from error
    if parsed.name != "VCALENDAR":
        raise ValueError("no iCalendar can be read in it")
    moved = {found for event in events for found in _moved(event, zone)}
    rules = _Rules(today)
    closed: list[Window] = []
    meetings: list[Meeting] = []
    for event in events:
        for first, last in _safely(event, rules, zone, moved):
            if _categories(event) & CLOSING:
                closed.append(Window(_day(first), _day(last)))
            else:
                meetings.append(Meeting(first, {"": _name(event)}, uid=_identity(event, first, zone)))
    return Calendar(closed=tuple(closed), meetings=tuple(sorted(meetings, key=lambda m: m.date)))


def joined(own: Calendar, more: Calendar) -> Calendar:
    """Both calendars as one; a meeting of the same day and name stands once."""
    known = {(m.date, name) for m in own.meetings for name in m.name.values()}
    added = [m for m in more.meetings if (m.date, m.title("")) not in known]
    meetings = sorted((*own.meetings, *added), key=lambda m: m.date)
    return Calendar((*own.closed, *more.closed), tuple(meetings), own.address)


def _safely(
    event: Any, rules: _Rules, zone: ZoneInfo, moved: set[tuple[str, date]]
) -> list[tuple[date, date]]:
    """The days of an event; none of one that cannot be read, so that it does not take the others with it."""
    try:
        return list(_days(event, rules, zone, moved))
    except _TooLong:
        raise
    except _FAULTS:
        return []


def _days(
    event: Any, rules: _Rules, zone: ZoneInfo, moved: set[tuple[str, date]]
) -> Iterator[tuple[date, date]]:
    """The first and last day of each time the event happens around today."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start = _value(event, "DTSTART")
    if start is None or start.year < _EARLIEST:
        return
    length = _length(event, start, zone)
    uid = str(event.get("UID", ""))
    for first in _starts(event, start, rules, zone):
        if event.get("RECURRENCE-ID") is None and (uid, first) in moved:
            continue
        if rules.since <= first <= rules.last:
            yield first, first + length


def _starts(event: Any, start: date | datetime, rules: _Rules, zone: ZoneInfo) -> Iterator[date]:
    first = _local(start, zone)
    rule = event.get("RRULE")
    if rule is None:
        yield from {first, *_listed(event, "RDATE", zone)}
        return
    gone = set(_listed(event, "EXDATE", zone))
    if isinstance(rule, list):
        rule = rule[0]
    try:
        days = {*rules.days(rule, first), *_listed(event, "RDATE", zone)}
    except _TooLong:
        raise
    except (ValueError, OverflowError, TypeError):
        days = {first}
    yield from sorted(days - gone)


class _TooLong(ValueError):
    """A calendar whose rules take too long to follow."""


class _Rules:
    """Follows the rules of one calendar around today, in bounded time whatever they say."""

    def __init__(self, today: date) -> None:
        self.since, self.last = today - BACK, today + AHEAD
        self._steps = self._endless = 0

    def days(self, rule: Any, first: date) -> list[date]:
        """The days around today on which an event that began on a day is repeated. Raises _TooLong, ValueError.

        The end of a rule is looked at here, since dateutil sees it only at a day that fits: so a rule that no
        day ever fits, and that is followed to the year 9999, is known.
        """
        end = min(self.last, _end(rule) or self.last)
        repeated = rrulestr(_rule_text(rule), dtstart=datetime.combine(first, time()), ignoretz=True)
        found: list[date] = []
        count = 0
        for moment in repeated:
            count += 1
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise _TooLong("its repeated events take too long to follow")
            if moment.date() > end or len(found) >= MOST:
                return found
            if moment.date() >= self.since:
                found.append(moment.date())
        wanted = _first(rule, "COUNT")
        if wanted is None or count < int(wanted):
            self._endless += 1
            if self._endless > MOST_ENDLESS:
                raise _TooLong("it repeats events on days that never come")
        return found


def _end(rule: Any) -> date | None:
    until = _first(rule, "UNTIL")
    return until.date() if isinstance(until, datetime) else until if isinstance(until, date) else None


def _first(rule: Any, name: str) -> Any:
    found = rule.get(name)
    return found[0] if isinstance(found, list) and found else found


def _rule_text(rule: Any) -> str:
    """The rule by days: an hour or minute in it has no meaning here, and a rule by seconds would never end."""
    left = ("BYHOUR", "BYMINUTE", "BYSECOND", "UNTIL")
    kept = {key: value for key, value in rule.items() if key.upper() not in left}
    frequency = str(next(iter(kept.get("FREQ", ["DAILY"])))).upper()
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError(frequency)
    text: str = type(rule)(kept).to_ical().decode()
    return text


def _listed(event: Any, name: str, zone: ZoneInfo) -> Iterator[date]:
    found = event.get(name)
    for group in found if isinstance(found, list) else [found] if found is not None else []:
        for one in getattr(group, "dts", ()):
            value = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            yield _local(value, zone)


def _moved(event: Any, zone: ZoneInfo) -> list[tuple[str, date]]:
    """Which time of which event this one stands for, where it stands for one."""
    try:
        value = _value(event, "RECURRENCE-ID")
    except _FAULTS:
        return []
    return [(str(event.get("UID", "")), _local(value, zone))] if value is not None else []


def _identity(event: Any, first: date, zone: ZoneInfo) -> str:
    """Its UID; of a repeated event with the day on which it would be by its rule, which a moved one keeps (3.8.4.4)."""
    uid = str(event.get("UID", ""))
    repeated = event.get("RRULE") is not None or event.get("RDATE") is not None
    meant = next((day for _, day in _moved(event, zone)), first if repeated else None)
    return f"{uid} {meant}" if uid and meant is not None else uid


def _length(event: Any, start: date | datetime, zone: ZoneInfo) -> timedelta:
    """From the first day to the last. The end of an event of whole days is the day after it (3.6.1)."""
    end = _value(event, "DTEND")
    duration = event.get("DURATION")
    if end is None:
        end = start + duration.dt if duration is not None and hasattr(duration, "dt") else start
    last = _local(end, zone)
    if not isinstance(end, datetime) or end.time() == time():
        last -= timedelta(days=1)
    return min(max(last - _local(start, zone), timedelta()), _LONGEST)


def _value(event: Any, name: str) -> date | datetime | None:
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, date) else None


def _local(value: date | datetime, zone: ZoneInfo) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(zone) if value.tzinfo else value).date()
    return value


def _categories(event: Any) -> set[str]:
    found = event.get("CATEGORIES")
    groups = found if isinstance(found, list) else [found] if found is not None else []
    return {str(c).strip().casefold() for group in groups for c in getattr(group, "cats", [group])}


def _name(event: Any) -> str:
    return " ".join(str(event.get("SUMMARY", "")).split())[:200]


def _day(day: date) -> CalendarDay:
    return CalendarDay(day.month, day.day, day.year)
