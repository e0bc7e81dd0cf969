"""`digest export`: the sent editions as pages that can be kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servwatch.cli.invocation import Invocation, command


def register(group: typer.Typer) -> None:
    """Add the command to those of `digest`."""
    command(
        group,
        rich_help_panel="Editions",
        epilog="Examples: `servwatch digest export /srv/editions`; `servwatch digest export editions --digest dagelijks-bestuur`.",
    )(export)


def export(
    here: Invocation,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to; it is made where it is not there.")
    ],
    digest: Annotated[
        str, typer.Option("--digest", metavar="D", help="Only of this digest, also of one of before.")
    ] = "",
) -> None:
    """Write the sent editions as pages, with lists by digest and year.

    They need no server, and name no reader. Asked again, it adds what is new and leaves the rest.
    """
    from servwatch.cli.printing import plural, say
    from servwatch.cycle.kept_editions import KeptEditions
    from servwatch.errors import UsageError
    from servwatch.locale import words

    here.start_log()
    current = here.in_force()
    settings = current.settings
    kept = KeptEditions(settings, words(settings.language, settings.timezone))
    where = here.folder / folder
    with here.open(current) as archive:
        try:
            count = kept.write(archive.sent.numbered(digest or None), where)
        except OSError as error:
            raise UsageError(
                "{folder} cannot be written: {why}",
                remedy="Name a folder that can.",
                folder=where,
                why=error.strerror,
            ) from error
    say(f"{where / 'index.html'}: {plural(count, 'edition')}.")
