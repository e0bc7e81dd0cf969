"""A connection to an IMAP server: to the address that was checked, capped, and its faults as verdicts.

imaplib has no cap on what a server says, and connects to whatever a name leads to; imap-tools builds on it.
"""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from servwatch.fetch.faults import FetchStopped, plain, unconnected, untrusted
from servwatch.model import Verdict
from servwatch.model.mailbox import MailboxAddress

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where to connect, and how. `context` is that of TLS."""

    mailbox: MailboxAddress
    addresses: Sequence[str]
    port: int
    security: str  # "tls" | "starttls" | "none"
    context: ssl.SSLContext
    timeout: float  # seconds for one answer


class Connection(imaplib.IMAP4):
    """A connection to an address that was checked, under the name of its host, with a cap on what it says."""

    def __init__(self, place: Place, limit: int, opened: Callable[[socket.socket], None]) -> None:
        self._place = place
        self._left = limit
        self.wire = 0
        self._opened = opened
        super().__init__(place.mailbox.host, place.port, timeout=place.timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        place, last = self._place, OSError()
        for address in place.addresses:
            try:
                sock = socket.create_connection((address, place.port), timeout)
            except OSError as error:
                last = error
                continue
            self._opened(sock)
            return self.wrap_socket(sock) if place.security == "tls" else sock
        raise unconnected(place.mailbox.host, last) from last

    def protect(self) -> None:
        """Go on with TLS (STARTTLS, RFC 9051, 6.2.1)."""
        self.starttls(cast(ssl.SSLContext, self))  # of which imaplib uses `wrap_socket` only

    def wrap_socket(self, sock: socket.socket, server_hostname: str | None = None) -> ssl.SSLSocket:
        """A socket with TLS in the place of a plain one, which is none any more: it is the one to cut from now on."""
        secured = self._place.context.wrap_socket(
            sock,
            server_hostname=server_hostname or self._place.mailbox.host,
            do_handshake_on_connect=False,
        )
        self._opened(secured)  # before the handshake, which may be long too
        try:
            secured.do_handshake()
        except BaseException:
            secured.close()
            raise
        return secured

    def read(self, size: int) -> bytes:
        """As imaplib's, capped."""
        self._count(size)
        return super().read(size)

    def readline(self) -> bytes:
        """As imaplib's, capped."""
        line = super().readline()
        self._count(len(line))
        return line

    def _count(self, size: int) -> None:
        self.wire += size
        self._left -= size
        if self._left < 0:
            raise FetchStopped(Verdict.TOO_LARGE, "the mailbox says more than was asked for")


class Box(BaseMailBox):
    """imap-tools over a connection of ours."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._connection


def guarded(place: Place, do: Callable[[], T]) -> T:
    """Do something over a connection: what may go wrong there, as verdicts. Raises `FetchStopped`."""
    host = place.mailbox.host
    try:
        return do()
    except ssl.SSLError as error:
        raise untrusted(host, error) from error
    except TimeoutError as error:
        rule = f"{host} did not answer within {place.timeout:g} seconds"
        raise FetchStopped(Verdict.TIMEOUT, rule) from error
    except imaplib.IMAP4.abort as error:
        raise FetchStopped(Verdict.UNREACHABLE, f"{host} breaks off: {said(error)}") from error
    except OSError as error:
        raise FetchStopped(Verdict.UNREACHABLE, f"{host} breaks off the connection") from error
    except (imaplib.IMAP4.error, ImapToolsError, ValueError, LookupError, TypeError) as error:
        raise FetchStopped(Verdict.BROKEN, f"the answer of {host} cannot be read: {said(error)}") from error


def said(error: Exception) -> str:
    """The server's own words, as far as they can be made out."""
    result = getattr(error, "command_result", None)
    said = result[1][0] if result and result[1] else error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return plain(text)
