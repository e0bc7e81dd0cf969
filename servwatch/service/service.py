"""The service: one thread runs the cycle whenever the timetable wakes it, until it is told to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Protocol

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.database import shown
from servwatch.cycle.clock import Clock, SystemClock
from servwatch.cycle.configuration import InForce, in_force
from servwatch.cycle.cycle import Plan, Watchers, run_cycle
from servwatch.cycle.reporting import Attention
from servwatch.errors import ServwatchError
from servwatch.service.readiness import Readiness
from servwatch.service.timetable import LOOK_AT_FILES, Timetable

_log = structlog.get_logger(__name__)

AGAIN = timedelta(minutes=1)
"""How soon a cycle that failed, or found another at work, is tried again."""

HEARS_SIGNALS = 1.0
"""Seconds after which a signal is obeyed, whatever it met."""


class Beside(Protocol):
    """What is at work beside the cycle, such as a web server."""

    def begin(self, current: InForce, reload: Callable[[], None]) -> None:
        """Work under a configuration; `reload` has the service read it anew. Raises ServwatchError where it cannot."""
        ...

    def go_on(self, current: InForce) -> None:
        """Work under a changed configuration; a fault is logged."""
        ...

    def stop(self) -> None:
        """End what is being done."""
        ...


class Service:
    """Runs until it is told to stop; what is being done then is ended in order."""

    def __init__(
        self,
        path: Path,
        environ: Mapping[str, str],
        db: str | None = None,
        *,
        clock: Clock | None = None,
        readiness: Readiness | None = None,
        look_at_files: timedelta = LOOK_AT_FILES,
        beside: Beside | None = None,
        adjust: Callable[[InForce], InForce] = lambda current: current,
    ) -> None:
        self._adjust = adjust  # what the files do not say: where to listen, where the demo's feeds are
        self._beside = beside
        self._path, self._environ, self._db = path, environ, db
        self._clock = clock or SystemClock()
        self._readiness = readiness or Readiness(environ)
        self._look_every = look_at_files
        self._calls: SimpleQueue[str] = SimpleQueue()  # its put may interrupt itself: a signal can use it
        self._stopped = False
        self._changed = False
        self._stamps: tuple[tuple[str, int], ...] = ()
        self._told: frozenset[str] = frozenset()

    def obey_signals(self) -> None:
        """Stop on SIGTERM and SIGINT, read the configuration again on SIGHUP. In the main thread only."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        signal.signal(signal.SIGHUP, self._told_to_reload)

    def stop(self) -> None:
        """End what is being done, then return from `run`."""
        self._stopped = True
        self._wake()

    def reload(self) -> None:
        """Read the configuration again, after the cycle that may be at work."""
        self._changed = True
        self._wake()

    def run(self) -> None:
        """Serve. Raises ServwatchError where it cannot even begin."""
        current = self._load()
        if self._beside is None:
            self._run(current)
            return
        self._beside.begin(current, self.reload)
        try:
            self._run(current)
        finally:
            self._beside.stop()

    def _run(self, current: InForce) -> None:
        ready = False
        while not self._stopped:
            with Archive(current.settings.database) as archive:
                timetable = Timetable(current.settings, self._wake)
                timetable.start()
                timetable.every(self._look_every, self._look_at_files)
                timetable.every(self._readiness.watchdog / 2, lambda: self._alive(archive))
                try:
                    now = self._clock.now()
                    timetable.update(archive, now, now)
                    if not ready:
                        ready = self._ready(current)
                    self._wake()
                    self._serve(current, archive, timetable)
                finally:
                    timetable.stop()
            if self._changed:
                current = self._reload(current)
        self._readiness.tell("STOPPING=1")
        _log.info("service stopped")

    def _ready(self, current: InForce) -> bool:
        self._readiness.tell("READY=1")
        _log.info("service ready", config=str(self._path), database=shown(current.settings.database))
        return True

    def _serve(self, current: InForce, archive: Archive, timetable: Timetable) -> None:
        while self._goes_on():
            if not self._called():
                continue
            with suppress(Empty):
                while True:  # one cycle answers every call that came so far
                    self._calls.get_nowait()
            if self._goes_on():
                self._cycle(current, archive, timetable)

    def _called(self) -> bool:
        """Wait for a call, but never for long: a signal whose handler another thread was given, or that comes in the
        instant before the wait begins, interrupts no wait, and is obeyed after it (docs.python.org/3/library/signal.html).
        """
        try:
            self._calls.get(timeout=HEARS_SIGNALS)
        except Empty:
            return False
        return True

    def _goes_on(self) -> bool:
        """Whether this configuration is still to be served."""
        return not self._stopped and not self._changed

    def _cycle(self, current: InForce, archive: Archive, timetable: Timetable) -> None:
        began = self._clock.now()
        try:
            watchers = Watchers(stopping=lambda: self._stopped)
            report = run_cycle(current, archive, self._clock, Plan("serve"), watchers)
            _log.info("cycle done", **{k: v for k, v in report.as_json().items() if k != "attention"})
            self._tell(report.attention)
            timetable.update(archive, began, self._clock.now())
            if report.held_by:
                timetable.wake_after(AGAIN)
        except ServwatchError as error:
            _log.error("cycle failed", error=str(error))
            timetable.wake_after(AGAIN)
        except Exception:  # noqa: BLE001  # a service goes on: logged whole, and tried again
            _log.exception("cycle failed")
            timetable.wake_after(AGAIN)

    def _tell(self, attention: Sequence[Attention]) -> None:
        """Log what asks for attention when it begins to, not in each cycle."""
        for one in attention:
            if one.name not in self._told:
                _log.warning("attention", what=one.what, id=one.id, remedy=one.remedy)
        self._told = frozenset(one.name for one in attention)

    def _load(self) -> InForce:
        self._changed = False  # before the files are read: what changes from now on counts
        current = self._adjust(in_force(self._path, self._environ, self._db))
        self._stamps = _stamps_of([Path(name) for name in current.loaded.files])
        return current

    def _reload(self, before: InForce) -> InForce:
        """The changed configuration; an invalid one leaves the last valid one in force, which is reported."""
        try:
            current = self._load()
        except ServwatchError as error:
            _log.error("configuration not reloaded", error=str(error))
            self._stamps = _stamps_of([Path(name) for name in before.loaded.files])
            return before
        if self._beside is not None:
            self._beside.go_on(current)
        _log.info("configuration reloaded", problems=len(current.problems))
        return current

    def _look_at_files(self) -> None:
        if self._stamps != _stamps_of([Path(name) for name, _ in self._stamps]):
            self.reload()

    def _alive(self, archive: Archive) -> None:
        """Tell the watchdog that the service lives: only when the database answers."""
        try:
            archive.runs.last()
        except ServwatchError as error:
            _log.error("no sign of life", error=str(error))
        else:
            self._readiness.tell("WATCHDOG=1")

    def _wake(self) -> None:
        self._calls.put("wake")

    # Signal handlers run between two steps of whatever the main thread does, even within a log line:
    # they only set a flag and put a word into the queue, which take no lock.

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _told_to_reload(self, _number: int, _frame: FrameType | None) -> None:
        self.reload()


def _stamps_of(files: Sequence[Path]) -> tuple[tuple[str, int], ...]:
    """Each file with the time it was last written, 0 for one that is not there."""
    stamps = []
    for file in files:
        try:
            stamps.append((str(file), file.stat().st_mtime_ns))
        except OSError:
            stamps.append((str(file), 0))
    return tuple(stamps)
