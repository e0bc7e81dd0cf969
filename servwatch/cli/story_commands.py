"""`stories`: which items tell one story, why, and what a person decides of it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command, one_of
from servwatch.cli.item_commands import SinceOption, day_of
from servwatch.cli.speaking import speaker

if TYPE_CHECKING:
    from servwatch.archive.archive import Archive
    from servwatch.archive.stories import StoryItem
    from servwatch.locale import Words
    from servwatch.model import Item

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
ByOption = Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides it; else the account.")]
NoteOption = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why; kept with the decision.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    stories = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Which items tell one story, and why.",
        add_completion=False,
    )
    command(
        stories,
        "list",
        epilog="Examples: `servwatch stories list`; `servwatch stories list --since 30d --json`.",
    )(list_stories)
    command(
        stories, "show", epilog="Examples: `servwatch stories show 1`; `servwatch stories show 1 --json`."
    )(show_story)
    command(
        stories,
        "split",
        epilog='Example: `servwatch stories split 3 --note "another country" --by "the editors"`.',
    )(split_story)
    command(
        stories,
        "join",
        epilog='Example: `servwatch stories join 1 2 4 --note "one proposal"`.',
    )(join_stories)
    command(
        stories,
        "evaluate",
        epilog="Examples: `servwatch stories evaluate headlines.tsv`; `servwatch stories evaluate headlines.tsv --json`.",
    )(evaluate_stories)
    app.add_typer(stories, name="stories")


def list_stories(here: Invocation, since: SinceOption = "7d", json: JsonOption = False) -> None:
    """List the stories that several items tell, the newest first."""
    from servwatch.cli.printing import say_json, table, when

    here.start_log()
    current = here.in_force()
    day = day_of(since)
    zone = current.settings.timezone
    start = datetime.combine(day, time(), zone) if day else datetime.min.replace(tzinfo=UTC)
    with here.open(current) as archive:
        rows = archive.stories.several(start)
    if json:
        for row in rows:
            say_json({"id": row.id, "title": row.title, "began": row.began, "latest": row.latest, "items": row.items, "sources": row.sources})  # fmt: skip
        return
    lines = [
        (str(row.id), when(row.latest, zone), str(row.items), str(row.sources), row.title) for row in rows
    ]
    table(lines, ("story", "latest", "items", "sources", "title"), empty="No story that several items tell.")


def show_story(
    here: Invocation,
    story: Annotated[
        int, typer.Argument(metavar="ID", help="The number of a story, as `stories list` gives it.")
    ],
    json: JsonOption = False,
) -> None:
    """Show the items of a story, with the reason of each.

    And what was decided of them by hand.
    """
    from servwatch.cli.printing import say, say_json, when
    from servwatch.locale import words

    here.start_log()
    current = here.in_force()
    settings = current.settings
    with here.open(current) as archive:
        members = archive.stories.members(story)
        if not members:
            raise _unknown("story", story)
        speech = words(settings.language, settings.timezone)
        told = _told(archive, members, speech)
        decisions = archive.stories.decisions([item.id for item, _ in members])
    if json:
        say_json({"id": story, "items": told, "decisions": [_decision(one) for one in decisions]})
        return
    say(speech.n_("Story {story}: {n} item.", "Story {story}: {n} items, each with its number.", len(members), story=story))  # fmt: skip
    for (item, one), line in zip(members, told, strict=True):
        say(f"{item.id:>7}  {when(one.at, settings.timezone)}  {item.source}  {item.title}", style="bold")
        say(f"         {line['reason'] or speech._('It began the story.')}")
    for decision in decisions:
        note = f": {decision.note}" if decision.note else ""
        say(f"{when(decision.at, settings.timezone)}  {decision.who}  {decision.kind} {decision.item}{note}")


def _told(archive: Archive, members: list[tuple[Item, StoryItem]], speech: Words) -> list[dict[str, Any]]:
    """The items of a story as `--json` shows them."""
    from servwatch.cycle.told_stories import reasons_of

    reasons = reasons_of(archive, [item for item, _ in members], speech)
    return [
        {
            "item": item.id,
            "source": item.source,
            "title": item.title,
            "url": item.url,
            "at": one.at,
            "how": one.how,
            "score": one.score,
            "reason": reasons[item.id],
            "related": one.facts.get("related"),
        }
        for item, one in members
    ]  # fmt: skip


def _decision(one: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one)


def split_story(
    here: Invocation,
    item: Annotated[int, typer.Argument(metavar="ITEM", help="The number of an item.")],
    by: ByOption = "",
    note: NoteOption = "",
) -> None:
    """Give an item a story of its own; no later run takes it back."""
    from servwatch.cli.printing import say

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        story = archive.stories.split(item, datetime.now(UTC), who=speaker(by), note=note)
    if not story:
        raise _unknown("item", item)
    say(f"Item {item} has story {story} for itself, and keeps it.")


def join_stories(
    here: Invocation,
    items: Annotated[
        list[int], typer.Argument(metavar="ITEM ITEM...", help="The numbers of two items or more.")
    ],
    by: ByOption = "",
    note: NoteOption = "",
) -> None:
    """Put items into the story of the first, for good.

    No later run takes them out.
    """
    from servwatch.cli.printing import plural, say

    here.start_log()
    if len(set(items)) < 2:
        raise typer.BadParameter("needs two different items or more", param_hint="ITEM")
    first, *others = dict.fromkeys(items)
    current = here.in_force()
    with here.open(current) as archive:
        story = archive.stories.join(first, others, datetime.now(UTC), who=speaker(by), note=note)
        if not story:
            placed = archive.stories.of(items)
            raise _unknown("item", next(one for one in items if one not in placed))
    say(f"{plural(len(others) + 1, 'item')} now tell story {story}.")


def _unknown(what: str, number: int) -> Exception:
    from servwatch.errors import NotFound

    if what == "story":
        return NotFound(
            "There is no story {number}.", remedy="`servwatch stories list` shows them.", number=number
        )
    return NotFound(
        "Item {number} has no story.",
        remedy="Items get one in the cycle after they come, unless they are old news of a first reading.",
        number=number,
    )


def evaluate_stories(
    here: Invocation,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A TSV with the columns story, variant, lang and headline.")
    ],
    method: Annotated[
        str, typer.Option("--method", metavar="pivot|encoder", help="How headlines are compared.")
    ] = "pivot",
    json: JsonOption = False,
) -> None:
    """Measure how well headlines are put together.

    Prints B-cubed precision, recall and F1 against a file in which people have done so. Needs no configuration and no archive.
    """
    from servwatch.cli.printing import plural, say, say_json
    from servwatch.errors import NotFound
    from servwatch.insight.stories.encoder import method_of
    from servwatch.insight.stories.evaluation import evaluate, read_labelled

    here.start_log()
    one_of(method, ("pivot", "encoder"), "--method")
    try:
        lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        raise NotFound("{file} cannot be read.", remedy="Name a file that is there.", file=file) from error
    labelled = read_labelled(lines, str(file))
    reader, sentence = method_of(method)
    if sentence:
        say(sentence, style="doubt", error=True)
    found = evaluate(labelled, reader)
    if json:
        say_json({"precision": found.precision, "recall": found.recall, "f1": found.f1})
        return
    stories = len({one.story for one in labelled})
    say(f"{plural(len(labelled), 'headline')} of {plural(stories, 'story', 'stories')}, by the {reader.name}")
    say(f"B-cubed precision {found.precision:.3f}, recall {found.recall:.3f}, F1 {found.f1:.3f}")
