"""`members`: who gets the digests, kept in the members file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli import bounce_command, reader_commands
from servwatch.cli.invocation import Invocation, command, one_of
from servwatch.cli.member_lists import listed, members_of
from servwatch.cli.members_file import members_file
from servwatch.cli.reader_commands import FREQUENCIES, LAYOUTS, told_preferences

if TYPE_CHECKING:
    from servwatch.config import Change
    from servwatch.cycle.memberships import Standing
    from servwatch.locale import Words
    from servwatch.model import Settings

EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", help="The address of the member.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Recipients, by group.", add_completion=False
    )
    command(
        group,
        "list",
        epilog="Examples: `servwatch members list`; `servwatch members list --group dagelijks-bestuur --json`.",
    )(list_members)
    command(
        group,
        epilog="Examples: `servwatch members add name@example.org --group dagelijks-bestuur --language nl`; "
        "`servwatch members add name@example.org --group cel --until 2027-12-31`.",
    )(add)
    command(
        group,
        "import",
        epilog="Example: `servwatch members import people.csv`.",
    )(import_members)
    reader_commands.register(group)
    bounce_command.register(group)
    command(
        group,
        epilog="Example: `servwatch members remove name@example.org`.",
    )(remove)
    reader_commands.register_erase(group)
    app.add_typer(group, name="members")


def list_members(
    here: Invocation,
    group: Annotated[str, typer.Option("--group", metavar="G", help="Only of this group.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the members: what they get, or why not.

    Copies of members are listed too, and every other address that something was said of.
    """
    from servwatch.cli.known_names import require_group
    from servwatch.cli.printing import say_json, table
    from servwatch.cycle.memberships import standings
    from servwatch.locale import words

    here.start_log()
    current = here.in_force()
    settings = current.settings
    require_group(settings, group)
    with here.open(current) as archive:
        found = standings(settings, archive, datetime.now(UTC))
    if group:
        found = [one for one in found if group in one.recipient.groups]
    if json:
        for one in found:
            say_json(_as_json(one))
        return
    speech = words("en", settings.timezone)
    table(
        [_row(one, speech, settings) for one in found],
        ("email", "name", "language", "groups", "mandate", "digests", "state"),
        empty="No member yet: `servwatch members add`.",
    )


def _row(one: Standing, speech: Words, settings: Settings) -> list[str]:
    from servwatch.model import EVERY_DIGEST, Preferences

    who, state = one.recipient, one.state
    notes = [one.sentence(speech) or "mailed"]
    if state.seems_dead(settings.day_of):
        notes.append(f"mail comes back: {state.bounces[-1].text}")
    own = told_preferences(state.preferences.get(EVERY_DIGEST, Preferences()).over(who.preferences))
    notes += [own] if own else []
    notes += [f"{d}: {told_preferences(p)}" for d, p in state.preferences.items() if d != EVERY_DIGEST]
    name = f"copy of {one.copy_of}" if one.copy_of else who.name if one.member else "(no member)"
    mandate = f"until {who.until}" if who.until else ""
    return [
        who.email,
        name,
        who.language,
        " ".join(who.groups),
        mandate,
        ", ".join(one.digests),
        "; ".join(notes),
    ]


def _as_json(one: Standing) -> dict[str, Any]:
    from dataclasses import asdict

    not_mailed = [
        {
            "digest": digest,
            "reason": passed.suppression.reason if passed.suppression else passed.reason,
            "since": passed.suppression.since if passed.suppression else None,
            "detail": passed.suppression.detail if passed.suppression else "",
        }
        for digest, passed in one.passed.items()
    ]
    return {
        **asdict(one.recipient),
        "digests": one.digests,
        "member": one.member,
        "copy_of": one.copy_of,
        "state": one.word,
        "not_mailed": not_mailed,
        "said": {digest: asdict(said) for digest, said in one.state.preferences.items()},
        "bounces": [asdict(bounces) for bounces in one.state.bounces],
    }


def add(
    here: Invocation,
    email: EmailArgument,
    group: Annotated[list[str], typer.Option("--group", metavar="G", help="A group; may be repeated.")],
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="Display name.")] = "",
    language: Annotated[
        str, typer.Option("--language", metavar="nl|en|fr", help="Else each digest's own.")
    ] = "",
    role: Annotated[str, typer.Option("--role", metavar="TEXT", help="Such as chair or expert.")] = "",
    organisation: Annotated[
        str, typer.Option("--organisation", metavar="TEXT", help="On whose behalf.")
    ] = "",
    copy: Annotated[
        list[str] | None,
        typer.Option("--copy", metavar="EMAIL", help="Gets what the member gets; may be repeated."),
    ] = None,
    from_: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day of the mandate.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="The last day of the mandate.")] = "",
    frequency: Annotated[
        str, typer.Option("--frequency", metavar="each|weekly|monthly", help="How often at most.")
    ] = "",
    layout: Annotated[
        str, typer.Option("--layout", metavar="brief|full", help="One screen, or everything.")
    ] = "",
    themes: Annotated[str, typer.Option("--themes", metavar="A,B", help="Only these, by id.")] = "",
) -> None:
    """Add a member, or groups and details to one who is there."""
    from servwatch.cli.known_names import require_theme
    from servwatch.cli.time_options import day_of
    from servwatch.config import add_members

    here.start_log()
    member: Mapping[str, Any] = {
        "email": email,
        "groups": group,
        "name": name,
        "language": one_of(language, ("nl", "en", "fr"), "--language"),
        "role": role,
        "organisation": organisation,
        "copy": tuple(copy or ()),
        "from": day_of(from_, "--from") if from_ else None,
        "until": day_of(until, "--until") if until else None,
        "frequency": one_of(frequency, FREQUENCIES, "--frequency"),
        "layout": one_of(layout, LAYOUTS, "--layout"),
        "themes": listed(themes),
    }
    for theme in member["themes"]:
        require_theme(here.in_force().settings, theme)
    _tell(add_members(members_file(here), [member]))
    _warn_of_groups(here, group)


def import_members(
    here: Invocation,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file with a header line.")],
) -> None:
    """Add many members at once, from a CSV file.

    Its columns are email, groups (separated by spaces), and if need be name, language, role, organisation, from, until,
    copy, frequency, layout and themes. All of them are added, or none.
    """
    from servwatch.config import add_members

    here.start_log()
    members = members_of(file)
    _tell(add_members(members_file(here), members))
    _warn_of_groups(here, [group for member in members for group in member["groups"]])


def remove(
    here: Invocation,
    email: EmailArgument,
    group: Annotated[
        list[str] | None, typer.Option("--group", metavar="G", help="Only out of this group.")
    ] = None,
) -> None:
    """Remove a member, or take one out of some groups."""
    from servwatch.config import remove_members

    here.start_log()
    _tell(remove_members(members_file(here), [email], group or ()))


def _warn_of_groups(here: Invocation, groups: Iterable[str]) -> None:
    """Say which groups get nothing: a name that is mistyped looks like a new group."""
    from servwatch.cli.known_names import nearest
    from servwatch.cli.printing import say

    settings = here.in_force().settings
    known = {group for digest in settings.digests for group in digest.groups}
    for group in dict.fromkeys(groups):
        if group not in known:
            near = nearest(group, known)
            hint = f"; did you mean {near}?" if near else ""
            say(f"No digest goes to the group {group}{hint}", style="doubt", error=True)


def _tell(change: Change) -> None:
    from servwatch.cli.printing import say

    for word, emails in (("added", change.added), ("changed", change.changed), ("removed", change.removed)):
        for email in emails:
            say(f"{word}: {email}")
