"""Dates in a stated format, for publishers whose dates read otherwise than they look.

The directives are those of strptime: %d %m %Y %y %B %b %H %M %S %%. Month names are those of every
language of Europe, whatever the format says (%B and %b are the same); blanks match any white space.
The date may stand anywhere in a longer text: an address, a byline.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from servwatch.sources.date_words import MONTHS, plain
from servwatch.sources.dates import AHEAD, EARLIEST, Stated

DIRECTIVES = {
    "d": r"(?P<d>\d{1,2})",
    "m": r"(?P<m>\d{1,2})",
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "B": r"(?P<B>[^\W\d_]+)\.?",
    "b": r"(?P<B>[^\W\d_]+)\.?",
    "H": r"(?P<H>\d{1,2})",
    "M": r"(?P<M>\d{2})",
    "S": r"(?P<S>\d{2})",
    "%": "%",
}
_TOKEN = re.compile(r"%(.)|(\s+)|([^%\s]+)")
_MAX_TEXT = 500


def read_formatted(text: str, date_format: str, *, zone: ZoneInfo, now: datetime) -> Stated | None:
    """The first date in `text` that has this format, None where there is none that makes sense.

    `now` is aware; as in `dates.read_date`, dates far away are mistakes.
    """
    match = _pattern(date_format).search(plain(text[:_MAX_TEXT]))
    if match is None:
        return None
    part = match.groupdict()
    try:
        year = int(part["Y"]) if part.get("Y") else 2000 + int(part["y"])
        month = int(part["m"]) if part.get("m") else MONTHS[part["B"]]
        hour, minute, second = (int(part.get(name) or 0) for name in "HMS")
        clock = time(hour, minute, second)
        local = datetime.combine(date(year, month, int(part["d"])), clock, zone)
        instant = local.astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return None
    if year < EARLIEST or instant > now + AHEAD:
        return None
    return Stated(instant, local.date(), timed=part.get("H") is not None, midnight=clock == time())


@lru_cache(maxsize=200)
def _pattern(date_format: str) -> re.Pattern[str]:
    """The format as a regular expression over `plain` text. Raises KeyError for an unknown directive."""
    parts = []
    for directive, blank, literal in _TOKEN.findall(date_format):
        if directive:
            parts.append(DIRECTIVES[directive])
        else:
            parts.append(r"\s+" if blank else re.escape(plain(literal)))
    return re.compile(r"(?<!\d)" + "".join(parts) + r"(?!\d)")
