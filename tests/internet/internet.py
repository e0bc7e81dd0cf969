"""The address book of the loopback internet: which host and path says what, and who asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from tests.internet.certificates import Certificates
from tests.internet.replies import Asked, Reply, Script
from tests.internet.server import Server

NOWHERE = Reply(status=404, body=b"<html><title>Not Found</title></html>", content_type="text/html")


class Place:
    """One address, set up by sentences: `internet.at("www.ilo.org/rss").serves(body)`.

    Several sentences joined by `.then` follow each other; the last one holds for ever.
    """

    def __init__(self, script: Script) -> None:
        self._script = script

    def serves(self, body: bytes | str, **quirks: Any) -> Place:
        """Answers 200 with this body (304 where the request's validators are those given)."""
        return self.replies(Reply(body=_bytes(body), **quirks))

    def answers(self, status: int = 200, body: bytes | str = b"", **quirks: Any) -> Place:
        """Answers with this status."""
        return self.replies(Reply(status=status, body=_bytes(body), **quirks))

    def redirects(self, location: str, status: int = 302, **quirks: Any) -> Place:
        """Leads elsewhere."""
        return self.replies(Reply(status=status, location=location, **quirks))

    def replies(self, reply: Reply | Callable[[Asked], Reply]) -> Place:
        """Answers with this reply, or with what this function makes of the request."""
        self._script.replies.append(reply)
        return self

    @property
    def then(self) -> Place:
        """And after that (a word for the reader of a test)."""
        return self


class Internet:
    """Every host, on one loopback port. A context manager; leaving it stops the server."""

    def __init__(self) -> None:
        self._scripts: dict[str, Script] = {}
        self._hosts: dict[str, None] = {}
        self._asked: list[Asked] = []
        self._busy: dict[str, int] = {}
        self._busiest: dict[str, int] = {}
        self._lock = threading.Lock()
        self._folder = TemporaryDirectory(prefix="internet-")
        self._certificates = Certificates()
        self._server = Server(self, self._certificates)
        self.proxy_password: str | None = None  # "user:password" that the proxy wants
        self.proxy_status = 200  # what the proxy answers to CONNECT
        self.tunnels: list[Asked] = []  # the CONNECT requests

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self._folder.cleanup()

    # Setting up

    def at(self, address: str) -> Place:
        """The place at "host/path?query". A path of "*" is every path of the host without its own."""
        host, _, path = address.removeprefix("https://").removeprefix("http://").partition("/")
        self._hosts[host.lower()] = None
        script = Script()
        self._scripts[f"{host.lower()}/{path}"] = script
        return Place(script)

    def knows(self, *hosts: str) -> None:
        """Makes hosts known to `connect_to` that have no place of their own."""
        self._hosts.update(dict.fromkeys(host.lower() for host in hosts))

    def untrusted(self, host: str) -> None:
        """Lets the host show a certificate of an authority nobody knows."""
        self.knows(host)
        self._certificates.untrusted.add(host)

    def speaks_http2(self) -> None:
        """Lets every TLS host offer HTTP/2 (ALPN, RFC 7301)."""
        self._certificates.protocols = ["h2", "http/1.1"]

    def misnamed(self, host: str) -> None:
        """Lets the host show a certificate of another name."""
        self.knows(host)
        self._certificates.misnamed.add(host)

    # Reaching it

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def connect_to(self) -> dict[str, str]:
        """The map for `FetchSettings.connect_to`: every host named so far leads to this port."""
        return dict.fromkeys(self._hosts, self.address)

    @property
    def ca_file(self) -> Path:
        """The authority that signed every good certificate here, as a PEM file."""
        path = Path(self._folder.name) / "authority.pem"
        if not path.exists():
            path.write_bytes(self._certificates.authority.cert_pem.bytes())
        return path

    # What happened

    def asked(self, address: str = "") -> list[Asked]:
        """The requests so far, in order: all, or those of one host, or of one "host/path"."""
        with self._lock:
            asked = list(self._asked)
        if not address:
            return asked
        host, slash, path = address.partition("/")
        return [a for a in asked if a.host == host and (not slash or a.path == f"/{path}")]

    def busiest(self, host: str = "") -> int:
        """The most requests that were under way at once, to one host or in all."""
        with self._lock:
            return self._busiest.get(host, 0)

    # Called by the server, from its thread

    def reply_to(self, asked: Asked) -> Reply:
        with self._lock:
            self._asked.append(asked)
            script = self._find(asked)
            reply = script.next() if script is not None else NOWHERE
        if callable(reply):
            reply = reply(asked)
        assert isinstance(reply, Reply)
        if reply.resets_reused:
            reply = replace(reply, resets_reused=False, reset=asked.nth > 1)
        return reply.for_(asked)

    def tunnelled(self, asked: Asked) -> None:
        with self._lock:
            self.tunnels.append(asked)

    def _find(self, asked: Asked) -> Script | None:
        for path in (asked.path, asked.path.partition("?")[0], "/*"):
            if (script := self._scripts.get(asked.host + path)) is not None:
                return script
        return None

    def begins(self, host: str) -> None:
        with self._lock:
            for key in (host, ""):
                self._busy[key] = self._busy.get(key, 0) + 1
                self._busiest[key] = max(self._busiest.get(key, 0), self._busy[key])

    def ends(self, host: str) -> None:
        with self._lock:
            for key in (host, ""):
                self._busy[key] -= 1


def _bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else body
