"""What the console works with for as long as it runs: the configuration in force, its archive, clock, templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import Clock
from servwatch.cycle.configuration import InForce
from servwatch.web.console.errands import Errands
from servwatch.web.console.templates_of import Templates


class Site:
    """One console. The archive stays open over all requests, and is opened anew where its address changes."""

    def __init__(
        self,
        current: Callable[[], InForce],
        clock: Clock,
        environ: Mapping[str, str] | None = None,
        *,
        reload: Callable[[], None] = lambda: None,
    ) -> None:
        self._current = current
        self.clock = clock
        self.environ = dict(environ or {})
        self.reload = reload  # have the service read its configuration anew, after files were written
        self.templates = Templates(Path(__file__).parent)
        self.errands = Errands()
        self._lock = Lock()
        self._archive: Archive | None = None
        self._replaced: list[Archive] = []

    @property
    def current(self) -> InForce:
        """The configuration in force."""
        return self._current()

    @property
    def archive(self) -> Archive:
        """The archive of the configuration in force. Raises ArchiveError."""
        url = self.current.settings.database
        with self._lock:
            if self._archive is not None and self._archive.database.url != url:
                self._replaced.append(self._archive)  # somebody may be reading it still
                self._archive = None
            if self._archive is None:
                self._archive = Archive(url)
            return self._archive

    def close(self) -> None:
        """End what goes on, then give the connections back."""
        self.errands.close()
        with self._lock:
            for archive in (*self._replaced, *filter(None, [self._archive])):
                archive.close()
            self._replaced.clear()
            self._archive = None
