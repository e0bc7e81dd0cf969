"""The wire of the loopback internet: raw sockets, so that every fault can be written as it is."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import socket
import ssl
import struct
import threading
import time
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING

from tests.internet.certificates import Certificates
from tests.internet.http2 import serve_http2
from tests.internet.replies import Asked, Reply

if TYPE_CHECKING:
    from tests.internet.internet import Internet

_TLS_HANDSHAKE = b"\x16"  # RFC 8446, 5.1
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER on, no seconds: closing sends RST


@dataclass(slots=True)
class Line:
    """One connection: its streams, its number, how many requests it carried."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sock: socket.socket
    number: int
    secure: bool = False
    requests: int = 0

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    def hang_up(self, *, reset: bool = False) -> None:
        """Ends the connection below any TLS: no close_notify; with RST where asked for."""
        if reset:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.writer.transport.abort()


class Server:
    """Accepts on one loopback port, in a thread with its own event loop."""

    def __init__(self, internet: Internet, certificates: Certificates) -> None:
        self._internet = internet
        self._certificates = certificates
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self._numbers = itertools.count(1)
        self._lines: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._stopping: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="internet", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        assert self._stopping is not None
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        with contextlib.closing(self._loop):
            self._loop.run_until_complete(self._live())

    async def _live(self) -> None:
        self._stopping = asyncio.Event()
        accepting = asyncio.create_task(self._accept())
        self._ready.set()
        await self._stopping.wait()
        accepting.cancel()
        for task in self._lines:
            task.cancel()
        await asyncio.gather(accepting, *self._lines, return_exceptions=True)
        await asyncio.sleep(0)  # lets aborted transports close their sockets

    async def _accept(self) -> None:
        while True:
            sock, _ = await self._loop.sock_accept(self._listener)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            task = asyncio.create_task(self._serve(sock))
            self._lines.add(task)
            task.add_done_callback(self._lines.discard)

    async def _serve(self, sock: socket.socket) -> None:
        line = None
        try:
            secure = await self._peek(sock) == _TLS_HANDSHAKE
            context = self._certificates.context() if secure else None
            reader = asyncio.StreamReader()
            protocol = asyncio.StreamReaderProtocol(reader)
            transport, _ = await self._loop.connect_accepted_socket(lambda: protocol, sock, ssl=context)
            writer = asyncio.StreamWriter(transport, protocol, reader, self._loop)
            line = Line(reader, writer, sock, next(self._numbers), secure)
            await self._converse(line)
            line.writer.close()  # flushes, and says goodbye under TLS
            await line.writer.wait_closed()
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the client went away, or did not trust us
        finally:
            if line is None:
                sock.close()
            else:
                line.hang_up()

    async def _peek(self, sock: socket.socket) -> bytes:
        readable = self._loop.create_future()
        self._loop.add_reader(sock, lambda: readable.done() or readable.set_result(None))
        try:
            await readable
        finally:
            self._loop.remove_reader(sock)
        return sock.recv(1, socket.MSG_PEEK)

    async def _converse(self, line: Line) -> None:
        chosen = line.writer.get_extra_info("ssl_object")
        if chosen is not None and chosen.selected_alpn_protocol() == "h2":
            await serve_http2(line.reader, line.writer, line.number, self._internet)
            return
        while (asked := await self._listen(line)) is not None:
            if asked.method == "CONNECT":
                if not await self._tunnel(line, asked):
                    return
                continue
            if asked.proxied and not self._may_proxy(asked):
                await line.say(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                continue
            reply = self._internet.reply_to(asked)
            self._internet.begins(asked.host)
            try:
                keep = await say(line, reply)
            finally:
                self._internet.ends(asked.host)
            if not keep or asked.headers.get("connection") == "close":
                return

    async def _listen(self, line: Line) -> Asked | None:
        head = await line.reader.readuntil(b"\r\n\r\n") if not line.reader.at_eof() else b""
        if not head:
            return None
        line.requests += 1
        start, *rest = head.decode("latin-1").split("\r\n")
        method, target, _ = start.split(" ", 2)
        headers: dict[str, str] = {}
        for name, _, value in (field.partition(":") for field in rest if field):
            known = headers.get(name.lower())
            headers[name.lower()] = value.strip() if known is None else f"{known}, {value.strip()}"
        proxied = target.startswith("http://") or method == "CONNECT"
        if target.startswith("http://"):
            target = "/" + target.removeprefix("http://").partition("/")[2]
        length = int(headers.get("content-length", "0"))
        return Asked(
            time=time.monotonic(),
            host=headers.get("host", "").rpartition(":")[0].lower() or headers.get("host", "").lower(),
            path=target,
            headers=headers,
            secure=line.secure,
            connection=line.number,
            nth=line.requests,
            proxied=proxied,
            method=method,
            content=await line.reader.readexactly(length) if length else b"",
        )

    def _may_proxy(self, asked: Asked) -> bool:
        wanted = self._internet.proxy_password
        if wanted is None:
            return True
        given = asked.headers.get("proxy-authorization", "").removeprefix("Basic ")
        return given == base64.b64encode(wanted.encode()).decode()

    async def _tunnel(self, line: Line, asked: Asked) -> bool:
        """Answers CONNECT and plays the far end itself, under TLS."""
        status = self._internet.proxy_status if self._may_proxy(asked) else 407
        self._internet.tunnelled(asked)
        await line.say(b"HTTP/1.1 %d Said So\r\n\r\n" % status)
        if status != 200:
            return False
        protocol = line.writer.transport.get_protocol()
        transport = await self._loop.start_tls(
            line.writer.transport, protocol, self._certificates.context(), server_side=True
        )
        protocol._over_ssl = True
        line.writer._transport = line.reader._transport = transport
        line.secure = True
        return True


async def say(line: Line, reply: Reply) -> bool:
    """Writes the reply with its quirks. Whether the connection goes on."""
    if reply.silent:
        await line.reader.read()  # until the client gives up
        return False
    await asyncio.sleep(reply.delay) if reply.delay else None
    if reply.reset:
        line.hang_up(reset=True)
        return False
    if reply.garbage is not None:
        await line.say(reply.garbage)
        return False
    await line.say(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * reply.interim)
    payload = b"" if reply.bodyless else reply.payload()
    await line.say(_head(reply, payload))
    if reply.endless_headers:
        await _say_headers_for_ever(line)
    whole = await _say_body(line, reply, payload)
    if reply.no_close_notify or not whole:
        line.hang_up()
        return False
    if reply.excess:
        await line.say(reply.excess)
    return reply.keeps_alive and not reply.close_delimited and reply.claims_length is None


def _head(reply: Reply, payload: bytes) -> bytes:
    fields = list(reply.fields(formatdate(usegmt=True)))
    if reply.chunked or reply.no_last_chunk:
        fields.append(("Transfer-Encoding", "chunked"))
    elif reply.claims_length is not None:
        fields.append(("Content-Length", str(reply.claims_length)))
    elif not reply.close_delimited and not reply.bodyless:
        fields.append(("Content-Length", str(len(payload))))
    if not reply.keeps_alive or reply.close_delimited:
        fields.append(("Connection", "close"))
    lines = [f"HTTP/1.1 {reply.status} {reply.reason}", *(f"{name}: {value}" for name, value in fields)]
    end = "\r\n" if reply.endless_headers else "\r\n\r\n"
    return ("\r\n".join(lines) + end).encode("latin-1")


async def _say_body(line: Line, reply: Reply, payload: bytes) -> bool:
    """Whether all of it was said, its end included."""
    said = payload if reply.drop_after is None else payload[: reply.drop_after]
    size, pause = reply.drip or (reply.chunked or len(said) or 1, 0.0)
    for start in range(0, len(said), size):
        piece = said[start : start + size]
        if reply.chunked or reply.no_last_chunk:
            piece = b"%x\r\n%b\r\n" % (len(piece), piece)
        await line.say(piece)
        if pause:
            await asyncio.sleep(pause)
    if reply.chunked and not reply.no_last_chunk and reply.drop_after is None:
        await line.say(b"0\r\n\r\n")
    return reply.drop_after is None and not reply.no_last_chunk


async def _say_headers_for_ever(line: Line) -> None:
    while True:
        await line.say(b"X-Padding: " + b"x" * 1000 + b"\r\n")
