"""How long each page of the console takes, on a small archive and a large one.

    python -m benchmarks.console_pages                          # SQLite, 100,000 items
    python -m benchmarks.console_pages --sizes 10000,100000,1000000
    python -m benchmarks.console_pages --own-postgresql         # a server of its own, as the tests have
    python -m benchmarks.console_pages --json

The house is the one the scripted visitors of the tests go through: the demo's sources, digests, members, deadlines, a
draft under review, editions that were sent. To it come invented items, spread over 400 days and fifty sources, under
the shipped themes, in five languages; every common word of them stands in half of them. Server time of whole pages
within this process, as an administrator gets them: from the request to the last byte, without a network, one visit at a
time. Last, how long `servwatch serve` takes to answer over that archive, and its memory before and after every page.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.archive import an_own_postgresql
from benchmarks.console_search import Library
from servwatch.archive.archive import Archive
from servwatch.archive.database import Database
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.model import Theme
from servwatch.model.account import Account, Role
from servwatch.web.console.application import console
from servwatch.web.console.site import Site
from tests.web.visits.house import NOW, house
from tests.web.visits.places import LOOKED_AT, places

COOKIE = "servwatch_session"
SOURCES = 50
_WARM = 2  # visits before those that count: the first compiles templates and themes


@dataclass(frozen=True)
class Line:
    """What visits to a page took, in milliseconds, and how many bytes it is."""

    page: str
    median: float
    p95: float
    bytes: int


class Shelves(Library):
    """Items under the themes of a house."""

    def __init__(self, database: Database, themes: tuple[Theme, ...]) -> None:
        super().__init__(database)
        self.themes = [theme.id for theme in themes]


def with_sources(path: Path) -> None:
    """Name the sources of the invented items in the configuration; none of them is polled."""
    tables = "".join(
        f'\n[[source]]\nid = "source-{n}"\nname = "Source {n}"\nbody = "body-{n % 9}"\nkind = "feed"\n'
        f'url = "https://www.example.org/{n}"\nenabled = false\n'
        for n in range(SOURCES)
    )
    path.write_text(path.read_text(encoding="utf-8") + tables, encoding="utf-8")


async def visits(site: Site, cookie: str, addresses: dict[str, str], times: int) -> list[Line]:
    """Ask for each page so many times."""
    transport = httpx.ASGITransport(app=console(site))
    lines = []
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=600) as client:
        client.cookies.set(COOKIE, cookie)
        for page, address in addresses.items():
            seconds = []
            for number in range(times + _WARM):
                begin = time.perf_counter()
                answer = await client.get(address)
                seconds.append(time.perf_counter() - begin)
                assert answer.status_code < 400, (page, address, answer.status_code, answer.text[:300])
                if number == _WARM and seconds[-1] > 5:
                    break
            counted = sorted(seconds[_WARM:])
            p95 = counted[min(len(counted) - 1, int(len(counted) * 0.95))]
            lines.append(Line(page, counted[len(counted) // 2] * 1000, p95 * 1000, len(answer.content)))
            sys.stderr.write(f"{page}: {lines[-1].median:.0f} ms, {lines[-1].p95:.0f} ms\n")
    return lines


def served(path: Path, cookie: str, addresses: dict[str, str]) -> dict[str, float]:
    """Seconds until `serve` answers, and its memory in MiB then, after every page, and after every page again."""
    command = [sys.executable, "-m", "servwatch", "serve", "--config", str(path)]
    begin = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as program:
        try:
            assert program.stderr is not None
            said = next(found for line in program.stderr if (found := re.search(r"http://[\d.:]+/", line)))
            with httpx.Client(base_url=said[0], cookies={COOKIE: cookie}, timeout=600) as client:
                client.get("/account").raise_for_status()
                measured = {"seconds to the first page": time.perf_counter() - begin}
                measured["MiB at rest"] = _memory(program.pid)
                for when in ("MiB after each page once", "MiB after each page again"):
                    for address in addresses.values():
                        client.get(address)
                    measured[when] = _memory(program.pid)
        finally:
            program.terminate()
            program.stderr.close() if program.stderr else None
    return measured


def _memory(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) / 1024


def measure(
    folder: Path, url: str | None, sizes: list[int], times: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines of each size, and what `serve` took."""
    with house(folder / "house", database=url) as path:
        with_sources(path)
        settings = in_force(path, {}).settings
        with Archive(settings.database) as archive:
            person = archive.accounts.add(Account(0, "administrator", Role.ADMINISTRATOR), NOW)
            cookie = archive.accounts.begin(person.id, NOW, NOW.replace(year=2030))
            addresses = {name: places(archive, path)[name] for name in LOOKED_AT}
            shelves = Shelves(archive.database, settings.themes)
            for size in sizes:
                begin = time.perf_counter()
                shelves.grow(size)
                sys.stderr.write(f"{size:,} items after {time.perf_counter() - begin:.0f} s\n")
                current = in_force(path, {})
                site = Site(lambda current=current: current, FixedClock(NOW))  # type: ignore[misc]
                lines = asyncio.run(visits(site, cookie, addresses, times))
                site.close()
                yield size, {"pages": lines, "serve": served(path, cookie, addresses)}


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="100000")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--own-postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="servwatch-bench-")))
        url = stack.enter_context(an_own_postgresql()) if given.own_postgresql else None
        for size, found in measure(folder, url, sizes, given.times):
            if given.json:
                pages = [vars(line) for line in found["pages"]]
                print(json.dumps({"size": size, "pages": pages, "serve": found["serve"]}))
                continue
            print(f"\n{size:,} items, load {os.getloadavg()[0]:.1f}\n")
            print("| page | median, ms | p95, ms | KB |\n|---|---:|---:|---:|")
            for line in sorted(found["pages"], key=lambda line: -line.median):
                print(f"| {line.page} | {line.median:.0f} | {line.p95:.0f} | {line.bytes / 1000:.0f} |")
            print("\n" + ", ".join(f"{name} {value:.1f}" for name, value in found["serve"].items()))


if __name__ == "__main__":
    main()
