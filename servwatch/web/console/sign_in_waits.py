"""Growing waits between attempts to sign in, by account and by address (OWASP Authentication Cheat Sheet, login throttling).

Nobody is locked out for good: a wait has an end, what comes during one does not lengthen it, and links work always.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock

FREE_OF_ACCOUNT = 5
"""Wrong passwords for one name before it has to wait."""
FREE_OF_ADDRESS = 30
"""The same for one address, behind which a whole house may sit."""
LONGEST_OF_ACCOUNT = 60.0
LONGEST_OF_ADDRESS = 300.0
FORGOTTEN_AFTER = 3600.0
"""Seconds without an attempt after which none is remembered."""
MOST_KEPT = 20_000


@dataclass(slots=True)
class _Tally:
    attempts: int = 0
    until: float = 0.0
    last: float = 0.0


class SignInWaits:
    """Counts attempts; `clock` is monotonic, in seconds. Safe to call from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._tallies: dict[str, _Tally] = {}

    def attempt(self, name: str, address: str) -> int:
        """Seconds to wait before one may be made, 0 for now.

        An attempt counts before it is known how it ends, so that many at once are no way round.
        """
        now = self._clock()
        with self._lock:
            self._forget(now)
            account = self._tally(f"account {name}", now)
            place = self._tally(f"address {address}", now)
            wait = max(account.until, place.until) - now
            if wait > 0:
                return ceil(wait)
            _count(account, now, FREE_OF_ACCOUNT, LONGEST_OF_ACCOUNT)
            _count(place, now, FREE_OF_ADDRESS, LONGEST_OF_ADDRESS)
            return 0

    def succeeded(self, name: str, address: str) -> None:
        """Forget what was counted for the name; for the address only this attempt: a guesser has an account too."""
        with self._lock:
            self._tallies.pop(f"account {name}", None)
            place = self._tallies.get(f"address {address}")
            if place is not None:
                place.attempts, place.until = max(place.attempts - 1, 0), 0.0

    def _tally(self, key: str, now: float) -> _Tally:
        found = self._tallies.get(key)
        if found is None or now - found.last > FORGOTTEN_AFTER:
            found = _Tally(last=now)
        self._tallies.pop(key, None)
        self._tallies[key] = found  # the one used last stands last
        return found

    def _forget(self, now: float) -> None:
        """Keep no more than there is room for: first go those that do not wait, the longest unused."""
        if len(self._tallies) <= MOST_KEPT:
            return
        idle = [key for key, one in self._tallies.items() if one.until <= now]
        for key in (idle or list(self._tallies))[: MOST_KEPT // 4]:
            del self._tallies[key]


def _count(tally: _Tally, now: float, free: int, longest: float) -> None:
    tally.attempts, tally.last = tally.attempts + 1, now
    over = tally.attempts - free
    if over >= 0:
        tally.until = now + min(2.0 ** min(over, 20), longest)
