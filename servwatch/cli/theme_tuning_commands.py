"""`themes report`, `themes suggest`: what each term does, and which terms are lacking."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.insight.eurovoc import Thesaurus
    from servwatch.model import Settings, Theme

ThemeOption = Annotated[str, typer.Option("--theme", metavar="T", help="Only this theme.")]
SinceOption = Annotated[
    str,
    typer.Option("--since", metavar="D", help="A day such as 2026-11-01, or a time back such as 90d."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def register(group: typer.Typer) -> None:
    """Add the commands to those of `themes`."""
    command(
        group,
        epilog="Examples: `servwatch themes report --theme climate`; `servwatch themes report --since 30d --json`.",
    )(report)
    command(
        group,
        epilog="Examples: `servwatch themes suggest --theme climate`; "
        "`servwatch themes suggest --eurovoc labels.tsv --json`.",
    )(suggest)


def report(
    here: Invocation, theme: ThemeOption = "", since: SinceOption = "365d", json: JsonOption = False
) -> None:
    """Tell what each term of each theme does.

    In how many items it is found, how many of them would lose the theme without it, how many people kept or dropped,
    how many a digest told; which terms were never found; and which items have no theme at all.
    """
    from servwatch.cli.item_commands import day_of
    from servwatch.cli.printing import say_json
    from servwatch.cli.progress import bar
    from servwatch.cli.theme_report import report_json, tell_report
    from servwatch.cycle.theme_reporting import report_themes

    here.start_log()
    day = day_of(since)
    current = here.in_force()
    themes = _themes(current.settings, theme)
    with here.open(current) as archive, bar("Counting", quiet=here.quiet) as progress:
        counted = report_themes(
            archive,
            current.settings,
            themes,
            since=day,
            begin=progress.begin,
            progress=progress.advance,
        )
    if json:
        say_json(report_json(counted, day))
    else:
        tell_report(counted, day, untagged=not theme)


def suggest(
    here: Invocation,
    theme: ThemeOption = "",
    eurovoc: Annotated[
        list[Path] | None,
        typer.Option(
            "--eurovoc",
            metavar="FILE",
            help="Labels of EuroVoc, separated by tabs; may be repeated, for the names of the microthesauri.",
        ),
    ] = None,
    since: SinceOption = "365d",
    json: JsonOption = False,
) -> None:
    """Propose terms that a theme could have, as lines to paste.

    Nothing is added. The words come from items that people judged to fit the theme or not, where there are twenty of
    each; else from the items that have the theme against those that have not. With EuroVoc: labels of the concepts
    near its terms. Each with how many items it would hit, and how many of those are new.
    """
    from servwatch.cli.item_commands import day_of
    from servwatch.cli.printing import say_json
    from servwatch.cli.progress import bar
    from servwatch.cli.theme_proposals import proposals_json, tell_proposals
    from servwatch.cycle.suggesting import suggestions_for

    here.start_log()
    day = day_of(since)
    current = here.in_force()
    themes = _themes(current.settings, theme)
    thesaurus = _thesaurus(here, eurovoc) if eurovoc else None
    with here.open(current) as archive, bar("Counting", quiet=here.quiet) as progress:
        found = suggestions_for(
            archive, themes, thesaurus, since=day, begin=progress.begin, progress=progress.advance
        )
    if json:
        say_json(proposals_json(found, day))
    else:
        tell_proposals(found, day)


def _themes(settings: Settings, name: str) -> list[Theme]:
    """The theme of that id, or all of them. Raises NotFound."""
    from servwatch.cli.known_names import require_theme

    if name:
        require_theme(settings, name)
    return [theme for theme in settings.themes if name in ("", theme.id)]


def _thesaurus(here: Invocation, files: list[Path]) -> Thesaurus:
    """The thesaurus of the files. Raises UsageError where one cannot be read as such."""
    from servwatch.errors import UsageError
    from servwatch.insight.eurovoc import read_thesaurus

    remedy = (
        "Name the labels of EuroVoc as a table with the columns id, mt, nl, en and fr, separated by tabs."
    )
    texts = []
    for file in files:
        try:
            texts.append((here.folder / file).read_text(encoding="utf-8").splitlines())
        except UnicodeDecodeError as error:
            raise UsageError("the file is not UTF-8", place=str(file), remedy=remedy) from error
    try:
        return read_thesaurus(texts)
    except ValueError as error:
        place = ", ".join(map(str, files))
        raise UsageError(
            "it cannot be used: {cause}", place=place, remedy=remedy, cause=str(error)
        ) from error
