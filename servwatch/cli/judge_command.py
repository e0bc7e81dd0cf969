"""`items judge`: say of an item whether a theme fits it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from servwatch.cli.invocation import Invocation, command
from servwatch.cli.speaking import speaker

_LARGEST = 2**63 - 1
"""No database has a larger number."""


def register(group: typer.Typer) -> None:
    """Add the command to those of `items`."""
    command(
        group,
        epilog="Examples: `servwatch items judge 3 --theme climate --not`; "
        '`servwatch items judge 3 --theme climate --fits --by An --note "after all"`.',
    )(judge)


def judge(
    here: Invocation,
    item: Annotated[int, typer.Argument(metavar="ITEM", help="The number of an item.")],
    theme: Annotated[
        str,
        typer.Option("--theme", metavar="T", help="The theme that fits, or does not.", show_default=False),
    ],
    fits: Annotated[bool, typer.Option("--fits", help="The item is about the theme.")] = False,
    not_: Annotated[bool, typer.Option("--not", help="It is not.")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so; else who is logged in.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, in a few words.")] = "",
) -> None:
    """Say whether a theme fits an item.

    Judgements show in `themes report` and feed `themes suggest`; the item keeps its themes. Nothing is overwritten: to
    undo one, give the contrary, for of each person the newest counts.
    """
    from servwatch.cli.known_names import require_theme
    from servwatch.cli.printing import say
    from servwatch.errors import NotFound
    from servwatch.model import Judgement, Ruling

    here.start_log()
    if fits == not_:
        raise typer.BadParameter("say either --fits or --not", param_hint="--fits")
    current = here.in_force()
    require_theme(current.settings, theme)
    ruling = Ruling.FITS if fits else Ruling.NOT
    who = speaker(by)
    with here.open(current) as archive:
        found = archive.items.get(item) if 0 < item <= _LARGEST else None
        if found is None:
            raise NotFound(
                "the archive holds no item with the number {number}",
                number=item,
                remedy="`servwatch items` lists them with their numbers.",
            )
        noted = " ".join(note.split())
        archive.judgements.give(Judgement(item, ruling, who, datetime.now(UTC), theme=theme, note=noted))
    say(f"{theme} {'fits' if fits else 'does not fit'} {item}, {found[0].title!r}, says {who}.")
