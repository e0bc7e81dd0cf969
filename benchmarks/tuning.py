"""How long the commands that tune themes take on an archive, and how much memory.

    python -m benchmarks.tuning                    # 10,000 and 100,000 items
    python -m benchmarks.tuning --items 1000000
    python -m benchmarks.tuning --json

The items are those of `benchmarks.tagging`, in Dutch, English and French, under the shipped themes and
fourteen digests, annotated as a run annotates them. The candidate has one term more in one theme, and
another least score in each digest. Each command runs in a process of its own, as a person would call it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.archive import NOW
from benchmarks.measured import run
from benchmarks.tagging import make_items
from servwatch.archive.archive import Archive
from servwatch.archive.intake import Arrival, Harvest, Polled
from servwatch.archive.source_state import SourceState
from servwatch.config import shipped
from servwatch.cycle.configuration import examine, understanding_of
from servwatch.insight.identity import text_hash
from servwatch.model import ItemKind, Verdict

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 5000
SOURCES = 50
COMMANDS = {
    "backtest": ("backtest", "candidate.toml", "--since", "2000-01-01", "--json"),
    "backtest, digests only": ("backtest", "digests.toml", "--since", "2000-01-01", "--json"),
    "themes report": ("themes", "report", "--since", "2000-01-01", "--json"),
    "themes suggest": ("themes", "suggest", "--since", "2000-01-01", "--json"),
}


def configure(folder: Path) -> None:
    """Write a configuration with the shipped themes, and two candidates."""
    sources = "\n".join(
        f'[[source]]\nid = "source-{n}"\nname = "S"\nbody = "s"\nkind = "feed"\nurl = "https://www.example.org/{n}"\n'
        for n in range(SOURCES)
    )
    digests = "\n".join(
        f'[[digest]]\nid = "digest-{n}"\ntitle = {{ nl = "D" }}\nschedule = "0 7 * * fri"\nmin_score = 1.0\ngroups = ["g"]\n'
        for n in range(14)
    )
    text = f"[servwatch]\n{{more}}\n{sources}\n{shipped_themes()}\n{digests}"
    plain = text.replace("{more}", "")
    (folder / "members.toml").write_text('[[member]]\nemail = "a@example.org"\ngroups = ["g"]\n')
    (folder / "feeds.toml").write_text(plain)
    other = plain.replace("min_score = 1.0", "min_score = 2.0")
    (folder / "digests.toml").write_text(other)
    (folder / "candidate.toml").write_text(other.replace("terms.nl = [", 'terms.nl = [\n  "commissie",', 1))


def shipped_themes() -> str:
    """The themes of the shipped watch list, as they are written there."""
    text = shipped("feeds.toml").read_text(encoding="utf-8")
    parts = text.split("\n[[")
    return "\n".join(f"[[{part}" for part in parts if part.startswith("theme]]"))


def fill(folder: Path, count: int) -> None:
    """Store so many items with their annotations."""
    settings = examine(folder / "feeds.toml", {}).require()
    understanding = understanding_of(settings)
    waiting: list[Arrival] = []
    with Archive(settings.database) as archive:
        for number, (title, summary, language) in enumerate(make_items(count)):
            source = f"source-{number % SOURCES}"
            annotation = understanding.annotation(source, title, summary, language, ())
            waiting.append(
                Arrival(
                    source, f"https://www.example.org/{number}", f"example.org/{number}", title, summary, language,
                    ItemKind.NEWS, (), NOW, (NOW - timedelta(days=number % 400)).date(), NOW,
                    text_hash(title, summary), (f"url:example.org/{number}",), annotation,
                )
            )  # fmt: skip
            if len(waiting) == AT_ONCE or number == count - 1:
                state = SourceState(source, "r", NOW, last_poll=NOW, verdict=Verdict.OK)
                archive.store(1, [Harvest(state, Polled(NOW, Verdict.OK, "", 200, 1, 0.1), waiting)])
                waiting = []


def measure(count: int) -> dict[str, dict[str, float]]:
    """Seconds, CPU seconds, items a CPU second, and MiB of each command over so many items."""
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        configure(folder)
        fill(folder, count)
        for label, arguments in COMMANDS.items():
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            measured = run(
                [sys.executable, "-m", "servwatch", *arguments], folder=folder, environment=environment
            )
            assert measured.code == 0, (folder / "last.log").read_text()[-2000:]
            found[label] = {
                "seconds": round(measured.seconds, 2),
                "cpu": round(measured.cpu, 2),
                "a_second": round(count / measured.cpu),
                "peak": round(measured.peak),
            }
    return found


def main() -> None:
    """Print a line for each command and size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", default="10000,100000", help="sizes, with commas")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = {count: measure(int(count)) for count in asked.items.split(",")}
    if asked.json:
        print(json.dumps(found))
        return
    print(
        "| items | command | seconds | CPU s | items a CPU second | peak MiB |\n|---:|---|---:|---:|---:|---:|"
    )
    for count, lines in found.items():
        for label, line in lines.items():
            cells = (line["seconds"], line["cpu"], f"{line['a_second']:,}", line["peak"])
            print(f"| {int(count):,} | {label} | {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    main()
