"""Deadlines as an iCalendar (RFC 5545) that every calendar program reads and keeps up to date.

One event a deadline. Its UID never changes, and SEQUENCE grows with each change of the day, the time or the
state (3.8.7.4), so that a program that has the event moves it. A deadline with a time of day is an
event in Europe/Brussels that ends at that time; one without is a whole day. What is not for us or
done is told as cancelled, so that it disappears where it stood. Two alarms: ten working days before is two
weeks, three is three days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from icalendar import Alarm, Event, Timezone, vText
from icalendar import Calendar as ICalendar

from servwatch.locale import Words
from servwatch.model import RegisteredDeadline

BRUSSELS = ZoneInfo("Europe/Brussels")
ALARMS = (timedelta(days=14), timedelta(days=3))
_LENGTH = timedelta(minutes=30)
_TITLE = 160
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")


def deadline_calendar(
    entries: Iterable[RegisteredDeadline], speech: Words, *, name: str = "", domain: str = "servwatch.invalid"
) -> bytes:
    """The calendar of these deadlines, in the order given, in the language of `speech`.

    `domain` goes into the UIDs; it must stay the same for a watch, and needs no host.
    """
    calendar = ICalendar()
    calendar.add("prodid", "-//servwatch//deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name or speech._("Deadlines"))
    listed = list(entries)
    years = {entry.date.year for entry in listed if entry.time is not None}
    if years:
        first, last = date(min(years), 1, 1), date(max(years) + 1, 1, 1)
        calendar.add_component(Timezone.from_tzinfo(BRUSSELS, "Europe/Brussels", first, last))
    for entry in listed:
        calendar.add_component(_event(entry, speech, domain))
    return bytes(calendar.to_ical())


def uid_domain(sender: str) -> str:
    """What stands behind the at sign of the UIDs: the domain of the mail address of the watch."""
    domain = parseaddr(sender)[1].rpartition("@")[2].lower()
    return domain if _DOMAIN.fullmatch(domain) else "servwatch.invalid"


def _event(entry: RegisteredDeadline, speech: Words, domain: str) -> Event:
    event = Event()
    event.add("uid", f"deadline-{entry.id}@{domain}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed or datetime(1970, 1, 1, tzinfo=UTC))
    if entry.time is None:
        event.add("dtstart", entry.date)
        event.add("dtend", entry.date + timedelta(days=1))
    else:
        ends = datetime.combine(entry.date, entry.time, BRUSSELS)
        event.add("dtstart", ends - _LENGTH)
        event.add("dtend", ends)
    title = _one_line(entry.title or entry.text)[:_TITLE]
    event.add("summary", speech._("Deadline: {title}", title=title))
    event.add("description", _description(entry, speech))
    event.add("status", "CONFIRMED" if entry.state.waits else "CANCELLED")
    event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
    event.add("categories", vText(entry.kind))
    if entry.url.startswith(("http://", "https://")):
        event.add("url", entry.url)
    if entry.state.waits:
        for before in ALARMS:
            event.add_component(_alarm(before, title))
    return event


def _description(entry: RegisteredDeadline, speech: Words) -> str:
    lines = [_one_line(entry.text)]
    if entry.moved_from is not None:
        lines.append(speech._("It was {day}.", day=speech.day(entry.moved_from, form="long")))
    if entry.owner:
        lines.append(speech._("Ours: {owner}.", owner=_one_line(entry.owner)))
    if entry.note:
        lines.append(_one_line(entry.note))
    if entry.url:
        lines.append(entry.url)
    return "\n".join(lines)


def _alarm(before: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm


def _one_line(text: str) -> str:
    """The text on one line, without what no calendar may hold (3.1): control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
