"""The time of day beside a day in a text, in Brussels.

"23.59 uur", "17u", "17h00", "5 p.m.", "12 noon", "midnight". Midnight on a day is the end of that day, as
the portals of the Commission mean it; it is told as 23.59, so that nobody takes the next day for it. A time
of another zone is turned into that of Brussels, and may fall on the next day.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
END_OF_DAY = time(23, 59)

_CLOCK = r"""
    (?P<h>[0-2]?\d) (?:
        \s?[:.hu]\s?(?P<m>[0-5]\d) (?::[0-5]\d)? (?:\s?(?P<half>[ap])\.?m\b\.?)? (?:\s?(?:uur|u|h|heures|hrs)\b)?
      | \s?(?P<half_only>[ap])\.?m\b\.?
      | \s?(?:uur|u|h|heures?)\b
    )(?!\d)
  | (?P<midnight>midnight|middernacht|minuit|12\smidnight)
  | (?P<noon>(?:12\s)?noon|midi|12\suur\s's\smiddags)"""
_AFTER = re.compile(
    rf"""[\s,(;:–-]{{0,4}} (?:inclu[sd]\w*[\s,]{{1,2}})? (?:(?:om|at|à|before|by|vóór|voor|avant|until|tot|-)\s{{1,2}})?
    (?:{_CLOCK}) (?P<zone>.{{0,24}})""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_BEFORE = re.compile(
    rf"""(?:\b(?:om|at|à|before|by)\s{{1,2}}) (?:{_CLOCK})
    (?P<zone>[^.;\d]{{0,24}}?) \s{{1,2}}(?:on|op|le|of)\s{{1,2}}(?:the\s)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:(?P<utc>UTC|GMT)|(?P<london>BST|(?:UK|London)\s(?:local\s)?time)"
    r"|(?P<new_york>E[SD]?T|Eastern|(?:New\sYork|Washington)\s(?:DC\s)?time)|(?P<los_angeles>P[SD]?T|Pacific))\b"
)
_ZONES: dict[str, tzinfo] = {
    "utc": UTC,
    "london": ZoneInfo("Europe/London"),
    "new_york": ZoneInfo("America/New_York"),
    "los_angeles": ZoneInfo("America/Los_Angeles"),
}


def time_beside(text: str, start: int, end: int, day: date) -> tuple[date, time | None, int]:
    """The day and the time in Brussels for a day named from `start` to `end`, and where the words end."""
    match = _AFTER.match(text, end, end + 60)
    if match is not None:
        return *_in_brussels(day, match), match.start("zone")
    match = _BEFORE.search(text[max(0, start - 50) : start])
    if match is not None:
        return *_in_brussels(day, match), end
    return day, None, end


def _in_brussels(day: date, match: re.Match[str]) -> tuple[date, time | None]:
    moment = _time(match)
    elsewhere = _ELSEWHERE.search(match["zone"])
    if moment is None or elsewhere is None:
        return day, moment
    stated = datetime.combine(day, moment, _ZONES[str(elsewhere.lastgroup)]).astimezone(BRUSSELS)
    return stated.date(), stated.time()


def _time(match: re.Match[str]) -> time | None:
    if match["midnight"]:
        return END_OF_DAY
    if match["noon"]:
        return time(12)
    hour, minute, half = int(match["h"]), int(match["m"] or 0), match["half"] or match["half_only"]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if hour == 24 and minute == 0:
        return END_OF_DAY
    return time(hour, minute) if hour < 24 else None
