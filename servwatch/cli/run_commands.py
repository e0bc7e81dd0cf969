"""`run` and `fetch`: one cycle, or its intake half; `serve`: the same without end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.cycle.clock import Clock
    from servwatch.cycle.configuration import InForce
    from servwatch.cycle.cycle import Plan
    from servwatch.cycle.reporting import CycleReport

NowOption = Annotated[
    str | None, typer.Option("--now", metavar="ISO", help="Take this for the time, such as 2026-11-27T07:00.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Poll every source, due or not.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(
        app,
        epilog="Examples: `servwatch run --demo`; `servwatch -q --config /etc/servwatch/feeds.toml run`.",
    )(run)
    command(app, epilog="Examples: `servwatch fetch --all`; `servwatch fetch eesc-news wto-news`.")(fetch)
    command(app, epilog="Example: `servwatch serve --log-format json`.")(serve)


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
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Do the intake half of a cycle: poll, store, annotate.

    Nothing is built or sent. Exit codes as those of `run`.
    """
    from servwatch.cycle.cycle import Plan

    here.start_log()
    only = tuple(sources or ())
    plan = Plan("fetch", everything=all_, only=only, build=False, deliver=False)
    report = _cycle(here, here.in_force(), plan, now)
    _tell(report, here, json=json)
    raise typer.Exit(report.exit_code)


def serve(here: Invocation) -> None:
    """Run as a service: each source and digest at its own time.

    Changed files of the configuration are read again within a minute, or at once on SIGHUP. On SIGTERM or
    Ctrl-C what is being done is ended in order. contrib/ has a systemd unit.
    """
    from servwatch.service.service import Service

    here.start_log()
    service = Service(here.config_path(), here.environ, here.db)
    service.obey_signals()
    service.run()


def _demo(here: Invocation, now: str | None) -> CycleReport:
    """One cycle on the sample feeds, in a folder of its own; every source is polled, every digest due at once."""
    from servwatch.cycle.cycle import Plan
    from servwatch.demo.trial import prepare, sample_feeds
    from servwatch.errors import UsageError

    if here.config or here.db:
        raise UsageError(
            "--demo has a configuration and a database of its own",
            remedy="Leave out --demo, or --config and --db.",
        )
    folder = here.folder / "servwatch-demo"
    here.config, here.db = prepare(folder, clock_of(now, "Europe/Brussels").now()), None
    here.environ = {k: v for k, v in here.environ.items() if not k.startswith("SERVWATCH_")}
    with sample_feeds(here.in_force(), folder) as current:
        return _cycle(here, current, Plan(everything=True, at_once=True), now)


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
        return run_cycle(current, archive, clock, plan, watchers)


def clock_of(now: str | None, zone: str) -> Clock:
    """The machine's clock, or one that stands at `--now`; a time without a zone is the council's."""
    from zoneinfo import ZoneInfo

    from servwatch.cycle.clock import FixedClock, SystemClock

    if now is None:
        return SystemClock()
    try:
        time = datetime.fromisoformat(now)
    except ValueError as error:
        raise typer.BadParameter("must be a time such as 2026-11-27T07:00", param_hint="--now") from error
    return FixedClock(time if time.tzinfo else time.replace(tzinfo=ZoneInfo(zone)))


def _tell(report: CycleReport, here: Invocation, *, json: bool) -> None:
    from servwatch.cli.cycle_report import as_json, tell
    from servwatch.cli.printing import say_json

    if json:
        say_json(as_json(report))
    else:
        tell(report, quiet=here.quiet)
