"""The schedule of a digest that comes before meetings: "5 working days before 'Dagelijks bestuur' at 07:00"."""

from __future__ import annotations

import re
from datetime import time

from servwatch.config.schedule import ScheduleError
from servwatch.model import BeforeMeeting

EXAMPLE = "5 working days before meeting at 07:00"
MOST_DAYS = 60
_BEFORE = re.compile(r"\bbefore\b")
_GRAMMAR = re.compile(
    r"(?P<days>\d{1,4}) working days? before (?:meeting|'(?P<single>.+)'|\"(?P<double>.+)\") at (?P<at>.+)"
)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_SKIPPED = 2  # the hour that is skipped or comes twice when the clocks change


def is_before_meeting(text: str) -> bool:
    """Whether a schedule means to be one before meetings, well written or not."""
    return _BEFORE.search(text) is not None


def read_before_meeting(text: str) -> BeforeMeeting:
    """Read it. Raises ScheduleError."""
    found = _GRAMMAR.fullmatch(" ".join(text.split()))
    if found is None:
        raise ScheduleError("cannot be read")
    days = int(found["days"])
    if not 1 <= days <= MOST_DAYS:
        raise ScheduleError(f"counts {days} working days, where 1 to {MOST_DAYS} are possible")
    clock = _TIME.fullmatch(found["at"])
    if clock is None:
        raise ScheduleError(f"has {found['at']!r} as time of day, where 00:00 to 23:59 is possible")
    at = time(int(clock[1]), int(clock[2]))
    if at.hour == _SKIPPED:
        raise ScheduleError(
            "comes between 02:00 and 03:00, a time that is skipped or comes twice once a year"
        )
    name = (found["single"] or found["double"] or "").strip()
    if not name and (found["single"] or found["double"]):
        raise ScheduleError("names no meeting between its quotes")
    return BeforeMeeting(days, at, name)
