"""Politeness: how soon and how often requests to one host may start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

_MANY_HOSTS = 1_000  # gates kept before the idle ones are forgotten


class _Gate:
    """One host's: how many may be under way, whose turn it is, when the next may start."""

    def __init__(self, per_host: int, pace: float) -> None:
        self.places = asyncio.Semaphore(per_host)
        self.turn = asyncio.Lock()
        self.pace = pace  # seconds
        self.opens = 0.0  # on the monotonic clock
        self.users = 0


class Pacing:
    """Gives out slots: at most `concurrency` in all, `per_host` to a host, `pace` between two starts.

    A host is a name in lower case. Who waits for a host's turn holds no slot that another host could
    use.
    """

    def __init__(
        self,
        *,
        pace: timedelta,
        per_host: int,
        concurrency: int,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._pace = pace.total_seconds()
        self._per_host = per_host
        self._all = asyncio.Semaphore(concurrency)
        self._monotonic = monotonic
        self._sleep = sleep
        self._gates: dict[str, _Gate] = {}

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Waits until a request to the host may start, and holds the place until it has ended."""
        gate = self._gate(host)
        gate.users += 1
        try:
            async with gate.places:
                await self._start(gate)
                try:
                    yield
                finally:
                    self._all.release()
        finally:
            gate.users -= 1

    def slow_down(self, host: str, seconds: float) -> None:
        """Makes the host's pace at least this long from now on."""
        gate = self._gate(host)
        gate.pace = max(gate.pace, seconds)

    async def _start(self, gate: _Gate) -> None:
        """The turn is held while waiting for one of all places, else two might start at once."""
        async with gate.turn:
            while (wait := gate.opens - self._monotonic()) > 0:
                await self._sleep(wait)
            await self._all.acquire()
            gate.opens = self._monotonic() + gate.pace

    def _gate(self, host: str) -> _Gate:
        gate = self._gates.get(host)
        if gate is None:
            if len(self._gates) >= _MANY_HOSTS:
                self._forget_idle()
            gate = self._gates[host] = _Gate(self._per_host, self._pace)
        return gate

    def _forget_idle(self) -> None:
        now = self._monotonic()
        self._gates = {
            host: gate
            for host, gate in self._gates.items()
            if gate.users or gate.opens > now or gate.pace > self._pace
        }
