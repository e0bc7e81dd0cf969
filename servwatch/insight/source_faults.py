"""What is wrong with what a source publishes, though it answers well: silence, and all that looks like life.

Each fault has a name, a rule that can be checked against what is remembered of the source, and a
remedy. Faults of the way there (a host that does not answer, a challenge page) are verdicts of the
fetch, and not found here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from servwatch.insight.rhythm import UNKNOWN, Pace, learn, pace, silent_on
from servwatch.model import Verdict

EMPTY_FOR = timedelta(days=14)
"""A feed may be empty over a holiday; for longer than this somebody should look."""
_FEW = 8  # new items that are needed before their dates say something
_FROZEN_FOR = timedelta(days=7)


class SourceFault(StrEnum):
    """The ways in which a source that answers may still be of no use."""

    QUIET = "quiet"
    SILENT = "silent"
    SAME_OLD = "same-old"
    ALWAYS_EMPTY = "always-empty"
    ALL_FILTERED = "all-filtered"
    DATES_FROZEN = "dates-frozen"
    UNDATED = "undated"

    @property
    def grave(self) -> bool:
        """Whether somebody must look; the others are only told where sources are listed."""
        return self not in (SourceFault.QUIET, SourceFault.UNDATED)


REMEDIES = {
    SourceFault.QUIET: "Nothing need be done yet: it publishes less than it used to.",
    SourceFault.SILENT: "The server says that nothing changed. Look at the publisher's site: where there is news that"
    " is not here, find the new address with `servwatch sources probe`.",
    SourceFault.SAME_OLD: "It gives the same items again and again. Look at the publisher's site: a feed that was left"
    " behind has a successor elsewhere.",
    SourceFault.ALWAYS_EMPTY: "It is well formed and holds nothing. Look at the publisher's site, and give another address"
    " or disable it.",
    SourceFault.ALL_FILTERED: "It has items, and include or exclude of this source leave out every one. Look at those"
    " patterns beside the addresses and categories of today.",
    SourceFault.DATES_FROZEN: "New items all carry one date. Until the publisher mends it their day is not to be trusted.",
    SourceFault.UNDATED: "Its items carry no date; the day on which they were first seen is used.",
}
"""What to do about each."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What is remembered of what a source published.

    `days` are its days with news. `recent` are its newest items that came after the baseline: the day
    each was seen and the day it was published, None for no date.
    """

    days: tuple[date, ...] = ()
    recent: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a source, and the day since which it holds."""

    fault: SourceFault
    since: date

    @property
    def remedy(self) -> str:
        """What to do."""
        return REMEDIES[self.fault]


def content_fault(
    habit: Habit, verdict: Verdict, verdict_since: date, *, filtered: bool, today: date
) -> Finding | None:
    """The gravest fault of a source whose last poll ended with `verdict`, None where all is well.

    `filtered`: its last answer had items, and its own include and exclude left none. Sources whose
    verdict is a fault of the way there have none of these.
    """
    if not (verdict.good or verdict is Verdict.EMPTY):
        return None
    if filtered:
        return Finding(SourceFault.ALL_FILTERED, verdict_since)
    if verdict is Verdict.EMPTY:
        lasting = today - verdict_since >= EMPTY_FOR
        return Finding(SourceFault.ALWAYS_EMPTY, verdict_since) if lasting else None
    return _frozen(habit) or _still(habit, verdict, today) or _undated(habit)


def _still(habit: Habit, verdict: Verdict, today: date) -> Finding | None:
    past = [day for day in habit.days if day <= today]
    if not past:
        return None
    last = max(past)
    rhythm = learn(past, today)
    match pace(rhythm, last, today):
        case Pace.SILENT:
            fault = SourceFault.SILENT if verdict is Verdict.NOT_MODIFIED else SourceFault.SAME_OLD
            return Finding(fault, silent_on(rhythm, last))
        case Pace.QUIET if rhythm is not UNKNOWN:
            return Finding(SourceFault.QUIET, last)
        case _:
            return None


def _frozen(habit: Habit) -> Finding | None:
    """New items on several days, and one date on all of them."""
    newest = habit.recent[-_FEW:]
    seen = [seen for seen, _ in newest]
    if len(newest) < _FEW or max(seen) - min(seen) < _FROZEN_FOR:
        return None
    if len({published for _, published in newest}) == 1 and newest[0][1] is not None:
        return Finding(SourceFault.DATES_FROZEN, min(seen))
    return None


def _undated(habit: Habit) -> Finding | None:
    newest = habit.recent[-_FEW:]
    if len(newest) == _FEW and all(published is None for _, published in newest):
        return Finding(SourceFault.UNDATED, newest[0][0])
    return None
