"""When each digest is due, as the calendar of the house and the archive stand at one time."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import cached_property

from servwatch.archive.archive import Archive
from servwatch.archive.database import is_there
from servwatch.archive.digests import DigestState
from servwatch.cycle.house_calendar import calendar_of, is_web
from servwatch.digest.timing import CronTiming, MeetingTiming, Timing, known_by, timing_by
from servwatch.errors import ArchiveError
from servwatch.insight.meeting_moments import fitting, waiting_moments
from servwatch.model import Calendar, Digest, KnownMeeting, Settings


class Timings:
    """The times of all digests of one configuration; the calendar is read once, where a digest goes by it."""

    def __init__(self, settings: Settings, archive: Archive, now: datetime) -> None:
        self._settings, self._archive, self._now = settings, archive, now

    def of(self, digest: Digest) -> Timing:
        """When it is due, as things stand. Writes nothing."""
        if digest.before is None:
            return CronTiming(digest.schedule, self._settings.timezone)
        state = self._archive.digests.all().get(digest.id)
        return _of_meetings(self._known(digest, state.anchor if state is not None else self._now))

    def look(self, digest: Digest, state: DigestState) -> Timing:
        """The same, and take note of the meetings that are new, moved or gone."""
        if digest.before is None:
            return CronTiming(digest.schedule, self._settings.timezone)
        known = self._known(digest, state.anchor)
        self._archive.meetings.keep(digest.id, known)
        return _of_meetings(known)

    def meets(self, digest: Digest) -> bool:
        """Whether any meeting is ahead before which it could come, told or not; True for one that goes by no meeting."""
        today = self._settings.day_of(self._now)
        return digest.before is None or any(m.date >= today for m in fitting(digest, self._calendar))

    @cached_property
    def _calendar(self) -> Calendar:
        return calendar_of(self._settings, self._archive, self._settings.day_of(self._now))

    def _known(self, digest: Digest, anchor: datetime) -> tuple[KnownMeeting, ...]:
        before = self._archive.meetings.of(digest.id)
        return known_by(digest, before, self._calendar, self._settings.timezone, anchor, self._now)


def _of_meetings(known: tuple[KnownMeeting, ...]) -> MeetingTiming:
    return MeetingTiming(tuple(waiting_moments(known)))


def timings_of(settings: Settings, now: datetime) -> dict[str, Timing]:
    """When each digest is due by the calendar, by id. There may be no archive yet; it is asked only for a calendar of the web."""
    calendar = settings.calendar
    if any(digest.before is not None for digest in settings.digests):
        calendar = _read(settings, now)
    return {one.id: timing_by(one, calendar, settings.timezone, now) for one in settings.digests}


def _read(settings: Settings, now: datetime) -> Calendar:
    today = settings.day_of(now)
    if is_web(settings.calendar.address) and is_there(settings.database):
        with suppress(ArchiveError), Archive(settings.database) as archive:
            return calendar_of(settings, archive, today)
    return calendar_of(settings, None, today)
