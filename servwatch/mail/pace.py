"""Keeps to so many messages a minute (Microsoft 365 takes 30 from one mailbox)."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """Waits between messages. `rate` is messages a minute, 0 for no limit; time is monotonic seconds."""

    def __init__(
        self,
        rate: float,
        sleep: Callable[[float], object] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gap = 60.0 / rate if rate > 0 else 0.0
        self._sleep = sleep
        self._monotonic = monotonic
        self._next = float("-inf")

    @property
    def limited(self) -> bool:
        """Whether there is a rate to keep to."""
        return self._gap > 0

    def wait(self) -> None:
        """Return when the next message may leave. Time lost in between is not made up by a burst."""
        if not self._gap:
            return
        now = self._monotonic()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._gap
