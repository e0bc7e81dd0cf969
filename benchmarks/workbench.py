"""How long it takes to see what a change of a theme would do, before it is saved.

    python -m benchmarks.workbench                     # 100,000 items
    python -m benchmarks.workbench --items 10000
    python -m benchmarks.workbench --json

The items are those of `benchmarks.tagging` under the shipped themes, spread over 400 days. Each change is
tried over 30, 90 and 365 days: first with nothing compiled, then again as while somebody types.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.archive import NOW
from benchmarks.tuning import configure, fill
from servwatch.archive.archive import Archive
from servwatch.cycle.configuration import examine
from servwatch.cycle.trying_themes import try_theme
from servwatch.model import Settings, Term, Theme

DAYS = (30, 90, 365)


def drafts(theme: Theme) -> dict[str, Theme]:
    """Changes as people make them."""
    nl = theme.terms["nl"]
    return {
        "a rare term added": replace(theme, terms={**theme.terms, "nl": (*nl, Term("sociale handel"))}),
        "a common term added": replace(theme, terms={**theme.terms, "nl": (*nl, Term("zorg"))}),
        "half of the Dutch terms taken out": replace(theme, terms={**theme.terms, "nl": nl[::2]}),
        "the threshold raised": replace(theme, threshold=theme.threshold + 0.5),
    }


def measure(count: int) -> list[dict[str, Any]]:
    """Seconds of each trial, first and again, and the processor's of the second."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        configure(folder)
        fill(folder, count)
        settings = examine(folder / "feeds.toml", {}).require()
        theme = next(one for one in settings.themes if one.id == "social-dialogue")
        with Archive(settings.database) as archive:
            return [
                _line(archive, settings, label, draft, days)
                for label, draft in drafts(theme).items()
                for days in DAYS
            ]


def _line(archive: Archive, settings: Settings, label: str, draft: Theme, days: int) -> dict[str, Any]:
    seconds = []
    for _ in range(2):
        begin, processor = time.perf_counter(), time.process_time()
        trial = try_theme(archive, settings, draft, since=(NOW - timedelta(days=days)).date())
        seconds.append(round(time.perf_counter() - begin, 2))
        processor = time.process_time() - processor
    assert trial.run is not None
    moved = trial.run.themes[draft.id]
    return {
        "change": label,
        "days": days,
        "items": trial.items,
        "touched": trial.touched,
        "matched": trial.matched,
        "gained": moved.gained.items,
        "lost": moved.lost.items,
        "first": seconds[0],
        "again": seconds[1],
        "processor": round(processor, 2),
    }


def main() -> None:
    """Print a line for each trial."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    lines = measure(asked.items)
    if asked.json:
        print(json.dumps(lines))
        return
    names = list(lines[0])
    print(f"| {' | '.join(names)} |\n|{'---|' * len(names)}")
    for line in lines:
        print(f"| {' | '.join(str(line[name]) for name in names)} |")


if __name__ == "__main__":
    main()
