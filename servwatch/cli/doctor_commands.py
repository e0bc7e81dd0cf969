"""`doctor`: what is wrong, or soon will be, and what to do; the mail relay; the hosts to open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from ipaddress import ip_address
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from servwatch.cli.invocation import Invocation, command
from servwatch.cli.usual_command import WithUsualCommand

if TYPE_CHECKING:
    from servwatch.cycle.doctor.examination import Check, Surroundings
    from servwatch.cycle.doctor.finding import Finding
    from servwatch.cycle.doctor.hosts import Known, Opening
    from servwatch.model import Settings

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
_STYLES = {"good": "good", "doubt": "doubt", "wrong": "bad"}


class _Doctor(WithUsualCommand):
    usual = "all"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=_Doctor,
        rich_markup_mode=None,
        help="What is wrong, or soon will be, and what to do. Without a command: all.",
        add_completion=False,
    )
    command(group, "all", epilog="Examples: `servwatch doctor`; `servwatch doctor --json`.")(all_)
    command(
        group,
        epilog="Examples: `servwatch doctor mail`; `servwatch doctor mail --to name@example.org`;"
        " `servwatch doctor mail --address 192.0.2.25`.",
    )(mail)
    command(group, epilog="Examples: `servwatch doctor hosts`; `servwatch doctor hosts --all --plain`.")(
        hosts
    )
    app.add_typer(group, name="doctor")


def all_(here: Invocation, json: JsonOption = False) -> None:
    """Examine everything, also the mail relay.

    The configuration, rights of its files, templates, database, disk, locks, clock, certificates, mail. Nothing is changed and no mail is sent. Each finding is good, a doubt or wrong, with what to do. Exits 0 when all
    is good, else 3.
    """
    from servwatch.cycle.doctor import examination
    from servwatch.cycle.doctor.installation import problem_findings
    from servwatch.errors import ConfigError

    here.start_log()
    try:
        current = here.in_force()
    except ConfigError as error:
        if not error.problems:
            raise
        _tell(list(problem_findings(error.problems)), here, json=json)
    else:
        _tell(_examined(examination.whole(current, surroundings()), here), here, json=json)


def mail(
    here: Invocation,
    to: Annotated[
        str, typer.Option("--to", metavar="ME", help="Send one trial letter to this address too.")
    ] = "",
    address: Annotated[
        list[str] | None,
        typer.Option(
            "--address",
            metavar="IP",
            help="A public address that the relay sends from, where it is not its own; may be repeated.",
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Examine the mail relay and the sender's domain.

    It connects, encrypts, logs in, and asks whether the relay would take the sender, without a message. Then it asks the
    name service for MX, SPF, DKIM and DMARC, as those who receive our mail do. Exits 0 when all is good, else 3.
    """
    from servwatch.cycle.doctor import examination
    from servwatch.cycle.doctor.trial import WHAT, send_trial

    here.start_log()
    settings = here.in_force().settings
    around = surroundings()
    checks = examination.mail_checks(settings, around, _addresses(address or ()))
    if to:
        now = around.clock.now()
        checks.append((WHAT, lambda: [send_trial(settings, to, now)]))
    _tell(_examined(checks, here), here, json=json)


def hosts(
    here: Invocation,
    every: Annotated[bool, typer.Option("--all", help="For sources that are off too.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Print host:port only, to paste.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List every host and port to open outward, and why.

    For who keeps the firewall: sources and where they have moved, pages of items, tokens, mailboxes, the relay,
    heartbeat, calendar, database. Besides, the name servers of this machine are asked (port 53).
    """
    from servwatch.cli.printing import say_json
    from servwatch.cycle.doctor.hosts import outward

    here.start_log()
    settings = here.in_force().settings
    openings = outward(settings, every=every, known=_known(settings))
    if json:
        for opening in openings:
            say_json(asdict(opening))
    elif plain:
        _tell_plain(openings)
    else:
        _tell_hosts(openings)


def surroundings() -> Surroundings:
    """The time and the name service."""
    from servwatch.cycle.doctor.examination import Surroundings

    return Surroundings()


def _examined(checks: Sequence[Check], here: Invocation) -> list[Finding]:
    from servwatch.cli.progress import bar
    from servwatch.cycle.doctor.examination import run_checks

    with bar("Examining", quiet=here.quiet) as progress:
        progress.begin(len(checks))
        return list(run_checks(checks, progress.advance))


def _tell(findings: Sequence[Finding], here: Invocation, *, json: bool) -> None:
    """Print the findings, and exit."""
    from servwatch.cli.printing import say_json
    from servwatch.cycle.doctor.finding import all_well

    well = all_well(findings)
    if json:
        say_json({"ok": well, "findings": [asdict(finding) for finding in findings]})
    else:
        _tell_people(findings, here)
    raise typer.Exit(0 if well else 3)


def _tell_people(findings: Sequence[Finding], here: Invocation) -> None:
    from servwatch.cli.printing import plural, say

    shown = [finding for finding in findings if not (here.quiet and finding.well)]
    width = max((len(finding.what) for finding in shown), default=0)
    for finding in shown:
        for line in _lines(finding, width):
            say(line, style=_STYLES[finding.state])
    wrong = sum(finding.state == "wrong" for finding in findings)
    doubts = sum(finding.state == "doubt" for finding in findings)
    if wrong or doubts:
        say(f"{wrong} wrong, {plural(doubts, 'doubt')}.", style="bad" if wrong else "doubt")
    elif not here.quiet:
        say("All is well.", style="good")


def _lines(finding: Finding, width: int) -> Iterator[str]:
    """A finding, and below it what to do, wrapped where a person looks."""
    import sys
    from shutil import get_terminal_size
    from textwrap import wrap

    from servwatch.cli.printing import watched

    begins = f"{finding.state:<5}  {finding.what:<{width}}  "
    room = max(get_terminal_size().columns - len(begins), 40) if watched(sys.stdout) else 10_000
    texts = [finding.text, f"Do: {finding.remedy}" if finding.remedy else ""]
    for text in filter(None, texts):
        for line in wrap(text, room, break_on_hyphens=False, break_long_words=False):
            yield begins + line
            begins = " " * len(begins)


def _addresses(given: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(str(ip_address(one)) for one in given)
    except ValueError as error:
        raise typer.BadParameter(
            "must be an IP address such as 192.0.2.25", param_hint="--address"
        ) from error


def _known(settings: Settings) -> Known:
    """What the archive knows, where there is one; none is made."""
    from servwatch.archive.archive import Archive
    from servwatch.archive.database import file_of
    from servwatch.cycle.doctor.examination import known_of
    from servwatch.cycle.doctor.hosts import NOTHING

    file = file_of(settings.database)
    if file is not None and not file.is_file():
        return NOTHING
    with Archive(settings.database) as archive:
        return known_of(archive, settings)


def _tell_plain(openings: Sequence[Opening]) -> None:
    from servwatch.cli.printing import say

    for through, group in groupby(openings, key=lambda o: o.through):
        if through:
            say(f"# through the proxy {through}")
        for opening in group:
            say(f"{_bracketed(opening.host)}:{opening.port}")


def _tell_hosts(openings: Sequence[Opening]) -> None:
    from servwatch.cli.printing import say, table

    if not openings:
        say("Nothing is reached outside this machine.")
    for (through, port), group in groupby(openings, key=lambda o: (o.through, o.port)):
        say(f"port {port}{f', through the proxy {through}' if through else ''}", style="bold")
        table([["", o.host, o.protocol, _why(o.why)] for o in group])


def _why(reasons: Sequence[str]) -> str:
    """The reasons, the first few by name."""
    first = ", ".join(reasons[:4])
    return first if len(reasons) <= 4 else f"{first} and {len(reasons) - 4} more"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
