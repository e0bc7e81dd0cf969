"""When a publisher publishes: weekdays, public holidays, August, bursts. Pure: the same day, the same answer."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
WHOLE_WEEK = (0, 1, 2, 3, 4, 5, 6)
_MOST_A_DAY = 90


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many items come on a day, on average, and on which days."""

    per_week: float = 5.0
    weekdays: tuple[int, ...] = MONDAY_TO_FRIDAY
    august: float = 0.3  # of the usual number, in August and between Christmas and New Year
    burst: float = 0.02  # how often a day has four times as much
    hours: tuple[int, int] = (8, 18)  # between these, UTC
    months: tuple[int, ...] = ()  # only in these; empty: the whole year

    def expected(self, day: date) -> float:
        """The mean of the day, without bursts."""
        if day.weekday() not in self.weekdays or (self.months and day.month not in self.months):
            return 0.0
        if self.weekdays != WHOLE_WEEK and day in holidays(day.year):
            return 0.0
        quiet = day.month == 8 or (day.month, day.day) >= (12, 24)
        return self.per_week / len(self.weekdays) * (self.august if quiet else 1.0)

    def count(self, day: date, rng: random.Random) -> int:
        """How many items come on the day (Poisson)."""
        mean = self.expected(day)
        if mean and rng.random() < self.burst:
            mean *= 4
        limit, product, count = math.exp(-mean), rng.random(), 0
        while product > limit and count < _MOST_A_DAY:
            product *= rng.random()
            count += 1
        return count


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of Belgium, which the European institutions nearly share."""
    sunday = _easter(year)
    moving = (sunday + timedelta(days=n) for n in (1, 39, 50))
    fixed = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26))
    return frozenset((*moving, *(date(year, month, day) for month, day in fixed)))


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    century, rest = divmod(year, 100)
    leap, quarter = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - leap - correction + 15) % 30
    weekday = (32 + 2 * quarter + 2 * (rest // 4) - epact - rest % 4) % 7
    month, day = divmod(epact + weekday - 7 * ((year % 19 + 11 * epact + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)
