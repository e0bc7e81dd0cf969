"""`deadlines list`: the register as a table, as JSON, or as a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.invocation import Invocation, one_of

if TYPE_CHECKING:
    from servwatch.archive.archive import Archive
    from servwatch.archive.deadlines import DeadlineQuery
    from servwatch.model import Calendar, Digest, RegisteredDeadline, Settings

STATES = ("open", "ours", "not-for-us", "done")


def list_deadlines(
    here: Invocation,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="S", help=f"Only these: {', '.join(STATES)}; may be repeated."),
    ] = None,
    theme: Annotated[str, typer.Option("--theme", metavar="T", help="Only items of this theme.")] = "",
    digest: Annotated[
        str, typer.Option("--digest", metavar="D", help="Only items that this digest selects.")
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help="Only those up to a day such as 2026-12-31.")
    ] = "",
    all_: Annotated[bool, typer.Option("--all", help="Those that are past too.")] = False,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write them there as an iCalendar.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the deadlines, the earliest first, with the working days left."""
    from servwatch.cli.printing import plural, say, say_json, table
    from servwatch.cycle.house_calendar import calendar_of
    from servwatch.cycle.machine_records import deadline_json

    here.start_log()
    current = here.in_force()
    settings = current.settings
    today = settings.day_of(datetime.now(UTC))
    query = _query(settings, state, theme, until, None if all_ else today)
    with here.open(current) as archive:
        entries = _selected(archive, settings, archive.deadlines.find(query), digest)
        calendar = calendar_of(settings, archive, today)
    if ics is not None:
        (here.folder / ics).write_bytes(_ics(entries, settings, theme, digest))
        say(f"{plural(len(entries), 'deadline')} written to {here.folder / ics}.", error=json)
    if json:
        for entry in entries:
            say_json(deadline_json(entry, today, calendar, settings.language))
    elif ics is None:
        rows = [_row(entry, today, calendar, settings.language) for entry in entries]
        header = ("id", "date", "days", "state", "owner", "kind", "deadline")
        which = "No such deadline" if state or theme or digest or until else "No deadline"
        table(
            rows,
            header,
            empty=f"{which}." if all_ else f"{which} is still to come. --all has those that are past.",
        )


def _query(
    settings: Settings, state: list[str] | None, theme: str, until: str, since: date | None
) -> DeadlineQuery:
    from servwatch.archive.deadlines import DeadlineQuery
    from servwatch.cli.known_names import require_theme
    from servwatch.cli.time_options import day_of
    from servwatch.model import DeadlineState

    if theme:
        require_theme(settings, theme)
    return DeadlineQuery(
        states=tuple(DeadlineState(one_of(s, STATES, "--state")) for s in state or ()),
        theme=theme,
        since=since,
        until=day_of(until, "--until") if until else None,
    )


def _selected(
    archive: Archive, settings: Settings, entries: list[RegisteredDeadline], digest: str
) -> list[RegisteredDeadline]:
    """Those of the items that a digest selects; all where none is named. Raises NotFound."""
    from servwatch.cli.known_names import require_digest

    if not digest:
        return entries
    wanted = require_digest(settings, digest)
    return [entry for entry in entries if entry.item and _belongs(archive, settings, entry.item, wanted)]


def _belongs(archive: Archive, settings: Settings, item: int, digest: Digest) -> bool:
    from servwatch.digest.match import match

    found = archive.items.get(item)
    return found is not None and found[1] is not None and match(*found, digest, settings.own).belongs


def _ics(entries: list[RegisteredDeadline], settings: Settings, theme: str, digest: str) -> bytes:
    from servwatch.digest.deadline_calendar import deadline_calendar, uid_domain
    from servwatch.locale import words

    speech = words(settings.language, settings.timezone)
    about = settings.digest(digest)
    names = next((t.name for t in settings.themes if t.id == theme), {}) if theme else {}
    title = about.title.get(settings.language, digest) if about else names.get(settings.language, theme)
    name = f"{speech._('Deadlines')}: {title}" if title else speech._("Deadlines")
    return deadline_calendar(entries, speech, name=name, domain=uid_domain(settings.mail.sender))


def _row(entry: RegisteredDeadline, today: date, calendar: Calendar, language: str) -> list[str]:
    from servwatch.cycle.machine_records import deadline_json

    told = deadline_json(entry, today, calendar, language)
    at = f" {told['time']}" if told["time"] else ""
    meeting = told["last_meeting"]
    before = f"  [{meeting['name']} {meeting['date']}]" if meeting else ""
    return [
        str(entry.id),
        f"{entry.date}{at}",
        str(told["working_days"]),
        told["standing"],
        entry.owner or "-",
        entry.kind,
        f"{entry.title or entry.text}{before}",
    ]
