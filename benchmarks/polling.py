"""How fast the main job polls, cold and warm, beside its peers and beside the floor.

    python -m benchmarks.polling                          # 500 feeds of 20 items, 100 ms latency
    python -m benchmarks.polling --peers FOLDER           # and its peers, side by side in the same run
    python -m benchmarks.polling --sources 50 --items 5 --latency 0.02 --rounds 1 --json

FOLDER holds virtual environments named `venv-rss2email`, `venv-feed2exec` and `venv-reader`; newsboat is
taken from the PATH. Feeds and mail server are `benchmarks.loopback`, in a process of their own. A cold
poll begins without a database; a warm one follows it, and is answered 304 throughout. Each round makes
everything anew; with several, the median is shown, but of rss2email and feed2exec, which take minutes,
there is one round. The memory is that of all processes of a program together, at its peak, resident.

The floor is twofold: latency times feeds divided by what is asked at once, which nobody can beat, and a
bare loop that fetches every feed over as many connections and throws it away.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.loopback import Loopback, bare_loop, serving
from benchmarks.measured import Measured, run
from benchmarks.programs import CONCURRENCY, Program, found

Runs = dict[str, dict[str, list[Measured]]]
"""By program and by "cold" or "warm", the runs."""


def polled(program: Program, server: Loopback, feeds: int) -> tuple[Measured, Measured]:
    """A cold and a warm poll. Says so where a program did not do what it is measured for."""
    measured: list[Measured] = []
    for expected in (Counter({"200": feeds}), Counter({"304": feeds})):
        before = server.served()
        took = run(program.command, folder=program.folder, environment=program.surroundings())
        answered = server.served() - before
        measured.append(replace(took, answers=dict(answered)))
        if measured[-1].code not in program.good or answered != expected:
            print(
                f"  {program.name}: exit {measured[-1].code}, answers {dict(answered)}, "
                f"expected {dict(expected)}; its log is {program.folder / 'last.log'}",
                file=sys.stderr,
            )
    return measured[0], measured[1]


def compare(given: argparse.Namespace, server: Loopback, folder: Path) -> Runs:
    """Every program, in every round."""
    runs: Runs = {}
    for turn in range(given.rounds):
        for program in found(folder, server, given.sources, given.peers):
            if program.slow and turn > 0:
                continue
            cold, warm = polled(program, server, given.sources)
            mine = runs.setdefault(program.name, {"cold": [], "warm": []})
            mine["cold"].append(cold)
            mine["warm"].append(warm)
            print(f"  {program.name}: cold {cold.seconds:.1f} s, warm {warm.seconds:.1f} s", file=sys.stderr)
    return runs


def floors(given: argparse.Namespace, server: Loopback) -> dict[str, float]:
    """Seconds that the latency alone takes, and that a bare loop takes."""
    began = time.perf_counter()
    asyncio.run(bare_loop(server.http, given.sources, CONCURRENCY))
    bare = time.perf_counter() - began
    return {"latency": given.latency * -(-given.sources // CONCURRENCY), "bare_loop": bare}


def middle(runs: list[Measured], what: str) -> float:
    """The median of one of the figures."""
    return statistics.median(getattr(run, what) for run in runs)


def table(runs: Runs, floor: dict[str, float]) -> Iterator[str]:
    """The lines of a Markdown table: seconds, and how many times those of servwatch."""
    ours = runs["servwatch"]
    cold, warm = middle(ours["cold"], "seconds"), middle(ours["warm"], "seconds")
    yield "| program | cold | × | warm | × | CPU cold | CPU warm | peak RSS |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, mine in sorted(runs.items(), key=lambda one: middle(one[1]["cold"], "seconds")):
        first, then = middle(mine["cold"], "seconds"), middle(mine["warm"], "seconds")
        peak = max(one.peak for phase in mine.values() for one in phase)
        yield (
            f"| {name} | {first:.1f} s | {first / cold:.1f} | {then:.1f} s | {then / warm:.1f} "
            f"| {middle(mine['cold'], 'cpu'):.1f} s | {middle(mine['warm'], 'cpu'):.1f} s | {peak:.0f} MiB |"
        )
    for name, text in (("latency", "floor: latency alone"), ("bare_loop", "floor: bare loop")):
        seconds = floor[name]
        yield f"| {text} | {seconds:.1f} s | {seconds / cold:.1f} | {seconds:.1f} s | {seconds / warm:.1f} | | | |"


def report(given: argparse.Namespace, runs: Runs, floor: dict[str, float], load: float) -> None:
    """Print what was found."""
    if given.json:
        found = {name: {k: [asdict(m) for m in v] for k, v in mine.items()} for name, mine in runs.items()}
        about: dict[str, Any] = {
            "sources": given.sources,
            "items": given.items,
            "latency": given.latency,
            "load_before": load,
        }
        print(json.dumps(about | {"programs": found, "floor": floor}))
        return
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, load {load:.1f} before: "
        f"{given.sources} feeds of {given.items} items, {given.latency * 1000:.0f} ms latency, "
        f"{given.rounds} round(s)\n"
    )
    print("\n".join(table(runs, floor)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--latency", type=float, default=0.1, help="seconds")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--peers", type=lambda text: Path(text).resolve(), help="folder of their environments"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory(prefix="servwatch-polling-") as folder,
        serving(given.sources, given.items, given.latency) as server,
    ):
        floor = floors(given, server)
        runs = compare(given, server, Path(folder))
    report(given, runs, floor, load)


if __name__ == "__main__":
    main()
