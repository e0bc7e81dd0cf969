"""`digest edit`: the whole draft as a form in an editor. What was written is never lost."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.draft_desk import (
    ByOption,
    DigestArgument,
    InitialsOption,
    NowOption,
    desk,
    tell,
    tell_standing,
)
from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.cli.draft_desk import Desk

_LARGEST = 2_000_000
"""Bytes of a form; a file beyond that is something else."""


SECTION = "What editors decide"
"""The heading of these commands in the help of `digest`."""


def register(group: typer.Typer) -> None:
    """Add the command to those of `digest`."""
    command(
        group,
        rich_help_panel=SECTION,
        epilog="Examples: `servwatch digest edit dagelijks-bestuur --by An`; `servwatch digest edit dagelijks-bestuur --form draft.txt`; "
        "`servwatch digest edit dagelijks-bestuur --print`; `servwatch digest edit dagelijks-bestuur --from draft.txt`.",
    )(edit)


def edit(
    here: Invocation,
    digest: DigestArgument,
    form: Annotated[
        Path | None, typer.Option("--form", metavar="FILE", help="Go on with a form that was kept.")
    ] = None,
    print_: Annotated[bool, typer.Option("--print", help="Only print the form; nothing is opened.")] = False,
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Do what a form says, with no editor.")
    ] = None,
    by: ByOption = "",
    initials: InitialsOption = "",
    now: NowOption = None,
) -> None:
    """Edit the draft as a form of plain text.

    In $VISUAL or $EDITOR: order, headlines, notes, introduction, what is dropped and what is pulled up: all is done at once when you leave the editor, or nothing
    where a line is wrong. The form is kept then, and --form opens it again. Without an editor: --print, and then --from.
    """
    from servwatch.cycle.draft_form import form_of
    from servwatch.locale import words

    if (form is not None) + print_ + (from_ is not None) > 1:
        raise typer.BadParameter("give one of --form, --print and --from", param_hint="--form")
    editor = _editor(here.environ) if not print_ and from_ is None else []
    with desk(here, digest, by, initials, now) as seat:
        sheet = seat.reviewing.begin()
        speech = words(seat.settings.language, seat.settings.timezone)
        before = form_of(sheet, seat.digest, speech)
        if print_:
            typer.echo(before, nl=False)
            return
        given = from_ or form
        path = given or Path(mkdtemp(prefix="servwatch-")) / f"{seat.digest.id}.txt"
        if given is None:
            path.write_text(before, encoding="utf-8")
        if from_ is None:
            _open(editor, path, here.environ)
        _take(seat, path, "--from" if from_ is not None else "--form", before if given is None else "")


def _editor(environ: Mapping[str, str]) -> list[str]:
    """The words that start the user's editor. Raises UsageError where none is named, and vi would wait for nobody."""
    from servwatch.errors import UsageError

    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise UsageError(
            "the editor {editor} cannot be started: {cause}",
            editor=named,
            cause=error,
            remedy="Set EDITOR to one that is on this machine.",
        ) from error
    if not words:
        raise UsageError(
            "no editor is named",
            remedy="Set EDITOR (`export EDITOR=nano`); or write the form to a file with --print, and give it back with --from.",
        )
    return words


def _open(editor: list[str], path: Path, environ: Mapping[str, str]) -> None:
    """Have the form edited. Raises UsageError where the editor cannot be started, or fails."""
    from servwatch.errors import UsageError

    keyboard = None if sys.stdin is not None and sys.stdin.isatty() else subprocess.DEVNULL
    try:  # with no terminal to read from an editor ends at once, where it would wait for ever
        ended = subprocess.run([*editor, str(path)], check=False, env=dict(environ), stdin=keyboard)  # noqa: S603  # the editor that the user names
    except OSError as error:
        raise UsageError(
            "the editor {editor} cannot be started: {cause}",
            editor=editor[0],
            cause=getattr(error, "strerror", None) or error,
            remedy="Set EDITOR to one that is on this machine. The form is kept: {path}",
            path=path,
        ) from error
    if ended.returncode:
        raise UsageError(
            "the editor ended with {code}, so nothing was changed",
            code=ended.returncode,
            remedy="The form is kept: {path}",
            path=path,
        )


def _take(seat: Desk, path: Path, door: str, before: str) -> None:
    """Do what the form says. Where that cannot be, nothing is done and the form is kept."""
    from servwatch.cli.printing import say
    from servwatch.cycle.draft_form import intents_of, read_form
    from servwatch.errors import DraftMoved, ServwatchError

    text = _read(path)
    if text == before:
        _discard(path)
        say("Nothing was changed.")
        return
    try:
        sheet = seat.reviewing.sheet()
        form = read_form(text, sheet, str(path))
        if form.draft != sheet.draft or form.seen != sheet.seen:
            raise DraftMoved(
                "the draft of {digest} is not as it was when the form was written",
                digest=seat.digest.id,
                remedy="See `servwatch digest log {digest}`; then put the numbers of this draft on the line that begins with draft: and check the rest ({now})",
                now=f"draft: {sheet.draft} after {sheet.seen}",
            )
        intents = intents_of(form, sheet, str(path))
        if not intents:
            _discard(path)
            say("Nothing was changed.")
            return
        done = seat.reviewing.apply(intents, seen=form.seen)
    except ServwatchError:
        again = f"servwatch digest edit {seat.digest.id} {door} {shlex.quote(str(path))}"
        say(
            f"Nothing was changed, and the form is kept. To go on with it: {again}", style="doubt", error=True
        )
        raise
    _discard(path)
    count = len(done.acts)
    tell(done, f"{seat.digest.id}: {count} change{'s' * (count != 1)} by {seat.editor.name}.")
    tell_standing(done.after, seat.settings)


def _read(path: Path) -> str:
    from servwatch.errors import UsageError

    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError("{path} is too large for a form", path=path)
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("the form {path} cannot be read: {cause}", path=path, cause=str(error)) from error


def _discard(path: Path) -> None:
    """Remove a form of ours; one that was named by the user stays."""
    if path.parent.name.startswith("servwatch-") and path.parent.parent == Path(gettempdir()):
        path.unlink(missing_ok=True)
        path.parent.rmdir()
