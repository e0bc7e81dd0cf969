"""Until when one can act, how many working days are left, and which own meeting is the last before it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

from servwatch.insight.deadline_register import open_deadlines
from servwatch.insight.working_days import last_meeting, working_days_left
from servwatch.locale import Words
from servwatch.model import Annotation, Calendar, Deadline, Meeting
from servwatch.sources.plain_text import visible


def first_deadline(annotation: Annotation, today: date) -> Deadline | None:
    """The deadline that comes first of those that are still open."""
    return next(iter(open_deadlines(annotation, today)), None)


def due_line(
    annotation: Annotation, today: date, calendar: Calendar, groups: Collection[str], words: Words
) -> str:
    """The first open deadline in words, "" where there is none.

    "SLUIT vr 4 dec 23.59 u., nog 5 werkdagen. Laatste DB: wo 2 dec"
    """
    due = first_deadline(annotation, today)
    if due is None:
        return ""
    left = days_left(due.date, today, calendar, words)
    moment = moment_of(due.date, due.time, today, words)
    said = words._("CLOSES {moment}, {left}.", moment=moment, left=left)
    meeting = meeting_line(due.date, today, calendar, groups, words)
    return f"{said} {meeting}" if meeting else said


def moment_of(day: date, at: time | None, today: date, words: Words) -> str:
    """A day, with the time of day where it is stated: "vr 4 dec 23.59 u."."""
    said = words.day(day, form="medium", near=today)
    return f"{said} {words.time(at)}" if at is not None else said


def days_left(day: date, today: date, calendar: Calendar, words: Words) -> str:
    """How much time is left: "nog 5 werkdagen", or "vandaag"."""
    if day == today:
        return words._("today")
    left = working_days_left(today, day, calendar)
    return (
        words.n_("{n} working day left", "{n} working days left", left)
        if left
        else words._("no working day left")
    )


def meeting_line(day: date, today: date, calendar: Calendar, groups: Collection[str], words: Words) -> str:
    """The last own meeting before a day: "Laatste DB: wo 2 dec"; "" where none comes before it."""
    meeting = last_meeting(today, day, calendar, groups)
    if meeting is None:
        return ""
    held = words.day(meeting.date, form="medium", near=today)
    name = meeting_name(meeting, words)
    if not name:
        return words._("Last meeting: {day}", day=held)
    return words._("Last {meeting}: {day}", meeting=name, day=held)


def meeting_name(meeting: Meeting, words: Words) -> str:
    """The name of a meeting; "" where it was given without one."""
    return visible(meeting.title(words.language))


def next_meeting(today: date, calendar: Calendar, groups: Collection[str]) -> Meeting | None:
    """The first meeting after today of these groups; a meeting without groups is everybody's."""
    coming = (
        meeting
        for meeting in calendar.meetings
        if meeting.date > today
        and (not groups or not meeting.groups or not set(groups).isdisjoint(meeting.groups))
    )
    return min(coming, key=lambda meeting: meeting.date, default=None)
