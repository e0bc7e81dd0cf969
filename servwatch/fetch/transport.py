"""HTTP over connections that are kept: httpx's transport over httpcore's connections and our network.

There is a pool for each of http and https, direct and by proxy, made when it is first needed; so a
run over plain HTTP never pays for a TLS context. Each pool has a context of its own, since httpcore
sets on it which protocols are offered. Raises `FetchStopped` where no connection comes about, else
httpcore's exceptions as they are: the only caller is `client`.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from urllib.parse import unquote

import httpcore
import httpx

from servwatch.fetch.network import Network, Resolve
from servwatch.fetch.pool import Connections
from servwatch.model import FetchSettings

KEEP_ALIVE = 15.0
"""Seconds an idle connection is kept: some requests to one host at a usual pace."""


class PooledTransport(httpx.AsyncBaseTransport):
    """One HTTP exchange at a time and connection, no redirects, no decoding, no deadlines."""

    def __init__(self, settings: FetchSettings, resolve: Resolve, tls: Callable[[], ssl.SSLContext]) -> None:
        self._settings = settings
        self._tls = tls
        guarded = not settings.allow_private
        self.direct = Network(resolve, settings.connect_to, guarded=guarded)
        self._to_proxy = Network(resolve, {}, guarded=False)
        self._pools: dict[tuple[str, bool], Connections] = {}

    def by_proxy(self, host: str) -> bool:
        """Whether requests to this host go through the proxy: a mapped host never does."""
        if self._settings.proxy is None or self.direct.maps(host):
            return False
        return not any(covers(entry, host) for entry in self._settings.no_proxy)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends, and gives the answer as soon as its headers are there."""
        url = request.url
        core = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.content,
        )
        answer, body = await self._connections(url.scheme, url.raw_host.decode("ascii")).send(core)
        return httpx.Response(answer.status, headers=answer.headers, stream=body, request=request)

    def _connections(self, scheme: str, host: str) -> Connections:
        key = (scheme, self.by_proxy(host))
        if key not in self._pools:
            self._pools[key] = Connections(self._factory(*key), self._settings.concurrency)
        return self._pools[key]

    def _factory(self, scheme: str, by_proxy: bool) -> httpcore.AsyncConnectionPool:  # noqa: FBT001
        context = self._tls() if scheme == "https" else None
        if not by_proxy:
            return httpcore.AsyncConnectionPool(
                ssl_context=context,
                keepalive_expiry=KEEP_ALIVE,
                http2=True,
                network_backend=self.direct,
            )
        proxy = httpx.URL(self._settings.proxy or "")
        return httpcore.AsyncHTTPProxy(
            proxy_url=httpcore.URL(
                scheme=proxy.raw_scheme, host=proxy.raw_host, port=proxy.port, target=b"/"
            ),
            proxy_auth=(unquote(proxy.username), unquote(proxy.password)) if proxy.userinfo else None,
            proxy_ssl_context=self._tls() if proxy.scheme == "https" else None,
            ssl_context=context,
            keepalive_expiry=KEEP_ALIVE,
            http2=True,
            network_backend=self._to_proxy,
        )

    async def aclose(self) -> None:
        """Ends every connection."""
        for pool in self._pools.values():
            await pool.aclose()


def covers(entry: str, host: str) -> bool:
    """Whether an entry of `no_proxy` speaks of this host: "*", a domain, an address or a network."""
    entry = entry.strip().lower()
    if entry == "*":
        return True
    domain = entry.removeprefix("*").lstrip(".")
    if domain and (host == domain or host.endswith("." + domain)):
        return True
    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:
        return False
