"""`items`, `tag`, `retag`: what is in the archive, and what is understood of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli import adding_command, covered_command, judge_command
from servwatch.cli.invocation import Invocation, command, one_of
from servwatch.cli.shown_item import item_line
from servwatch.cli.usual_command import WithUsualCommand

if TYPE_CHECKING:
    from servwatch.archive.archive import Archive
    from servwatch.archive.item_query import ItemQuery
    from servwatch.model import Annotation, Deadline, Item, ThemeScore

SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="D", help="A day such as 2026-11-01, or a time back such as 7d."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=WithUsualCommand,
        rich_markup_mode=None,
        help="The archive: list it, add to it, and hold a list against it. Without a command: list.",
        add_completion=False,
    )
    examples = 'Examples: `servwatch items --theme climate --since 7d`; `servwatch items --query "platform work*" --json`.'
    command(group, "list", epilog=examples)(items)
    covered_command.register(group)
    adding_command.register(group)
    judge_command.register(group)
    app.add_typer(group, name="items")
    command(
        app,
        epilog='Example: `servwatch tag --title "Vakbonden willen akkoord over telewerk" --lang nl`.',
    )(tag)
    command(app, epilog="Examples: `servwatch retag`; `servwatch retag --since 30d --reconsider`.")(retag)


def items(
    here: Invocation,
    theme: Annotated[str, typer.Option("--theme", metavar="T", help="Only items with this theme.")] = "",
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="S", help="Only of this source; may be repeated.")
    ] = None,
    since: SinceOption = None,
    query: Annotated[
        str, typer.Option("--query", metavar="Q", help='Words that occur; "a phrase"; begin*; -not.')
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="At most so many; 0 for all.")
    ] = 0,
    json: JsonOption = False,
) -> None:
    """List the items of the archive, the newest first."""
    from servwatch.archive.item_query import ItemQuery
    from servwatch.cli.known_names import require_sources, require_theme
    from servwatch.cli.printing import say, say_json
    from servwatch.cycle.machine_records import item_json

    here.start_log()
    current = here.in_force()
    settings = current.settings
    if theme:
        require_theme(settings, theme)
    require_sources(settings, source or ())
    asked = ItemQuery(theme, tuple(source or ()), day_of(since), query, limit=limit)
    width = max((len(s.id) for s in settings.sources), default=0)
    none = True
    with here.open(current) as archive:
        for item, annotation, story in _with_stories(archive, asked, wanted=json):
            none = False
            if json:
                say_json(item_json(item, annotation, story))
            else:
                say(item_line(item, annotation, width))
    if none and not json:
        say("No item.", style="dim", error=True)


def _with_stories(
    archive: Archive, asked: ItemQuery, *, wanted: bool
) -> Iterator[tuple[Item, Annotation | None, int | None]]:
    """The items with the numbers of their stories, read some hundreds at a time."""
    found = archive.items.find(asked)
    while batch := list(islice(found, 400)):
        stories = archive.stories.of([item.id for item, _ in batch]) if wanted else {}
        for item, annotation in batch:
            yield item, annotation, stories[item.id].story if item.id in stories else None


def day_of(since: str | None) -> date | None:
    """The day that `--since` means."""
    from servwatch.config.values import read_duration

    if since is None:
        return None
    try:
        return date.fromisoformat(since)
    except ValueError:
        pass
    try:
        back: timedelta = read_duration(since)
    except ValueError as error:
        raise typer.BadParameter(
            "must be a day such as 2026-11-01 or a time such as 7d", param_hint="--since"
        ) from error
    return (datetime.now(UTC) - back).date()


def tag(
    here: Invocation,
    title: Annotated[str, typer.Option("--title", metavar="T", help="The title.")] = "",
    text: Annotated[
        str, typer.Option("--text", metavar="T", help="The text; without either, standard input.")
    ] = "",
    lang: Annotated[
        str, typer.Option("--lang", metavar="L", help="nl, en, fr, de or es; else it is found out.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Tell which themes a text would get, and why."""
    from servwatch.archive.annotations import themes_json
    from servwatch.cli.printing import say, say_json
    from servwatch.cycle.configuration import understanding_of
    from servwatch.insight.deadlines import find_deadlines
    from servwatch.insight.language import KNOWN, language_of
    from servwatch.insight.references import references_of

    here.start_log()
    one_of(lang, KNOWN, "--lang")
    if not title and not text:
        text = sys.stdin.read()
    settings = here.in_force().settings
    understanding = understanding_of(settings)
    references = references_of(title, text, language=settings.language)
    deadlines = find_deadlines(title, text, published=settings.day_of(datetime.now(UTC)))
    language = lang or language_of("", (), f"{title}. {text}")
    themes = understanding.matcher.match(title, text, language)
    if json:
        known = {"language": language, "themes": themes_json(themes)}
        named = {"references": [asdict(r) for r in references]}
        say_json(known | named | {"deadlines": [asdict(d) for d in deadlines]})
        return
    say(f"language: {language or 'unsure: the terms of every language were tried'}")
    _say_themes(themes)
    given = {theme.theme for theme in themes}
    for near in understanding.matcher.explain(title, text, language):
        if near.theme not in given:
            say(f"{near.theme}  {near.score:g} of {near.threshold:g}: not given", style="dim")
    if not themes:
        say("No theme.")
    for reference in references:
        say(f"{reference.id}  {reference.url}  ({reference.role})")
    _say_deadlines(deadlines)


def _say_themes(themes: Iterable[ThemeScore]) -> None:
    from servwatch.cli.printing import say

    for theme in themes:
        say(f"{theme.theme}  {theme.score:g}", style="good")
        for m in theme.matches:
            say(f"    {m.text!r} in the {m.field}, by {m.term!r} ({m.rule}, weight {m.weight:g})")


def _say_deadlines(deadlines: Iterable[Deadline]) -> None:
    from servwatch.cli.printing import say

    for d in deadlines:
        say(f"{d.date}{f' {d.time:%H:%M}' if d.time else ''}  {d.kind}  {d.text!r} ({d.rule})", style="good")


def retag(
    here: Invocation,
    since: SinceOption = None,
    reconsider: Annotated[
        bool, typer.Option("--reconsider", help="List rejected items that would now be chosen.")
    ] = False,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="With --reconsider: let the next edition consider them again.")
    ] = False,
) -> None:
    """Annotate the archive anew, after a change of settings.

    Decisions that were made stay as they are, unless --reconsider --reopen asks for them again.
    """
    from servwatch.cli.printing import plural, say
    from servwatch.cli.progress import bar
    from servwatch.cycle.configuration import understanding_of
    from servwatch.cycle.retagging import reconsidered, retag_archive

    here.start_log()
    if reopen and not reconsider:
        raise typer.BadParameter("goes with --reconsider", param_hint="--reopen")
    current = here.in_force()
    understanding = understanding_of(current.settings)
    day = day_of(since)
    with here.open(current) as archive:
        with bar("Retagging", quiet=here.quiet) as progress:
            count = retag_archive(archive, understanding, since=day, progress=progress.advance)
        say(f"{plural(count, 'item')} annotated anew.")
        if not reconsider:
            return
        for digest, found in reconsidered(archive, current.settings, since=day):
            for item in found:
                say(f"{digest.id}: {item.id}  {item.day}  {item.title}")
            if reopen and found:
                reopened = archive.editions.reopen(digest.id, [item.id for item in found])
                say(f"{digest.id}: {plural(reopened, 'decision')} reopened for the next edition.")
