"""`digest`: list the digests, preview one, build and send one out of turn."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli import audit_command, digest_rulings, draft_commands, draft_edit, export_command
from servwatch.cli.invocation import Invocation, command, one_of
from servwatch.cli.sections import InSections

if TYPE_CHECKING:
    from servwatch.archive.archive import Archive
    from servwatch.cycle.digest_standing import Standing
    from servwatch.cycle.edition_desk import EditionDesk
    from servwatch.model import Settings

_KINDS = {
    "": "html",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".eml": "eml",
    ".pdf": "pdf",
    ".ics": "ics",
}
"""What a preview is written as, by the end of the file's name."""
DigestArgument = Annotated[str, typer.Argument(metavar="DIGEST", help="The id of a digest.")]


SECTION = "Editions"
"""The heading of these commands in the help of `digest`."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=InSections,
        no_args_is_help=True,
        rich_markup_mode=None,
        help="Digests and their editions.",
        add_completion=False,
    )
    command(
        group,
        "list",
        rich_help_panel=SECTION,
        epilog="Examples: `servwatch digest list`; `servwatch digest list --json`.",
    )(list_digests)
    command(
        group,
        rich_help_panel=SECTION,
        epilog="Examples: `servwatch digest preview dagelijks-bestuur`; "
        "`servwatch digest preview dagelijks-bestuur --language fr --out brief.html`; "
        "`servwatch digest preview dagelijks-bestuur --out brief.pdf`.",
    )(preview)
    command(group, rich_help_panel=SECTION, epilog="Example: `servwatch digest build dagelijks-bestuur`.")(
        build
    )
    command(group, rich_help_panel=SECTION, epilog="Example: `servwatch digest send dagelijks-bestuur`.")(
        send
    )
    draft_commands.register(group)
    draft_edit.register(group)
    digest_rulings.register(group)
    audit_command.register(group)
    export_command.register(group)
    app.add_typer(group, name="digest")


def list_digests(
    here: Invocation,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the digests: schedule, recipients, last edition."""
    from servwatch.cli.printing import say_json, table
    from servwatch.cycle.digest_standing import standings

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        rows = [_digest_row(one) for one in standings(current.settings, archive, datetime.now(UTC))]
    if json:
        for row in rows:
            say_json(row)
        return
    zone = current.settings.timezone
    table(
        [[r["id"], r["schedule"], str(r["recipients"]), _next(r, zone), _last(r, zone)] for r in rows],
        ("digest", "schedule", "recipients", "next", "last edition"),
        empty="No digest is configured.",
    )


def _digest_row(standing: Standing) -> dict[str, Any]:
    digest, last = standing.digest, standing.last
    return {
        "id": digest.id,
        "title": dict(digest.title),
        "schedule": digest.comes,
        "layout": digest.layout,
        "enabled": digest.enabled,
        "recipients": standing.recipients,
        "next": standing.next,
        "no_meeting": standing.active and standing.next is None,
        "number": last.number if last else None,
        "state": last.state if last else None,
        "frozen": last.frozen if last else None,
        "counts": dict(last.counts) if last else {},
        "review": digest.review,
        "draft": standing.draft.state.value if standing.draft is not None else None,
        "paused_until": standing.paused_until,
    }


def _next(row: dict[str, Any], zone: Any) -> str:
    from servwatch.cli.printing import when

    if row["no_meeting"]:
        return "never: no meeting ahead"
    told = when(row["next"], zone)
    return f"{told} (pauses until {row['paused_until']})" if row["paused_until"] else told


def _last(row: dict[str, Any], zone: Any) -> str:
    from servwatch.cli.printing import plural, when

    if row["frozen"] is None:
        return "-"
    entries = plural(row["counts"].get("chosen", 0), "entry", "entries")
    name = f"no. {row['number']}" if row["number"] else "skipped"
    return f"{name}, {when(row['frozen'], zone)}, {entries}"


def preview(
    here: Invocation,
    digest: DigestArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="F", help="Write to a file; else to standard output.")
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="html|text|eml|pdf|ics", help="What to write; else by the name of the file."
        ),
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="ME", help="Mail the preview to this address.")] = "",
    language: Annotated[
        str, typer.Option("--language", metavar="nl|en|fr", help="Of the reader; else the digest's.")
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Mail it with --to though that address is suppressed.")
    ] = False,
) -> None:
    """Show what the next edition would be; changes nothing."""
    from servwatch.cli.printing import plural, say
    from servwatch.locale import LANGUAGES

    here.start_log()
    one_of(language, LANGUAGES, "--language")
    kind = format_ or _format_of(out)
    if kind not in _KINDS.values():
        raise typer.BadParameter("must be html, text, eml, pdf or ics", param_hint="--format")
    _require_address(to)
    current = here.in_force()
    with here.open(current) as archive:
        desk = desk_of(archive, current.settings, digest)
        if to and not force:
            desk.require_mailable(to)
        draft = desk.draft()
        reader = language or desk.digest.language
        rendered = desk.builder.render(draft, desk.digest, reader)
        letter = desk.letter(draft, rendered, to or "preview@localhost.localdomain", reader)
        if to:
            fate = desk.mail(letter)
            say(f"Preview to {to}: {f'{fate.fate.value} {fate.reply}'.strip()}.")
        content = letter if kind == "eml" else desk.written(draft, rendered, kind, reader)
    if out is not None:
        out.write_bytes(content)
        entries = plural(len(draft.edition.entries), "entry", "entries")
        say(f"{out}: {entries}, {len(content)} bytes. Nothing was changed.")
    elif not to:
        sys.stdout.buffer.write(content)


def _format_of(out: Path | None) -> str:
    """What a file is to hold, by the end of its name; text where none is named."""
    if out is None:
        return "text"
    kind = _KINDS.get(out.suffix.lower())
    if kind is None:
        raise typer.BadParameter(
            f"the end of {out.name} names no format: end it in .html, .txt, .eml, .pdf or .ics, or add --format",
            param_hint="--out",
        )
    return kind


def _require_address(to: str) -> None:
    from servwatch.model.mail_address import ascii_address

    try:
        if to:
            ascii_address(to)
    except ValueError as why:
        raise typer.BadParameter(f"{to!r} is no mail address: {why}", param_hint="--to") from why


def build(here: Invocation, digest: DigestArgument) -> None:
    """Build an edition now, out of turn.

    Its mails wait in the outbox for the next run, or for `servwatch digest send`.
    """
    from servwatch.cli.printing import say
    from servwatch.cycle.locks import lock

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive, lock(archive.database, "cycle"):
        say(_frozen(desk_of(archive, current.settings, digest)))


def send(here: Invocation, digest: DigestArgument) -> None:
    """Send what waits of a digest now.

    Where nothing waits, an edition is built first. Exits 3 where a message did not get through.
    """
    from servwatch.archive.journal import journal_of
    from servwatch.cli.printing import say
    from servwatch.cycle.clock import SystemClock
    from servwatch.cycle.deliver import deliver
    from servwatch.cycle.locks import lock

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        if not any(m.digest == digest for m in archive.desk.messages(states=_waiting())):
            with lock(archive.database, "cycle"):
                say(_frozen(desk_of(archive, current.settings, digest)))
        report = deliver(archive, current.settings.mail, SystemClock(), journal_of(current.settings))
        braked = bool(archive.brakes.standing())
    counts = ", ".join(f"{n} {state.value}" for state, n in report.counts.items() if n) or "none were waiting"
    say("Nothing leaves: the brake stands, see `servwatch status`." if braked else f"Messages: {counts}.")
    if braked or report.needs_attention:
        raise typer.Exit(3)


def desk_of(archive: Archive, settings: Settings, name: str) -> EditionDesk:
    """The desk of a digest. Raises NotFound."""
    from servwatch.cli.known_names import require_digest
    from servwatch.cycle.edition_desk import EditionDesk

    return EditionDesk(archive, settings, require_digest(settings, name), datetime.now(UTC))


def _frozen(desk: EditionDesk) -> str:
    """Freeze an edition, and say so."""
    from servwatch.cli.cycle_report import told_of

    built = desk.freeze()
    if not built:
        return f"{desk.digest.id}: nothing urgent waits that may still leave today."
    told = [told_of(one) for one in built if one is not None]
    return "\n".join(told) or f"{desk.digest.id}: this edition was built already."


def _waiting() -> list[Any]:
    from servwatch.model import MessageState

    return [MessageState.PENDING, MessageState.DEFERRED, MessageState.UNKNOWN]
