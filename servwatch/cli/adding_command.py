"""`items add`: an item that a person found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.invocation import Invocation, command, one_of

if TYPE_CHECKING:
    from servwatch.model import ItemKind


def register(group: typer.Typer) -> None:
    """Add the command."""
    command(
        group,
        epilog='Examples: `servwatch items add https://www.example.org/news`; `servwatch items add https://www.example.org/1.pdf --title "A report on wages"`.',
    )(add)


def add(
    here: Invocation,
    url: Annotated[str, typer.Argument(metavar="URL", help="Its address.")],
    title: Annotated[
        str, typer.Option("--title", metavar="T", help="Its title; else that of its page.")
    ] = "",
    summary: Annotated[
        str, typer.Option("--summary", metavar="T", help="What it says in short; else what its page says.")
    ] = "",
    day: Annotated[
        str, typer.Option("--date", metavar="D", help="The day it was published, such as 2026-11-20.")
    ] = "",
    lang: Annotated[
        str, typer.Option("--lang", metavar="L", help="nl, en, fr, de or es; else it is found out.")
    ] = "",
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="K", help="Such as study or consultation; else that of its source."),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Add an item by hand.

    What is not said of it is read from its page. It is tagged, and the next editions choose or reject it like any other. What the archive has is not added
    again, and a source that lists it later knows it.
    """
    from servwatch.archive.annotations import themes_json
    from servwatch.cli.printing import say, say_json
    from servwatch.cycle.adding import Wanted
    from servwatch.cycle.adding import add as add_item
    from servwatch.cycle.configuration import understanding_of
    from servwatch.insight.language import KNOWN

    here.start_log()
    one_of(lang, KNOWN, "--lang")
    wanted = Wanted(url, title.strip(), summary.strip(), _day(day), lang, _kind(kind))
    current = here.in_force()
    understanding = understanding_of(current.settings)
    with here.open(current) as archive:
        added = add_item(current.settings, archive, understanding, wanted, datetime.now(UTC))
    themes = added.annotation.themes if added.annotation is not None else ()
    if json:
        shown = {"item": added.item, "known": added.known, "source": added.source, "title": added.title}
        say_json({**shown, "note": added.note, "themes": themes_json(themes)})
        return
    told = "The archive has it: item" if added.known else "Added: item"
    say(f"{told} {added.item}, {added.title} ({added.source})", style="dim" if added.known else "good")
    if added.note:
        say(f"Its page was not read: {added.note}", style="doubt")
    listed = ", ".join(f"{theme.theme} {theme.score:g}" for theme in themes)
    say(
        f"Themes: {listed}." if listed else "No theme: only digests that take items without one will tell it."
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("must be a day such as 2026-11-20", param_hint="--date") from error


def _kind(text: str) -> ItemKind | None:
    from servwatch.model import ItemKind

    one_of(text, [kind.value for kind in ItemKind], "--kind")
    return ItemKind(text) if text else None
