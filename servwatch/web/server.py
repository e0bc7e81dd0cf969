"""The web server beside the service: a thread that answers while a public address is configured."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import structlog

from servwatch.cycle.clock import Clock, SystemClock
from servwatch.errors import ServwatchError
from servwatch.model import Settings

if TYPE_CHECKING:
    from servwatch.web.desk import ArchiveDesk
    from servwatch.web.listener import Listener

_log = structlog.get_logger(__name__)


class WebServer:
    """Answers at `[servwatch] listen` while `public_url` is set. Methods are called by one thread."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._settings: Settings | None = None
        self._running: Listener | None = None

    @property
    def address(self) -> tuple[str, int] | None:
        """Where it listens, None where it does not."""
        return self._running.address if self._running is not None else None

    def begin(self, settings: Settings) -> None:
        """Answer under a configuration. Raises ConfigError where its address cannot be listened on."""
        before, self._settings = self._settings, settings
        same = before is not None and (before.listen, before.public_url) == (
            settings.listen,
            settings.public_url,
        )
        if same and self._running is not None:
            return
        self.stop()
        if settings.public_url:
            from servwatch.web.listener import Listener

            self._running = Listener(settings, self._desk)
            _log.info("web server ready", listen=settings.listen, public_url=settings.public_url)

    def go_on(self, settings: Settings) -> None:
        """Answer under a changed configuration; one that cannot be listened for is logged, and nothing answers."""
        try:
            self.begin(settings)
        except ServwatchError as error:
            _log.error("web server not started", error=str(error))

    def stop(self) -> None:
        """End what is being answered, then listen no more."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    def _desk(self) -> AbstractContextManager[ArchiveDesk]:
        if self._settings is None:
            raise AssertionError("a server answers under a configuration")
        from servwatch.web.desk import archive_desk

        return archive_desk(self._settings, self._clock)
