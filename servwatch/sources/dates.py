"""Dates as publishers write them.

`read_date` understands RFC 822 and RFC 3339 as feeds should use them, and what they use instead:
ISO 8601 in its other forms, epoch seconds and milliseconds, months by name in the languages of Europe,
"27/07/2026", "Monday, July 27, 2026 - 15:30", "31 Jul, 2026 +0530", "Thu Jul 16 00:00:00 CEST 2026".
A date without a time zone is one in the council's zone. "05/06/2026" is the fifth of June: the day
comes before the month, except where that cannot be. A month without a day is no date. Dates before
1990 and more than five years ahead are mistakes, and no date; dates in the near future are kept,
calendars of publications are full of them.

`settle` then looks at all dates of one document together, because one date alone does not tell
whether "00:00:00" is a time of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from servwatch.sources.date_words import MONTHS, REGIONS, ZONES, plain

EARLIEST = 1990
AHEAD = timedelta(days=5 * 366)
MAX_OFFSET = timedelta(hours=14)  # Kiribati; "+3000" is a mistake
MAX_LENGTH = 100

_RFC822 = re.compile(
    r"(?:[A-Za-z]{3}, ?)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) "
    r"(\d{2}):(\d{2})(?::(\d{2}))? ([+-]\d{4}|[A-Za-z]{1,5})$"
)
_ISO = re.compile(r"\d{4}(?:-\d\d-\d\d|\d{4}|-?W\d\d-?\d)(?=$|[T tZz+-])")
_ISO_GAP = re.compile(r" (?=[+-]\d\d|[Zz]$)")
_ZONED_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Zz]|[+-]\d\d:\d\d)$")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d*)?$|(\d{12,13})$")
_TIME = re.compile(r"(?<!\d)(\d{1,2}) ?[:hu] ?(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?!\d)(?: ?([ap])\.?m\b)?")
_OFFSET_BEHIND_TIME = re.compile(r"[+-]\d{1,2}(?::?\d{2})?(?!\d)")
_OFFSET_AT_END = re.compile(r"(?<= )[+-]\d{2}:?\d{2}$")
_REGION = re.compile(r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4}|\d{2})(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as it was stated: the instant (aware, UTC), and what its writer saw on clock and calendar."""

    instant: datetime
    day: date
    timed: bool  # a time of day was stated
    midnight: bool  # and it was 00:00:00


def read_date(text: str, *, zone: ZoneInfo, now: datetime) -> Stated | None:
    """The date in `text`, None where there is none that makes sense. `zone` is the council's.

    `now` is aware; it decides what lies too far ahead, and the century of a year of two digits.
    """
    value = " ".join(text[:MAX_LENGTH].split())
    try:
        found = _rfc822(value) or _iso(value) or _epoch(value) or _written(value, now)
        return _judged(found, zone, now) if found is not None else None
    except (ValueError, OverflowError):  # a day or an hour that does not exist, the year 0
        return None


def settle(dates: Iterable[Stated | None], zone: ZoneInfo) -> list[tuple[datetime | None, bool]]:
    """For each date of a document the instant (UTC), and whether only its day is known.

    Only the day is known where no time was stated; where every time in the document is 00:00:00 in
    its own zone (the World Trade Organization's feed); and where the instant is midnight in the
    council's zone, however it was expressed: nobody publishes on that second, and Press Corner and
    the OECD write midnight in Brussels or Paris as 22:00:00 or 23:00:00 GMT, beside real times.
    The instant then is midnight in the council's zone on the day meant, so that the day stands.
    A single midnight of another zone among real times is taken for a time.
    """
    stated = list(dates)
    timed = [d for d in stated if d is not None and d.timed]
    all_midnight = bool(timed) and all(d.midnight for d in timed)
    return [_settled(d, zone, all_midnight=all_midnight) for d in stated]


def _settled(stated: Stated | None, zone: ZoneInfo, *, all_midnight: bool) -> tuple[datetime | None, bool]:
    if stated is None:
        return None, False
    if not stated.timed or all_midnight:
        return _midnight(stated.day, zone), True
    instant = stated.instant
    return instant, instant.second == 0 and instant.minute % 15 == 0 and instant.astimezone(
        zone
    ).time() == time()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read, before it is judged. A day without a time is a day, whatever its zone."""

    day: date
    time: time | None = None
    zone: tzinfo | None = None


def _judged(found: _Found, zone: ZoneInfo, now: datetime) -> Stated | None:
    if found.time is None:
        instant = _midnight(found.day, zone)
    else:
        instant = datetime.combine(found.day, found.time, found.zone or zone).astimezone(UTC)
    if found.day.year < EARLIEST or instant > now + AHEAD:
        return None
    return Stated(instant, found.day, timed=found.time is not None, midnight=found.time == time())


def _rfc822(value: str) -> _Found | None:
    """RFC 822, section 5, with the four-digit year of RFC 1123: what most feeds write."""
    match = _RFC822.match(value)
    if match is None:
        return None
    day, name, year, hour, minute, second, zone = match.groups()
    month = MONTHS.get(name.lower())
    if month is None:
        return None
    return _at(date(int(year), month, int(day)), hour, minute, second, zone=_zone(zone))


def _iso(value: str) -> _Found | None:
    """ISO 8601: RFC 3339, its basic form, weeks, and a blank where the T should be."""
    if _ISO.match(value) is None:
        return None
    zoned = _ZONED_DAY.match(value)
    try:
        moment = datetime.fromisoformat(zoned[1] if zoned else _ISO_GAP.sub("", value))
    except ValueError:
        return None
    if zoned or not any(c in value for c in "T t:"):
        return _Found(moment.date())
    return _Found(moment.date(), moment.time(), moment.tzinfo)


def _epoch(value: str) -> _Found | None:
    match = _EPOCH.match(value)
    if match is None:
        return None
    moment = datetime.fromtimestamp(int(match[1]) if match[1] else int(match[2]) / 1000, UTC)
    return _Found(moment.date(), moment.time(), UTC)


def _written(value: str, now: datetime) -> _Found | None:
    """A date in words or with points or slashes: first its time, then its zone, then its day."""
    region = _REGION.search(value)
    text = plain(value)
    clock = _TIME.search(text)
    zone = _zone(region.group()) if region else None
    behind = clock.end() if clock else 0
    offset = (_OFFSET_BEHIND_TIME if clock else _OFFSET_AT_END).search(text, behind)
    if offset is not None:
        zone = _zone(offset.group())
        text = f"{text[: offset.start()]} {text[offset.end() :]}"
    if clock is not None:
        text = f"{text[: clock.start()]} {text[behind:]}"
    words = _WORD.findall(text)
    zone = zone or next((_zone(w) for w in words if w in ZONES or w in REGIONS), None)
    day = _day(text, words, now)
    if day is None or clock is None:
        return _Found(day) if day is not None else None
    hour, minute, second, half = clock.groups()
    return _at(day, hour, minute, second, half=half, zone=zone)


def _day(text: str, words: list[str], now: datetime) -> date | None:
    months = [MONTHS[w] for w in words if w in MONTHS]
    numbers = _NUMBER.findall(text)
    if months and len(numbers) >= 2:
        year = next((n for n in numbers if len(n) == 4), numbers[1])
        day = next(n for n in numbers if n is not year)
        return date(_year(year, now), months[-1], int(day))  # the last: "mar. 12 mai" is a Tuesday in May
    if match := _YEAR_FIRST.search(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.search(text):
        first, second = int(match[1]), int(match[2])
        return date(_year(match[3], now), *((second, first) if second <= 12 else (first, second)))
    return None


def _year(digits: str, now: datetime) -> int:
    """Two digits are a year of this century, unless that lies too far ahead."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if 2000 + year <= now.year + 5 else 1900)


def _at(
    day: date, hour: str, minute: str, second: str | None, *, half: str | None = None, zone: tzinfo | None
) -> _Found:
    """A day and its time. 24:00 is the next day's midnight (ISO 8601), :60 a leap second."""
    h = int(hour)
    if half is not None and 1 <= h <= 12:
        h = h % 12 + (12 if half == "p" else 0)
    if h == 24 and int(minute) == 0:
        day, h = day + timedelta(days=1), 0
    return _Found(day, time(h, int(minute), min(int(second or 0), 59)), zone)


def _zone(name: str) -> tzinfo | None:
    """A zone from "+0200", "CEST", "ET" or "Europe/Brussels"; a single letter is UTC (RFC 5322, 4.3)."""
    if name[0] in "+-":
        digits = name[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if offset > MAX_OFFSET:
            return None
        return timezone(-offset if name[0] == "-" else offset)
    word = name.lower()
    if len(word) == 1:
        return UTC
    if word in ZONES:
        return timezone(timedelta(hours=ZONES[word]))
    region = REGIONS.get(word, name if "/" in name else "")
    try:
        return ZoneInfo(region) if region else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
