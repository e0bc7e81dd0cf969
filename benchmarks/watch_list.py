"""A large watch list, polled at a polite pace: how long it takes, how hard it presses on any host, what memory it holds.

    python -m benchmarks.watch_list                        # 5,000 sources on 500 hosts, about a minute
    python -m benchmarks.watch_list --sources 500 --hosts 50 --pace 0.2

The hosts are names of one loopback server (by `connect_to`). Of ten sources eight are feeds, one is a listing
page, one an interface in JSON. A first run reads all of them; before the second, one in ten has a new item, and
the others answer 304. The server notes when each request came: the table tells the least time between two to one
host, and the most within any second, beside the pace that was set (seconds between two requests to a host).

The floor is what politeness alone takes: the pace, times the requests of the busiest host less one.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from time import monotonic
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.loopback import NEWEST, ROOT
from benchmarks.measured import Measured, run
from benchmarks.programs import Program, servwatch_watching

KINDS = ("feed",) * 8 + ("page", "json_api")
ITEMS = 5
JITTER = 0.1
"""Seconds that a request may come early at the server: the one before it had to connect first."""
CHANGED = 10
"""One source in so many has something new in the second run."""


@dataclass(slots=True)
class Publishers:
    """Many hosts on one port. The generation tells which run it is; `came` when each host was asked."""

    generation: int = 1
    came: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def answer(self, head: str) -> bytes:
        """The whole answer to a request."""
        path = head.partition(" ")[2].partition(" ")[0]
        host = head.lower().partition("\r\nhost: ")[2].partition("\r\n")[0]
        if path == "/next":
            told = json.dumps({"pace": self._pressure(), "answers": self.answers}).encode()
            self.generation, self.came, self.answers = 2, defaultdict(list), defaultdict(int)
            return _http("200 OK", "application/json", told)
        self.came[host].append(monotonic())
        if path == "/robots.txt":
            self.answers["robots"] += 1
            return _http("404 Not Found", "text/plain", b"")
        kind, _, number = path.strip("/").partition("-")
        fresh = self.generation == 2 and int(number) % CHANGED == 0
        tag = f'"{number}-{self.generation if fresh else 1}"'
        if tag in head:
            self.answers["304"] += 1
            return _http("304 Not Modified", "", b"", tag)
        self.answers["200"] += 1
        return _http("200 OK", *_written(kind, int(number), fresh=fresh), tag)

    def _pressure(self) -> dict[str, float]:
        gaps = [b - a for times in self.came.values() for a, b in pairwise(times)]
        most = max(
            (bisect_left(times, t + 1) - n for times in self.came.values() for n, t in enumerate(times)),
            default=0,
        )
        busiest = max(map(len, self.came.values()), default=0)
        return {"least": min(gaps, default=0.0), "within": most, "busiest": busiest, "hosts": len(self.came)}


def _written(kind: str, number: int, *, fresh: bool) -> tuple[str, bytes]:
    """The content type and body of one source."""
    first = 0 if fresh else 1
    entries = [
        (f"Report {number} on labour, part {part}", f"/item/{number}/{part}", NEWEST - timedelta(hours=part))
        for part in range(first, first + ITEMS)
    ]
    if kind == "page":
        rows = "".join(
            f'<article><h3><a href="{link}">{title}</a></h3><time datetime="{date.isoformat()}"></time></article>'
            for title, link, date in entries
        )
        return "text/html", f"<!doctype html><html><body><main>{rows}</main></body></html>".encode()
    if kind == "json_api":
        listed = [{"title": title, "url": link, "date": date.isoformat()} for title, link, date in entries]
        return "application/json", json.dumps({"results": listed}).encode()
    items = "".join(
        f"<item><title>{title}</title><link>https://news.example.org{link}</link><pubDate>{format_datetime(date)}</pubDate></item>"
        for title, link, date in entries
    )
    return (
        "application/rss+xml",
        f'<rss version="2.0"><channel><title>{number}</title>{items}</channel></rss>'.encode(),
    )


def _http(status: str, kind: str, body: bytes, tag: str = "") -> bytes:
    etag = f"ETag: {tag}\r\n" if tag else ""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{etag}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Web(asyncio.Protocol):
    """HTTP/1.1, answered at once."""

    def __init__(self, publishers: Publishers) -> None:
        self._publishers = publishers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(self._publishers.answer(head.decode("latin-1")))


async def _serve() -> None:
    publishers = Publishers()
    server = await asyncio.get_running_loop().create_server(
        lambda: Web(publishers), "127.0.0.1", 0, backlog=4096
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


@contextlib.contextmanager
def publishing() -> Iterator[int]:
    """Serve from a process of its own; gives its port."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.watch_list", "--serve"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


def watching(folder: Path, port: int, sources: int, hosts: int, pace: float) -> Program:
    """servwatch with so many sources, at a pace."""
    entries = (_entry(number, number % hosts) for number in range(sources))
    led = ", ".join(f'"h{host}.example.org" = "127.0.0.1:{port}"' for host in range(hosts))
    fetch = f'pace = "{round(pace * 1000)}ms"\nconnect_to = {{ {led} }}\n'
    return servwatch_watching(folder, entries, fetch)


def _entry(number: int, host: int) -> str:
    kind = KINDS[number // CHANGED % len(KINDS)]
    keys = {
        "feed": "",
        "page": 'item = "article"\ndate = "time"\n',
        "json_api": 'list = "results"\nfields.title = "title"\nfields.link = "url"\nfields.date = "date"\n',
    }
    return (
        f'[[source]]\nid = "s{number}"\nname = "Source {number}"\nbody = "b{host}"\nkind = "{kind}"\n'
        f'url = "http://h{host}.example.org/{kind}-{number}"\nlanguages = ["en"]\n{keys[kind]}'
    )


Run = tuple[str, Measured, dict[str, float], dict[str, int]]
"""Its name, what it took, how the hosts were pressed, how many answers of each status they gave."""


def measure(sources: int, hosts: int, pace: float) -> Iterator[Run]:
    """A first run, and one in which nine of ten sources are unchanged."""
    with tempfile.TemporaryDirectory(prefix="servwatch-list-") as folder, publishing() as port:
        program = watching(Path(folder), port, sources, hosts, pace)
        for name in ("first", "unchanged 90 %"):
            measured = run(program.command, folder=Path(folder), environment=program.surroundings())
            with urlopen(f"http://127.0.0.1:{port}/next", timeout=60) as answer:
                told = json.load(answer)
            yield name, measured, told["pace"], told["answers"]


def main() -> int:
    """Print the table. Exits 1 where a host was asked more often than the pace allows."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sources", type=int, default=5000)
    options.add_argument("--hosts", type=int, default=500)
    options.add_argument("--pace", type=float, default=1.0, help="seconds between two requests to one host")
    options.add_argument("--json", action="store_true")
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.serve:
        asyncio.run(_serve())
    runs = list(measure(chosen.sources, chosen.hosts, chosen.pace))
    if chosen.json:
        print(
            json.dumps(
                [{"run": name, **asdict(took), "pressure": p, "answers": a} for name, took, p, a in runs]
            )
        )
    else:
        print(
            f"{chosen.sources} sources on {chosen.hosts} hosts, a request to a host each {chosen.pace:g} s at most\n"
        )
        print(_table(runs, chosen.pace))
    return int(any(pressure["least"] < chosen.pace - JITTER for _, _, pressure, _ in runs))


def _table(runs: Iterable[Run], pace: float) -> str:
    lines = [
        "| run | seconds | floor | CPU | 200 / 304 | least between two to a host | most to a host within a second | peak RSS |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, took, pressure, answers in runs:
        floor = pace * max(0, pressure["busiest"] - 1)
        lines.append(
            f"| {name} | {took.seconds:.1f} s | {floor:.1f} s | {took.cpu:.1f} s | {answers.get('200', 0)} / {answers.get('304', 0)} "
            f"| {pressure['least']:.2f} s | {pressure['within']:.0f} | {took.peak:.0f} MiB |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
