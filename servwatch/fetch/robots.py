"""robots.txt, for the pages that obey it (RFC 9309).

    2xx                 its rules hold, read up to 500 KiB
    429                 the host wants no requests at all for now: BLOCKED (met at Eurofound)
    other 4xx           allowed, 401 and 403 too: "unavailable" (2.3.1.3)
    more redirects than are followed    allowed: "unavailable" (2.3.1.2)
    5xx, no answer      refused for now: "unreachable" means complete disallow (2.3.1.4)

What was learnt holds for 24 hours (2.4), what was not to be learnt for ten minutes, a 429 for as
long as its Retry-After says, at most a day, or an hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from servwatch.fetch.faults import FetchStopped
from servwatch.fetch.redirects import host_of
from servwatch.model import Verdict

LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, 2.5)."""

LONGEST_DELAY = 60.0
"""Seconds of Crawl-delay that are heeded; more would mean never."""

_KEPT = 24 * 3600.0
_KEPT_AFTER_FAULT = 600.0
_KEPT_AFTER_429 = 3600.0
_MANY_ORIGINS = 1_000

_ALIKE = (Verdict.REFUSED, Verdict.UNREACHABLE, Verdict.TIMEOUT)
"""Verdicts on robots.txt that are those of its host, not of the file."""


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What came of asking for a robots.txt."""

    status: int
    body: bytes = b""
    retry_after: float | None = None  # seconds


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one origin, until a point of the monotonic clock."""

    until: float
    rules: Protego | None = None  # None: everything is allowed, unless `stop` says otherwise
    stop: FetchStopped | None = None


class Robots:
    """Who may fetch what. `read` fetches the robots.txt at an address, raising `FetchStopped`.

    `slow_down` is told of a host and the seconds its Crawl-delay asks for.
    """

    def __init__(
        self,
        *,
        agent: str,
        read: Callable[[httpx.URL], Awaitable[RobotsAnswer]],
        slow_down: Callable[[str, float], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._agent = product_token(agent)
        self._read = read
        self._slow_down = slow_down
        self._monotonic = monotonic
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def permit(self, url: httpx.URL) -> None:
        """Returns where the address may be fetched. Raises `FetchStopped` (REFUSED, BLOCKED)."""
        known = await self._about(url)
        if known.stop is not None:
            raise FetchStopped(
                known.stop.verdict,
                known.stop.rule,
                status=known.stop.status,
                retry_after=None if known.stop.retry_after is None else known.until - self._monotonic(),
            )
        if known.rules is not None and not known.rules.can_fetch(str(url), self._agent):
            raise FetchStopped(Verdict.REFUSED, f"robots.txt of {url.host} does not allow this address")

    async def _about(self, url: httpx.URL) -> _Known:
        place = url.copy_with(raw_path=b"/robots.txt")
        origin = str(place)
        async with self._asking.setdefault(origin, asyncio.Lock()):
            known = self._known.get(origin)
            if known is None or known.until <= self._monotonic():
                known = await self._learn(place)
                self._remember(origin, known)
        return known

    def _remember(self, origin: str, known: _Known) -> None:
        if len(self._known) >= _MANY_ORIGINS:
            self._known.clear()
            self._asking = {key: lock for key, lock in self._asking.items() if lock.locked()}
        self._known[origin] = known

    async def _learn(self, url: httpx.URL) -> _Known:
        try:
            answer = await self._read(url)
        except FetchStopped as stop:
            return self._unreadable(url.host, stop)
        if answer.status == 429:
            wait = _KEPT_AFTER_429 if answer.retry_after is None else min(answer.retry_after, _KEPT)
            rule = f"robots.txt of {url.host} itself says that we ask too often (429)"
            blocked = FetchStopped(Verdict.BLOCKED, rule, status=429, retry_after=answer.retry_after)
            return _Known(self._in(wait), stop=blocked)
        if answer.status >= 500:
            return self._unreachable(url.host, f"status {answer.status}", answer.status)
        if not 200 <= answer.status < 300:
            return _Known(self._in(_KEPT))
        rules = Protego.parse(answer.body.decode("utf-8", "replace"))
        if delay := rules.crawl_delay(self._agent):
            self._slow_down(host_of(url), min(float(delay), LONGEST_DELAY))
        return _Known(self._in(_KEPT), rules=rules)

    def _unreadable(self, host: str, stop: FetchStopped) -> _Known:
        if stop.verdict is Verdict.MOVED:
            return _Known(self._in(_KEPT))
        if stop.verdict in _ALIKE:  # the page itself would end by the same rule
            return _Known(self._in(_KEPT_AFTER_FAULT), stop=stop)
        return self._unreachable(host, stop.rule, stop.status)

    def _unreachable(self, host: str, why: str, status: int | None) -> _Known:
        rule = f"robots.txt of {host} cannot be read for now ({why}), so nothing is fetched there"
        return _Known(self._in(_KEPT_AFTER_FAULT), stop=FetchStopped(Verdict.REFUSED, rule, status=status))

    def _in(self, seconds: float) -> float:
        return self._monotonic() + seconds


def product_token(user_agent: str) -> str:
    """The name robots.txt knows us by: the first product of a User-Agent (RFC 9309, 2.2.1)."""
    return user_agent.partition("/")[0].partition(" ")[0] or "servwatch"
