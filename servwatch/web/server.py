"""The web server beside the service: the console, and what readers reach of it where a public address is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import structlog

from servwatch.cycle.clock import Clock, SystemClock
from servwatch.cycle.configuration import InForce
from servwatch.errors import ServwatchError

if TYPE_CHECKING:
    from servwatch.web.console.site import Site
    from servwatch.web.desk import ArchiveDesk
    from servwatch.web.listener import Listener

_log = structlog.get_logger(__name__)


class WebServer:
    """Answers at `[servwatch] listen`. Methods are called by one thread."""

    def __init__(self, clock: Clock | None = None, environ: Mapping[str, str] | None = None) -> None:
        self._clock = clock or SystemClock()
        self._environ = environ
        self._current: InForce | None = None
        self._reload: Callable[[], None] = lambda: None
        self._running: Listener | None = None
        self._site: Site | None = None

    @property
    def address(self) -> tuple[str, int] | None:
        """Where it listens, None where it does not."""
        return self._running.address if self._running is not None else None

    def begin(self, current: InForce, reload: Callable[[], None] = lambda: None) -> None:
        """Answer under a configuration.

        Raises ConfigError where readers are to be answered and the address cannot be listened on; a console
        for the house alone does without, which is logged.
        """
        self._reload = reload
        try:
            self._answer(current)
        except ServwatchError as error:
            if current.settings.public_url:
                raise
            _log.warning("no console", error=str(error))

    def go_on(self, current: InForce) -> None:
        """Answer under a changed configuration; one that cannot be listened for is logged, and nothing answers."""
        try:
            self._answer(current)
        except ServwatchError as error:
            _log.error("web server not started", error=str(error))

    def stop(self) -> None:
        """End what is being answered, then listen no more."""
        if self._running is not None:
            self._running.stop()
            self._running = None
        if self._site is not None:
            self._site.close()
            self._site = None

    def _answer(self, current: InForce) -> None:
        before, self._current = self._current, current
        if self._running is not None and before is not None and _place(before) == _place(current):
            return
        self.stop()
        from servwatch.web.listener import Listener
        from servwatch.web.site_application import whole

        settings = current.settings
        site = self._new_site()
        self._running = Listener(settings.listen, whole(site, self._desk, settings.public_url))
        self._site = site
        host, port = self._running.address
        site.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        _log.info("console ready", address=f"http://{host}:{port}/", public_url=settings.public_url)

    def _new_site(self) -> Site:
        from servwatch.web.console.site import Site

        return Site(self._in_force, self._clock, self._environ, reload=self._reload)

    def _in_force(self) -> InForce:
        if self._current is None:
            raise AssertionError("a server answers under a configuration")
        return self._current

    def _desk(self) -> AbstractContextManager[ArchiveDesk]:
        from servwatch.web.desk import archive_desk

        return archive_desk(self._in_force().settings, self._clock)


def _place(current: InForce) -> tuple[str, str]:
    return current.settings.listen, current.settings.public_url
