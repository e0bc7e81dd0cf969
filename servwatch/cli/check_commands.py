"""`check`: is the configuration right, by file and line; `init`: begin one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.config import Loaded
    from servwatch.errors import Problem
    from servwatch.model import Settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(
        app,
        epilog="Examples: `servwatch check`; `servwatch check --shipped`; `servwatch check --json`; "
        "`servwatch check --against candidate.toml`.",
    )(check)
    command(app, epilog="Example: `servwatch init watch && cd watch && servwatch run`.")(init)


def check(
    here: Invocation,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="List the shipped values that your file replaces.")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="FILE", help="Tell what putting this feeds.toml in force would change."
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option("--since", metavar="D", help="With --against: the first day of the back-test."),
    ] = "90d",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Validate the configuration: each fault with its file and line.

    Each file and template is looked at, and each fault says what is expected and the nearest known name. Exits 0
    when the configuration can be used, 1 when not; tells the next three times of each digest.

    With --against, FILE is checked, and held against what is in force: sources, themes and digests that change, who
    gains and loses which digest, and the back-test. Exits 1 when FILE has errors, 3 when something needs attention (a
    source or digest lost, an id that means another source, a digest at other times, a theme gone, a reader who loses
    a digest, a theme or digest that would lose more than a fifth of its items), else 0.
    """
    here.start_log()
    if against is None:
        _check(here, shipped=shipped, json=json)
        return
    from servwatch.cli.against_report import check_against
    from servwatch.cli.item_commands import day_of

    raise typer.Exit(check_against(here, against, day_of(since), json=json))


def _check(here: Invocation, *, shipped: bool, json: bool) -> None:
    """Validate the configuration in force by itself."""
    from servwatch.cli.printing import plural, say, say_json
    from servwatch.cycle.configuration import examine

    path = here.config_path()
    loaded = examine(path, here.environ, here.db)
    problems = [*loaded.problems, *_template_problems(loaded.settings)]
    errors = [p for p in problems if p.severity == "error"]
    if json:
        say_json(
            {
                "ok": not errors,
                "problems": [asdict(p) for p in problems],
                "overrides": [asdict(o) for o in loaded.overrides],
            }
        )
        raise typer.Exit(1 if errors else 0)
    for problem in problems:
        say(str(problem), style="bad" if problem.severity == "error" else "doubt")
    if shipped:
        _tell_overrides(loaded)
    if errors or loaded.settings is None:
        say(f"{path}: {plural(len(errors), 'error')}.", style="bad")
        raise typer.Exit(1)
    _tell_settings(loaded.settings)


def _template_problems(settings: Settings | None) -> list[Problem]:
    """What is wrong with the user's own templates, by rendering each with nothing in it."""
    from servwatch.cycle.template_check import template_problems

    return template_problems(settings) if settings is not None else []


def _tell_overrides(loaded: Loaded) -> None:
    from servwatch.cli.printing import say, table

    if not loaded.overrides:
        say("No shipped value is replaced.")
    table([[f"{o.table} {o.id}", o.key, f"{o.local!r} instead of {o.shipped!r}"] for o in loaded.overrides])


def _tell_settings(settings: Settings) -> None:
    from servwatch.cli.printing import plural, say, table, when
    from servwatch.cycle.timings import timings_of

    enabled = sum(s.enabled for s in settings.sources)
    counts = f"{plural(len(settings.sources), 'source')} ({enabled} enabled), {plural(len(settings.themes), 'theme')}"
    awaited = f"{plural(len(settings.expectations), 'document')} awaited, " if settings.expectations else ""
    people = (
        f"{plural(len(settings.digests), 'digest')}, {awaited}{plural(len(settings.recipients), 'member')}"
    )
    say(f"{settings.path}: in order. {counts}, {people}.", style="good")
    now, rows = datetime.now(UTC), []
    timings = timings_of(settings, now)
    for digest in settings.digests:
        next_times = islice(timings[digest.id].times(now), 3)
        sends = digest.enabled and bool(settings.audience(digest))
        dates = "; ".join(when(time, settings.timezone) for time in next_times)
        if not dates:
            dates = "never: no meeting is ahead"
        if digest.at_once:
            dates = f"from {dates.partition('; ')[0]}, whenever there is something"
        rows.append(
            [
                digest.id,
                digest.comes,
                dates if sends else f"(nobody gets it) {dates}" if digest.enabled else "off",
            ]
        )
    table(rows, ("digest", "schedule", "next three times"))
    _tell_awaited(settings)


def _tell_awaited(settings: Settings) -> None:
    """Each document that is awaited, with its window that is open or opens next."""
    from servwatch.cli.printing import table
    from servwatch.insight.expectations import next_span, spans

    today = settings.day_of(datetime.now(UTC))
    rows = []
    for one in settings.expectations:
        open_now = [span for span in spans(one.windows, today) if span.first <= today <= span.last]
        span = open_now[0] if open_now else next_span(one.windows, today)
        over = "over: its window lies in the past, and nothing is awaited"
        told = (
            f"{span.first:%d %b %Y} to {span.last:%d %b %Y}{', open' if open_now else ''}" if span else over
        )
        rows.append([one.id, told if one.enabled else "off"])
    table(rows, ("awaited", "window"))


def init(
    here: Invocation,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where; made if need be.", show_default="this folder")
    ] = Path(),
) -> None:
    """Write a starter feeds.toml, members file and templates.

    What is there already is never touched.
    """
    from servwatch.cli.printing import say
    from servwatch.config import write_starter
    from servwatch.errors import UsageError

    try:
        written = write_starter(here.folder / folder)
    except OSError as error:
        raise UsageError(
            "the starter files cannot be written: {cause}",
            place=str(here.folder / folder),
            remedy="Name a folder you may write to.",
            cause=error.strerror or str(error),
        ) from error
    for file in written:
        say(f"{'written' if file.new else 'left as it was'}: {file.path}", style="" if file.new else "dim")
    say("Next: put people into members.toml, then `servwatch check`, then `servwatch run`.")
