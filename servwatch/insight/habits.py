"""What a source published so far, kept short, and what is to be expected of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from servwatch.insight.rhythm import LOOKS_BACK, UNKNOWN, learn, quiet_on, silent_on
from servwatch.insight.source_faults import Finding, Outlook, SourceFault

DAYS_KEPT = 300
"""Days with news that are kept of a source: a year and more of working days."""
RECENT_KEPT = 30
"""New items of which is kept when they came, and the date they bore."""
BELIEVED = timedelta(days=7)
"""A new item that bears an older date than this was published late: the day on which it came is its own."""
_FEW = 8  # new items that are needed before their dates say something
_FROZEN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Habit:
    """What is remembered of what a source published.

    `days` are its days with news. `recent` are its newest items that came after the baseline: the day
    each was seen and the day it was published, None for no date.
    """

    days: tuple[date, ...] = ()
    recent: tuple[tuple[date, date | None], ...] = ()


def first_habit(published: Iterable[date | None], today: date) -> Habit:
    """The habit after the first good poll: the days its items bear.

    Where most of them bear none, as in a list of which a few pages were read, today is where time begins.
    """
    known = list(published)
    days = {day for day in known if day is not None and day <= today}
    telling = 2 * sum(day is not None for day in known) >= len(known)
    return Habit(_kept(days if days and telling else {today}))


def grown(habit: Habit, published: Iterable[date | None], today: date) -> Habit:
    """The habit after a poll that brought these new items; the newest are given first, as publishers do."""
    new = list(published)[::-1]
    days = {day if day is not None and today - BELIEVED <= day <= today else today for day in new}
    recent = (*habit.recent, *((today, day) for day in new))
    return Habit(_kept({*habit.days, *days}), recent[-RECENT_KEPT:])


def usual_lag(habit: Habit) -> timedelta:
    """How long after its date an item usually comes; nothing where too few are known."""
    lags = sorted(seen - bears for seen, bears in habit.recent if bears is not None)
    return max(lags[len(lags) // 2], timedelta()) if len(lags) >= _FEW else timedelta()


def _kept(days: set[date]) -> tuple[date, ...]:
    """The days that still say something, the oldest first; the newest is always among them."""
    newest = max(days)
    return tuple(sorted(day for day in days if day >= newest - LOOKS_BACK)[-DAYS_KEPT:])


def learnt(outlook: Outlook, habit: Habit, today: date) -> Outlook:
    """The outlook with what the habit says of a source; the rest of it stays."""
    past = [day for day in habit.days if day <= today]
    dates = _frozen(habit) or _undated(habit)
    if not past:
        return replace(outlook, last=None, quiet_on=None, silent_on=None, dates=dates)
    last, rhythm = max(past), learn(past, today)
    quiet = quiet_on(rhythm, last) if rhythm is not UNKNOWN else None
    return replace(outlook, last=last, quiet_on=quiet, silent_on=silent_on(rhythm, last), dates=dates)


def _frozen(habit: Habit) -> Finding | None:
    """New items on several days, and one date on all of them, which is over: a day to come is that of an event."""
    newest = habit.recent[-_FEW:]
    seen = [seen for seen, _ in newest]
    if len(newest) < _FEW or max(seen) - min(seen) < _FROZEN_FOR:
        return None
    dates = {published for _, published in newest}
    one = next(iter(dates))
    if len(dates) == 1 and one is not None and one <= min(seen):
        return Finding(SourceFault.DATES_FROZEN, min(seen))
    return None


def _undated(habit: Habit) -> Finding | None:
    newest = habit.recent[-_FEW:]
    if len(newest) == _FEW and all(published is None for _, published in newest):
        return Finding(SourceFault.UNDATED, newest[0][0])
    return None
