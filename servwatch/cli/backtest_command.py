"""`backtest`: what other settings would do with the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servwatch.cli.invocation import Invocation, command


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(
        app,
        epilog="Examples: `servwatch backtest candidate.toml`; `servwatch backtest candidate.toml --since 365d --json`.",
    )(backtest)


def backtest(
    here: Invocation,
    other: Annotated[
        Path, typer.Argument(metavar="FILE", help="Another feeds.toml, such as a copy you changed.")
    ],
    since: Annotated[
        str,
        typer.Option("--since", metavar="D", help="A day such as 2026-11-01, or a time back such as 90d."),
    ] = "90d",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Tell what other settings would do with the archive.

    FILE counts with all that it includes. Per theme: the items it would gain and lose, with examples and the terms
    responsible; per digest: the items that would newly belong in it, and no longer, with the reason, before limits and
    copies are considered. Nothing changes.
    """
    from servwatch.cli.backtest_report import backtest_json, tell_backtest
    from servwatch.cli.item_commands import day_of
    from servwatch.cli.printing import say_json
    from servwatch.cli.progress import bar
    from servwatch.config import find_config
    from servwatch.cycle.backtesting import backtest as run_backtest
    from servwatch.cycle.configuration import examine

    here.start_log()
    day = day_of(since)
    current = here.in_force()
    path = find_config(other, here.environ, here.folder)
    after = examine(path, here.environ, here.db).require()
    with here.open(current) as archive, bar("Back-testing", quiet=here.quiet) as progress:
        run = run_backtest(
            archive, current.settings, after, since=day, begin=progress.begin, progress=progress.advance
        )
    if json:
        say_json(backtest_json(run, day))
    else:
        tell_backtest(run, day)
