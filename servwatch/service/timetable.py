"""When the service must wake: each source at its own time, each digest at its schedule, the outbox at its next try.

The jobs do no work. They wake the one thread that runs the cycle, which asks what is due, as `run`
from cron does; so the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from servwatch.archive.archive import Archive
from servwatch.config import next_time
from servwatch.model import Settings

LOOK_AT_FILES = timedelta(minutes=1)
"""How often the configuration files are looked at for a change."""


class Timetable:
    """The wake-up times of one configuration."""

    def __init__(self, settings: Settings, wake: Callable[[], None]) -> None:
        self._settings = settings
        self._wake = wake
        self._scheduler = BackgroundScheduler(
            timezone=settings.timezone,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self._times: dict[str, datetime] = {}

    def start(
        self, look_at_files: Callable[[], None], sign_of_life: Callable[[], None], every: float
    ) -> None:
        """Begin: a look at the files each minute, a sign of life every so many seconds."""
        self._scheduler.start()
        self._scheduler.add_job(look_at_files, "interval", seconds=LOOK_AT_FILES.total_seconds(), id="files")
        if every > 0:
            self._scheduler.add_job(sign_of_life, "interval", seconds=every, id="life")

    def update(self, archive: Archive, now: datetime) -> None:
        """Set the times of sources, digests and outbox as they stand after a cycle."""
        states = archive.sources.all()
        wanted: dict[str, datetime] = {}
        for source in self._settings.sources:
            if source.enabled:
                state = states.get(source.id)
                due = state.next_poll if state is not None and state.next_poll is not None else now
                wanted[f"source:{source.id}"] = due
        for digest in self._settings.digests:
            if digest.enabled:
                wanted[f"digest:{digest.id}"] = next_time(digest.schedule, self._settings.timezone, now)
        attempt = archive.desk.next_attempt()
        if attempt is not None:
            wanted["outbox"] = attempt
        self._replace(wanted)

    def wake_at(self, time: datetime) -> None:
        """Wake once more at a time, such as after a failure."""
        self._scheduler.add_job(self._wake, DateTrigger(time), id="again", replace_existing=True)

    def _replace(self, wanted: Mapping[str, datetime]) -> None:
        for name, time in wanted.items():
            if self._times.get(name) != time or self._scheduler.get_job(name) is None:
                self._scheduler.add_job(self._wake, DateTrigger(time), id=name, replace_existing=True)
        for name in self._times.keys() - wanted.keys():
            if self._scheduler.get_job(name) is not None:
                self._scheduler.remove_job(name)
        self._times = dict(wanted)

    def next_wake(self) -> datetime | None:
        """The earliest time something is due."""
        times = [job.next_run_time for job in self._scheduler.get_jobs() if job.id not in ("files", "life")]
        return min((t for t in times if t is not None), default=None)

    def stop(self) -> None:
        """End all wake-ups."""
        self._scheduler.shutdown(wait=False)
