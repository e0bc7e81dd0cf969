"""How long a start takes, in starts of the bare interpreter.

    python -m benchmarks.start               # 30 of each, in turn
    python -m benchmarks.start --rounds 5 --json

`python -c pass` is the measure; `--help`, `--version` and a `run` that finds nothing due are held
against it. They take turns, so that whatever else the machine does falls on all alike; the median counts,
the least is shown beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUIET = '[servwatch]\nmembers = "members.toml"\n[[source]]\nid = "none"\nname = "None"\nbody = "none"\nkind = "feed"\nurl = "https://example.org/feed"\nenabled = false\n'


def commands() -> dict[str, list[str]]:
    """What is started, by what it is called."""
    ours = [sys.executable, "-m", "servwatch"]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "servwatch --version": [*ours, "--version"],
        "servwatch --help": [*ours, "--help"],
        "a run, nothing due": [*ours, "-q", "run"],
    }


def measure(rounds: int) -> dict[str, list[float]]:
    """Seconds of every start."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "SERVWATCH_CONFIG")
    environment = {k: v for k, v in os.environ.items() if k not in left_out} | {"PYTHONPATH": str(ROOT)}
    seconds: dict[str, list[float]] = {name: [] for name in commands()}
    with tempfile.TemporaryDirectory(prefix="servwatch-start-") as folder:
        (Path(folder) / "feeds.toml").write_text(QUIET)
        (Path(folder) / "members.toml").write_text("")
        for turn in range(rounds + 1):  # the first compiles what is not compiled yet, and does not count
            for name, command in commands().items():
                began = time.perf_counter()
                subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
                if turn:
                    seconds[name].append(time.perf_counter() - began)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    seconds = measure(given.rounds)
    if given.json:
        print(json.dumps(seconds))
        return
    bare = next(iter(seconds.values()))
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, load {load:.1f} before\n")
    print("| start | median | least | bare starts |\n|---|---:|---:|---:|")
    for name, taken in seconds.items():
        ratio = statistics.median(taken) / statistics.median(bare)
        print(
            f"| `{name}` | {statistics.median(taken) * 1e3:.0f} ms | {min(taken) * 1e3:.0f} ms | {ratio:.1f} |"
        )


if __name__ == "__main__":
    main()
