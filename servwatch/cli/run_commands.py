"""`run` and `fetch`: one cycle, or its intake half; `serve`: the same without end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.back_filling import read_back, require_past
from servwatch.cli.invocation import Invocation, command
from servwatch.cli.time_options import clock_of, day_of

if TYPE_CHECKING:
    from servwatch.cycle.back_filling import Filled
    from servwatch.cycle.configuration import InForce
    from servwatch.cycle.cycle import Plan
    from servwatch.cycle.reporting import CycleReport

NowOption = Annotated[
    str | None, typer.Option("--now", metavar="ISO", help="Take this for the time, such as 2026-11-27T07:00.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Poll every source, due or not.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


FAR_AHEAD = timedelta(days=2)
"""A time given with --now that lies further after the last run may be a slip."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(
        app,
        epilog="Examples: `servwatch run --demo`; `servwatch -q --config /etc/servwatch/feeds.toml run`.",
    )(run)
    command(
        app,
        epilog="Examples: `servwatch fetch --all`; `servwatch fetch eesc-news wto-news`;"
        " `servwatch fetch cor-news --since 2026-01-01`.",
    )(fetch)
    command(app, epilog="Examples: `servwatch serve --demo`; `servwatch serve --log-format json`.")(serve)


def run(
    here: Invocation,
    now: NowOption = None,
    all_: AllOption = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="Try it on bundled sample feeds, in ./servwatch-demo.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Do one cycle: poll, annotate, build what is due, deliver.

    Safe from cron, where -q says only what needs attention. Exits 0 when all went well, 3 when it finished but some source or message needs
    attention, 1 on failure.
    """
    from servwatch.cycle.cycle import Plan

    here.start_log()
    report = _demo(here, now) if demo else _cycle(here, here.in_force(), Plan(everything=all_), now)
    _tell(report, here, json=json)
    raise typer.Exit(report.exit_code)


def fetch(
    here: Invocation,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE...", help="Ids of sources; none: those that are due."),
    ] = None,
    all_: AllOption = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="Read these sources back to a day, such as 2026-01-01."),
    ] = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Do the intake half of a cycle: poll, store, annotate.

    Nothing is built or sent. Exit codes as those of `run`.

    With --since, what the sources published before is read as well, page after page: it can be searched and
    explained, and counts as the past of a new source, which is no news but for what lies within a digest's
    lookback. Broken off, the same command goes on where it was. A feed gives its newest items only; lists with
    further pages, sitemaps and searches can be read back.
    """
    from servwatch.cli.printing import say
    from servwatch.cycle.cycle import Plan

    here.start_log()
    only = tuple(sources or ())
    plan = Plan("fetch", everything=all_, only=only, build=False, deliver=False)
    current = here.in_force()
    back = day_of(since) if since is not None else None
    if back is not None:
        require_past(current, only, back, now)
    report = _cycle(here, current, plan, now)
    if back is not None and report.held_by:
        say(
            f"{report.held_by} Nothing was read back: give the command again when it has ended.",
            style="doubt",
        )
        raise typer.Exit(3)
    filled = read_back(here, current, only, back, now) if back is not None else []
    _tell(report, here, json=json, filled=filled)
    raise typer.Exit(max(report.exit_code, 3 if any(one.fault or one.note for one in filled) else 0))


def serve(
    here: Invocation,
    listen: Annotated[
        str, typer.Option("--listen", metavar="HOST:PORT", help="Show the console there; else at `listen`.")
    ] = "",
    demo: Annotated[
        bool, typer.Option("--demo", help="Show it on bundled sample feeds, in ./servwatch-demo.")
    ] = False,
) -> None:
    """Run as a service, with the console.

    Each source and digest has its own time. Changed files of the configuration are read again within a minute,
    or at once on SIGHUP. On SIGTERM or Ctrl-C what is being done is ended in order. Where `public_url` is set,
    readers can unsubscribe at `listen`, to which the house's web server passes them on. contrib/ has a systemd unit.
    """
    from servwatch.cli.serving import serve_demo, serve_house

    here.start_log()
    if demo:
        serve_demo(here, _demo_folder(here), listen)
    else:
        serve_house(here, listen)


def _demo(here: Invocation, now: str | None) -> CycleReport:
    """One cycle on the sample feeds, in a folder of its own; every source is polled, every digest due at once."""
    from servwatch.cycle.cycle import Plan
    from servwatch.demo.trial import sample_feeds

    folder = _demo_folder(here, now)
    with sample_feeds(here.in_force(), folder) as current:
        return _cycle(here, current, Plan(everything=True, at_once=True), now)


def _demo_folder(here: Invocation, now: str | None = None) -> Path:
    """Work in the folder of the demo, with its configuration and nothing of the house's. Raises UsageError."""
    from servwatch.demo.trial import prepare
    from servwatch.errors import UsageError

    if here.config or here.db:
        raise UsageError(
            "--demo has a configuration and a database of its own",
            remedy="Leave out --demo, or --config and --db.",
        )
    folder = here.folder / "servwatch-demo"
    here.config, here.db = prepare(folder, clock_of(now, "Europe/Brussels").now()), None
    here.environ = {k: v for k, v in here.environ.items() if not k.startswith("SERVWATCH_")}
    return folder


def _cycle(here: Invocation, current: InForce, plan: Plan, now: str | None) -> CycleReport:
    from servwatch.archive.database import shown
    from servwatch.cli.known_names import require_sources
    from servwatch.cli.printing import interactive, say
    from servwatch.cli.progress import bar
    from servwatch.cycle.cycle import Watchers, run_cycle

    require_sources(current.settings, plan.only)
    clock = clock_of(now, current.settings.timezone.key)
    if interactive() and not here.quiet:
        database = shown(current.settings.database).removeprefix("sqlite:///")
        say(f"{current.settings.path}, {database}", style="dim", error=True)
    with here.open(current) as archive, bar("Reading sources", quiet=here.quiet) as progress:
        watchers = Watchers(progress.begin, lambda result: progress.advance(result.source))
        _warn_of_slip(here, archive.runs.latest_clock(), clock.now() if now is not None else None)
        return run_cycle(current, archive, clock, plan, watchers)


def _warn_of_slip(here: Invocation, last: datetime | None, given: datetime | None) -> None:
    """Say that a time was given with --now far after the last run: a slip of the pen builds what is not due."""
    from servwatch.cli.printing import plural, say

    if here.quiet or last is None or given is None or given - last <= FAR_AHEAD:
        return
    days = plural((given - last).days, "day")
    say(
        f"--now lies {days} after the archive's last run: what is due by then is built and sent.",
        style="doubt",
        error=True,
    )


def _tell(report: CycleReport, here: Invocation, *, json: bool, filled: Sequence[Filled] = ()) -> None:
    from servwatch.cli.back_filling import tell_filled
    from servwatch.cli.cycle_report import as_json, tell
    from servwatch.cli.printing import say_json

    if json:
        say_json(as_json(report) | {"back": [asdict(one) for one in filled]})
    else:
        tell(report, quiet=here.quiet)
        tell_filled(filled, quiet=here.quiet)
