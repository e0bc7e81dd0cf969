"""smtplib's client, made safe where a lost or doubled mail would follow.

- A reply has a deadline as a whole. smtplib's timeout is one per read, which a server that sends a
  byte now and then outlives for ever.
- Client and server stay in step: what the server said unasked is read before the next command, so that
  a stale "250" is never taken for the answer to the dot, a closed connection is noticed before the
  mark is committed, and nothing said in the clear survives STARTTLS (CVE-2011-0411).
- The name for EHLO needs no DNS look-up; a reply has a limit; the dot leaves at once (no Nagle).
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable

CONNECT_SECONDS = 30.0  # to open a connection, at most: RFC 5321 has no number, Postfix has this
REPLY_BYTES = 65536
_REPLY_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)
_HOST = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{0,62}")


Heard = Callable[[int, bytes], object]
"""Is told each reply as it comes: its code and its text."""


def unheard(_code: int, _text: bytes) -> None:
    """Tell nobody."""


class OutOfStep(smtplib.SMTPResponseException):
    """The server said something that nobody had asked for, such as 421 before it leaves."""


class Dialogue(smtplib.SMTP):
    """One connection to an SMTP server. Every method may raise OSError, of which smtplib's errors are."""

    def __init__(self, host: str, port: int, patience: float, heard: Heard = unheard) -> None:
        """Open the connection, without a word yet. `patience` is seconds for each reply."""
        super().__init__(local_hostname="localhost", timeout=patience)
        self.patience = patience
        self._heard = heard
        self._arrived = bytearray()
        self._host = host  # smtplib's own name for it
        self.sock: socket.socket | None = socket.create_connection(
            (host, port), min(patience, CONNECT_SECONDS)
        )
        try:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.local_hostname = _own_name(self.sock)
        except OSError:  # reset already
            self.close()
            raise

    @property
    def peer(self) -> str:
        """The address at the other end."""
        return str(self._open().getpeername()[0])

    @property
    def encrypted(self) -> bool:
        """Whether what is said now is said over TLS."""
        return isinstance(self.sock, ssl.SSLSocket)

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Go over to TLS, and forget all that was said before (RFC 3207, 4.2)."""
        if self._take_in() or self._arrived:
            raise smtplib.SMTPServerDisconnected("the server spoke in the clear where TLS was to begin")
        sock = self._open()
        sock.settimeout(self.patience)
        self.sock = None  # a failed handshake closes it
        self.sock = context.wrap_socket(sock, server_hostname=self._host)
        self.ehlo_resp = self.helo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Send a command, when the server has nothing left to say."""
        self.expect_silence()
        super().putcmd(cmd, args)

    def say(self, *commands: str) -> None:
        """Send commands at once, when the server has nothing left to say; each has a reply to be read (RFC 2920)."""
        if any(sign in command for command in commands for sign in "\r\n"):
            raise ValueError("a command has one line")
        self.expect_silence()
        self.transmit("".join(f"{command}\r\n" for command in commands).encode("ascii"))

    def expect_silence(self) -> None:
        """Make sure that the connection stands and nothing unasked has arrived.

        Raises:
            SMTPServerDisconnected: the server has left.
            OutOfStep: it said something on its own account.
        """
        self._take_in()
        if self._arrived:
            raise OutOfStep(*self.getreply())

    def transmit(self, data: bytes) -> None:
        """Send bytes of a message, within `patience` seconds in all."""
        sock = self._open()
        sock.settimeout(self.patience)
        sock.sendall(data)

    def getreply(self) -> tuple[int, bytes]:
        """The server's whole reply: its code, and its text on as many lines as it has."""
        deadline = time.monotonic() + self.patience
        texts: list[bytes] = []
        size = 0
        while True:
            line = self._line(deadline)
            size += len(line)
            found = _REPLY_LINE.fullmatch(line.rstrip(b"\r\n"))
            if found is None or size > REPLY_BYTES:
                raise smtplib.SMTPServerDisconnected(f"not an SMTP reply: {line[:60]!r}")
            texts.append(found[3] or b"")
            if found[2] != b"-":
                self._heard(int(found[1]), b"\n".join(texts))
                return int(found[1]), b"\n".join(texts)

    def close(self) -> None:
        """Leave without a word."""
        super().close()
        self._arrived.clear()

    def _open(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        return self.sock

    def _line(self, deadline: float) -> bytes:
        while (end := self._arrived.find(b"\n")) < 0:
            if len(self._arrived) > REPLY_BYTES:
                raise smtplib.SMTPServerDisconnected("a reply without end")
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("no complete reply in time")
            sock = self._open()
            sock.settimeout(left)
            self._add(sock.recv(4096))
        line = bytes(self._arrived[: end + 1])
        del self._arrived[: end + 1]
        return line

    def _take_in(self) -> bool:
        """Read what has arrived without waiting; whether there was anything."""
        sock = self._open()
        sock.settimeout(0)
        try:
            self._add(sock.recv(4096))
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False
        finally:
            sock.settimeout(self.patience)
        return True

    def _add(self, data: bytes) -> None:
        if not data:
            raise smtplib.SMTPServerDisconnected("the server closed the connection")
        self._arrived += data


def _own_name(sock: socket.socket) -> str:
    """A full host name, or the address literal that stands for one (RFC 5321, 4.1.3)."""
    name = socket.gethostname()
    if _HOST.fullmatch(name):
        return name
    address = str(sock.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
