"""HTTP over connections that are kept: httpx's transport over httpcore's pools and our network.

There is a pool for each of http and https, direct and by proxy, made when it is first needed; so a
run over plain HTTP never pays for a TLS context. Each pool has a context of its own, since httpcore
sets on it which protocols are offered. Raises `FetchStopped` where no connection comes
about, else httpcore's exceptions as they are: the only caller is `client`.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable
from ipaddress import ip_address, ip_network
from urllib.parse import unquote

import httpcore
import httpx

from servwatch.fetch.network import Network, Resolve, dialled
from servwatch.model import FetchSettings

KEEP_ALIVE = 15.0
"""Seconds an idle connection is kept: some requests to one host at a usual pace."""

_MOST_TRIES = 3


class PooledTransport(httpx.AsyncBaseTransport):
    """One HTTP exchange at a time and connection, no redirects, no decoding, no deadlines."""

    def __init__(self, settings: FetchSettings, resolve: Resolve, tls: Callable[[], ssl.SSLContext]) -> None:
        self._settings = settings
        self._tls = tls
        guarded = not settings.allow_private
        self._direct = Network(resolve, settings.connect_to, guarded=guarded)
        self._to_proxy = Network(resolve, {}, guarded=False)
        self._pools: dict[tuple[str, bool], httpcore.AsyncConnectionPool] = {}

    def by_proxy(self, host: str) -> bool:
        """Whether requests to this host go through the proxy: a mapped host never does."""
        if self._settings.proxy is None or self._direct.maps(host):
            return False
        return not any(_covers(entry, host) for entry in self._settings.no_proxy)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends, and gives the answer as soon as its headers are there.

        A request on a connection that was kept may meet its end; it is then sent again, as RFC 9112,
        9.3.1 allows for GET, until a connection of its own fails too.
        """
        url = request.url
        pool = self._pool(url.scheme, url.raw_host.decode("ascii"))
        core = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
        )
        answer = await _sent(pool, core)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    def _pool(self, scheme: str, host: str) -> httpcore.AsyncConnectionPool:
        key = (scheme, self.by_proxy(host))
        if key not in self._pools:
            self._pools[key] = self._make_pool(*key)
        return self._pools[key]

    def _make_pool(self, scheme: str, by_proxy: bool) -> httpcore.AsyncConnectionPool:  # noqa: FBT001
        context = self._tls() if scheme == "https" else None
        if not by_proxy:
            return httpcore.AsyncConnectionPool(
                ssl_context=context,
                max_connections=None,  # bounded by the pacing
                max_keepalive_connections=self._settings.concurrency,
                keepalive_expiry=KEEP_ALIVE,
                http2=True,
                network_backend=self._direct,
            )
        proxy = httpx.URL(self._settings.proxy or "")
        return httpcore.AsyncHTTPProxy(
            proxy_url=httpcore.URL(
                scheme=proxy.raw_scheme, host=proxy.raw_host, port=proxy.port, target=b"/"
            ),
            proxy_auth=(unquote(proxy.username), unquote(proxy.password)) if proxy.userinfo else None,
            proxy_ssl_context=self._tls() if proxy.scheme == "https" else None,
            ssl_context=context,
            max_connections=None,
            max_keepalive_connections=self._settings.concurrency,
            keepalive_expiry=KEEP_ALIVE,
            http2=True,
            network_backend=self._to_proxy,
        )

    async def aclose(self) -> None:
        """Ends every connection."""
        for pool in self._pools.values():
            await pool.aclose()


async def _sent(pool: httpcore.AsyncConnectionPool, request: httpcore.Request) -> httpcore.Response:
    for left in reversed(range(_MOST_TRIES)):
        opened: list[str] = []
        token = dialled.set(opened)
        try:
            return await pool.handle_async_request(request)
        except (httpcore.NetworkError, httpcore.RemoteProtocolError):
            if opened or not left:
                raise
        finally:
            dialled.reset(token)
    raise AssertionError("the last try returns or raises")


class _Stream(httpx.AsyncByteStream):
    """A body on its way, from httpcore's hands into httpx's."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


def _covers(entry: str, host: str) -> bool:
    """Whether an entry of `no_proxy` speaks of this host: "*", a domain, an address or a network."""
    entry = entry.strip().lower().removeprefix("*").lstrip(".") if entry.strip() != "*" else "*"
    if entry == "*" or host == entry or host.endswith("." + entry):
        return True
    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:
        return False
