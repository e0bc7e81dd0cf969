"""Connections that are kept for the next request to the same origin.

httpcore makes the connections and speaks HTTP over them; which request goes over which is decided
here. Its own pool offers an idle connection to every waiting request, all but one of which then try
again: with 32 requests at once more than half of the processor time went there.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from typing import Protocol, cast

import httpcore
import httpx

_Origin = tuple[bytes, bytes, int | None]

_MOST_STALE = 3  # kept connections tried in vain before a new one is made


class _Body(Protocol):
    """A body of httpcore's: iterated once, then closed."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


class Connections:
    """Sends requests, reusing idle connections and closing the oldest beyond `keep`.

    How many are busy at once is the caller's affair. `factory` only makes the connections.
    """

    def __init__(self, factory: httpcore.AsyncConnectionPool, keep: int) -> None:
        self._factory = factory
        self._keep = keep
        self._free: dict[httpcore.AsyncConnectionInterface, _Origin] = {}  # the oldest first
        self._busy: set[httpcore.AsyncConnectionInterface] = set()

    async def send(self, request: httpcore.Request) -> tuple[httpcore.Response, httpx.AsyncByteStream]:
        """The answer as soon as its headers are there, and its body to be read and closed.

        A request over a connection that was kept may meet its end; it is then sent again, as RFC
        9112, 9.3.1 allows for GET; a POST always has a new one. Raises httpcore's exceptions, and `FetchStopped` from the network.
        """
        url = request.url
        origin = (url.scheme, url.host, url.port)
        for tries in itertools.count():
            again = tries < _MOST_STALE and request.method == b"GET"
            kept = await self._take(origin) if again else None
            connection = kept or self._factory.create_connection(url.origin)
            self._busy.add(connection)
            try:
                answer = await _exchanged(connection, request)
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ConnectionNotAvailable):
                await self.release(connection, origin)
                if kept is None:
                    raise
            except BaseException:
                await self.release(connection, origin)
                raise
            else:
                break
        if connection.is_available():  # HTTP/2 takes further requests at once
            await self._put(connection, origin)
        return answer, _Kept(self, connection, origin, cast(_Body, answer.stream))

    async def _take(self, origin: _Origin) -> httpcore.AsyncConnectionInterface | None:
        """The connection to this origin that was used last, if any still serves."""
        for connection in [free for free, of in reversed(self._free.items()) if of == origin]:
            if self._free.pop(connection, None) is None:
                continue  # somebody else's by now
            if connection.is_available() and not connection.has_expired():
                return connection
            await connection.aclose()
        return None

    async def _put(self, connection: httpcore.AsyncConnectionInterface, origin: _Origin) -> None:
        self._free.pop(connection, None)
        self._free[connection] = origin
        if len(self._free) > self._keep:
            oldest = next(iter(self._free))
            del self._free[oldest]
            await oldest.aclose()

    async def release(self, connection: httpcore.AsyncConnectionInterface, origin: _Origin) -> None:
        """Takes back a connection whose answer was read or given up, and closes it if it is spoilt."""
        self._busy.discard(connection)
        if connection.is_available():
            await self._put(connection, origin)
        else:
            self._free.pop(connection, None)
            await connection.aclose()

    async def aclose(self) -> None:
        """Ends every connection."""
        for connection in [*self._free, *self._busy]:
            await connection.aclose()
        self._free.clear()
        self._busy.clear()


async def _exchanged(
    connection: httpcore.AsyncConnectionInterface, request: httpcore.Request
) -> httpcore.Response:
    """The answer. Raises httpcore's exceptions, also where httpcore itself is taken by surprise.

    It reads the status of an HTTP/2 answer by int(), whatever stands there.
    """
    try:
        return await connection.handle_async_request(request)
    except (ValueError, LookupError) as error:
        raise httpcore.RemoteProtocolError(f"it cannot be read ({type(error).__name__})") from error


class _Kept(httpx.AsyncByteStream):
    """A body on its way; closing it gives its connection back."""

    def __init__(
        self,
        connections: Connections,
        connection: httpcore.AsyncConnectionInterface,
        origin: _Origin,
        body: _Body,
    ) -> None:
        self._connections = connections
        self._connection = connection
        self._origin = origin
        self._body = body
        self._closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._body)

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            await self._body.aclose()
            await self._connections.release(self._connection, self._origin)
