"""`sources import` and `sources export`: lists of subscriptions (OPML) in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from servwatch.cli.invocation import Invocation, command

LARGEST = 10_000_000
"""Bytes of a list of subscriptions."""


def register(group: typer.Typer) -> None:
    """Add the commands to the group `sources`."""
    command(
        group,
        "import",
        epilog="Examples: `servwatch sources import subscriptions.opml`;"
        " `servwatch sources import subscriptions.opml --write`.",
    )(import_list)
    command(
        group,
        "export",
        epilog="Examples: `servwatch sources export`; `servwatch sources export --all --output feeds.opml`.",
    )(export_list)


def import_list(
    here: Invocation,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A list of subscriptions, OPML.")],
    write: Annotated[
        bool,
        typer.Option("--write", help="Put the entries at the end of feeds.toml, where that stays valid."),
    ] = False,
) -> None:
    """Print entries for the feeds of an OPML file.

    Those that are watched already are only told. Nothing is asked of the network: `sources verify` tells which of them work.
    """
    from servwatch.cli.printing import plural, say
    from servwatch.cycle.subscriptions import read_list
    from servwatch.errors import UsageError

    here.start_log()
    settings = here.in_force().settings
    path = here.folder / file
    found = read_list(_body(path), settings.sources, settings.day_of(datetime.now(UTC)))
    if found.rule:
        raise UsageError(
            "{rule}", place=str(path), remedy="Export it anew, as OPML.", rule=found.rule.rstrip(".")
        )
    if not here.quiet:
        for url, id_ in found.known:
            say(f"watched already, as {id_}: {url}", style="dim", error=True)
    text = "\n".join(entry.text for entry in found.entries)
    if write and text:
        _write(here, text)
        say(f"{plural(len(found.entries), 'entry', 'entries')} added to {here.config_path()}.")
    elif text:
        say(text)
    else:
        say("Every feed of it is watched already.", error=True)


def export_list(
    here: Invocation,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write it there; else it is printed.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also the feeds that are off.")] = False,
) -> None:
    """Write the feeds as OPML, for other readers."""
    from servwatch.cli.printing import plural, say
    from servwatch.cycle.subscriptions import export

    here.start_log()
    settings = here.in_force().settings
    exported = export(settings.sources, datetime.now(UTC), everything=all_)
    if output is None:
        typer.echo(exported.document, nl=False)
    else:
        (here.folder / output).write_text(exported.document, encoding="utf-8")
        say(f"{plural(exported.feeds, 'feed')} written to {here.folder / output}.")
    if not here.quiet:
        for why, count in exported.left_out:
            say(f"{plural(count, 'source')} left out: {why}.", style="dim", error=True)


def _body(path: Path) -> bytes:
    from servwatch.errors import NotFound, UsageError

    if not path.is_file():
        raise NotFound("there is no such file", place=str(path))
    with path.open("rb") as file:
        body = file.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise UsageError("the file is too large for a list of subscriptions", place=str(path))
    return body


def _write(here: Invocation, text: str) -> None:
    from servwatch.config import append_sources

    append_sources(here.config_path(), text, here.environ)
