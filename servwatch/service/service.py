"""The service: one thread runs the cycle whenever the timetable wakes it, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import FrameType

import structlog

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import Clock, SystemClock
from servwatch.cycle.configuration import InForce, in_force
from servwatch.cycle.cycle import Plan, Watchers, run_cycle
from servwatch.errors import ServwatchError
from servwatch.service.readiness import Readiness
from servwatch.service.timetable import Timetable

_log = structlog.get_logger(__name__)

AGAIN = timedelta(minutes=1)
"""How soon a cycle that failed, or found another at work, is tried again."""


class Service:
    """Runs until SIGTERM or SIGINT; what is being done then is ended in order."""

    def __init__(
        self,
        path: Path,
        environ: Mapping[str, str],
        db: str | None = None,
        *,
        clock: Clock | None = None,
        readiness: Readiness | None = None,
    ) -> None:
        self._path, self._environ, self._db = path, environ, db
        self._clock = clock or SystemClock()
        self._readiness = readiness or Readiness(environ)
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._changed = threading.Event()
        self._stamps: tuple[tuple[str, int], ...] = ()

    def run(self) -> None:
        """Serve. Raises ServwatchError where it cannot even begin."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        current = self._load()
        ready = False
        while not self._stop.is_set():
            self._changed.clear()
            with Archive(current.settings.database) as archive:
                timetable = Timetable(current.settings, self._wake.set)
                timetable.start(
                    self._look_at_files, lambda: self._alive(archive), self._readiness.watchdog / 2
                )
                try:
                    timetable.update(archive, self._clock.now())
                    self._wake.set()
                    if not ready:
                        ready = self._readiness.tell("READY=1") or True
                        _log.info(
                            "service ready",
                            config=str(self._path),
                            database=str(archive.database.file or "postgresql"),
                        )
                    self._serve(current, archive, timetable)
                finally:
                    timetable.stop()
            if self._changed.is_set() and not self._stop.is_set():
                current = self._reload(current)
        self._readiness.tell("STOPPING=1")
        _log.info("service stopped")

    def _serve(self, current: InForce, archive: Archive, timetable: Timetable) -> None:
        while not self._stop.is_set() and not self._changed.is_set():
            self._wake.wait()
            self._wake.clear()
            if self._stop.is_set() or self._changed.is_set():
                return
            self._cycle(current, archive, timetable)

    def _cycle(self, current: InForce, archive: Archive, timetable: Timetable) -> None:
        try:
            watchers = Watchers(stopping=self._stop.is_set)
            report = run_cycle(current, archive, self._clock, Plan("serve"), watchers)
            _log.info("cycle done", **{k: v for k, v in report.as_json().items() if k != "attention"})
            timetable.update(archive, self._clock.now())
            if report.held_by:
                timetable.wake_at(self._clock.now() + AGAIN)
        except ServwatchError as error:
            _log.error("cycle failed", error=str(error))
            timetable.wake_at(self._clock.now() + AGAIN)
        except Exception:  # noqa: BLE001  # a service goes on: logged whole, and tried again
            _log.exception("cycle failed")
            timetable.wake_at(self._clock.now() + AGAIN)

    def _load(self) -> InForce:
        current = in_force(self._path, self._environ, self._db)
        self._stamps = self._files_now(current)
        return current

    def _reload(self, before: InForce) -> InForce:
        """The changed configuration; an invalid one leaves the last valid one in force, which is reported."""
        try:
            current = self._load()
        except ServwatchError as error:
            _log.error("configuration not reloaded", error=str(error))
            self._stamps = self._files_now(before)
            return before
        _log.info("configuration reloaded", problems=len(current.problems))
        return current

    def _look_at_files(self) -> None:
        if self._stamps != self._stamps_of([Path(name) for name, _ in self._stamps]):
            self._changed.set()
            self._wake.set()

    def _files_now(self, current: InForce) -> tuple[tuple[str, int], ...]:
        return self._stamps_of([Path(name) for name in current.loaded.files])

    @staticmethod
    def _stamps_of(files: list[Path]) -> tuple[tuple[str, int], ...]:
        return tuple((str(f), f.stat().st_mtime_ns if f.exists() else 0) for f in files)

    def _alive(self, archive: Archive) -> None:
        """Tell the watchdog that the service lives: only when the database answers."""
        archive.runs.last()
        self._readiness.tell("WATCHDOG=1")

    def _told_to_stop(self, number: int, _frame: FrameType | None) -> None:
        _log.info("told to stop", signal=signal.Signals(number).name)
        self._stop.set()
        self._wake.set()
