"""`deadlines`: the register of days by which to act, and what is decided of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from servwatch.cli.deadline_listing import STATES, list_deadlines
from servwatch.cli.invocation import Invocation, command, one_of
from servwatch.cli.speaking import speaker
from servwatch.cli.usual_command import WithUsualCommand

KINDS = ("consultation", "call", "tender", "application", "reply", "registration", "deadline")

IdArgument = Annotated[
    int, typer.Argument(metavar="ID", help="The number of a deadline, as `deadlines` shows it.")
]
ByOption = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who says so; else the user of this machine.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=WithUsualCommand,
        rich_markup_mode=None,
        help="The register of deadlines: open, ours, not for us, done. Without a command: list.",
        add_completion=False,
    )
    command(
        group,
        "list",
        epilog="Examples: `servwatch deadlines`; `servwatch deadlines --state open --theme energy --json`; "
        "`servwatch deadlines --digest dagelijks-bestuur --ics deadlines.ics`.",
    )(list_deadlines)
    command(
        group,
        "set",
        epilog='Examples: `servwatch deadlines set 12 --state ours --owner "LV"`; '
        '`servwatch deadlines set 13 --state not-for-us --note "outside our field"`.',
    )(set_)
    command(
        group,
        epilog='Examples: `servwatch deadlines add 2027-03-12 "Reply to the minister"`; '
        '`servwatch deadlines add 2027-03-12T17:00 "Project" --kind call --item 1`.',
    )(add)
    command(group, epilog="Example: `servwatch deadlines show 12`.")(show)
    app.add_typer(group, name="deadlines")


def set_(
    here: Invocation,
    id_: IdArgument,
    state: Annotated[str, typer.Option("--state", metavar="S", help="open, ours, not-for-us or done.")] = "",
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help='Who takes care of it; "" for nobody.')
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note.")] = None,
    by: ByOption = "",
) -> None:
    """Decide what becomes of a deadline.

    Who decided what, and when, is kept: see `deadlines show`.
    """
    from servwatch.archive.deadlines import Decision
    from servwatch.cli.printing import say
    from servwatch.errors import UsageError
    from servwatch.model import DeadlineState

    here.start_log()
    one_of(state, STATES, "--state")
    if not state and owner is None and note is None:
        raise UsageError("nothing is decided", remedy="Say --state, --owner or --note.")
    decision = Decision(DeadlineState(state) if state else None, owner, note)
    with here.open(here.in_force()) as archive:
        found = archive.deadlines.decide(id_, decision, who=speaker(by), at=datetime.now(UTC))
    owned = f", {found.owner}" if found.owner else ""
    say(f"{found.id}: {found.date} {found.title or found.text}: {found.state}{owned}.")


def add(
    here: Invocation,
    when: Annotated[
        str, typer.Argument(metavar="DATE", help="The day, or day and time in Brussels: 2027-03-12T17:00.")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be done by then.")],
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help=f"One of {', '.join(KINDS)}.")
    ] = "deadline",
    item: Annotated[
        int | None, typer.Option("--item", metavar="ID", help="The item of the archive it belongs to.")
    ] = None,
    url: Annotated[str, typer.Option("--url", metavar="URL", help="The page it belongs to.")] = "",
    by: ByOption = "",
) -> None:
    """Enter a deadline by hand."""
    from servwatch.cli.printing import say
    from servwatch.cycle.deadline_desk import entered
    from servwatch.errors import UsageError

    here.start_log()
    one_of(kind, KINDS, "--kind")
    if item is not None and url:
        raise UsageError("--item and --url do not go together", remedy="An item has its own address.")
    said = entered(when, text, kind)
    current = here.in_force()
    with here.open(current) as archive:
        entry = archive.deadlines.add(said, item_id=item, url=url, who=speaker(by), at=datetime.now(UTC))
    say(f"{entry.id}: {entry.date} {entry.text}")
    if entry.date < current.settings.day_of(datetime.now(UTC)):
        say("That day is past: nobody is mailed of it, and only --all lists it.", style="doubt")


def show(here: Invocation, id_: IdArgument) -> None:
    """Show a deadline with all that happened to it."""
    from servwatch.cli.printing import say, table, when

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        entry, history = archive.deadlines.get(id_), archive.deadlines.history(id_)
    at = f" {entry.time:%H:%M}" if entry.time else ""
    say(f"{entry.id}: {entry.date}{at}  {entry.kind}  {entry.state}  {entry.owner}".rstrip(), style="bold")
    for line in (entry.title, entry.text if entry.text != entry.title else "", entry.url, entry.note):
        if line:
            say(line)
    rows = [
        [
            when(c.at, current.settings.timezone),
            c.who or "servwatch",
            c.what,
            f"{c.old or '-'} > {c.new or '-'}",
        ]
        for c in history
    ]
    table(rows, ("when", "who", "what", "old > new"))
