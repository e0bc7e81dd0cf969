"""Work that takes longer than a page may: a thread of its own, whose progress any page can show until it has ended.

Of each sort one goes on at a time. An errand outlives the page that began it, not the service: what matters is in the archive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from secrets import token_urlsafe
from threading import Event, Lock, Thread

import structlog

from servwatch.errors import LockHeld, NotFound, ServwatchError

_log = structlog.get_logger(__name__)
KEPT = 20
"""Errands that are over and can still be looked at."""
LINES_KEPT = 200
_PATIENCE = 5.0
"""Seconds that the end of the service waits for an errand to end itself."""


class Stage(StrEnum):
    """Where an errand stands."""

    UNDERWAY = "underway"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Errand:
    """One piece of work. `result` is what it came to; `error` why it failed; `lines` what it told on its way."""

    key: str
    sort: str
    about: str
    by: str
    begun: datetime
    stage: Stage = Stage.UNDERWAY
    lines: list[str] = field(default_factory=list)
    result: object = None
    error: ServwatchError | None = None
    _stop: Event = field(default_factory=Event)

    @property
    def underway(self) -> bool:
        """Whether it goes on."""
        return self.stage is Stage.UNDERWAY

    def tell(self, line: str) -> None:
        """Say how far it has come; the newest lines are kept."""
        self.lines = [*self.lines, line][-LINES_KEPT:]

    def stop(self) -> None:
        """Ask it to end at the next good moment."""
        self._stop.set()

    def stopping(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()


Work = Callable[[Errand], object]
"""What an errand does; what it returns is its result. May raise ServwatchError."""


class Errands:
    """The errands of one console."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._all: dict[str, Errand] = {}
        self._threads: dict[str, Thread] = {}

    def begin(self, sort: str, about: str, by: str, now: datetime, work: Work) -> Errand:
        """Begin one in a thread of its own. Raises LockHeld where one of its sort goes on."""
        errand = Errand(token_urlsafe(16), sort, about, by, now)
        with self._lock:
            other = self._underway(sort)
            if other is not None:
                raise LockHeld(
                    "this goes on already for {about}, begun by {by}",
                    remedy="Wait until it has ended, or end it.",
                    about=other.about,
                    by=other.by,
                )
            self._forget_old()
            self._all[errand.key] = errand
            thread = Thread(target=_do, args=(errand, work), name=f"console {sort}", daemon=True)
            self._threads[errand.key] = thread
        thread.start()
        return errand

    def get(self, key: str, sort: str) -> Errand:
        """One of a sort. Raises NotFound for one that nobody knows any more."""
        with self._lock:
            found = self._all.get(key)
        if found is None or found.sort != sort:
            raise NotFound("this is no longer kept", remedy="Begin it anew.")
        return found

    def newest(self, sort: str, about: str) -> Errand | None:
        """The last one of a sort about something."""
        with self._lock:
            found = [one for one in self._all.values() if (one.sort, one.about) == (sort, about)]
        return found[-1] if found else None

    def wait(self, key: str, seconds: float) -> None:
        """Wait until one has ended, for so long at most."""
        with self._lock:
            thread = self._threads.get(key)
        if thread is not None:
            thread.join(seconds)

    def close(self) -> None:
        """Ask all to end, and wait a little for them."""
        with self._lock:
            threads = list(self._threads.values())
            for errand in self._all.values():
                errand.stop()
        for thread in threads:
            thread.join(_PATIENCE)

    def _underway(self, sort: str) -> Errand | None:
        return next((one for one in self._all.values() if one.sort == sort and one.underway), None)

    def _forget_old(self) -> None:
        over = [key for key, one in self._all.items() if not one.underway]
        for key in over[: max(0, len(over) - KEPT + 1)]:
            del self._all[key], self._threads[key]


def _do(errand: Errand, work: Work) -> None:
    try:
        errand.result = work(errand)
        errand.stage = Stage.DONE
    except ServwatchError as error:
        _log.info("errand failed", sort=errand.sort, about=errand.about, error=str(error))
        errand.error, errand.stage = error, Stage.FAILED
    except Exception as error:  # noqa: BLE001  # a fault of ours must not leave an errand underway for ever
        _log.error("errand broke", sort=errand.sort, about=errand.about, exc_info=error)
        errand.stage = Stage.FAILED
