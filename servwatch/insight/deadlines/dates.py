"""The days a text names, and nothing of what they mean.

Read are days in words ("vrijdag 4 december 2026", "1er décembre", "December 15th, 2026"), ISO 8601
(2026-12-04) and numbers with the day first (04/12/2026, 4.12.2026), as Dutch and French write them and
British English does; the month comes first only where it cannot be otherwise (12/28/2026). A day needs
its month, a month its day. Two days that a dash or a word such as "tot", "until", "au" joins are one
mention, a range.

A day without a year is the next such day after the text was published; where that is more than
`FARTHEST_YEARLESS` ahead, the one just past is meant. All patterns are of bounded length, so the time
taken grows as the text does, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from servwatch.insight.deadlines.month_names import ENGLISH_MONTH, MONTH, MONTHS, WEEKDAY, WEEKDAYS

FARTHEST_YEARLESS = timedelta(days=304)
"""Ten months: "tot 12 november", published on 20 November, is over, and not due in a year."""
MOST = 200
"""Days read in one text: no notice has more, and a calendar of a thousand days is no notice."""

_ORDINAL = r"(?:er|ère|e|st|nd|rd|th|de|ste)"
_JOIN = r"(?:-|–|—|/|en|and|et|to|tot(?:\s{1,2}en\s{1,2}met)?|t/m|au|à|&|until)"
_SPACE = r"\s{1,3}"
_DATE = re.compile(
    rf"""
    (?<![\w.,/-])
    (?: (?P<weekday>{WEEKDAY}) ,? {_SPACE} (?:(?:the|le|de|den) {_SPACE})? )?
    (?:
      (?: (?P<from>[0-3]?\d) {_ORDINAL}? \s{{0,2}} {_JOIN} \s{{0,2}} (?:le\s|the\s)? (?:{WEEKDAY}\s)? )?
      (?P<day>[0-3]?\d) {_ORDINAL}? \.? {_SPACE} (?:(?:of|de) {_SPACE})?
      (?P<month>{MONTH}) \b \.? (?: ,? {_SPACE} (?P<year>20\d\d|19\d\d) (?![\d/]) )?
    |
      (?-i:(?P<us_month>{ENGLISH_MONTH})) \.? {_SPACE} (?P<us_day>[0-3]?\d) {_ORDINAL}? (?![\d:.]\d|\d|%)
      (?: ,? {_SPACE} (?P<us_year>20\d\d|19\d\d) (?![\d/]) )?
    |
      (?P<iso>20\d\d-[01]\d-[0-3]\d)
    |
      (?P<n1>[0-3]?\d) (?P<mark>[./-]) (?P<n2>[0-3]?\d) (?P=mark) (?P<n3>20\d\d)
    )
    (?![\w/-]|\.\d) | (?P<iso_time>20\d\d-[01]\d-[0-3]\d) (?=T\d\d:)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUICK = re.compile(  # it begins with a digit or a capital, and no case is folded there: many times quicker
    rf"\d(?:{_ORDINAL}?\.?\s{{1,3}}(?:(?:of|de)\s{{1,3}})?"
    r"(?i:jan|f[eé][bv]|ma[ary]|mrt|a[pv]r|mei|mai|jun|jui|jul|aug|ao[uû]|sep|o[kc]t|nov|d[eé]c)"
    r"|\d\d-[01]\d-[0-3]|[./-][0-3]?\d[./-]20\d)"
    rf"|{ENGLISH_MONTH}\.?\s{{1,3}}[0-3]?\d(?!\d)"
)
_BETWEEN = re.compile(
    r"\s{0,3}(?:-|–|—|tot(?:\s{1,2}en\s{1,2}met)?|t/m|to|naar|until|till|through|au|jusqu['’]au|à)"
    rf"\s{{0,3}}(?:(?:le|the)\s)?(?:{WEEKDAY}\s)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(?:week|semaine)\s(?:of|van|du)|version|versie|v|art\.?|article|artikel|n[°ºr]\.?|no\.|stuk|§)\s{0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A day, or a range of days, that a text names from `start` to `end`."""

    start: int
    end: int
    first: date
    last: date  # equal to `first` where it is no range
    yearless: bool = False  # the year was not written
    slip: bool = False  # the weekday written is not that of the day
    either: bool = False  # the numbers may be read with the month first too


def may_name_days(text: str) -> bool:
    """Whether a text may name a day at all: quick, and true for every text that does."""
    return _QUICK.search(text) is not None


def mentions(text: str, published: date) -> list[Mention]:
    """The days that `text`, published on a day, names, in their order; ranges are one mention."""
    found: list[Mention] = []
    for mention in _single(text, published):
        before = found[-1] if found else None
        if before is not None and before.first == before.last and _is_range(text, before, mention):
            joined = _joined(before, mention)
            found[-1:] = [joined] if joined is not None else [before, mention]
        else:
            found.append(mention)
        if len(found) >= MOST:
            break
    return found


def _single(text: str, published: date) -> Iterator[Mention]:
    for match in _DATE.finditer(text):
        if _NUMBERED.search(text[max(0, match.start() - 14) : match.start()]) or _is_verb(match):
            continue
        try:
            mention = _mention(match, published)
        except (ValueError, OverflowError):  # 31 November, the 39th
            continue
        yield mention


def _is_verb(match: re.Match[str]) -> bool:
    """Whether "may" is the verb: "of the 12 may apply"."""
    return match["month"] == "may" and not match["year"]


def _mention(match: re.Match[str], published: date) -> Mention:
    start, end = match.span()
    if iso := match["iso"] or match["iso_time"]:
        day = date.fromisoformat(iso)
        return Mention(start, end, day, day)
    if match["mark"]:
        return _numeric(match, start, end)
    month = MONTHS[(match["month"] or match["us_month"]).lower()]
    number, year = int(match["day"] or match["us_day"]), match["year"] or match["us_year"]
    weekday = WEEKDAYS.get((match["weekday"] or "").lower())
    day = date(int(year), month, number) if year else _next(month, number, published)
    first = day
    if match["from"]:
        first = date(day.year, month, int(match["from"]))
        first = min(first, day)
    slip = weekday is not None and day.weekday() != weekday and first == day
    return Mention(start, end, first, day, yearless=not year, slip=slip)


def _numeric(match: re.Match[str], start: int, end: int) -> Mention:
    first, second, year = int(match["n1"]), int(match["n2"]), int(match["n3"])
    if second > 12:
        first, second = second, first
    day = date(year, second, first)
    return Mention(start, end, day, day, either=first <= 12 and first != second)


def _next(month: int, day: int, published: date) -> date:
    """The next such day, or the last one where the next is too far; 29 February waits for a leap year."""
    here = date(published.year, month, day)
    coming = here if here >= published else date(published.year + 1, month, day)
    return coming if coming - published <= FARTHEST_YEARLESS else date(coming.year - 1, month, day)


def _is_range(text: str, before: Mention, mention: Mention) -> bool:
    between = text[before.end : mention.start]
    return len(between) <= 30 and _BETWEEN.fullmatch(between) is not None


def _joined(before: Mention, after: Mention) -> Mention | None:
    """Two days as a range. The year of the last is that of the first too, where the first has none.

    None where the year that one lends the other has no such day: 29 February.
    """
    first, last = before.first, after.last
    try:
        if before.yearless and not after.yearless:
            year = last.year if (first.month, first.day) <= (last.month, last.day) else last.year - 1
            first = first.replace(year=year)
        if after.yearless and not before.yearless and last.month >= first.month:
            last = last.replace(year=first.year)
    except ValueError:
        return None
    return replace(after, start=before.start, first=min(first, last), last=last)
