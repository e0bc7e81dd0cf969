"""What the console works with for as long as it runs: the configuration in force, its archive, clock, templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import Clock
from servwatch.cycle.configuration import InForce
from servwatch.model import FetchSettings
from servwatch.model.console import OpenIdSettings
from servwatch.web.console.errands import Errands
from servwatch.web.console.link_mail import LinkMail, Quota
from servwatch.web.console.openid_provider import OpenIdProvider
from servwatch.web.console.sign_in_waits import SignInWaits
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
        self.waits = SignInWaits()
        self.link_mail = LinkMail()
        self.address = ""  # "host:port" where it is listened, once it is
        self.openid_quota = Quota(20, 60.0)
        self._provider: OpenIdProvider | None = None
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

    def openid(self, settings: OpenIdSettings, network: FetchSettings) -> OpenIdProvider:
        """The provider of OpenID Connect, which keeps what it learnt for as long as nothing of it changes."""
        with self._lock:
            known = self._provider
            if known is None or (known.settings, known.network) != (settings, network):
                known = self._provider = OpenIdProvider(settings, network, self.clock.now)
            return known

    def close(self) -> None:
        """End what goes on, then give the connections back."""
        self.errands.close()
        self.link_mail.close()
        with self._lock:
            for archive in (*self._replaced, *filter(None, [self._archive])):
                archive.close()
            self._replaced.clear()
            self._archive = None
