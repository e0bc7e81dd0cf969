"""`status`: one page of health."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.archive.archive import Archive
    from servwatch.cycle.configuration import InForce


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(
        app,
        epilog="Examples: `servwatch status --json`; `servwatch status --max-age 2h`.",
    )(status)


def status(
    here: Invocation,
    max_age: Annotated[
        str,
        typer.Option(
            "--max-age", metavar="T", help="Ask for attention where the last run is older, such as 2h."
        ),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Tell how the watch fares, and what needs attention.

    Exits 0 when all is well, 3 when something needs attention; a monitor asks with --max-age.
    """
    from servwatch.cli.printing import say_json

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        page = health(archive, current, datetime.now(UTC), max_age)
    if json:
        say_json(page)
    else:
        _tell(page, current)
    raise typer.Exit(0 if page["ok"] else 3)


def health(archive: Archive, current: InForce, now: datetime, max_age: str = "") -> dict[str, Any]:
    """The page of health, in the shape of `--json`."""
    from servwatch.cycle.attention import attention_of
    from servwatch.cycle.awaiting import standings as awaited
    from servwatch.cycle.backing_up import last_backup
    from servwatch.cycle.source_standing import fault_of, standing

    settings = current.settings
    states, counts = archive.sources.all(), archive.items.counts()
    today, zone = settings.day_of(now), settings.timezone
    found = [(s, states.get(s.id), counts.get(s.id, (0, 0))[1]) for s in settings.sources]
    standings = Counter(standing(s, state, fault_of(state, zone, today), n, today) for s, state, n in found)
    attention = [*attention_of(archive, current, now), *_too_old(archive, now, max_age)]
    last = archive.runs.last()
    return {
        "ok": not attention,
        "last_run": None if last is None else {k: v for k, v in asdict(last).items() if k != "id"},
        "sources": dict(standings),
        "expectations": awaited(settings, archive, today),
        "items": sum(total for total, _ in counts.values()),
        "outbox": {state.value: count for state, count in archive.desk.counts().items()},
        "editions": [
            {
                "digest": e.digest,
                "number": e.number,
                "state": e.state,
                "frozen": e.frozen,
                "counts": dict(e.counts),
            }
            for e in archive.editions.recent(limit=10)
        ],
        "last_backup": last_backup(archive),
        "attention": [asdict(a) for a in attention],
    }


def _too_old(archive: Archive, now: datetime, max_age: str) -> list[Any]:
    from servwatch.config.values import read_duration
    from servwatch.cycle.reporting import Attention

    last = archive.runs.last()
    if last is None:
        return [Attention("run", "last", None, "No run yet: try `servwatch run`.")]
    if not max_age:
        return []
    try:
        limit = read_duration(max_age)
    except ValueError as error:
        raise typer.BadParameter("must be a time such as 2h", param_hint="--max-age") from error
    finished = last.finished
    if finished is not None and now - finished <= limit:
        return []
    return [
        Attention(
            "run",
            "last",
            finished,
            f"No run ended within {max_age}: see that cron or the service is at work.",
        )
    ]


def _tell(page: dict[str, Any], current: InForce) -> None:
    from servwatch.cli.printing import say, when

    zone = current.settings.timezone
    say(
        "All is well." if page["ok"] else "Something needs attention.",
        style="good" if page["ok"] else "doubt",
    )
    last = page["last_run"]
    if last is None:
        say("No run yet: try `servwatch run`.")
    else:
        say(
            f"last run    {last['command']}, {when(last['started'], zone)}, {last['outcome'] or 'not finished'}"
        )
    say(
        "sources     "
        + (", ".join(f"{count} {word}" for word, count in sorted(page["sources"].items())) or "none")
    )
    say(f"items       {page['items']}")
    if page["expectations"]:
        counts = Counter(e["state"] for e in page["expectations"])
        say("awaited     " + ", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    say(
        "messages    "
        + (", ".join(f"{count} {state}" for state, count in sorted(page["outbox"].items())) or "none")
    )
    for edition in page["editions"][:5]:
        number = f"no. {edition['number']}" if edition["number"] else "skipped"
        say(
            f"edition     {edition['digest']} {number}, {when(edition['frozen'], zone)}, {edition['counts'].get('chosen', 0)} entries"
        )
    if page["last_backup"] is not None:
        say(f"backup      {when(page['last_backup'], zone)}")
    unnamed = [key for key in ("editors", "administrators") if not getattr(current.settings.mail, key)]
    if unnamed and page["attention"]:
        say(f"mailed      to nobody where {' or '.join(unnamed)} would be: [mail] names none", style="dim")
    for attention in page["attention"]:
        since = f" since {when(attention['since'], zone)}" if attention["since"] else ""
        called = f" ({attention['title']})" if attention["title"] else ""
        say(
            f"attention   {attention['what']} {attention['id']}{called}{since}: {attention['remedy']}",
            style="doubt",
        )
