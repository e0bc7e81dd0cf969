"""`backup` and `restore`, on a running system."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from servwatch.cycle.backing_up import Made
    from servwatch.cycle.restoring import Restored

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(
        app,
        epilog="Examples: `servwatch backup archive.zip`; `servwatch backup . --keep 14`.",
    )(backup)
    command(
        app,
        epilog="Examples: `servwatch restore archive.zip`; `servwatch restore archive.zip --told-until 2026-11-27T08:00`.",
    )(restore)


def backup(
    here: Invocation,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write, or a folder to write one into.")
    ],
    keep: Annotated[
        int, typer.Option("--keep", metavar="N", min=0, help="Keep the N newest of a folder; 0: all.")
    ] = 0,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Back up the archive into one file, on a running system.

    It is read again and held against the archive before it gets its name. Back up besides it the configuration,
    the members, the secrets, and the journal beside the archive.
    """
    from servwatch.archive.journal import journal_of
    from servwatch.cli.printing import plural, say, say_json
    from servwatch.cycle.backing_up import back_up

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive, _steps("Backing up", here) as told:
        made = back_up(
            current.settings,
            archive,
            file.absolute(),
            datetime.now(UTC),
            keep=keep,
            force=force,
            told=told,
        )
    if json:
        say_json(_json_of(made))
    elif not here.quiet:
        say(
            f"{made.path}: {made.size} bytes, {plural(made.manifest.tables.get('item', 0), 'item')}, read again and sound."
        )
        for one in made.removed:
            say(f"removed {one}", style="dim")
        say(f"What was sent stands in {journal_of(current.settings).folder}: copy it too.", style="dim")


def _json_of(made: Made) -> dict[str, object]:
    return {
        "file": str(made.path),
        "bytes": made.size,
        "taken": made.manifest.taken,
        "schema": made.manifest.schema,
        "tables": dict(made.manifest.tables),
        "removed": [str(one) for one in made.removed],
    }


def restore(
    here: Invocation,
    file: FileArgument,
    journal: Annotated[
        list[Path] | None,
        typer.Option(
            "--journal", metavar="DIR", help="A journal besides the archive's own; may be repeated."
        ),
    ] = None,
    told_until: Annotated[
        str | None,
        typer.Option(
            "--told-until", metavar="TIME", help="All published until then counts as told; without a journal."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Bring a backup back; what is there now is kept beside it.

    A service may be at work: a cycle is waited for. What was sent since the backup is taken from the journal. Nothing
    leaves until `servwatch outbox release --all`. Exits 3, since somebody must do that.
    """
    from servwatch.cli.printing import say_json
    from servwatch.cli.time_options import time_of
    from servwatch.cycle.restoring import Options, restore

    here.start_log()
    settings = here.in_force().settings
    until = time_of(told_until, settings.timezone.key, "--told-until") if told_until is not None else None
    with _steps("Restoring", here) as told:
        options = Options(tuple(one.absolute() for one in journal or ()), until, told=told)
        done = restore(settings, file.absolute(), datetime.now(UTC), options)
    if json:
        say_json(_as_json(done))
    else:
        _tell(done)
    raise typer.Exit(3)


@contextmanager
def _steps(title: str, here: Invocation) -> Iterator[Callable[[int, int, str], None]]:
    """A bar of a hundred parts that follows a count from outside."""
    from servwatch.cli.progress import bar

    with bar(title, quiet=here.quiet) as shown:
        current, percent = "", 0

        def told(done: int, total: int, what: str) -> None:
            nonlocal current, percent
            if what != current:
                shown.begin(100)
                current, percent = what, 0
            now = 100 * done // max(total, 1)
            for _ in range(percent, now):
                shown.advance(what)
            percent = max(percent, now)

        yield told


def _as_json(done: Restored) -> dict[str, Any]:
    replayed = done.replayed
    return {
        "taken": done.manifest.taken,
        "aside": str(done.aside) if done.aside else None,
        "journal": replayed is not None,
        "editions": replayed.editions if replayed else 0,
        "items": replayed.items if replayed else 0,
        "messages": replayed.messages if replayed else 0,
        "partly_sent": [
            {"digest": gap.digest, "number": gap.number, "left": gap.left, "messages": gap.messages}
            for gap in (replayed.gaps if replayed else ())
        ],
        "told_until": done.told_until,
        "may_repeat": [{"digest": one.digest, "editions": one.editions} for one in done.doubts],
        "waiting": done.waiting,
    }


def _tell(done: Restored) -> None:
    from servwatch.cli.printing import plural, say

    manifest = done.manifest
    say(
        f"Restored: the archive of {manifest.taken:%Y-%m-%d %H:%M} UTC, schema {manifest.schema}.",
        style="good",
    )
    if done.aside is not None:
        say(f"What was there is kept in {done.aside}; `servwatch restore` brings it back.")
    replayed = done.replayed
    if replayed is not None:
        say(
            f"From the journal: {plural(replayed.editions, 'edition')} sent since, {plural(replayed.items, 'decision')}"
            f" on items, {plural(replayed.messages, 'message')} known to have left."
        )
        for gap in replayed.gaps:
            say(
                f"{gap.digest} no. {gap.number}: {gap.left} of {gap.messages} messages had left; the others are lost with the archive.",
                style="doubt",
            )
        if replayed.torn:
            say(f"{plural(replayed.torn, 'line')} of the journal could not be read.", style="doubt")
    if done.told_until is not None:
        say(
            f"All that was published until {done.told_until:%Y-%m-%d %H:%M %Z} counts as told; what has no date does not."
        )
    _tell_doubts(done)
    say(
        f"Nothing leaves: {plural(done.waiting, 'message')} {'waits' if done.waiting == 1 else 'wait'}. Look with `servwatch outbox list`, then"
        " `servwatch outbox release --all`.",
        style="doubt",
    )


def _tell_doubts(done: Restored) -> None:
    from servwatch.cli.printing import plural, say

    known = done.replayed is not None and done.journal_from is None
    if known or done.told_until is not None:
        return
    why = (
        "There is no journal of what was sent since the backup."
        if done.replayed is None
        else f"The journal begins only on {done.journal_from:%Y-%m-%d %H:%M} UTC, after the backup."
    )
    say(f"{why} What left since then may be sent again once the brake is lifted.", style="doubt")
    for one in done.doubts:
        say(f"  {one.digest}: what was told in {plural(one.editions, 'edition')} due since")
    say(
        "If you know until when all was sent, restore again with --told-until TIME, or name a journal with --journal."
    )
