"""The other side of the polling benchmark: feeds served over loopback, and a mail server that takes all.

    python -m benchmarks.loopback FEEDS ITEMS LATENCY    prints the ports of HTTP and SMTP, then serves

Feeds are RSS 2.0 with the titles and words of `benchmarks.tagging`, the same at every run. Every answer
comes LATENCY seconds after its request, with an ETag; a request that names it gets a 304. `/served`
tells how many answers of each status were given. The mail server accepts every message and keeps none.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from html import escape
from pathlib import Path
from urllib.request import urlopen

from benchmarks.tagging import LANGUAGES, make_items

ROOT = Path(__file__).resolve().parent.parent
NEWEST = datetime(2026, 11, 20, 8, tzinfo=UTC)
SENTENCES = 4
"""Summaries of `tagging` that make up one description: some 500 characters with markup."""


@dataclass(frozen=True, slots=True)
class Loopback:
    """A running server, by its ports."""

    http: int
    smtp: int

    def url(self, feed: int) -> str:
        """The address of one feed."""
        return f"http://127.0.0.1:{self.http}/feed{feed}.xml"

    def served(self) -> Counter[str]:
        """How many answers of each status were given so far."""
        with urlopen(f"http://127.0.0.1:{self.http}/served", timeout=10) as answer:
            return Counter(json.load(answer))


@contextlib.contextmanager
def serving(feeds: int, items: int, latency: float) -> Iterator[Loopback]:
    """Serve from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.loopback", str(feeds), str(items), str(latency)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            http, smtp = map(int, process.stdout.readline().split())
            yield Loopback(http, smtp)
        finally:
            process.kill()


def make_feeds(feeds: int, items: int) -> Iterator[bytes]:
    """The bodies of so many feeds, each in one language, that of `language_of`."""
    made = make_items(-(-feeds // len(LANGUAGES)) * len(LANGUAGES) * items * SENTENCES)
    texts: dict[str, deque[tuple[str, str]]] = {code: deque() for code in LANGUAGES}
    for feed in range(feeds):
        own = texts[language_of(feed)]
        while len(own) < items * SENTENCES:
            title, summary, code = next(made)
            texts[code].append((title, summary))
        entries = "".join(
            _entry(feed, number, [own.popleft() for _ in range(SENTENCES)]) for number in range(items)
        )
        yield (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
            f"<title>Feed {feed}</title><link>https://news.example.org/{feed}/</link>"
            f"<description>The news of {feed}</description>{entries}</channel></rss>"
        ).encode()


def language_of(feed: int) -> str:
    """In which language a feed is."""
    return LANGUAGES[feed % len(LANGUAGES)]


def _entry(feed: int, number: int, texts: list[tuple[str, str]]) -> str:
    summary = escape("<p>" + " ".join(text for _, text in texts) + "</p>")
    return (
        f"<item><title>{escape(texts[0][0])} {number}</title>"
        f"<link>https://news.example.org/{feed}/{number}.html</link>"
        f'<guid isPermaLink="false">news-{feed}-{number}</guid>'
        f"<pubDate>{format_datetime(NEWEST - timedelta(hours=number))}</pubDate>"
        f"<description>{summary}</description></item>\n"
    )


class Pages:
    """What is served, and what was."""

    def __init__(self, feeds: int, items: int, latency: float) -> None:
        self.bodies = {f"/feed{n}.xml": body for n, body in enumerate(make_feeds(feeds, items))}
        self.tags = {path: blake2b(b, digest_size=8).hexdigest() for path, b in self.bodies.items()}
        self.latency = latency
        self.count: Counter[str] = Counter()

    def answer(self, request: str) -> bytes:
        """The whole answer to a request, header and body."""
        path = request.partition(" ")[2].partition(" ")[0]
        if path == "/served":
            return self._made("200 OK", json.dumps(self.count).encode(), "application/json")
        tag = self.tags.get(path)
        status = "404 Not Found" if tag is None else "304 Not Modified" if tag in request else "200 OK"
        self.count[status[:3]] += 1
        body = self.bodies[path] if status.startswith("200") else b""
        return self._made(status, body, "application/rss+xml; charset=utf-8", tag)

    @staticmethod
    def _made(status: str, body: bytes, kind: str, tag: str | None = None) -> bytes:
        etag = f'ETag: "{tag}"\r\n' if tag else ""
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{etag}Content-Length: {len(body)}\r\n\r\n"
        return head.encode() + body


class Web(asyncio.Protocol):
    """HTTP/1.1, one request after the other on a connection."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            request = head.decode("latin-1")
            wait = 0 if "/served " in request else self._pages.latency
            asyncio.get_running_loop().call_later(wait, self._send, request)

    def _send(self, request: str) -> None:
        assert isinstance(self._transport, asyncio.WriteTransport)
        if not self._transport.is_closing():
            self._transport.write(self._pages.answer(request))
            if "connection: close" in request.lower() or " HTTP/1.0" in request:
                self._transport.close()


class Mail(asyncio.Protocol):
    """As much of RFC 5321 as a sender needs: every command is well, every message is taken."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        self._received = b""
        self._in_data = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n.\r\n" if self._in_data else b"\r\n")) >= 0:
            command = self._received[:4].upper()
            self._received = self._received[end + (5 if self._in_data else 2) :]
            begins = command == b"DATA" and not self._in_data
            self._in_data = begins
            self._transport.write(b"354 go on\r\n" if begins else b"250 well\r\n")
            if command == b"QUIT":
                self._transport.close()


async def _serve(pages: Pages) -> None:
    loop = asyncio.get_running_loop()
    web = await loop.create_server(lambda: Web(pages), "127.0.0.1", 0, backlog=1024)
    mail = await loop.create_server(Mail, "127.0.0.1", 0, backlog=1024)
    print(*(server.sockets[0].getsockname()[1] for server in (web, mail)), flush=True)
    await asyncio.Event().wait()


async def bare_loop(http: int, feeds: int, width: int) -> None:
    """Fetch every feed over `width` connections and throw it away: the floor of any poll."""
    left = iter(range(feeds))

    async def lane() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", http)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for feed in left:
            writer.write(f"GET /feed{feed}.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(head.rpartition(b"Content-Length: ")[2]))
        writer.close()

    await asyncio.gather(*(lane() for _ in range(min(width, feeds))))


if __name__ == "__main__":
    asyncio.run(_serve(Pages(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))))
