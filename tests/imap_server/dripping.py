"""A mail server that offers STARTTLS, and then says nothing that ends.

Its quirks: the greeting and the answers to CAPABILITY and STARTTLS are whole; within TLS it answers with one byte
after another of a line without an end, quicker than any timeout of one read. With `stalls` it does so before the
handshake instead: it never begins TLS. It stops after `drops` bytes, so that no test waits for ever.
"""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

PAUSE = 0.05  # seconds between two bytes
DROPS = 400


class DrippingServer:
    """A context manager. `left` is set where the client went away before the last drop."""

    def __init__(self, context: ssl.SSLContext, *, stalls: bool = False, drops: int = DROPS) -> None:
        self._context, self._stalls, self._drops = context, stalls, drops
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.left = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        try:
            client, _ = self._listening.accept()
        except OSError:
            return
        with client:
            self._greet(client)
            if self._stalls:
                self._drip(client, b"")
                return
            try:
                with self._context.wrap_socket(client, server_side=True) as secured:
                    secured.recv(1000)
                    self._drip(secured, b"*")
            except OSError:
                self.left.set()

    def _greet(self, client: socket.socket) -> None:
        client.sendall(b"* OK at your service\r\n")
        lines = client.makefile("rb", buffering=0)
        while line := lines.readline():
            tag, command = line.split()[:2]
            told = b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n" if command == b"CAPABILITY" else b""
            client.sendall(told + tag + b" OK done\r\n")
            if command == b"STARTTLS":
                return

    def _drip(self, sock: socket.socket, drop: bytes) -> None:
        sock.settimeout(PAUSE)
        for _ in range(self._drops):
            try:
                if drop:
                    sock.sendall(drop)
                    self._ended.wait(PAUSE)
                elif not sock.recv(1000):
                    raise ConnectionResetError
            except TimeoutError:
                continue
            except OSError:
                self.left.set()
                break
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
