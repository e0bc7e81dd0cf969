"""The way to the network: resolve, check, connect to the very address that was checked.

`Network` is the backend httpcore dials with. Since the address is judged between resolving and
connecting, and the connection goes to that address and no other, a name that resolves differently
the next time (DNS rebinding) leads nowhere. A connection keeps its name for TLS: SNI and the
certificate are those of the host in the URL.

Time limits are the caller's: the timeouts that httpcore hands down are not looked at.
"""

# ruff: noqa: ARG002, ASYNC109 - the signatures are httpcore's

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, zip_longest
from typing import Any

import httpcore

from servwatch.fetch.address import address_objection
from servwatch.fetch.faults import FetchStopped, unconnected, unresolved
from servwatch.fetch.wire import Stream, Wire
from servwatch.model import Verdict

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host and a port to its IP addresses, the preferred first. Raises `OSError`."""

STAGGER = 0.25
"""Seconds before the next address of a host is tried beside the one before (RFC 8305, 5)."""

_MOST_ADDRESSES = 8


class Resolver:
    """The system's resolver, in threads of its own: a dead name server must not hold up others."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """The addresses of the host. Raises `OSError`."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="resolve")
        found = await asyncio.get_running_loop().run_in_executor(self._pool, _getaddrinfo, host, port)
        return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))

    def close(self) -> None:
        """Lets the threads end by themselves."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def _getaddrinfo(host: str, port: int) -> list[Any]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class Network(httpcore.AsyncNetworkBackend):
    """Dials for httpcore. With `guarded`, only public addresses are connected to.

    `connect_to` maps hosts to "address:port"; the administrator named those, so they are not judged.
    """

    def __init__(self, resolve: Resolve, connect_to: Mapping[str, str], *, guarded: bool) -> None:
        self._resolve = resolve
        self._connect_to = dict(target(host, place) for host, place in connect_to.items())
        self._guarded = guarded

    def maps(self, host: str) -> bool:
        """Whether the administrator said where to connect for this host (lower case, ASCII)."""
        return host in self._connect_to

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the host. Raises `FetchStopped` (UNREACHABLE, REFUSED)."""
        addresses, port = await self.addresses(host, port)
        try:
            return Stream(host, await _dial_any(addresses, port))
        except OSError as error:
            raise unconnected(host, error) from error

    async def addresses(self, host: str, port: int) -> tuple[list[str], int]:
        """Where to connect for this host: permitted addresses, and the port. Raises `FetchStopped`."""
        mapped = self._connect_to.get(host.lower())
        return ([mapped[0]], mapped[1]) if mapped is not None else (await self._permitted(host, port), port)

    async def _permitted(self, host: str, port: int) -> list[str]:
        try:
            found = list(await self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise unresolved(host, OSError() if isinstance(error, UnicodeError) else error) from error
        if not found:
            raise unresolved(host, OSError())
        if not self._guarded:
            return found
        objections = {address: address_objection(address) for address in found}
        public = [address for address in found if objections[address] is None]
        if not public:
            address, words = next(iter(objections.items()))
            rule = f"{host} is {words}" if address == host else f"{host} leads to {words}, {address}"
            raise FetchStopped(Verdict.REFUSED, rule)
        return public


def target(host: str, place: str) -> tuple[str, tuple[str, int]]:
    """One entry of the host map: the host in ASCII, and where to connect. Raises `ValueError`.

    `place` is "127.0.0.1:8081", "[::1]:8081" or "relay.example.org:80".
    """
    address, _, port = place.rpartition(":")
    if not host or not address or not 0 < int(port) < 65_536:
        raise ValueError(place)
    name = host if host.isascii() else host.encode("idna").decode()
    return name.lower(), (address.strip("[]"), int(port))


async def _dial_any(addresses: Sequence[str], port: int) -> Wire:
    """The first connection that comes about (RFC 8305). Raises the last `OSError` where none does."""
    if len(addresses) == 1:
        return await _dial(addresses[0], port)
    waiting = _interleaved(addresses)[:_MOST_ADDRESSES]
    trying: set[asyncio.Task[Wire]] = set()
    failure: OSError = OSError()
    try:
        while waiting or trying:
            if waiting:
                trying.add(asyncio.create_task(_dial(waiting.pop(0), port)))
            done, _ = await asyncio.wait(
                trying, timeout=STAGGER if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                trying.discard(task)
                try:
                    return task.result()
                except OSError as error:
                    failure = error
        raise failure
    finally:
        await _give_up(trying)


async def _give_up(trying: set[asyncio.Task[Wire]]) -> None:
    """Ends the attempts that lost, those too that came about in the same moment."""
    for task in trying:
        task.cancel()
    for outcome in await asyncio.gather(*trying, return_exceptions=True):
        if isinstance(outcome, Wire):
            outcome.close()


def _interleaved(addresses: Sequence[str]) -> list[str]:
    """Families by turns, the preferred first, so that a dead family costs one `STAGGER` at most."""
    first = [address for address in addresses if (":" in address) == (":" in addresses[0])]
    others = [address for address in addresses if (":" in address) != (":" in addresses[0])]
    return [address for address in chain(*zip_longest(first, others)) if address is not None]


async def _dial(address: str, port: int) -> Wire:
    loop = asyncio.get_running_loop()
    _, wire = await loop.create_connection(Wire, address, port)
    return wire
