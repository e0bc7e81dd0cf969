"""How far back the pages of themes look: ninety days, and less where those hold more than can be read while somebody waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from servwatch.web.console.visit import Visit

DAYS = 90


@dataclass(frozen=True, slots=True)
class Period:
    """From a day until today."""

    since: date
    days: int


def period(visit: Visit, most: int) -> Period:
    """The last days, as many as hold about so many items."""
    today = visit.settings.day_of(visit.now)
    earliest = today - timedelta(days=DAYS)
    since = visit.archive.batches.first_day(most, earliest, today)
    return Period(since, max(1, DAYS - (since - earliest).days))
