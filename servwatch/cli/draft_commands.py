"""`digest draft`, `log`, `hold`, `release`, `approve` and `pause`: how a draft stands, and whether it leaves."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.draft_desk import ByOption, DigestArgument, NowOption, UndoOption, desk, tell_standing
from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.cli.draft_desk import Desk
    from servwatch.digest.draft_sheet import Sheet
    from servwatch.model import Act, ActKind

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


SECTION = "Drafts"
"""The heading of these commands in the help of `digest`."""


def register(group: typer.Typer) -> None:
    """Add the commands to those of `digest`."""
    command(
        group,
        rich_help_panel=SECTION,
        epilog="Examples: `servwatch digest draft dagelijks-bestuur`; `servwatch digest draft dagelijks-bestuur --json`.",
    )(draft)
    command(
        group,
        rich_help_panel=SECTION,
        epilog="Examples: `servwatch digest hold dagelijks-bestuur --by An`; `servwatch digest hold dagelijks-bestuur --undo`.",
    )(hold)
    command(
        group,
        rich_help_panel=SECTION,
        epilog="Examples: `servwatch digest release dagelijks-bestuur --by An`; `servwatch digest release dagelijks-bestuur --undo`.",
    )(release)
    command(
        group,
        rich_help_panel=SECTION,
        epilog="Example: `servwatch digest approve dagelijks-bestuur --by An`.",
    )(approve)
    command(
        group,
        rich_help_panel="Editions",
        epilog="Examples: `servwatch digest pause dagelijks-bestuur --until 2027-01-04`; `servwatch digest pause dagelijks-bestuur --undo`.",
    )(pause)
    command(
        group,
        rich_help_panel=SECTION,
        epilog="Examples: `servwatch digest log dagelijks-bestuur`; `servwatch digest log dagelijks-bestuur --all --json`.",
    )(log)


def draft(here: Invocation, digest: DigestArgument, json: JsonOption = False, now: NowOption = None) -> None:
    """Show the draft of a digest.

    Its entries with their numbers, what was cut, closely rejected or dropped. Where there is none yet, it is made now and mailed to the
    editors.
    """
    from servwatch.cli.printing import say_json

    with desk(here, digest, by="servwatch", now=now) as seat:
        sheet = seat.reviewing.begin()
        if json:
            say_json(asdict(sheet))
        else:
            _show(sheet, seat)


def _show(sheet: Sheet, seat: Desk) -> None:
    from servwatch.cli.printing import plural, say, table, when
    from servwatch.digest.draft_panel import states_of
    from servwatch.locale import words

    zone, speech = seat.settings.timezone, words("en", seat.settings.timezone)
    counted = plural(len(sheet.entries), "entry", "entries")
    say(
        f"{sheet.digest}, draft for {when(sheet.scheduled, zone)}, made {when(sheet.built, zone)}: {sheet.state.value}, {counted}."
    )
    if sheet.introduction:
        say(f"Introduction: {sheet.introduction}")
    rows = [
        [
            str(one.place),
            str(one.item),
            one.body,
            "; ".join(
                (*(["no headline in " + sheet.language] if one.untranslated else []), *states_of(one, speech))
            ),
            one.shown,
        ]
        for one in sheet.entries
    ]
    table(rows, ("place", "item", "body", "state", "headline"), empty="No entry.")
    for title, lines in (
        ("Over the limit:", sheet.cut),
        ("Closely rejected:", sheet.close),
        ("Dropped:", sheet.dropped),
    ):
        if lines:
            say(title)
            for line in lines:
                say(f"  [{line.item}] {line.title} ({line.body}{', by ' + line.by if line.by else ''})")
    tell_standing(sheet, seat.settings)


def hold(
    here: Invocation,
    digest: DigestArgument,
    by: ByOption = "",
    undo: UndoOption = False,
    now: NowOption = None,
) -> None:
    """Hold a draft: it waits until somebody releases it.

    The editors are reminded each working day. --undo lets it go its usual way.
    """
    from servwatch.model import ActKind

    _stand(here, digest, ActKind.HOLD, by, now, undo=undo)


def release(
    here: Invocation,
    digest: DigestArgument,
    by: ByOption = "",
    undo: UndoOption = False,
    now: NowOption = None,
) -> None:
    """Release a draft, so that it leaves at its time.

    With the next run, where that is past. Where a release is required, what comes after it waits for the next one. --undo takes it back, as long as it has not left.
    """
    from servwatch.model import ActKind

    _stand(here, digest, ActKind.RELEASE, by, now, undo=undo)


def approve(here: Invocation, digest: DigestArgument, by: ByOption = "", now: NowOption = None) -> None:
    """Release a draft; another name of `digest release`."""
    from servwatch.model import ActKind

    _stand(here, digest, ActKind.RELEASE, by, now, undo=False)


def _stand(here: Invocation, digest: str, kind: ActKind, by: str, now: str | None, *, undo: bool) -> None:
    from servwatch.cli.printing import say
    from servwatch.model import DraftState

    with desk(here, digest, by, now=now) as seat:
        done = seat.reviewing.stand(kind, undo=undo)
        state = done.after.state
        if not done.acts:
            say(f"{seat.digest.id}: it was {state.value} already; nothing was changed.")
            tell_standing(done.after, seat.settings)
            return
        say(f"{seat.digest.id}: {state.value}, says {seat.editor.name}.")
        if state is DraftState.RELEASED:  # it may hold what came after the mail with the draft
            for entry in done.after.entries:
                say(f"  {entry.place}. [{entry.item}] {entry.shown}")
        tell_standing(done.after, seat.settings)


def pause(
    here: Invocation,
    digest: DigestArgument,
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help="The first day on which it may come again.")
    ] = "",
    by: ByOption = "",
    undo: UndoOption = False,
    now: NowOption = None,
) -> None:
    """Let a digest pause until a day.

    It comes again at its first time from that day on, with all that came meanwhile and is still in its reach.
    """
    from servwatch.cli.printing import say
    from servwatch.cli.time_options import day_of
    from servwatch.cycle.reviewing import pause as put_pause

    if bool(until) == undo:
        raise typer.BadParameter("say until which day, or --undo", param_hint="--until")
    day = day_of(until, "--until") if until else None
    with desk(here, digest, by, now=now) as seat:
        put_pause(seat.settings, seat.archive, seat.digest.id, day, seat.editor, seat.now)
        say(
            f"{seat.digest.id}: {f'pauses until {day}' if day else 'comes again at its next time'}, says {seat.editor.name}."
        )


def log(
    here: Invocation,
    digest: DigestArgument,
    all_: Annotated[bool, typer.Option("--all", help="Of all its drafts; else of the newest.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Tell who did what with the draft of a digest."""
    from servwatch.cli.printing import say_json, table, when

    with desk(here, digest, by="servwatch") as seat:
        rows = seat.archive.drafts.recent(seat.digest.id, None if all_ else 1)
        acts = [(row, act) for row in reversed(rows) for act in seat.archive.drafts.log(row)]
        zone = seat.settings.timezone
    if json:
        for row, act in acts:
            say_json({"draft": row.id, "scheduled": row.scheduled, "state": row.state.value, **asdict(act)})
        return
    table(
        [[when(act.at, zone), act.by, *_told(act)] for _, act in acts],
        ("when", "who", "what", "item", "how"),
        empty="Nothing was done with it.",
    )


def _told(act: Act) -> list[str]:
    what = f"{act.kind.value}, undone" if act.undone and act.kind.value != "changed" else act.kind.value
    return [what, str(act.item or ""), _how(act)]


def _how(act: Act) -> str:
    """From what to what, in a few words."""
    if act.kind.value == "changed":
        moved = [f"in: {act.new}" if act.new else "", f"out: {act.old}" if act.old else "", act.reason]
        return "; ".join(filter(None, moved))
    initials = f" ({act.initials})" if act.initials and act.new else ""
    shown: list[Any] = [f"{act.old} → {act.new}{initials}" if act.old else f"{act.new}{initials}", act.reason]
    return "; ".join(filter(None, shown))
