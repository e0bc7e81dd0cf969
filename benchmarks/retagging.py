"""How fast an archive is annotated anew after a change of settings, and whether memory stays flat.

    python -m benchmarks.retagging                     # 10,000 and 100,000 items
    python -m benchmarks.retagging --items 1000000
    python -m benchmarks.retagging --json

The items are those of `benchmarks.tagging`, under the shipped themes; every third names a reference and every
fifth a day by which to act. They are stored as if under other settings, and annotated anew in one
process: themes, references, deadlines with their register, all of it written. Memory is what the process
holds at each tenth of the way.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.archive import NOW
from benchmarks.measured import summed
from benchmarks.tagging import make_items
from benchmarks.tuning import AT_ONCE, SOURCES, configure
from servwatch.archive.archive import Archive
from servwatch.archive.intake import Arrival, Harvest, Polled
from servwatch.archive.source_state import SourceState
from servwatch.cycle.configuration import examine, understanding_of
from servwatch.cycle.retagging import BATCH, retag_archive
from servwatch.insight.identity import text_hash
from servwatch.model import Annotation, ItemKind, Verdict


def arrival(number: int, title: str, summary: str, language: str) -> Arrival:
    """An item as if it had been stored under other settings."""
    source = f"source-{number % SOURCES}"
    if number % 3 == 0:
        title = f"{title} COM({2020 + number % 7}) {number % 900 + 1}"
    if number % 5 == 0:
        summary = f"{summary} Reageren kan tot {number % 28 + 1} december 2026."
    address = f"www.example.org/{number}"
    seen = NOW - timedelta(minutes=number % 500_000)
    return Arrival(
        source, f"https://{address}", address, title, summary, language, ItemKind.NEWS, (), seen, seen.date(), seen,
        text_hash(title, summary), (f"url:{address}",), Annotation(0, "before", language),
    )  # fmt: skip


def fill(folder: Path, count: int) -> None:
    """Store so many items."""
    settings = examine(folder / "feeds.toml", {}).require()
    waiting: list[Arrival] = []
    state = SourceState("source-0", "reading", NOW, verdict=Verdict.OK)
    polled = Polled(NOW, Verdict.OK, "It is well.", 200, 0, 0.0)
    with Archive(settings.database) as archive:
        for number, (title, summary, language) in enumerate(make_items(count)):
            waiting.append(arrival(number, title, summary, language))
            if len(waiting) == AT_ONCE or number == count - 1:
                archive.store(1, [Harvest(state, polled, waiting)])
                waiting = []


def measure(count: int) -> dict[str, Any]:
    """Annotate so many items anew: items a second, and the MiB held at each tenth of the way."""
    held: list[float] = []
    batches = 0

    def note(_: str) -> None:
        nonlocal batches
        batches += 1
        if batches * BATCH >= (len(held) + 1) * count / 10:
            held.append(round(summed(os.getpid()) / 2**20))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        configure(folder)
        fill(folder, count)
        settings = examine(folder / "feeds.toml", {}).require()
        understanding = understanding_of(settings)
        with Archive(settings.database) as archive:
            begin = time.perf_counter()
            retagged = retag_archive(archive, understanding, now=NOW, progress=note)
            seconds = time.perf_counter() - begin
    assert retagged == count
    return {"seconds": round(seconds, 2), "a_second": round(count / seconds), "held": held}


def main() -> None:
    """Print a line for each size; each is measured in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", default="10000,100000", help="sizes, with commas")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    sizes = [int(count) for count in asked.items.split(",")]
    if len(sizes) == 1:
        found = {sizes[0]: measure(sizes[0])}
    else:
        command = [sys.executable, "-m", "benchmarks.retagging", "--json", "--items"]
        told = (subprocess.run([*command, str(n)], check=True, capture_output=True).stdout for n in sizes)
        found = {n: json.loads(one)[str(n)] for n, one in zip(sizes, told, strict=True)}
    if asked.json:
        print(json.dumps(found))
        return
    print("| items | seconds | items/s | MiB at each tenth |\n|---:|---:|---:|---|")
    for count, line in found.items():
        held = " ".join(f"{one:.0f}" for one in line["held"])
        print(f"| {count:,} | {line['seconds']} | {line['a_second']:,} | {held} |")


if __name__ == "__main__":
    main()
