"""`members suppress`, `restore`, `prefer`, `ending`, `export`, `erase`: what is kept of readers besides the members file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.invocation import Invocation, command, one_of

if TYPE_CHECKING:
    from servwatch.model import Digest, Settings

EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", help="The address of the reader.")]
DigestOption = Annotated[str, typer.Option("--digest", metavar="D", help="Of this digest; else of all.")]
_REASONS = ("by-hand", "unsubscribed", "bounced")
FREQUENCIES = ("each", "weekly", "monthly")
LAYOUTS = ("brief", "full")


def register(group: typer.Typer) -> None:
    """Add the commands to `members`."""
    command(
        group,
        epilog="Examples: `servwatch members suppress name@example.org --reason unsubscribed`; "
        '`servwatch members suppress name@example.org --note "on leave until May"`.',
    )(suppress)
    command(group, epilog="Example: `servwatch members restore name@example.org`.")(restore)
    command(
        group,
        epilog="Examples: `servwatch members prefer name@example.org --frequency weekly`; "
        "`servwatch members prefer name@example.org --reset`.",
    )(prefer)
    command(group, epilog="Example: `servwatch members ending --within 60d`.")(ending)
    command(group, epilog="Example: `servwatch members export name@example.org --out name.json`.")(export)


def register_erase(group: typer.Typer) -> None:
    """Add what stands last, since there is no way back from it."""
    command(
        group,
        epilog="Example: `servwatch members erase name@example.org --yes`.",
    )(erase)


def suppress(
    here: Invocation,
    email: EmailArgument,
    digest: DigestOption = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="WHY", help="One of by-hand, unsubscribed and bounced.")
    ] = "by-hand",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Kept with it, and listed.")] = "",
) -> None:
    """Mail an address no more.

    It stays invited, and is listed with the reason.
    """
    from servwatch.cli.printing import say
    from servwatch.cycle.memberships import require_known
    from servwatch.model import SuppressedFor

    here.start_log()
    one_of(reason, _REASONS, "--reason")
    current = here.in_force()
    named = _digest(current.settings, digest)
    with here.open(current) as archive:
        who = require_known(current.settings, archive, email)
        place = named.id if named is not None else ""
        new = archive.recipients.suppress(
            who.key, SuppressedFor(reason), datetime.now(UTC), digest=place, detail=note
        )
    what = f"{who.email}: gets {digest or 'no digest'}{' no more' if digest else ' any more'}."
    say(what if new else f"{who.email}: was suppressed already; that stays as it is.")


def restore(here: Invocation, email: EmailArgument, digest: DigestOption = "") -> None:
    """Mail an address again.

    What was said, and what came back since, is forgotten.
    """
    from servwatch.cli.printing import say
    from servwatch.errors import NotFound

    here.start_log()
    current = here.in_force()
    named = _digest(current.settings, digest)
    with here.open(current) as archive:
        state = archive.recipients.states().of(email.strip())
        lifted = archive.recipients.restore(email.strip(), digest=named.id if named is not None else "")
        left = archive.recipients.states().of(email.strip()).suppressed
    if not lifted and not (state.bounces and not digest):
        elsewhere = ", ".join(d or "all digests" for d in left)
        raise NotFound(
            "{email} is not suppressed" + (" there; it is for {elsewhere}" if elsewhere else ""),
            email=email,
            elsewhere=elsewhere,
            remedy="See `servwatch members list`.",
        )
    say(f"{email}: gets {digest or 'its digests'} again.")


def prefer(
    here: Invocation,
    email: EmailArgument,
    digest: DigestOption = "",
    frequency: Annotated[
        str, typer.Option("--frequency", metavar="each|weekly|monthly", help="How often at most.")
    ] = "",
    layout: Annotated[
        str, typer.Option("--layout", metavar="brief|full", help="One screen, or everything.")
    ] = "",
    themes: Annotated[
        str, typer.Option("--themes", metavar="A,B", help="Only these, by id; `all` for all of them.")
    ] = "",
    reset: Annotated[
        bool, typer.Option("--reset", help="Forget it: as the members file and the digest have it.")
    ] = False,
) -> None:
    """Keep how a reader wants digests.

    It goes before what the members file says.
    """
    from servwatch.cli.printing import say
    from servwatch.cycle.memberships import forget_preferences, require_known
    from servwatch.cycle.memberships import prefer as keep
    from servwatch.errors import UsageError
    from servwatch.model import Frequency, Preferences

    here.start_log()
    one_of(frequency, FREQUENCIES, "--frequency")
    one_of(layout, LAYOUTS, "--layout")
    if reset == bool(frequency or layout or themes):
        raise UsageError(
            "give either what the reader wants, or --reset",
            remedy="For example: `servwatch members prefer name@example.org --frequency weekly`.",
        )
    current, now = here.in_force(), datetime.now(UTC)
    named = _digest(current.settings, digest)
    chosen = tuple(filter(None, (one.strip() for one in themes.split(",")))) if themes else None
    wanted = Preferences(
        Frequency(frequency) if frequency else None, layout or None, () if chosen == ("all",) else chosen
    )
    with here.open(current) as archive:
        if reset:
            who = require_known(current.settings, archive, email)
            forget_preferences(archive, who.key, now, digest)
            say(f"{who.email}: {digest or 'every digest'} as it comes otherwise.")
            return
        kept = keep(current.settings, archive, email, wanted, now, named)
    say(f"{email}: {digest or 'every digest'} {told_preferences(kept)}.")


def told_preferences(kept: object) -> str:
    """Preferences on one line: "weekly, brief, themes work and energy"."""
    from servwatch.model import Preferences

    assert isinstance(kept, Preferences)  # noqa: S101  # the type is loaded late
    parts = [kept.frequency.value] if kept.frequency is not None else []
    parts += [kept.layout] if kept.layout else []
    if kept.themes is not None:
        parts.append(f"themes {' '.join(kept.themes)}" if kept.themes else "all themes")
    return ", ".join(parts)


def ending(
    here: Invocation,
    within: Annotated[str, typer.Option("--within", metavar="TIME", help="How far ahead.")] = "30d",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the mandates that end soon."""
    from dataclasses import asdict

    from servwatch.cli.printing import say_json, table
    from servwatch.config.values import read_duration
    from servwatch.digest.readers import ending as ending_soon

    here.start_log()
    try:
        span = read_duration(within)
    except ValueError as error:
        raise typer.BadParameter("must be a time such as 30d", param_hint="--within") from error
    settings = here.in_force().settings
    found = ending_soon(settings.recipients, settings.day_of(datetime.now(UTC)), span)
    if json:
        for one in found:
            say_json(asdict(one))
        return
    table(
        [[str(one.until), one.email, one.name, one.role, " ".join(one.groups)] for one in found],
        ("until", "email", "name", "role", "groups"),
        empty=f"No mandate ends within {within}.",
    )


def export(
    here: Invocation,
    email: EmailArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="F", help="Write to a file; else to standard output.")
    ] = None,
) -> None:
    """Give all that is kept of one person, as JSON.

    It is for that person, who may ask for it.
    """
    import os
    from contextlib import redirect_stdout

    from servwatch.cli.printing import say, say_json
    from servwatch.cycle.memberships import export as kept_of
    from servwatch.cycle.memberships import require_known

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        require_known(current.settings, archive, email)
        kept = kept_of(current.settings, archive, email)
    if out is None:
        say_json(kept, indent=2)
        return
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it is one person's
    with os.fdopen(handle, "w", encoding="utf-8") as file, redirect_stdout(file):
        say_json(kept, indent=2)
    say(f"{out}: {len(kept['messages'])} messages and all else that is kept of {email}.")


def erase(
    here: Invocation,
    email: EmailArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Forget one person; there is no way back.

    They are taken out of the members file, the archive and its kept revisions. What is kept is a keyed hash of the address, by which it stays suppressed, and that messages were sent.
    """
    from servwatch.cli.members_file import members_file
    from servwatch.cli.printing import plural, say
    from servwatch.cycle.forgetting import forget
    from servwatch.errors import UsageError

    here.start_log()
    current = here.in_force()
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(
                "erasing cannot be undone, and nobody can be asked", remedy="Add --yes where that is meant."
            )
        typer.confirm(f"Forget {email}? There is no way back.", abort=True, err=True)
    with here.open(current) as archive:
        done = forget(archive, members_file(here), email, datetime.now(UTC))
    kept = done.archive
    where = "the members file and the archive" if done.in_file else "the archive"
    say(
        f"{email}: erased from {where}; {plural(kept.messages, 'message')}, of which {kept.stopped} had not left,"
        f" and {plural(kept.revisions, 'kept revision')} no longer name it. It stays suppressed."
    )
    if kept.leaving:
        say(
            f"{plural(kept.leaving, 'message')} to it leaves at this moment: give the command again in a minute.",
            style="doubt",
            error=True,
        )
        raise typer.Exit(3)


def _digest(settings: Settings, name: str) -> Digest | None:
    from servwatch.cli.known_names import require_digest

    return require_digest(settings, name) if name else None
