"""Which digests are due: by their schedules, but for those that pause, and for alerts while nobody works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState, Wanted
from servwatch.cycle.alerts import EACH_MINUTE
from servwatch.cycle.timings import Timings
from servwatch.insight.working_days import is_working_day
from servwatch.model import Calendar, Digest, Settings

DueDigest = tuple[Digest, DigestState, datetime]
"""A digest that is due, where it stands, and the time that it is the edition of."""


def due_digests(
    settings: Settings,
    archive: Archive,
    now: datetime,
    active: Callable[[Digest], bool],
    calendar: Callable[[], Calendar],
    *,
    at_once: bool = False,
) -> list[DueDigest]:
    """The digests that are due; takes note of new and changed ones, and of the meetings they come before.

    `active`: whether a digest is built at all, and somebody gets it. One that pauses counts from the end of its
    pause on, as one that was turned off; what comes meanwhile waits. `at_once`: a new one is due immediately.
    """
    paused = archive.pauses.of(settings.day_of(now))
    wanted = [Wanted(d.id, d.schedule, active(d) and d.id not in paused) for d in settings.digests]
    states = archive.digests.reconcile(wanted, now, at_once=at_once)
    timings = Timings(settings, archive, now)
    found = []
    for digest in settings.digests:
        state = states[digest.id]
        scheduled = timings.look(digest, state).due(state.anchor, now) if state.active else None
        if scheduled is not None and not (digest.at_once and at_rest(scheduled, now, settings, calendar)):
            found.append((digest, state, scheduled))
    return found


def at_rest(
    scheduled: datetime | None, now: datetime, settings: Settings, calendar: Callable[[], Calendar]
) -> bool:
    """Whether alerts wait: their hours are over, or the house does not work today.

    `scheduled` is the last minute in which one might have left, None where there was none.
    """
    over = scheduled is None or now - scheduled >= EACH_MINUTE
    return over or not is_working_day(settings.day_of(now), calendar())
