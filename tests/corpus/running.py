"""`servwatch run` over the captured feeds, as a process of its own; and archives that go on from there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servwatch.model import Item
from tests.corpus.archived import items_of
from tests.corpus.captured import Captured, watch_over
from tests.cycle.killing import environment
from tests.cycle.watch import Watch
from tests.internet import Internet

FIRST = "2026-11-22T06:00"


@dataclass(frozen=True)
class FirstRun:
    """What a first run over all sources left behind and said."""

    sources: list[Captured]
    watch: Watch
    exit_code: int
    log: str
    report: dict[str, Any]
    items: dict[str, list[Item]]

    @property
    def polls(self) -> dict[str, dict[str, Any]]:
        """The report of each source, by its id."""
        return {poll["source"]: poll for poll in self.report["sources"]}

    def resumed(self, folder: Path, internet: Internet) -> Watch:
        """A watch of its own that goes on from here."""
        shutil.copytree(self.watch.folder, folder, dirs_exist_ok=True)
        return watch_over(folder, internet, self.sources)


def first_run(folder: Path, internet: Internet, sources: list[Captured]) -> FirstRun:
    """Poll all sources for the first time, by the command line."""
    watch = watch_over(folder, internet, sources)
    watch.write()
    code, log, report = run_all(watch, FIRST)
    with watch.archive() as archive:
        items = items_of(archive)
    return FirstRun(sources, watch, code, log, report, items)


def run_all(watch: Watch, now: str) -> tuple[int, str, dict[str, Any]]:
    """`servwatch run --all`: its exit code, its log, its report."""
    command = [sys.executable, "-m", "servwatch", "--config", str(watch.path), "run", "--all", "--json"]
    done = subprocess.run(
        [*command, "--now", now],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=240,
        check=False,
    )
    return done.returncode, done.stderr, json.loads(done.stdout)
