"""`accounts`: who may use the console, and as what."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from servwatch.archive.archive import Archive
    from servwatch.cycle.accounts import AccountDesk
    from servwatch.model import Settings
    from servwatch.model.account import Account, Role

_ROLES = ("reader", "editor", "administrator")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name that is typed to sign in.")]
RoleArgument = Annotated[str, typer.Argument(metavar="ROLE", help="One of reader, editor and administrator.")]
PasswordFileOption = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="Take the password from the first line of a file."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Who may use the console.", add_completion=False
    )
    command(group, "list", epilog="Examples: `servwatch accounts list`; `servwatch accounts list --json`.")(
        list_accounts
    )
    command(
        group,
        epilog="Examples: `servwatch accounts add an --role administrator`;"
        " `servwatch accounts add bo --role editor --email bo@example.org --language nl`.",
    )(add)
    command(group, epilog="Example: `servwatch accounts role bo administrator`.")(role)
    command(group, epilog="Example: `servwatch accounts password bo --password-file password.txt`.")(password)
    command(group, epilog="Example: `servwatch accounts link bo`.")(link)
    command(group, epilog="Example: `servwatch accounts disable bo`.")(disable)
    command(group, epilog="Example: `servwatch accounts enable bo`.")(enable)
    command(group, epilog="Example: `servwatch accounts remove bo`.")(remove)
    command(
        group,
        epilog="Examples: `servwatch accounts log`; `servwatch accounts log --by an --limit 20 --json`.",
    )(log)
    app.add_typer(group, name="accounts")


def list_accounts(here: Invocation, json: JsonOption = False) -> None:
    """List the accounts of the console."""
    from servwatch.cli.printing import say_json, table, when

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        found = archive.accounts.all()
    if json:
        for one in found:
            say_json(_as_json(one))
        return
    zone = current.settings.timezone
    rows = [
        [one.name, one.role.word, one.email, one.language, when(one.last_seen, zone), _state(one)]
        for one in found
    ]
    header = ("name", "role", "email", "language", "last seen", "state")
    table(rows, header, empty="No account yet: `servwatch accounts add NAME --role administrator`.")


def _as_json(one: Account) -> dict[str, Any]:
    return {**asdict(one), "role": one.role.word}


def _state(one: Account) -> str:
    return "disabled" if one.disabled else "password" if one.has_password else "by link"


def add(
    here: Invocation,
    name: NameArgument,
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="One of reader, editor and administrator.")
    ] = "reader",
    email: Annotated[str, typer.Option("--email", metavar="EMAIL", help="Where sign-in links go.")] = "",
    language: Annotated[
        str, typer.Option("--language", metavar="nl|en|fr", help="Else what the browser asks for.")
    ] = "",
    password_file: PasswordFileOption = None,
) -> None:
    """Make an account, and print a sign-in link for its person.

    The link signs in once, within an hour. Once in, they can choose a password under My account. With --password-file they have one, and no link is printed.
    """
    from servwatch.cli.printing import say

    given = _password_in(password_file) if password_file is not None else None
    with _desk(here) as (desk, settings, archive):
        made = desk.add(name, _role(role), email=email, language=language, password=given)
        _note(archive, "accounts.add", made, made.role.word)
        say(f"added: {made.name}, {made.role.word}")
        if given is None:
            _print_link(desk, settings, made.name)


def role(here: Invocation, name: NameArgument, role: RoleArgument) -> None:
    """Give an account another role."""
    from servwatch.cli.printing import say

    with _desk(here) as (desk, _, archive):
        changed = desk.set_role(name, _role(role, "ROLE"))
        _note(archive, "accounts.role", changed, changed.role.word)
    say(f"{changed.name} is now {changed.role.word}")


def password(here: Invocation, name: NameArgument, password_file: PasswordFileOption = None) -> None:
    """Give an account a password.

    It is asked for on a terminal, or read from a file, and never stands on the command line. All sessions of the
    account end.
    """
    from servwatch.cli.printing import say

    with _desk(here) as (desk, _, archive):
        desk.find(name)
        given = _password_in(password_file) if password_file is not None else _asked()
        changed = desk.set_password(name, given)
        _note(archive, "accounts.password", changed)
    say(f"{changed.name} has a new password")


def link(here: Invocation, name: NameArgument) -> None:
    """Print a link that signs in once, within an hour.

    It works whatever became of the password, and however often a wrong one was tried.
    """
    with _desk(here) as (desk, settings, archive):
        _note(archive, "accounts.link", desk.find(name))
        _print_link(desk, settings, name)


def disable(here: Invocation, name: NameArgument) -> None:
    """Let nobody in by an account; its sessions end at once."""
    from servwatch.cli.printing import say

    with _desk(here) as (desk, _, archive):
        changed = desk.disable(name)
        _note(archive, "accounts.disable", changed)
    say(f"{changed.name} is disabled")


def enable(here: Invocation, name: NameArgument) -> None:
    """Let the person of an account in again."""
    from servwatch.cli.printing import say

    with _desk(here) as (desk, _, archive):
        changed = desk.enable(name)
        _note(archive, "accounts.enable", changed)
    say(f"{changed.name} is enabled")


def remove(here: Invocation, name: NameArgument) -> None:
    """Remove an account. What it did stays in the log."""
    from servwatch.cli.printing import say

    with _desk(here) as (desk, _, archive):
        gone = desk.remove(name)
        _note(archive, "accounts.remove", gone)
    say(f"removed: {gone.name}")


def log(
    here: Invocation,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Only what this person did.")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 100,
    json: JsonOption = False,
) -> None:
    """Tell who changed what, the newest first."""
    from servwatch.cli.printing import say_json, table, when

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        found = [done for _, done in archive.deeds.newest(limit, by=by)]
    if json:
        for done in found:
            say_json({name: getattr(done, name) for name in type(done).__slots__})
        return
    zone = current.settings.timezone
    rows = [[when(d.at, zone), d.by, d.act, d.about, d.detail, d.place] for d in found]
    table(rows, ("when", "who", "what", "about", "detail", "from"), empty="Nobody changed anything yet.")


def _desk(here: Invocation) -> AbstractContextManager[tuple[AccountDesk, Settings, Archive]]:
    from contextlib import contextmanager

    from servwatch.cycle.accounts import AccountDesk

    @contextmanager
    def sit_down() -> Iterator[tuple[AccountDesk, Settings, Archive]]:
        here.start_log()
        current = here.in_force()
        with here.open(current) as archive:
            yield AccountDesk(archive, datetime.now(UTC)), current.settings, archive

    return sit_down()


def _note(archive: Archive, act: str, about: Account, detail: str = "") -> None:
    """Write down what was done, under the name by which the console does it."""
    from servwatch.archive.deeds import Deed

    done = Deed(datetime.now(UTC), _who(), act, about.name, detail, place="command line")
    archive.deeds.add(done)


def _who() -> str:
    """The user of this machine, "" where it does not know."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _role(word: str, place: str = "--role") -> Role:
    from servwatch.model.account import Role

    found = Role.of(one_of(word, _ROLES, place))
    if found is None:
        raise typer.BadParameter(f"must be one of {', '.join(_ROLES)}", param_hint=place)
    return found


def _print_link(desk: AccountDesk, settings: Settings, name: str) -> None:
    from servwatch.cli.printing import say
    from servwatch.cycle.accounts import link_address

    say(link_address(settings, desk.link(name)))
    say("Good once, for an hour. It opens where `servwatch serve` runs.", style="dim", error=True)


def _password_in(path: Path) -> str:
    """The first line of a file. Raises UsageError."""
    from servwatch.errors import UsageError

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "the file cannot be read: {cause}",
            place=str(path),
            cause=error.strerror if isinstance(error, OSError) else error,
            remedy="Give a file whose first line is the password.",
        ) from error
    return lines[0] if lines else ""


def _asked() -> str:
    """A password typed twice on a terminal. Raises UsageError where there is none."""
    from servwatch.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError(
            "a password is asked for on a terminal, and this is none",
            remedy="Give a file with --password-file, or print a link with `servwatch accounts link`.",
        )
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
