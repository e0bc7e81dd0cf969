"""`digest pin` and `digest drop`: an editor's word on one item of the next edition."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.invocation import Invocation, command
from servwatch.cli.judge_command import logged_in

if TYPE_CHECKING:
    from servwatch.model import Ruling

DECIDED = {
    "chosen": "told",
    "merged": "told with another item",
    "cut": "over the limit",
    "rejected": "not chosen",
}
"""What an edition did with an item, by its outcome."""

DigestArgument = Annotated[str, typer.Argument(metavar="DIGEST", help="The id of a digest.")]
ItemArgument = Annotated[int, typer.Argument(metavar="ITEM", help="The number of an item.")]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so; else who is logged in.")]
NoteOption = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, in a few words.")]


def register(group: typer.Typer) -> None:
    """Add the commands to those of `digest`."""
    command(group, epilog="Example: `servwatch digest pin dagelijks-bestuur 20 --by An`.")(pin)
    command(group, epilog='Example: `servwatch digest drop dagelijks-bestuur 20 --note "not ours"`.')(drop)


def pin(
    here: Invocation, digest: DigestArgument, item: ItemArgument, by: ByOption = "", note: NoteOption = ""
) -> None:
    """Have the next edition choose an item.

    Whatever its themes, score and age. It goes before the others by rank, after open deadlines and followed dossiers. To undo it, drop it.
    """
    from servwatch.model import Ruling

    _rule(here, digest, item, Ruling.KEPT, by, note)


def drop(
    here: Invocation, digest: DigestArgument, item: ItemArgument, by: ByOption = "", note: NoteOption = ""
) -> None:
    """Keep an item out of the next edition.

    Its row in the ledger will name who dropped it. To undo it before the edition is made, pin it.
    """
    from servwatch.model import Ruling

    _rule(here, digest, item, Ruling.DROPPED, by, note)


def _rule(here: Invocation, digest: str, item: int, ruling: Ruling, by: str, note: str) -> None:
    from servwatch.cli.known_names import require_digest
    from servwatch.cli.printing import say
    from servwatch.errors import NotFound
    from servwatch.model import Judgement, Ruling

    here.start_log()
    who = " ".join(by.split()) or logged_in()
    current = here.in_force()
    one = require_digest(current.settings, digest)
    with here.open(current) as archive:
        found = archive.items.get(item)
        if found is None:
            raise NotFound(
                "the archive holds no item with the number {number}",
                number=item,
                remedy="`servwatch items` lists them with their numbers.",
            )
        decided = next((x for x in archive.editions.decisions(item) if x.digest == one.id), None)
        archive.judgements.give(
            Judgement(item, ruling, who, datetime.now(UTC), digest=one.id, note=" ".join(note.split()))
        )
    verb = "pinned" if ruling is Ruling.KEPT else "dropped"
    say(f"{one.id}: {item}, {found[0].title!r}, {verb} by {who}.")
    if decided is not None:
        number = decided.edition.number
        edition = f"no. {number}" if number else "an edition that was not sent"
        say(
            f"Too late for it: {edition} has decided ({DECIDED[decided.decision.outcome]}), and that stays. "
            "What you say counts for the rank of items like it.",
            style="doubt",
        )
