"""When a digest is due that comes some working days before meetings, also where a meeting moves or is added late.

Each meeting ahead has one moment: that of the schedule, or the time at which we learn of it where that has
passed already. Once the digest counts from a later time than a moment (its edition was built, or it was off then),
the meeting is settled, and stays so wherever it moves. All of it is pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from servwatch.insight.working_days import is_working_day
from servwatch.model import BeforeMeeting, Calendar, Digest, KnownMeeting, Meeting

MOVED = timedelta(days=27)
"""A meeting without a UID moves at most so far: of those of every month, the next one is another."""
_FARTHEST = 400
"""Days that are counted back: a house that is closed for a year never works before a meeting."""
_SECOND = timedelta(seconds=1)


def fitting(digest: Digest, calendar: Calendar) -> list[Meeting]:
    """The meetings before which a digest comes: those of the name it gives, else all of its groups.

    A meeting without groups is everybody's. A name is compared without regard to case, in every language.
    """
    if digest.before is None:
        return []
    wanted = _plain(digest.before.name)
    if wanted:
        return [m for m in calendar.meetings if wanted in {_plain(name) for name in m.name.values()}]
    own = set(digest.groups)
    return [m for m in calendar.meetings if not m.groups or not own or not own.isdisjoint(m.groups)]


def moment_before(day: date, before: BeforeMeeting, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The time of day on the last day before which there are so many working days up to a meeting, in UTC.

    Where the house works too little before it, the earliest day that is looked at.
    """
    left, found = before.days, day
    for _ in range(_FARTHEST):
        found -= timedelta(days=1)
        left -= is_working_day(found, calendar)
        if not left:
            break
    return datetime.combine(found, before.at, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the calendar: from when the digest counts, the time, and when it is due by its schedule."""

    anchor: datetime
    now: datetime
    today: date
    by_schedule: Callable[[date], datetime]

    def at(self, known: Iterable[KnownMeeting], meetings: Sequence[Meeting]) -> tuple[KnownMeeting, ...]:
        """The meetings as the digest knows them now, in the order of their moments; `known` as it did before.

        A meeting of a past day stays while its edition is still to be made good. One that is gone stays while it
        is settled and ahead: where the calendar could not be read it comes back, and where it was
        moved the new one is known by it.
        """
        left = [replace(one, settled=one.settled or one.moment <= self.anchor) for one in known]
        found: list[KnownMeeting | None] = []
        unknown: list[Meeting] = []
        for meeting in meetings:
            same = _taken(left, partial(_is_same, meeting))
            if same is None:
                unknown.append(meeting)
            else:
                found.append(self._again(same, meeting))
        ahead = [meeting for meeting in unknown if meeting.date >= self.today]
        gone = [one for one in left if one.settled and one.date >= self.today]
        found += [self._new(meeting, _moved(gone, meeting)) for meeting in ahead]
        kept = [one for one in (*found, *gone) if one is not None]
        return tuple(sorted(kept, key=lambda one: (one.moment, one.date, one.name, one.uid)))

    def _again(self, known: KnownMeeting, meeting: Meeting) -> KnownMeeting | None:
        if meeting.date < self.today and (known.settled or known.moment > self.now):
            return None
        if known.settled:
            return _as(meeting, known.moment, settled=True)
        moment = self.by_schedule(meeting.date)
        if moment <= self.now:  # as it was due already, or at once where it was not
            moment = known.moment if known.moment <= self.now else self._late()
        return _as(meeting, moment)

    def _new(self, meeting: Meeting, before: KnownMeeting | None) -> KnownMeeting:
        if before is not None:
            return _as(meeting, before.moment, settled=True)
        moment = self.by_schedule(meeting.date)
        return _as(meeting, moment if moment > self.now else self._late())

    def _late(self) -> datetime:
        """Now; after the edition of a time yet to come, where that left before its time."""
        return self.now if self.anchor <= self.now else self.anchor + _SECOND


def _taken(left: list[KnownMeeting], fits: Callable[[KnownMeeting], bool]) -> KnownMeeting | None:
    """The first that fits, taken out of those that are left."""
    for number, one in enumerate(left):
        if fits(one):
            return left.pop(number)
    return None


def _is_same(meeting: Meeting, known: KnownMeeting) -> bool:
    """By its UID; where there is none, by day and name."""
    if meeting.uid and known.uid:
        return meeting.uid == known.uid
    return (meeting.date, _name(meeting)) == (known.date, known.name)


def _moved(gone: list[KnownMeeting], meeting: Meeting) -> KnownMeeting | None:
    """The settled meeting that this one was, taken out: called otherwise on its day, or of its name on a day nearby."""

    def near(one: KnownMeeting) -> bool:
        return one.name == _name(meeting) and abs(one.date - meeting.date) <= MOVED

    gone.sort(key=lambda one: abs(one.date - meeting.date))
    return _taken(gone, lambda one: one.date == meeting.date or near(one))


def _as(meeting: Meeting, moment: datetime, *, settled: bool = False) -> KnownMeeting:
    return KnownMeeting(meeting.date, _name(meeting), meeting.uid, moment, settled)


def _name(meeting: Meeting) -> str:
    return _plain(meeting.title(""))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def waiting_moments(known: Iterable[KnownMeeting]) -> Iterator[datetime]:
    """The moments of those that are not settled."""
    return (one.moment for one in known if not one.settled)
