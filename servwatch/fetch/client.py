"""The fetcher: one request of a source in, one `Fetched` with a verdict out.

It drives httpx's transport itself. `httpx.AsyncClient` would add what must not be here (cookies kept
for ever, proxies from the environment, redirects prepared before they are judged, an exception where
a Location is no address) and nothing that is needed.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from types import TracebackType
from typing import Self, cast

import httpx

from servwatch.errors import ConfigError
from servwatch.fetch.address import name_objection
from servwatch.fetch.body import BodyReader
from servwatch.fetch.faults import HTTP_FAULTS, FetchStopped, unanswered
from servwatch.fetch.headers import ANYTHING
from servwatch.fetch.mailboxes import Mailboxes
from servwatch.fetch.network import Resolve, Resolver, target
from servwatch.fetch.pacing import Pacing
from servwatch.fetch.redirects import REDIRECTS, host_of
from servwatch.fetch.robots import LARGEST, Robots, RobotsAnswer
from servwatch.fetch.tokens import Tokens
from servwatch.fetch.transport import PooledTransport
from servwatch.fetch.trip import Page, Trip
from servwatch.fetch.verdict import WITH_BODY
from servwatch.model import Fetched, FetchSettings, Request, Verdict

_DRAINED = 65_536  # bytes of an unwanted body read at most, so that its connection can be kept
_DRAINING = 1.0  # seconds spent on it at most
_AGAIN_AFTER = 3.0  # seconds until a failed request is made again, where the server does not say
_LONGEST_WAIT = 20.0  # seconds; who asks for more is left alone until the next poll
_SERVER_ERRORS = 500


class Fetcher:
    """Fetches politely. One for a process, within one event loop; `aclose` it, or use ``async with``.

    `resolve` gives the addresses of a host, `monotonic` and `sleep` (seconds) serve the pacing and the waits,
    `wall` is the time in seconds since 1970, for dates in headers. Raises `ConfigError` where the
    settings name a certificate file, a proxy or a host map that cannot be used.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        resolve: Resolve | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        wall: Callable[[], float] = time.time,
    ) -> None:
        _check(settings)
        self._settings = settings
        self._wall = wall
        self._sleep = sleep
        self._resolver = Resolver(settings.concurrency)
        self._transport = PooledTransport(settings, resolve or self._resolver, self._tls)
        self._pacing = Pacing(
            pace=settings.pace,
            per_host=settings.per_host,
            concurrency=settings.concurrency,
            monotonic=monotonic,
            sleep=sleep,
        )
        tokens = Tokens(self.fetch, wall)
        self._mailboxes = Mailboxes(settings, self._transport.direct, self._pacing, self._tls, tokens, wall)
        self._robots = Robots(
            agent=settings.user_agent,
            read=self._read_robots,
            slow_down=self._pacing.slow_down,
            monotonic=monotonic,
        )

    async def fetch(self, request: Request) -> Fetched:
        """The outcome of one request, redirects followed. Nothing the world does raises.

        Where the server fails for now, it is asked again after a while, as often as `request.tries` allows.
        """
        if request.expects == "mail":
            return await self._mailboxes.fetch(request)
        fetched = await self._fetch(request)
        for _ in range(request.tries - 1):
            wait = _AGAIN_AFTER if fetched.retry_after is None else fetched.retry_after
            if not _for_now(fetched) or wait > _LONGEST_WAIT:
                break
            await self._sleep(wait)
            fetched = await self._fetch(request)
        return fetched

    async def _fetch(self, request: Request) -> Fetched:
        trip = Trip(request, self._settings)
        try:
            page = await self._travel(trip)
        except FetchStopped as stop:
            return trip.stopped(stop)
        return trip.judged(page, self._wall())

    async def mark(self, request: Request, fetched: Fetched) -> str:
        """Mark the messages of a mailbox that were taken. Returns why not, or ""."""
        return await self._mailboxes.mark(request, fetched)

    async def aclose(self) -> None:
        """Ends every connection. Fetches under way end with it."""
        await self._transport.aclose()
        self._resolver.close()
        await asyncio.sleep(0)  # the loop closes aborted sockets in its next round

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _travel(self, trip: Trip) -> Page:
        """The last answer, redirects followed. Raises `FetchStopped`."""
        chain = trip.begin()
        while True:
            await self._permit(trip.request, chain.url)
            async with self._pacing.slot(host_of(chain.url)):
                page = await self._exchange(trip, chain.url)
            if page.status in REDIRECTS and trip.request.follow:
                chain.follow(page.status, page.headers.get("location"), trip.cookie)
            elif page.status == 406 and trip.accept != ANYTHING and chain.method == "GET":
                trip.accept = ANYTHING
            else:
                return page

    async def _permit(self, request: Request, url: httpx.URL) -> None:
        """Raises `FetchStopped` (REFUSED, BLOCKED) where this address is not to be asked.

        What a name resolves to is judged where the connection is made; only behind a proxy, which
        resolves for us, the name must do.
        """
        host = host_of(url)
        if not self._settings.allow_private and self._transport.by_proxy(host):
            words = name_objection(host)
            if words is not None:
                raise FetchStopped(Verdict.REFUSED, f"the proxy is not asked for {host}: {words}")
        if request.obey_robots:
            await self._robots.permit(url)

    async def _exchange(self, trip: Trip, url: httpx.URL) -> Page:
        """One request and its answer, within what is left of the trip's deadline."""
        request = trip.next_request(url)
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            async with asyncio.timeout(trip.left):
                response = await self._transport.handle_async_request(request)
                try:
                    return await self._read(trip, response)
                finally:
                    await response.aclose()
        except TimeoutError as error:
            raise trip.too_late() from error
        except HTTP_FAULTS as error:
            raise unanswered(host_of(url), error) from error
        finally:
            spent = clock() - began
            trip.left -= spent
            trip.seconds += spent

    async def _read(self, trip: Trip, response: httpx.Response) -> Page:
        page = trip.answered(response, self._wall())
        if page.status in WITH_BODY:
            trip.reader = BodyReader(page.headers, trip.limit, cut=trip.cut)
            async with _chunks(response) as chunks:
                page.body = await trip.reader.read(chunks)
        else:
            await _drain(response)
        return page

    async def _read_robots(self, url: httpx.URL) -> RobotsAnswer:
        request = Request(str(url), expects="robots", accept="text/plain, */*;q=0.5", max_bytes=LARGEST)
        trip = Trip(request, self._settings, cut=True)
        page = await self._travel(trip)
        return RobotsAnswer(page.status, page.body, trip.retry_after)

    def _tls(self) -> ssl.SSLContext:
        """A new TLS context: the usual authorities, and the administrator's besides."""
        context = httpx.create_ssl_context()
        if self._settings.ca_file is not None:
            context.load_verify_locations(cafile=self._settings.ca_file)
        return context


def _for_now(fetched: Fetched) -> bool:
    """Whether the server failed in a way that may be over in a moment (RFC 9110, 15.6)."""
    return (fetched.status or 0) >= _SERVER_ERRORS


def _chunks(response: httpx.Response) -> contextlib.aclosing[AsyncGenerator[bytes, None]]:
    """The body as it comes, still compressed, closed with the block even if it was not read to its end."""
    stream = cast(httpx.AsyncByteStream, response.stream)
    return contextlib.aclosing(cast("AsyncGenerator[bytes, None]", aiter(stream)))


async def _drain(response: httpx.Response) -> None:
    """Reads on to the end of a short body, so that the connection can serve again."""
    taken = 0
    with contextlib.suppress(TimeoutError, *HTTP_FAULTS):
        async with asyncio.timeout(_DRAINING), _chunks(response) as chunks:
            async for chunk in chunks:
                taken += len(chunk)
                if taken > _DRAINED:
                    return


def _check(settings: FetchSettings) -> None:
    """Raises `ConfigError` for what would otherwise fail at the first fetch that needs it."""
    if settings.ca_file is not None:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=settings.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(
                "The certificate file {file} cannot be used.",
                remedy="Name a PEM file that can be read, with one authority or more, or remove ca_file.",
                file=str(settings.ca_file),
            ) from error
    for host, place in settings.connect_to.items():
        try:
            target(host, place)
        except ValueError as error:
            raise ConfigError(
                "The host map cannot be used: {host} = {where}.",
                remedy='Write each as "host" = "address:port".',
                host=repr(host),
                where=repr(place),
            ) from error
    if settings.proxy is not None:
        try:
            proxy = httpx.URL(settings.proxy)
        except httpx.InvalidURL:
            proxy = httpx.URL()
        if proxy.scheme not in ("http", "https") or not proxy.host:
            raise ConfigError(
                "The address of the proxy cannot be used.",  # not shown: it may hold a password
                remedy="Write it as http://host:port or https://host:port.",
            )
