"""What ends a fetch before there is an answer to judge, as verdicts with plain sentences.

`FetchStopped` never leaves this package: `Fetcher.fetch` turns it into a `Fetched`.
"""

from __future__ import annotations

import errno
import os
import socket
import ssl

import httpcore

from servwatch.model import Verdict

HTTP_FAULTS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.ConnectionNotAvailable,
)
"""What httpcore raises for what the other side does."""

_LONGEST_DETAIL = 120


class FetchStopped(Exception):
    """The fetch ends here, with a verdict and the rule that gave it.

    `status` and `retry_after` (seconds) are those of an answer that stopped the fetch from aside,
    as a robots.txt does.
    """

    def __init__(
        self, verdict: Verdict, rule: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(rule)
        self.verdict = verdict
        self.rule = rule
        self.status = status
        self.retry_after = retry_after


def unresolved(host: str, error: OSError) -> FetchStopped:
    """The name has no address, or the resolver does not answer."""
    passing = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
    when = " for now" if passing else ""
    return FetchStopped(Verdict.UNREACHABLE, f"the name {host} does not resolve{when}")


def unconnected(host: str, error: OSError) -> FetchStopped:
    """No TCP connection came about."""
    match error.errno:
        case errno.ECONNREFUSED:
            rule = f"{host} refuses the connection"
        case errno.ENETUNREACH | errno.EHOSTUNREACH | errno.EADDRNOTAVAIL:
            rule = f"there is no route to {host}"
        case errno.ETIMEDOUT:
            rule = f"{host} does not take the connection"
        case errno.ECONNRESET:
            rule = f"{host} breaks off the connection"
        case None:
            rule = f"no connection to {host}"
        case code:
            rule = f"no connection to {host}: {os.strerror(code)}"
    return FetchStopped(Verdict.UNREACHABLE, rule)


def untrusted(host: str, error: Exception) -> FetchStopped:
    """The TLS handshake failed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = plain((error.verify_message or "").rstrip("."))
        return FetchStopped(Verdict.UNREACHABLE, f"the certificate of {host} is not trusted: {why}")
    if reason := getattr(error, "reason", None):  # of an ssl.SSLError that OpenSSL raised
        why = plain(str(reason).replace("_", " ").lower())
        return FetchStopped(Verdict.UNREACHABLE, f"no TLS with {host}: {why}")
    return FetchStopped(Verdict.UNREACHABLE, f"{host} breaks off the TLS handshake")


def unanswered(host: str, error: Exception) -> FetchStopped:
    """The connection stood, but no answer came over it that could be read.

    `error` is one of httpcore's. The reading of a body has faults of its own, in `body`.
    """
    if isinstance(error, httpcore.ProxyError):
        return _refused_by_proxy(error)
    if isinstance(error, httpcore.ProtocolError):
        return FetchStopped(Verdict.BROKEN, f"the answer of {host} is not HTTP: {plain(str(error))}")
    return FetchStopped(Verdict.UNREACHABLE, f"{host} closes the connection without an answer")


def _refused_by_proxy(error: httpcore.ProxyError) -> FetchStopped:
    if str(error).startswith("407"):
        return FetchStopped(Verdict.BLOCKED, "the proxy asks for a login (407)")
    return FetchStopped(Verdict.UNREACHABLE, f"the proxy makes no tunnel: {plain(str(error))}")


def plain(detail: str) -> str:
    """A library's or a server's words, safe to print and to log: one line, printable, not too long."""
    line = "".join(letter if letter.isprintable() else " " for letter in detail)
    return line if len(line) <= _LONGEST_DETAIL else line[: _LONGEST_DETAIL - 1] + "…"
