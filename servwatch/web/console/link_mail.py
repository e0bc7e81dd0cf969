"""Mails sign-in links beside the pages: how long a page takes tells nobody whether an account was found."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

import structlog

from servwatch.archive.accounts import named
from servwatch.archive.archive import Archive
from servwatch.archive.journal import journal_of
from servwatch.cycle.deliver import deliver
from servwatch.cycle.sign_in_mail import account_meant, put_link
from servwatch.errors import LockHeld, ServwatchError

if TYPE_CHECKING:
    from servwatch.web.console.site import Site

_log = structlog.get_logger(__name__)

PER_NAME = (3, 600.0)
"""Mails for one account within so many seconds: what more is asked for is not sent, and nobody is told."""
PER_PLACE = (10, 600.0)
"""The same for one address from which is asked."""
_AT_ONCE = 3
_AGAIN = 3.0
_TRIES = 20
_MOST_KEPT = 5000


class Quota:
    """So many within a time, for each key; `clock` is monotonic, in seconds."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._taken: dict[str, list[float]] = {}
        self._lock = Lock()

    def take(self, key: str) -> int:
        """0 where one more may be, else the seconds until then."""
        now = self._clock()
        with self._lock:
            if len(self._taken) > _MOST_KEPT:
                fresh = {k: v for k, v in self._taken.items() if now - v[-1] < self._seconds}
                self._taken = fresh if len(fresh) <= _MOST_KEPT else {}
            taken = [at for at in self._taken.get(key, []) if now - at < self._seconds]
            if len(taken) >= self._most:
                return int(self._seconds - (now - taken[0])) + 1
            self._taken[key] = [*taken, now]
            return 0


class LinkMail:
    """Takes wishes for links, and sees to them in threads of their own."""

    def __init__(self) -> None:
        self._names, self._places = Quota(*PER_NAME), Quota(*PER_PLACE)
        self._closed = Event()
        self._threads: list[Thread] = []

    def wish(self, site: Site, typed: str, place: str) -> int:
        """Mail a link to whom this name or address belongs, if anybody. Returns seconds to wait, 0 where taken up."""
        wait = self._places.take(place)
        if wait or self._closed.is_set():
            return wait
        self._threads = [one for one in self._threads if one.is_alive()]
        if len(self._threads) >= _AT_ONCE:
            return int(_AGAIN) + 1
        thread = Thread(target=self._mail, args=(site, typed), name="link by mail", daemon=True)
        self._threads.append(thread)
        thread.start()
        return 0

    def close(self, seconds: float = 10.0) -> None:
        """Take no more, and wait a little for what is being done."""
        self._closed.set()
        for thread in self._threads:
            thread.join(seconds)

    def _mail(self, site: Site, typed: str) -> None:
        settings = site.current.settings
        try:
            with Archive(settings.database) as archive:
                account = account_meant(archive, typed)
                if account is None or self._names.take(named(account.name)):
                    _log.info("no link mailed", known=account is not None)
                    return
                put_link(settings, archive, account, site.clock.now(), site.address)
                self._send(site, archive)
        except ServwatchError as error:
            _log.error("no link mailed", error=str(error))
        except Exception:  # noqa: BLE001  # nobody waits for an answer: it is logged whole
            _log.exception("no link mailed")

    def _send(self, site: Site, archive: Archive) -> None:
        """Hand it over now: the next cycle may come when the link is good no more."""
        settings = site.current.settings
        for _ in range(_TRIES):
            try:
                deliver(
                    archive, settings.mail, site.clock, journal_of(settings), stopping=self._closed.is_set
                )
            except LockHeld:  # another process is sending, and may take this mail too
                if self._closed.wait(_AGAIN):
                    return
            else:
                return
