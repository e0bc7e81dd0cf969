"""The line of an entry that says until when one can act, and which own meeting comes before that day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from servwatch.insight.deadline_register import open_deadlines
from servwatch.insight.working_days import last_meeting, working_days_left
from servwatch.locale import Words
from servwatch.model import Annotation, Calendar


def due_line(
    annotation: Annotation, today: date, calendar: Calendar, groups: Collection[str], words: Words
) -> str:
    """The first open deadline in words, "" where there is none: "Sluit vr 4 dec 23.59 u., nog 5 werkdagen."."""
    coming = open_deadlines(annotation, today)
    if not coming:
        return ""
    due = coming[0]
    day = words.day(due.date, form="medium", near=today)
    moment = f"{day} {words.time(due.time)}" if due.time is not None else day
    left = working_days_left(today, due.date, calendar)
    said = words.n_(
        "Closes {moment}, {n} working day left.",
        "Closes {moment}, {n} working days left.",
        left,
        moment=moment,
    )
    meeting = last_meeting(today, due.date, calendar, groups)
    if meeting is None:
        return said
    name, held = meeting.title(words.language), words.day(meeting.date, form="medium", near=today)
    return f"{said} {words._('Last meeting before it: {day}, {name}.', day=held, name=name)}"
