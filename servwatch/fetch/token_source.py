"""Tokens for a caller that is no part of an event loop: the sender of mail, between two messages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from servwatch.fetch.client import Fetcher
from servwatch.fetch.faults import FetchStopped
from servwatch.fetch.tokens import REFUSALS, Tokens
from servwatch.model import Fetched, FetchSettings, Login, Request, Verdict

_OURS = (Verdict.GONE, Verdict.MOVED, Verdict.REFUSED)
"""Verdicts of an address that is wrong: no waiting mends them."""


class TokenDenied(Exception):
    """The token endpoint gave none. Its text names the host and what it did, and no secret."""

    def __init__(self, rule: str, *, passing: bool) -> None:
        super().__init__(rule)
        self.passing = passing  # whether it may be over by itself: the endpoint is down, or busy


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token, and whether it was asked for just now."""

    text: str = field(repr=False)
    fresh: bool


class TokenSource:
    """The tokens of one login, kept in memory until a minute before they end.

    `bearer` names in messages for whom they are; `wall` is the time in seconds since 1970. The
    endpoint may lie at a private address, since the administrator named it.
    """

    def __init__(
        self, login: Login, settings: FetchSettings, *, bearer: str, wall: Callable[[], float] = time.time
    ) -> None:
        self._login = login
        self._settings = replace(settings, allow_private=True)
        self._tokens = Tokens(self._ask, wall, bearer=bearer)
        self._asked = 0

    def token(self) -> Token:
        """A token that is good now, as far as can be known here. Raises TokenDenied."""
        before = self._asked
        try:
            text = asyncio.run(self._tokens.token(self._login))
        except FetchStopped as stop:
            ours = stop.status in REFUSALS or stop.verdict in _OURS
            raise TokenDenied(stop.rule, passing=not ours) from stop
        return Token(text, fresh=self._asked > before)

    def forget(self) -> None:
        """Ask for a new one the next time: the one that was kept is not taken."""
        self._tokens.forget(self._login)

    async def _ask(self, request: Request) -> Fetched:
        self._asked += 1
        async with Fetcher(self._settings) as fetcher:
            return await fetcher.fetch(request)
