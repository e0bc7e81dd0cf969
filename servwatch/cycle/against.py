"""What putting another configuration in force would change: its faults, the differences, the archive under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from servwatch.archive.archive import Archive
from servwatch.archive.database import is_there
from servwatch.config import Read
from servwatch.cycle.backtesting import backtest
from servwatch.cycle.configuration import examine
from servwatch.cycle.settings_changes import (
    Change,
    Concern,
    Raised,
    Reader,
    changes,
    concerns,
    readers,
)
from servwatch.cycle.template_check import template_problems
from servwatch.digest.backtest import Backtest, DigestDifference, ThemeDifference
from servwatch.errors import ArchiveError, Problem
from servwatch.model import Settings

SHARE = 0.2
LEAST = 5
"""A theme or digest that would lose more than a fifth of its items, and at least five, is a concern."""


@dataclass(frozen=True, slots=True)
class Against:
    """Another configuration held against the one in force. Without `settings` it has faults, and no more is said."""

    path: Path
    problems: tuple[Problem, ...]
    settings: Settings | None
    changes: tuple[Change, ...] = ()
    readers: tuple[Reader, ...] = ()
    concerns: tuple[Raised, ...] = ()
    backtest: Backtest | None = None
    without: str = ""  # why there is no back-test

    @property
    def errors(self) -> int:
        """How many of the problems keep it from being used."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def exit_code(self) -> int:
        """1: it has errors; 3: somebody should look at something; 0: neither."""
        return 1 if self.errors or self.settings is None else 3 if self.concerns else 0


def hold_against(
    before: Settings,
    path: Path,
    environ: Mapping[str, str],
    db: str | None,
    *,
    since: date | None,
    begin: Callable[[int], None] = lambda _: None,
    progress: Callable[[str], None] = lambda _: None,
    read: Read | None = None,
) -> Against:
    """Hold the configuration at `path` against `before`, the one in force; of neither anything changes.

    `read` gives other texts than those on disk.

    The archive is that of the configuration in force; where there is none, there is no back-test.
    """
    loaded = examine(path, environ, db, read=read)
    problems = list(loaded.problems)
    if loaded.settings is not None:
        problems += template_problems(loaded.settings)
    after = loaded.settings
    if after is None or any(problem.severity == "error" for problem in problems):
        return Against(path, tuple(problems), None)
    run, without = _run(before, after, since, begin, progress)
    raised = [*concerns(before, after), *(_shrinking(run) if run is not None else ())]
    return Against(
        path,
        tuple(problems),
        after,
        tuple(changes(before, after)),
        tuple(readers(before, after)),
        tuple(raised),
        run,
        without,
    )


def _run(
    before: Settings,
    after: Settings,
    since: date | None,
    begin: Callable[[int], None],
    progress: Callable[[str], None],
) -> tuple[Backtest | None, str]:
    """The back-test, or why there is none."""
    if not is_there(before.database):
        return None, "there is no database yet"
    try:
        with Archive(before.database) as archive:
            return backtest(archive, before, after, since=since, begin=begin, progress=progress), ""
    except ArchiveError as error:
        return None, error.sentence()


def _shrinking(run: Backtest) -> Iterator[Raised]:
    for theme, difference in run.themes.items():
        if run.theme_settings(theme)[1] is not None and _much(difference):
            text = f"It would lose {difference.lost.items} of its {difference.before} items."
            yield Raised(Concern.THEME_SHRINKS, theme, text)
    for digest, held in run.digests.items():
        there = run.digest_settings(digest)[1]
        if there is not None and there.enabled and _much(held):
            text = f"{held.lost.items} of the {held.before} items that belong in it no longer would."
            yield Raised(Concern.DIGEST_SHRINKS, digest, text)


def _much(difference: ThemeDifference | DigestDifference) -> bool:
    lost = difference.lost.items
    return lost >= LEAST and lost > SHARE * difference.before
