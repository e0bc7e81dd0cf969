"""What the commands of editors share: from a digest and a name to its draft, and what they print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.invocation import Invocation
from servwatch.cli.speaking import speaker
from servwatch.cli.time_options import clock_of

if TYPE_CHECKING:
    from servwatch.archive.archive import Archive
    from servwatch.cycle.reviewing import Done, Editor, Reviewing
    from servwatch.digest.draft_sheet import Sheet
    from servwatch.model import Digest, Settings

DigestArgument = Annotated[str, typer.Argument(metavar="DIGEST", help="The id of a digest.")]
ItemArgument = Annotated[int, typer.Argument(metavar="ITEM", help="The number of an item.")]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it; else who is logged in.")]
InitialsOption = Annotated[
    str, typer.Option("--initials", metavar="XY", help="Beside a note; else those of the name.")
]
UndoOption = Annotated[bool, typer.Option("--undo", help="Take it back.")]
NowOption = Annotated[
    str | None, typer.Option("--now", metavar="ISO", help="Take this for the time, as run --now does.")
]


@dataclass(frozen=True, slots=True)
class Desk:
    """One digest, with an editor before it."""

    archive: Archive
    settings: Settings
    digest: Digest
    editor: Editor
    reviewing: Reviewing
    now: datetime

    @property
    def drafted(self) -> bool:
        """Whether there is a draft to act on."""
        return self.archive.drafts.alive(self.digest.id) is not None


@contextmanager
def desk(
    here: Invocation, digest: str, by: str = "", initials: str = "", now: str | None = None
) -> Iterator[Desk]:
    """Sit down before the draft of a digest. Raises NotFound."""
    from servwatch.cli.known_names import require_digest
    from servwatch.cycle.drafting import drafting_of
    from servwatch.cycle.reviewing import Editor, Reviewing

    here.start_log()
    current = here.in_force()
    one = require_digest(current.settings, digest)
    editor = Editor.called(speaker(by), initials)
    time = clock_of(now, current.settings.timezone.key).now()
    with here.open(current) as archive:
        drafting = drafting_of(current.settings, archive, time)
        reviewing = Reviewing(current.settings, archive, drafting, one, editor, time)
        yield Desk(archive, current.settings, one, editor, reviewing, time)


def tell(done: Done, said: str) -> None:
    """Say what was done, and what of the draft is otherwise by it."""
    from servwatch.cli.printing import say

    say(said)
    before, after = done.before, done.after
    for entry in after.entries:
        if before.entry(entry.item) is None:
            say(f"  in: {entry.place}. [{entry.item}] {entry.shown}")
    for entry in before.entries:
        if after.entry(entry.item) is None:
            say(f"  out: [{entry.item}] {entry.shown}")
    for warning in done.warnings:
        say(warning, style="doubt")


def tell_standing(sheet: Sheet, settings: Settings) -> None:
    """Say what becomes of a draft if nobody does anything any more."""
    from servwatch.cli.printing import say, when

    moment = when(sheet.scheduled, settings.timezone)
    if sheet.state.value == "held":
        say(f"It is held: `servwatch digest release {sheet.digest}` lets it go.", style="doubt")
    elif sheet.review == "required" and sheet.state.value != "released":
        say(
            f"It waits for `servwatch digest release {sheet.digest}`, and leaves on {moment} at the earliest."
        )
    else:
        say(f"It leaves on {moment}, or with the next run where that is past.")
