"""When the service must wake: each source at its own time, each digest at its schedule, the outbox at its next try.

The jobs do no work. They wake the one thread that runs the cycle, which asks what is due, as `run`
from cron does; so the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from servwatch.archive.archive import Archive
from servwatch.cycle.alerts import EACH_MINUTE
from servwatch.cycle.draft_waiting import draft_times
from servwatch.cycle.timings import Timings
from servwatch.model import Settings

LOOK_AT_FILES = timedelta(minutes=1)
"""How often the configuration files are looked at for a change."""
STILL_DUE = timedelta(minutes=1)
"""How long what is due after a cycle waits: a relay that is not to be reached, a source there was no time for."""


class Timetable:
    """The wake-up times of one configuration."""

    def __init__(self, settings: Settings, wake: Callable[[], None]) -> None:
        self._settings = settings
        self._wake = wake
        self._scheduler = BackgroundScheduler(
            timezone=settings.timezone,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self._names: set[str] = set()

    def start(self) -> None:
        """Begin to keep time."""
        self._scheduler.start()

    def every(self, interval: timedelta | float, action: Callable[[], None]) -> None:
        """Do something small again and again, beside the cycle; never where the interval (seconds) is 0."""
        seconds = interval.total_seconds() if isinstance(interval, timedelta) else interval
        if seconds > 0:
            self._scheduler.add_job(action, "interval", seconds=seconds)

    def update(self, archive: Archive, began: datetime, now: datetime) -> None:
        """Set the times of sources, digests and outbox as they stand after a cycle that began at a time.

        What became due since then is done at once. What was due before has just been tried: it waits a
        while, so that a fault that stays does not keep the machine busy.
        """
        states = archive.sources.all()
        wanted: dict[str, datetime] = {}
        for source in self._settings.sources:
            if source.enabled:
                state = states.get(source.id)
                due = state.next_poll if state is not None and state.next_poll is not None else began
                wanted[f"source:{source.id}"] = due
        timings = Timings(self._settings, archive, now)
        for digest in self._settings.digests:
            time = timings.of(digest).next(began)
            if time is None:  # no meeting is ahead
                continue
            waits = not digest.at_once or time - began > EACH_MINUTE  # an alert comes of a poll, which wakes
            if digest.enabled and waits:
                wanted[f"digest:{digest.id}"] = time
        wanted |= draft_times(self._settings, archive, began, now)
        attempt = archive.desk.next_attempt()
        if attempt is not None:
            wanted["outbox"] = attempt
        at_once = timedelta(0)
        self._replace(
            {name: max(time - now, at_once) if time > began else STILL_DUE for name, time in wanted.items()}
        )

    def wake_after(self, delay: timedelta) -> None:
        """Wake once more after a time, such as after a failure."""
        self._at(delay, "again")

    def _replace(self, wanted: Mapping[str, timedelta]) -> None:
        for name, delay in wanted.items():
            self._at(delay, name)
        for name in self._names - wanted.keys():
            with suppress(JobLookupError):  # its time has come, and it is gone
                self._scheduler.remove_job(name)
        self._names = set(wanted)

    def _at(self, delay: timedelta, name: str) -> None:
        # By the machine's clock, whatever clock the cycle goes by.
        trigger = DateTrigger(datetime.now(UTC) + delay)
        self._scheduler.add_job(self._wake, trigger, id=name, replace_existing=True)

    def next_wake(self) -> datetime | None:
        """The earliest time something is due, by the machine's clock."""
        times = [job.next_run_time for job in self._scheduler.get_jobs() if job.id in {*self._names, "again"}]
        return min((t for t in times if t is not None), default=None)

    def stop(self) -> None:
        """End all wake-ups, and forget them first: the scheduler hands none to a pool that is closed already."""
        self._scheduler.remove_all_jobs()
        self._scheduler.shutdown(wait=False)
