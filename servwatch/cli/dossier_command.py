"""`dossier`: the timeline of one dossier over all bodies."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command, one_of

if TYPE_CHECKING:
    from servwatch.cycle.dossier_page import DossierPage, Line
    from servwatch.locale import Words


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(
        app,
        epilog='Examples: `servwatch dossier "2025/0360(COD)"`; `servwatch dossier INT/1108 --json`; `servwatch dossier "COM(2025) 837" --language fr`.',
    )(dossier)


def dossier(
    here: Invocation,
    ref: Annotated[
        list[str],
        typer.Argument(metavar="REF", help="Any of its references, in any way of writing, or an address."),
    ],
    language: Annotated[
        str,
        typer.Option("--language", metavar="nl|en|fr", help="Of the page; else that of the configuration."),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Tell all of one dossier: its timeline over all bodies.

    With its references and their addresses, its stages, what employers and workers said, and whether it is
    followed. A reference of no dossier, such as a convention, gives what names it.
    """
    from servwatch.cli.printing import say_json
    from servwatch.cycle.dossier_page import asked_for, dossier_page
    from servwatch.locale import LANGUAGES, words

    here.start_log()
    one_of(language, LANGUAGES, "--language")
    asked = asked_for(" ".join(ref).strip())
    current = here.in_force()
    settings = current.settings
    speech = words(language or settings.language, settings.timezone)
    with here.open(current) as archive:
        page = dossier_page(asked, settings, archive, speech.language)
    if json:
        say_json(page_json(page))
    else:
        _tell(page, speech)


def page_json(page: DossierPage) -> dict[str, Any]:
    """The page as `--json` prints it; keys are added, never changed."""
    from servwatch.model import Side

    stages = [{"stage": r.stage.value, "since": r.day, "item": r.item} for r in page.stages]
    return {
        "id": page.id,
        "asked": page.asked.id,
        "dossier": page.is_dossier,
        "references": [{"kind": r.kind, "id": r.id, "url": r.url} for r in page.references],
        "timeline": [asdict(line) for line in page.timeline],
        "named_by": [asdict(line) for line in page.others],
        "stages": stages,
        "positions": {
            side.value: [line.items[0] for line in page.of_side(side)]
            for side in (Side.EMPLOYERS, Side.WORKERS)
        },
        "followed": asdict(page.follows) if page.follows is not None else None,
        "whole": page.whole,
    }


def _tell(page: DossierPage, speech: Words) -> None:
    from servwatch.cli.printing import say, table

    name = page.follows.called(speech.language) if page.follows is not None else ""
    say(f"{page.id}  {name}".rstrip(), style="bold")
    if not page.is_dossier and page.timeline:
        say(speech._("No document in the archive is about it: this is what names it."), style="dim")
    table([[r.id, r.url] for r in page.references if r.url or len(page.references) > 1])
    _tell_stage(page, speech)
    _tell_following(page, speech)
    say()
    if page.timeline:
        _tell_lines(page.timeline, speech)
    else:
        say(speech._("The archive holds nothing that names it."), style="dim")
    if not page.whole:
        say(speech._("There is more: only the newest are shown."), style="doubt")
    if page.is_dossier:
        say()
        _tell_sides(page, speech)
    if page.others:
        count = len(page.others)
        say()
        say(
            speech.n_(
                "{n} item names it beside other dossiers:", "{n} items name it beside other dossiers:", count
            )
        )
        _tell_lines(page.others, speech)


def _tell_stage(page: DossierPage, speech: Words) -> None:
    from servwatch.cli.printing import say

    if not page.stages:
        return
    now = page.stages[-1]
    day = speech.day(now.day)
    if len(page.stages) == 1:
        say(speech._("Stage: {stage}, since {day}.", stage=speech._(now.stage.value), day=day))
        return
    before = speech._(page.stages[-2].stage.value)
    say(
        speech._(
            "Stage: {before} > {stage}, since {day}.", before=before, stage=speech._(now.stage.value), day=day
        )
    )


def _tell_following(page: DossierPage, speech: Words) -> None:
    from servwatch.cli.printing import say

    follows = page.follows
    if follows is None:
        say(speech._("Nobody follows it."))
        say(speech._("To follow it, put this into feeds.toml:"), style="dim")
        say(f'  [[dossier]]\n  ref = "{page.id}"', style="dim")
        return
    every = "*" in follows.digests
    digests = speech._("every digest") if every else speech.joined(list(follows.digests))
    if follows.until is None:
        say(speech._("It is followed in {digests}.", digests=digests))
    else:
        until = speech.day(follows.until)
        say(speech._("It is followed in {digests} until {day}.", digests=digests, day=until))


def _tell_lines(lines: tuple[Line, ...], speech: Words) -> None:
    from servwatch.cli.printing import table
    from servwatch.digest.compose import KIND_NAMES

    rows = []
    for line in lines:
        kind = speech._(KIND_NAMES[line.kind])
        stage = f" ({speech._(line.stage.value)})" if line.stage is not None else ""
        rows.append(
            [
                line.day.isoformat(),
                line.body,
                f"{kind}{stage}",
                " ".join(line.languages),
                f"{line.title}  {line.url}",
            ]
        )
    table(rows)


def _tell_sides(page: DossierPage, speech: Words) -> None:
    from servwatch.cli.printing import say
    from servwatch.model import Side

    for side, name in ((Side.EMPLOYERS, speech._("Employers")), (Side.WORKERS, speech._("Workers"))):
        lines = page.of_side(side)
        if not lines:
            say(speech._("{side}: no position seen.", side=name))
        for line in lines:
            say(f"{name}: {line.body}, {speech.day(line.day)}: {line.title}")
