"""`digest drop`, `pin`, `move`, `headline`, `note` and `intro`: an editor's word on a draft, one thing each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.draft_desk import (
    ByOption,
    DigestArgument,
    InitialsOption,
    ItemArgument,
    NowOption,
    UndoOption,
    desk,
    tell,
)
from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.cli.draft_desk import Desk
    from servwatch.model import Ruling

DECIDED = {
    "chosen": "told",
    "merged": "told with another item",
    "cut": "over the limit",
    "rejected": "not chosen",
}
"""What an edition did with an item, by its outcome."""

NoteOption = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, in a few words.")]
TextArgument = Annotated[
    str,
    typer.Argument(metavar="TEXT", help="The text; - reads it from standard input.", show_default=False),
]


SECTION = "What editors decide"
"""The heading of these commands in the help of `digest`."""


def register(group: typer.Typer) -> None:
    """Add the commands to those of `digest`."""
    command(
        group, rich_help_panel=SECTION, epilog="Example: `servwatch digest pin dagelijks-bestuur 20 --by An`."
    )(pin)
    command(
        group,
        rich_help_panel=SECTION,
        epilog='Example: `servwatch digest drop dagelijks-bestuur 20 --note "not ours"`.',
    )(drop)
    command(
        group,
        rich_help_panel=SECTION,
        epilog="Examples: `servwatch digest move dagelijks-bestuur 20 1`; `servwatch digest move dagelijks-bestuur 20 --undo`.",
    )(move)
    command(
        group,
        rich_help_panel=SECTION,
        epilog='Example: `servwatch digest headline dagelijks-bestuur 20 "Mening over jobs gevraagd"`.',
    )(headline)
    command(
        group,
        rich_help_panel=SECTION,
        epilog='Example: `servwatch digest note dagelijks-bestuur 20 "Raakt ons." --initials LV`.',
    )(note)
    command(
        group,
        rich_help_panel=SECTION,
        epilog='Example: `servwatch digest intro dagelijks-bestuur "Deze week drie raadplegingen."`.',
    )(intro)


def pin(
    here: Invocation,
    digest: DigestArgument,
    item: ItemArgument,
    by: ByOption = "",
    note: NoteOption = "",
    undo: UndoOption = False,
    now: NowOption = None,
) -> None:
    """Put an item into the draft, or the next edition.

    Whatever its themes, score and age. It goes before the others by rank, after open deadlines and followed dossiers.
    """
    from servwatch.model import Ruling

    with desk(here, digest, by, now=now) as seat:
        if seat.drafted:
            done = seat.reviewing.pin(item, reason=note, undo=undo)
            tell(done, _said(seat, item, "pinned", undo=undo))
        else:
            _rule(seat, item, Ruling.KEPT, note, undo=undo)


def drop(
    here: Invocation,
    digest: DigestArgument,
    item: ItemArgument,
    by: ByOption = "",
    note: NoteOption = "",
    undo: UndoOption = False,
    now: NowOption = None,
) -> None:
    """Take an item out of the draft, or the next edition.

    With it goes what tells its story, and the next one moves up. Its row in the ledger will name who dropped it.
    """
    from servwatch.model import Ruling

    with desk(here, digest, by, now=now) as seat:
        if seat.drafted:
            done = seat.reviewing.drop(item, reason=note, undo=undo)
            tell(done, _said(seat, item, "dropped", undo=undo))
        else:
            _rule(seat, item, Ruling.DROPPED, note, undo=undo)


def move(
    here: Invocation,
    digest: DigestArgument,
    item: ItemArgument,
    place: Annotated[
        int | None, typer.Argument(metavar="PLACE", help="From 1, the first.", show_default=False)
    ] = None,
    by: ByOption = "",
    undo: UndoOption = False,
    now: NowOption = None,
) -> None:
    """Give an entry of the draft a place.

    It goes before rank, deadlines and limits; one that was over the limit is put in with it.
    """
    if (place is not None) == undo:
        raise typer.BadParameter("say which place, or --undo", param_hint="PLACE")
    if place is not None and place < 1:
        raise typer.BadParameter(f"places count from 1, and {place} is none", param_hint="PLACE")
    with desk(here, digest, by, now=now) as seat:
        done = seat.reviewing.move(item, place)
        last = len(done.after.entries)
        where = "" if place is None else f" to place {min(place, last)}{', the last' * (place > last)}"
        tell(done, _said(seat, item, f"moved{where}", undo=undo))


def headline(
    here: Invocation,
    digest: DigestArgument,
    item: ItemArgument,
    text: TextArgument = "",
    by: ByOption = "",
    undo: UndoOption = False,
    now: NowOption = None,
) -> None:
    """Give an entry a headline, in the digest's language."""
    written = _text(text, undo=undo)
    with desk(here, digest, by, now=now) as seat:
        tell(seat.reviewing.headline(item, written), _said(seat, item, "given a headline", undo=undo))


def note(
    here: Invocation,
    digest: DigestArgument,
    item: ItemArgument,
    text: TextArgument = "",
    by: ByOption = "",
    initials: InitialsOption = "",
    undo: UndoOption = False,
    now: NowOption = None,
) -> None:
    """Say what an entry means for Flanders.

    Your initials stand beside it.
    """
    written = _text(text, undo=undo)
    with desk(here, digest, by, initials, now) as seat:
        tell(seat.reviewing.note(item, written), _said(seat, item, "given a note", undo=undo))


def intro(
    here: Invocation,
    digest: DigestArgument,
    text: TextArgument = "",
    by: ByOption = "",
    undo: UndoOption = False,
    now: NowOption = None,
) -> None:
    """Put a few sentences before all entries."""
    written = _text(text, undo=undo)
    with desk(here, digest, by, now=now) as seat:
        done = seat.reviewing.introduce(written)
        tell(
            done,
            f"{seat.digest.id}: introduction {'taken away' if undo else 'written'} by {seat.editor.name}.",
        )


def _text(text: str, *, undo: bool) -> str:
    if bool(text) == undo:
        raise typer.BadParameter("give a text, or --undo", param_hint="TEXT")
    return sys.stdin.read() if text == "-" else text


def _said(seat: Desk, item: int, verb: str, *, undo: bool) -> str:
    found = seat.archive.items.get(item)
    title = found[0].title if found is not None else ""
    done = f"no longer {verb}, says" if undo else f"{verb} by"
    return f"{seat.digest.id}: {item}, {title!r}, {done} {seat.editor.name}."


def _rule(seat: Desk, number: int, ruling: Ruling, note: str, *, undo: bool) -> None:
    """Say it of the next edition, where there is no draft."""
    from servwatch.cli.printing import say
    from servwatch.cycle.review_acts import known_item
    from servwatch.model import Judgement, Ruling

    known_item(seat.archive, number)
    decisions = seat.archive.editions.decisions(number)
    decided = next((x for x in decisions if x.digest == seat.digest.id), None)
    given = Ruling.WITHDRAWN if undo else ruling
    seat.archive.judgements.give(
        Judgement(
            number, given, seat.editor.name, seat.now, digest=seat.digest.id, note=" ".join(note.split())
        )
    )
    say(_said(seat, number, "pinned" if ruling is Ruling.KEPT else "dropped", undo=undo))
    if decided is not None:
        no = decided.edition.number
        edition = f"no. {no}" if no else "an edition that was not sent"
        say(
            f"Too late for it: {edition} has decided ({DECIDED[decided.decision.outcome]}), and that stays. "
            "What you say counts for the rank of items like it.",
            style="doubt",
        )
