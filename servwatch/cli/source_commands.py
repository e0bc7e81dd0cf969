"""`sources`: how each source stands, note a known fault, let a quarantined flood go; further ones have modules of their own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from servwatch.cli import probe_command, subscription_commands, verify_command
from servwatch.cli.invocation import Invocation, command

SourceArgument = Annotated[str, typer.Argument(metavar="ID", help="The id of a source.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="What is watched, and how it fares.",
        add_completion=False,
    )
    command(
        group, "list", epilog="Examples: `servwatch sources list --failing`; `servwatch sources list --json`."
    )(list_sources)
    command(group, epilog='Example: `servwatch sources ack imf-news --until 2026-12-31 --note "they know"`.')(
        ack
    )
    command(group, epilog="Example: `servwatch sources release imf-news`.")(release)
    probe_command.register(group)
    verify_command.register(group)
    subscription_commands.register(group)
    app.add_typer(group, name="sources")


def list_sources(
    here: Invocation,
    failing: Annotated[bool, typer.Option("--failing", help="Only those that ask for attention.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the sources and how each fares.

    Its verdict and why, its last new item, when it is polled next.
    """
    from servwatch.cli.printing import say_json, table, when
    from servwatch.cycle.machine_records import source_json

    here.start_log()
    current = here.in_force()
    settings = current.settings
    with here.open(current) as archive:
        states, counts = archive.sources.all(), archive.items.counts()
    today = settings.day_of(datetime.now(UTC))
    zone = settings.timezone
    rows = [source_json(s, states.get(s.id), counts.get(s.id, (0, 0)), zone, today) for s in settings.sources]
    if failing:
        rows = [row for row in rows if row["asks"]]
    if json:
        for row in rows:
            say_json(row)
        return
    table(
        [
            [
                r["id"],
                r["state"],
                r["verdict"] or "-",
                str(r["items"]),
                when(r["last_item"], zone),
                when(r["next_poll"], zone),
                f"since {r['fault_since']}: {r['remedy']}" if r["state"] == r["fault"] else r["rule"],
            ]
            for r in rows
        ],
        ("source", "state", "verdict", "items", "last new", "next poll", "why"),
        empty="No source asks for attention." if failing else "No source is watched.",
    )


def ack(
    here: Invocation,
    source: SourceArgument,
    until: Annotated[
        str,
        typer.Option("--until", metavar="DATE", help="Until this day; without it, until it is taken back."),
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What is known of the fault.")] = "",
    clear: Annotated[bool, typer.Option("--clear", help="Take the note back.")] = False,
) -> None:
    """Note that a fault is known: it gives exit code 3 no more."""
    from servwatch.cli.known_names import require_sources
    from servwatch.cli.printing import say
    from servwatch.cycle.source_acts import UNTIL_TAKEN_BACK, acknowledge

    here.start_log()
    try:
        day = None if clear else date.fromisoformat(until) if until else UNTIL_TAKEN_BACK
    except ValueError as error:
        raise typer.BadParameter("must be a day such as 2026-12-31", param_hint="--until") from error
    current = here.in_force()
    require_sources(current.settings, [source])
    today = datetime.now(current.settings.timezone).date()
    if day is not None and day < today:
        raise typer.BadParameter(f"{day} is over", param_hint="--until")
    with here.open(current) as archive:
        acknowledge(archive, source, day, "" if clear else note, today)
    say(
        f"{source}: {'no longer acknowledged' if clear else 'acknowledged' + (f' until {until}' if until else '')}."
    )


def release(
    here: Invocation,
    source: SourceArgument,
    as_baseline: Annotated[
        bool,
        typer.Option("--as-baseline", help="As if they had come first: the old ones are in no digest."),
    ] = False,
) -> None:
    """Let items go that were held back as a flood.

    The next editions consider them; with --as-baseline only those that a digest looks back to.
    """
    from servwatch.cli.known_names import require_sources
    from servwatch.cli.printing import plural, say

    here.start_log()
    current = here.in_force()
    require_sources(current.settings, [source])
    with here.open(current) as archive:
        released = archive.items.release(source, as_baseline=as_baseline)
        say(f"{source}: {plural(released, 'item')} released{' as baseline' if as_baseline else ''}.")
