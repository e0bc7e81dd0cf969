"""How often a source usually publishes, learnt from its own days, and when it has been quiet for too long.

Time is counted in weighted days: a working day is one, a weekend, a holiday or a day of August as
much as this source publishes on such days. So a Monday is not late after a weekend, and no source is
silent because it is August.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from math import log

from servwatch.insight.holidays import is_holiday

LEARNT_FROM = 6
"""Days with news that must be known before a rhythm is believed."""
LOOKS_BACK = timedelta(days=400)
"""Older days count no more: a year, and what it takes to see the same holidays again."""
_QUIET, _SILENT = 50, 3000
"""A gap is odd, or wrong, that comes by chance once in so many."""
_AUGUST = 8
_UNKNOWN = {"weekend": 0.1, "holiday": 0.2, "august": 0.4}  # where the days say nothing of it
_ENOUGH = 15  # days of a sort that must have gone by before they say something


class Pace(StrEnum):
    """How a source keeps to its rhythm."""

    STEADY = "steady"
    QUIET = "quiet"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A rhythm, in weighted days. `usual` and `longest` are gaps between two days with news."""

    weekend: float
    holiday: float
    august: float
    usual: float
    longest: float
    days: int  # with news, that it was learnt from

    @property
    def quiet_after(self) -> float:
        """More than this without news is quiet: told, but nobody need act."""
        return max(4.0, 1.1 * self.longest, _once_in(_QUIET, self.usual))

    @property
    def silent_after(self) -> float:
        """More than this without news is silent: somebody should look."""
        return max(5.0, 1.5 * self.longest, _once_in(_SILENT, self.usual))


def _once_in(times: int, usual: float) -> float:
    """The gap that comes once in so many, where each day has news with one chance and no memory of others.

    A gap of k days or more has the probability (1 - p) ** k, with a day of news every 1/p days.
    """
    return log(times) / -log(1 - 1 / usual) if usual > 1 else 0.0


UNKNOWN = Rhythm(**_UNKNOWN, usual=15.0, longest=30.0, days=0)
"""Of a source with too few days to learn from: quiet after some three months, silent after half a year."""


def learn(days: Iterable[date], today: date) -> Rhythm:
    """The rhythm of a source from the days on which it published; `UNKNOWN` where they are too few."""
    known = sorted({day for day in days if today - LOOKS_BACK <= day <= today})
    if len(known) < LEARNT_FROM:
        return UNKNOWN
    span = [known[0] + timedelta(days=n) for n in range((known[-1] - known[0]).days + 1)]
    published = set(known)
    working = _rate(span, published, _is_working)
    weights = {
        "weekend": _weight(span, published, _is_weekend, working, _UNKNOWN["weekend"]),
        "holiday": _weight(span, published, _is_free_weekday, working, _UNKNOWN["holiday"]),
        "august": _weight(span, published, _is_august_weekday, working, _UNKNOWN["august"]),
    }
    shape = Rhythm(**weights, usual=0.0, longest=0.0, days=len(known))
    gaps = [max(weighted(shape, first, then), 0.5) for first, then in pairwise(known)]
    return Rhythm(**weights, usual=sum(gaps) / len(gaps), longest=max(gaps), days=len(known))


def weighted(rhythm: Rhythm, since: date, until: date) -> float:
    """The weighted days after `since`, up to and with `until`."""
    gone = 0.0
    for n in range((until - since).days):
        gone += _day_weight(rhythm, since + timedelta(days=n + 1))
    return gone


def pace(rhythm: Rhythm, last: date, today: date) -> Pace:
    """How a source keeps its rhythm whose last news is of a day. Today itself is not over, and not counted."""
    gone = weighted(rhythm, last, today - timedelta(days=1))
    if gone > rhythm.silent_after:
        return Pace.SILENT
    return Pace.QUIET if gone > rhythm.quiet_after else Pace.STEADY


def silent_on(rhythm: Rhythm, last: date) -> date:
    """The day from which a source counts as silent, if nothing comes."""
    return _passed_on(rhythm, last, rhythm.silent_after)


def quiet_on(rhythm: Rhythm, last: date) -> date:
    """The day from which a source counts as quiet, if nothing comes."""
    return _passed_on(rhythm, last, rhythm.quiet_after)


def _passed_on(rhythm: Rhythm, last: date, most: float) -> date:
    """The first day on which more than so many weighted days are over."""
    day, gone = last, 0.0
    while gone <= most:
        day += timedelta(days=1)
        gone += _day_weight(rhythm, day)
    return day + timedelta(days=1)


def _day_weight(rhythm: Rhythm, day: date) -> float:
    weight = rhythm.weekend if _is_weekend(day) else 1.0
    if is_holiday(day):
        weight = min(weight, rhythm.holiday)
    return weight * rhythm.august if _is_august(day) else weight


def _weight(
    span: Sequence[date], published: set[date], sort: Callable[[date], bool], working: float, unknown: float
) -> float:
    """What a day of a sort counts beside a working day, from 0.02 to 1."""
    if sum(map(sort, span)) < _ENOUGH or not working:
        return unknown
    return min(1.0, max(0.02, _rate(span, published, sort) / working))


def _rate(span: Sequence[date], published: set[date], sort: Callable[[date], bool]) -> float:
    """The share of the days of a sort that had news."""
    days = [day for day in span if sort(day)]
    return sum(day in published for day in days) / len(days) if days else 0.0


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5  # Saturday


def _is_august(day: date) -> bool:
    return day.month == _AUGUST


def _is_free_weekday(day: date) -> bool:
    return is_holiday(day) and not _is_weekend(day)


def _is_august_weekday(day: date) -> bool:
    return _is_august(day) and not _is_weekend(day) and not is_holiday(day)


def _is_working(day: date) -> bool:
    return not (_is_weekend(day) or is_holiday(day) or _is_august(day))
