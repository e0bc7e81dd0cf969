"""The calendar of the house from an iCalendar (RFC 5545): its meetings, and its closing days.

An event with one of the categories of `CLOSING` is a closing day, or several; any other is a meeting. Cancelled
events are none. Repeated events are followed (RRULE, RDATE, EXDATE, and single ones moved by
RECURRENCE-ID) within the time around today, at most `MOST` each, whatever the rule says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    closed: list[Window] = []
    meetings: list[Meeting] = []
    for event in events:
        for first, last in _safely(event, today, zone, moved):
            if _categories(event) & CLOSING:
                closed.append(Window(_day(first), _day(last)))
            else:
                meetings.append(Meeting(first, {"": _name(event)}))
    return Calendar(closed=tuple(closed), meetings=tuple(sorted(meetings, key=lambda m: m.date)))


def joined(own: Calendar, more: Calendar) -> Calendar:
    """Both calendars as one; a meeting of the same day and name stands once."""
    known = {(m.date, name) for m in own.meetings for name in m.name.values()}
    added = [m for m in more.meetings if (m.date, m.title("")) not in known]
    meetings = sorted((*own.meetings, *added), key=lambda m: m.date)
    return Calendar((*own.closed, *more.closed), tuple(meetings), own.address)


def _safely(event: Any, today: date, zone: ZoneInfo, moved: set[tuple[str, date]]) -> list[tuple[date, date]]:
    """The days of an event; none of one that cannot be read, so that it does not take the others with it."""
    try:
        return list(_days(event, today, zone, moved))
    except _FAULTS:
        return []


def _days(
    event: Any, today: date, zone: ZoneInfo, moved: set[tuple[str, date]]
) -> Iterator[tuple[date, date]]:
    """The first and last day of each time the event happens around today."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start = _value(event, "DTSTART")
    if start is None or start.year < _EARLIEST:
        return
    length = _length(event, start, zone)
    uid = str(event.get("UID", ""))
    for first in _starts(event, start, today, zone):
        if event.get("RECURRENCE-ID") is None and (uid, first) in moved:
            continue
        if today - BACK <= first <= today + AHEAD:
            yield first, first + length


def _starts(event: Any, start: date | datetime, today: date, zone: ZoneInfo) -> Iterator[date]:
    first = _local(start, zone)
    rule = event.get("RRULE")
    if rule is None:
        yield from {first, *_listed(event, "RDATE", zone)}
        return
    gone = set(_listed(event, "EXDATE", zone))
    if isinstance(rule, list):
        rule = rule[0]
    try:
        times = rrulestr(_rule_text(rule), dtstart=datetime.combine(first, time()), ignoretz=True)
        since = datetime.combine(today - BACK, time())
        found = times.xafter(since, count=MOST, inc=True)
        days = {d.date() for d in _until(found, today + AHEAD)} | set(_listed(event, "RDATE", zone))
    except (ValueError, OverflowError, TypeError):
        days = {first}
    yield from sorted(days - gone)


def _rule_text(rule: Any) -> str:
    """The rule by days: an hour or minute in it has no meaning here, and a rule by seconds would never end."""
    kept = {
        key: value for key, value in rule.items() if key.upper() not in ("BYHOUR", "BYMINUTE", "BYSECOND")
    }
    frequency = str(next(iter(kept.get("FREQ", ["DAILY"])))).upper()
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError(frequency)
    text: str = type(rule)(kept).to_ical().decode()
    return ";".join(_day_only(part) for part in text.split(";"))


def _day_only(part: str) -> str:
    """UNTIL as a day's end, since the times of the rule are midnights."""
    return f"UNTIL={part[6:14]}T235959" if part.upper().startswith("UNTIL=") else part


def _until(times: Iterable[datetime], last: date) -> Iterator[datetime]:
    for moment in times:
        if moment.date() > last:
            return
        yield moment


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
