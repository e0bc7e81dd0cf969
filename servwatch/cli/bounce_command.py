"""`members bounces`: mail that came back, by address and status code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from servwatch.model import Bounces, Settings

_MEANS = (
    ("5.1.", "no such address"),
    ("5.2.2", "mailbox full"),
    ("5.2.", "mailbox"),
    ("5.7.", "a rule refuses us"),
    ("5.3.", "their system"),
    ("5.4.", "passing"),
    ("4.", "passing"),
)
"""What status codes say, in the order in which they are looked at (RFC 3463, 3)."""


def register(group: typer.Typer) -> None:
    """Add the command to `members`."""
    command(group, epilog="Examples: `servwatch members bounces`; `servwatch members bounces --json`.")(
        bounces
    )


def bounces(
    here: Invocation,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List mail that came back: to whom, why and when.

    Flagged is an address to which mail came back as unknown on two different days. Nobody is suppressed by it:
    correct the address, or give `members suppress EMAIL --reason bounced`. `members restore EMAIL` forgets what came back.
    """
    from servwatch.cli.printing import say_json, table

    here.start_log()
    current = here.in_force()
    settings = current.settings
    with here.open(current) as archive:
        states = archive.recipients.states()
    names = {one.key: one.name for one in settings.recipients}
    found = sorted(
        ((one, each) for one in states.by_address.values() for each in one.bounces),
        key=lambda pair: (not pair[0].seems_dead(settings.day_of), pair[0].address, pair[1].first),
    )
    told = [
        {
            "email": one.address,
            "name": names.get(one.address, ""),
            "code": each.code,
            "means": means(each),
            "first": each.first,
            "last": each.last,
            "times": each.count,
            "text": each.text,
            "flagged": each.of_address and one.seems_dead(settings.day_of),
            "suppressed": bool(one.suppressed),
        }
        for one, each in found
    ]
    if json:
        for line in told:
            say_json(line)
        return
    nowhere = " No folder is named in [bounces], so that nobody looks." if settings.bounces is None else ""
    table([_row(line, settings) for line in told], _HEADER, empty=f"No mail came back.{nowhere}")


_HEADER = ("flag", "email", "name", "code", "means", "first", "last", "times", "text")


def _row(line: dict[str, Any], settings: Settings) -> list[str]:
    shown = line | {
        "flag": "!" if line["flagged"] else "",
        "code": line["code"] or "-",
        "first": settings.day_of(line["first"]),
        "last": settings.day_of(line["last"]),
    }
    return [str(shown[name]) for name in _HEADER]


def means(each: Bounces) -> str:
    """What a status code says, in a word or two."""
    return next((words for start, words in _MEANS if each.code.startswith(start)), "not told")
