"""What becomes of the time when everything is ten times as much: feeds, archive, terms.

    python -m benchmarks.growth                                     # all three curves, some minutes
    python -m benchmarks.growth --feeds 50,500 --archive 1000,10000 --terms 150,1500
    python -m benchmarks.growth --archive 10000,100000,1000000 --feeds "" --terms ""

Feeds: `servwatch run --all` over feeds of 5 items each on loopback without latency, cold and warm.
Archive: on top of so many older items, storing 200 new ones as 20 harvests in one transaction; asking
for the 50 keys of a fetch; the candidates of a digest, and freezing its edition; a search for two words.
Terms: the tagging of 20,000 short items, from `benchmarks.tagging`. Behind each figure stands what it
is of the one before: 10 is in step with the growth, 1 does not feel it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.archive import NEW, WORDS, Council, Writer, repeated
from benchmarks.loopback import ROOT, serving
from benchmarks.measured import run
from benchmarks.programs import servwatch
from servwatch.archive.database import Database
from servwatch.archive.digests import DigestState
from servwatch.archive.item_query import ItemQuery
from servwatch.archive.items import Items

ITEMS = 5
TAGGED = 20_000
Line = dict[str, float]
"""What was measured at one size, by name; a name says its unit."""


def by_feeds(sizes: Sequence[int]) -> Iterator[tuple[int, Line]]:
    """A cold and a warm run over so many feeds."""
    for feeds in sizes:
        with (
            tempfile.TemporaryDirectory(prefix="servwatch-growth-") as folder,
            serving(feeds, ITEMS, 0) as server,
        ):
            program = servwatch(Path(folder), server, feeds)
            cold, warm = (
                run(program.command, folder=Path(folder), environment=program.surroundings())
                for _ in range(2)
            )
        yield (
            feeds,
            {
                "cold s": cold.seconds,
                "CPU s": cold.cpu,
                "warm s": warm.seconds,
                "CPU s ": warm.cpu,
                "peak MiB": max(cold.peak, warm.peak),
            },
        )


def by_archive(sizes: Sequence[int]) -> Iterator[tuple[int, Line]]:
    """What a run does with the archive, over so many older items."""
    with tempfile.TemporaryDirectory(prefix="servwatch-growth-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'servwatch.db'}")
        try:
            writer, council = Writer(database), Council(database)
            state = council.states()[0]
            for size in sizes:
                writer.grow(size)
                council.edition(state)  # every old item gets its row
                yield size, _on_top(writer, council, state, Items(database))
        finally:
            database.close()


def _on_top(writer: Writer, council: Council, state: DigestState, items: Items) -> Line:
    def store(_: int) -> None:
        writer.store(batches.pop(), at_once=20)

    def ask(n: int) -> None:
        items.known_by_key(
            f"source-{n}", [f"url:source-{n}.example.org/news/{n + 50 * k}" for k in range(50)]
        )

    def search(n: int) -> None:
        list(items.find(ItemQuery(words=f"{WORDS[n]} {WORDS[-n - 1]}{n}*", limit=50)))

    batches = [writer.harvests(20, NEW // 20) for _ in range(3)]
    storing, editions = [], []
    while batches:
        storing += repeated(store, 1)
        editions.append(council.edition(state))
    middle = statistics.median
    return {
        "store 200 ms": middle(storing) * 1e3,
        "50 keys ms": middle(repeated(ask, 20)) * 1e3,
        "candidates ms": middle(seconds for seconds, _ in editions) * 1e3,
        "freeze ms": middle(seconds for _, seconds in editions) * 1e3,
        "search ms": middle(repeated(search, 20)) * 1e3,
    }


def by_terms(sizes: Sequence[int]) -> Iterator[tuple[int, Line]]:
    """Tagging with so many terms, in a process of its own."""
    for terms in sizes:
        command = [sys.executable, "-m", "benchmarks.tagging", str(terms), str(TAGGED)]
        measured = json.loads(
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        )
        yield (
            terms,
            {
                "us an item": 1e6 / measured["rate"],
                "compile ms": measured["compile_ms"],
                "peak MiB": measured["peak_mib"],
            },
        )


CURVES: dict[str, Callable[[Sequence[int]], Iterator[tuple[int, Line]]]] = {
    "feeds": by_feeds,
    "archive": by_archive,
    "terms": by_terms,
}
USUAL = {"feeds": "50,500,5000", "archive": "1000,10000,100000", "terms": "150,1500,15000"}


def table(what: str, lines: Sequence[tuple[int, Line]]) -> Iterator[str]:
    """A Markdown table: each figure, and how many times the one above it."""
    names = list(lines[0][1])
    yield f"| {what} | " + " | ".join(f"{name.strip()} | ×" for name in names) + " |"
    yield "|---:" * (1 + 2 * len(names)) + "|"
    before: Line | None = None
    for size, line in lines:
        cells = []
        for name in names:
            times = f"{line[name] / before[name]:.1f}" if before is not None else ""
            cells.append(f"{line[name]:.3g} | {times}" if line[name] < 100 else f"{line[name]:.0f} | {times}")
        yield f"| {size:,} | " + " | ".join(cells) + " |"
        before = line


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for what, sizes in USUAL.items():
        parser.add_argument(f"--{what}", default=sizes, help=f"sizes, else {sizes}; empty leaves it out")
    parser.add_argument("--json", action="store_true")
    given = vars(parser.parse_args())
    found: dict[str, list[tuple[int, Line]]] = {}
    if not given["json"]:
        print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    for what, curve in CURVES.items():
        if given[what]:
            found[what] = list(curve([int(size) for size in given[what].split(",")]))
            if not given["json"]:
                print("\n" + "\n".join(table(what, found[what])), flush=True)
    if given["json"]:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
