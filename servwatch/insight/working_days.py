"""Working days left before a deadline, and the last own meeting before it.

A working day is Monday to Friday, no public holiday of Belgium or closing day of the EU institutions
(`insight.holidays`), and no closing day of the house. Days left are those after today up to and with the
day of the deadline: on a Friday, the Friday after is five working days away.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from itertools import islice

from servwatch.insight.holidays import is_holiday
from servwatch.model import Calendar, Meeting, Window

_SATURDAY = 5
FARTHEST = timedelta(days=10 * 366)
"""Days are not counted beyond ten years: a far date is a slip, and counting it would take long."""


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether the house works on a day."""
    return not (
        day.weekday() >= _SATURDAY
        or is_holiday(day)
        or any(_holds(window, day) for window in calendar.closed)
    )


def _holds(window: Window, day: date) -> bool:
    """Whether a day falls in a window; one of every year may run over New Year."""
    first, last = window.first, window.last
    if first.year:
        return (
            (first.year, first.month, first.day)
            <= (day.year, day.month, day.day)
            <= (
                last.year,
                last.month,
                last.day,
            )
        )
    begins, ends, here = (first.month, first.day), (last.month, last.day), (day.month, day.day)
    return begins <= here <= ends if begins <= ends else here >= begins or here <= ends


def working_days_left(today: date, day: date, calendar: Calendar, *, most: int | None = None) -> int:
    """How many working days after today there are up to and with `day`; negative for a day that is past.

    Zero is today, or a day before which no working day comes any more. Counting stops at `most`, where given.
    """
    if day < today:
        return -working_days_left(day, today, calendar)
    day = min(day, today + FARTHEST)
    days = (today + timedelta(days=n) for n in range(1, (day - today).days + 1))
    return sum(1 for _ in islice((one for one in days if is_working_day(one, calendar)), most))


def last_meeting(today: date, day: date, calendar: Calendar, groups: Collection[str] = ()) -> Meeting | None:
    """The last meeting from today up to and with `day`, of these groups where some are named; None for none.

    A meeting without groups is everybody's.
    """
    fitting = (
        meeting
        for meeting in calendar.meetings
        if today <= meeting.date <= day
        and (not groups or not meeting.groups or not set(groups).isdisjoint(meeting.groups))
    )
    return max(fitting, key=lambda meeting: meeting.date, default=None)
