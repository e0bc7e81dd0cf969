"""One connection: asyncio's transport on one side, httpcore's network stream on the other.

httpcore's own streams go through anyio; this one reads ahead by itself, so that it knows of an idle
connection whether the peer has closed it, and tells an end without an answer from a broken answer.
"""

# ruff: noqa: ARG002, ASYNC109 - the signatures are httpcore's

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import Any, cast

import httpcore

from servwatch.fetch.faults import untrusted

_READ_AHEAD = 256 * 1024  # bytes that may wait unread before the peer is held back


class Wire(asyncio.Protocol):
    """Received bytes, until somebody reads them. Nothing is copied but what one read cannot take."""

    transport: asyncio.Transport  # from `connection_made` on; another one once under TLS

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._waiting = 0
        self._paused = False
        self._ended = False
        self._error: Exception | None = None
        self._reader: asyncio.Future[None] | None = None
        self._answered = True  # whether anything came since something was last written

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's call."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Asyncio's call."""
        self._answered = True
        self._pieces.append(data)
        self._waiting += len(data)
        if self._waiting > _READ_AHEAD and not self._paused:
            self._paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Asyncio's call. Under TLS it comes whether or not the peer said goodbye (close_notify)."""
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's call."""
        self._ended = True
        self._error = exc
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    @property
    def stale(self) -> bool:
        """Whether an idle connection is of no more use: it ended, or says what nobody asked for."""
        return self._ended or bool(self._pieces)

    def write(self, data: bytes) -> None:
        """Sends. Raises `httpcore.WriteError` where the connection has ended."""
        if self._ended:
            raise httpcore.WriteError("the connection has ended")
        self._answered = False
        self.transport.write(data)

    async def read(self, most: int) -> bytes:
        """The next bytes; b"" at the end. Raises `httpcore.ReadError`.

        An end before anything answered what was written is an error too: so a connection that was
        closed under us can be told from an answer that breaks off.
        """
        while not self._pieces:
            if self._ended:
                if self._error is not None or not self._answered:
                    raise httpcore.ReadError("the connection ended") from self._error
                return b""
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        return self._next(most)

    def _next(self, most: int) -> bytes:
        piece = self._pieces.popleft()
        if len(piece) > most:
            self._pieces.appendleft(piece[most:])
            piece = piece[:most]
        self._waiting -= len(piece)
        if self._paused and self._waiting <= _READ_AHEAD // 2:
            self._paused = False
            self.transport.resume_reading()
        return piece

    def close(self) -> None:
        """Ends the connection at once; there is nothing of ours left to send."""
        self.transport.abort()


class Stream(httpcore.AsyncNetworkStream):
    """One connection as httpcore wants it."""

    def __init__(self, host: str, wire: Wire) -> None:
        self._host = host
        self._wire = wire

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, b"" at the end."""
        return await self._wire.read(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends; requests are small, so the peer's pace is not waited for."""
        if buffer:
            self._wire.write(buffer)

    async def aclose(self) -> None:
        """Ends the connection."""
        self._wire.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """The same connection under TLS. Raises `FetchStopped` (UNREACHABLE)."""
        host = server_hostname or self._host
        try:
            secured = await asyncio.get_running_loop().start_tls(
                self._wire.transport, self._wire, ssl_context, server_hostname=host
            )
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            self._wire.close()
            raise untrusted(host, error) from error
        except BaseException:
            self._wire.close()
            raise
        self._wire.transport = cast(asyncio.Transport, secured)
        return Stream(host, self._wire)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks for: the TLS object, and whether an idle connection has become stale."""
        if info == "ssl_object":
            return self._wire.transport.get_extra_info("ssl_object")
        return self._wire.stale if info == "is_readable" else None
