"""When a digest is due, by crontab or before meetings alike: ask for its next time, or what is due since another.

Pure: what is known of the calendar is in it. `servwatch.cycle.timings` makes one from the archive.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from servwatch.config import draft_due, due, times
from servwatch.insight.meeting_moments import Look, fitting, moment_before, waiting_moments
from servwatch.model import BeforeMeeting, Calendar, Digest, KnownMeeting


class Timing(ABC):
    """When one digest is due; every time is in UTC."""

    @abstractmethod
    def times(self, after: datetime) -> Iterator[datetime]:
        """Every time strictly after `after`, in order. It may end, where there are no more meetings."""

    @abstractmethod
    def due(self, since: datetime, now: datetime) -> datetime | None:
        """The latest time in (since, now], or None: one edition makes good all missed."""

    @abstractmethod
    def draft_due(self, since: datetime, ahead: timedelta, now: datetime) -> datetime | None:
        """The time after `since` whose draft, made so long ahead of it, is due; or None."""

    def next(self, after: datetime) -> datetime | None:
        """The first time strictly after `after`; None where there is none any more."""
        return next(self.times(after), None)


@dataclass(frozen=True, slots=True)
class CronTiming(Timing):
    """By crontab(5), in the council's time zone."""

    expression: str
    zone: ZoneInfo

    def times(self, after: datetime) -> Iterator[datetime]:
        """Without end."""
        return times(self.expression, self.zone, after)

    def due(self, since: datetime, now: datetime) -> datetime | None:
        """As the clock on the wall has it."""
        return due(self.expression, self.zone, since, now)

    def draft_due(self, since: datetime, ahead: timedelta, now: datetime) -> datetime | None:
        """The latest one: no draft is made before the edition before it has left, `check` sees to that."""
        return draft_due(self.expression, self.zone, since, ahead, now)


@dataclass(frozen=True, slots=True)
class MeetingTiming(Timing):
    """Before meetings: the moments of those that wait for an edition, in order."""

    moments: tuple[datetime, ...] = ()

    def times(self, after: datetime) -> Iterator[datetime]:
        """Once for meetings of one moment; it ends with the last meeting that is known."""
        return (moment for moment in dict.fromkeys(self.moments) if moment > after)

    def due(self, since: datetime, now: datetime) -> datetime | None:
        """The latest, for one edition comes before all of them."""
        return max((moment for moment in self.moments if since < moment <= now), default=None)

    def draft_due(self, since: datetime, ahead: timedelta, now: datetime) -> datetime | None:
        """The first to come, since two meetings may lie nearer to each other than a draft to its time."""
        coming = self.next(max(since, now))
        return coming if coming is not None and coming <= now + ahead else self.due(since, now)


def known_by(
    digest: Digest,
    before: Iterable[KnownMeeting],
    calendar: Calendar,
    zone: ZoneInfo,
    anchor: datetime,
    now: datetime,
) -> tuple[KnownMeeting, ...]:
    """The meetings as a digest knows them now that counts from `anchor`; `before` as it did."""
    schedule = digest.before
    if schedule is None:
        return ()
    look = Look(anchor, now, now.astimezone(zone).date(), partial(_moment, schedule, calendar, zone))
    return look.at(before, fitting(digest, calendar))


def _moment(before: BeforeMeeting, calendar: Calendar, zone: ZoneInfo, day: date) -> datetime:
    return moment_before(day, before, calendar, zone)


def timing_by(digest: Digest, calendar: Calendar, zone: ZoneInfo, now: datetime) -> Timing:
    """When a digest comes by the calendar alone, whatever editions there were."""
    if digest.before is None:
        return CronTiming(digest.schedule, zone)
    known = known_by(digest, (), calendar, zone, now, now)
    return MeetingTiming(tuple(waiting_moments(known)))
