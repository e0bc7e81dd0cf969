"""`status`: one page of health."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
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
    from servwatch.cycle.health import health

    here.start_log()
    oldest = _duration(max_age)
    current = here.in_force()
    with here.open(current) as archive:
        page = health(archive, current, datetime.now(UTC), oldest)
    if json:
        say_json(page)
    else:
        _tell(page, current)
    raise typer.Exit(0 if page["ok"] else 3)


def _duration(text: str) -> timedelta | None:
    from servwatch.config.values import read_duration

    try:
        return read_duration(text) if text else None
    except ValueError as error:
        raise typer.BadParameter("must be a time such as 2h", param_hint="--max-age") from error


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
