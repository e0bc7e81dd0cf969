"""The days on which policy rests: public holidays of Belgium and the closing days that the EU institutions share.

Sources: the Belgian law of 4 January 1974 on public holidays (ten days), and the list of public
holidays of the EU institutions in the Official Journal, which adds the days around Easter and
Ascension, 9 May, 2 November, and the days from 24 December to 2 January.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

_FIXED = ((1, 1), (1, 2), (5, 1), (5, 9), (7, 21), (8, 15), (11, 1), (11, 2), (11, 11))
_AROUND_EASTER = (-3, -2, 1, 39, 40, 50)  # Maundy Thursday to Whit Monday, in days from Easter Sunday
_LAST_WEEK = range(24, 32)  # of December


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The holidays of a year, weekends or not."""
    sunday = easter(year)
    return frozenset(
        (
            *(date(year, month, day) for month, day in _FIXED),
            *(sunday + timedelta(days=after) for after in _AROUND_EASTER),
            *(date(year, 12, day) for day in _LAST_WEEK),
        )
    )


def is_holiday(day: date) -> bool:
    """Whether policy rests on a day."""
    return day in holidays(day.year)
