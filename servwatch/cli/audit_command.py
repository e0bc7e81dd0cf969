"""`digest audit`: every recipient, message and attempt of an edition, every candidate, and whether the sums come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from servwatch.archive.archive import Archive
    from servwatch.archive.audits import AuditedMessage, DecidedItem
    from servwatch.archive.editions import EditionRow
    from servwatch.cycle.auditing import Audit

EditionArgument = Annotated[
    list[str],
    typer.Argument(metavar="EDITION...", help="A digest and a number; without a number, its newest edition."),
]


SECTION = "Editions"
"""The heading of these commands in the help of `digest`."""


def register(group: typer.Typer) -> None:
    """Add the command to those of `digest`."""
    command(
        group,
        rich_help_panel=SECTION,
        epilog="Examples: `servwatch digest audit dagelijks-bestuur 1`; `servwatch digest audit dagelijks-bestuur/1 --failures`;"
        " `servwatch digest audit dagelijks-bestuur --json`.",
    )(audit)


def audit(
    here: Invocation,
    edition: EditionArgument,
    failures: Annotated[bool, typer.Option("--failures", help="Only what did not arrive.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Account for every candidate and every message of an edition.

    The sums are checked: candidates are chosen, merged, cut or rejected; each recipient has a message or none could be
    written; each message is in one state; each chosen entry is printed. Exits 3 where a sum does not come out.
    """
    from pydoc import pager

    from servwatch.cli.printing import interactive, say_json
    from servwatch.cycle.auditing import audit as account
    from servwatch.cycle.why import in_reader_words
    from servwatch.locale import words

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        found = account(archive, _edition(archive, edition))
    settings = current.settings
    zone = settings.timezone
    english = words("en", zone)

    def told(one: DecidedItem) -> str:
        return in_reader_words(settings, english, one.reason, one.facts)

    if json:
        say_json(_as_json(found, told))
    else:
        lines = list(_failures(found, zone) if failures else _lines(found, zone, told))
        if interactive() and len(lines) > _PAGE:
            pager("\n".join(lines) + "\n")
        else:
            typer.echo("\n".join(lines))
    raise typer.Exit(3 if found.faults else 0)


_PAGE = 60
"""Lines that are shown at once on a terminal; more are paged."""


_PASSED = {
    "suppressed": "suppressed",
    "outside_mandate": "outside their mandate",
    "had_it": "who had it in full before",
    "waiting": "waiting for their turn",
}
"""Why somebody who is invited got no mail, by the count of it."""


def _edition(archive: Archive, words: list[str]) -> EditionRow:
    """The edition that is named as `digest 48`, `digest/48` or `digest`."""
    from servwatch.errors import NotFound

    parts = " ".join(words).replace("/", " ").split()
    digest, numbers = parts[0] if parts else "", parts[1:]
    found = None
    if not numbers:
        found = next(iter(archive.editions.recent(digest, limit=1)), None) if digest else None
    elif len(numbers) == 1 and numbers[0].isascii() and numbers[0].isdigit() and len(numbers[0]) < 10:
        found = archive.editions.numbered(digest, int(numbers[0]))
    if found is None:
        raise NotFound(
            "no edition is named {name}",
            name=" ".join(parts),
            remedy="Name a digest and the number of an edition, such as `dagelijks-bestuur 1`; see `servwatch digest list`.",
        )
    return found


def _as_json(found: Audit, told: Callable[[DecidedItem], str]) -> dict[str, Any]:
    edition = found.edition
    whole = {"id", "digest", "number", "scheduled", "cutoff", "frozen", "expires", "state", "subject"}
    return {
        "edition": {key: value for key, value in asdict(edition).items() if key in whole},
        "counts": dict(edition.counts),
        "items": [
            {key: value for key, value in asdict(one).items() if key != "addresses"} | {"reason": told(one)}
            for one in found.items
        ],
        "joined_later": [asdict(one) for one in found.later],
        "messages": [asdict(one) for one in found.messages],
        "states": {state.value: count for state, count in found.states().items()},
        "faults": list(found.faults),
        "unchecked": list(found.unchecked),
    }


def _lines(found: Audit, zone: ZoneInfo, reason: Callable[[DecidedItem], str]) -> Iterator[str]:
    from servwatch.cli.printing import plural, when

    edition = found.edition
    yield f"{edition.digest} no. {edition.number}: {edition.subject}"
    yield f"of {when(edition.scheduled, zone)}, frozen {when(edition.frozen, zone)}, {edition.state}"
    titles = {one.item: one.title for one in found.items}
    yield ""
    counts = found.outcomes()
    told = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in counts)
    yield f"{plural(len(found.items), 'candidate')}: {told or 'none'}"
    yield from (f"  {_decided(one, titles)} {reason(one)}" for one in found.items)
    if found.later:
        yield ""
        yield "Joined a story after it was told:"
        yield from (
            f"  {one.item} {one.source}, {when(one.joined, zone)}: {one.title} (beside {one.beside})"
            for one in found.later
        )
    yield ""
    states = ", ".join(f"{count} {state.value}" for state, count in found.states().items())
    back = sum(message.came_back for message in found.messages)
    states += f"; {back} came back" if back else ""
    yield f"{plural(edition.counts.get('recipients', 0), 'recipient')}, {plural(len(found.messages), 'message')}: {states or 'none'}"
    passed = [f"{edition.counts[key]} {word}" for key, word in _PASSED.items() if edition.counts.get(key)]
    if passed:
        yield f"not mailed of those invited: {', '.join(passed)}"
    for message in found.messages:
        yield from _message(message, zone)
    yield from _verdict(found)


def _failures(found: Audit, zone: ZoneInfo) -> Iterator[str]:
    from servwatch.model import MessageState

    left = [one for one in found.messages if one.state is not MessageState.ACCEPTED or one.came_back]
    for message in left:
        yield from _message(message, zone)
    if not left:
        yield "Every message was accepted."
    unmailable = found.edition.counts.get("unmailable", 0)
    if unmailable:
        yield f"To {unmailable} of the recipients no mail could be written."
    yield from _verdict(found)


def _verdict(found: Audit) -> Iterator[str]:
    yield ""
    yield from (f"not checked: {sentence}" for sentence in found.unchecked)
    yield from (f"does not come out: {sentence}" for sentence in found.faults)
    if not found.faults:
        yield "The sums come out."


def _decided(one: DecidedItem, titles: dict[int, str]) -> str:
    place = f" {one.place}" if one.place is not None else ""
    into = f" into {one.into}" if one.into is not None and one.into not in titles else ""
    into = f" into {one.into} “{titles[one.into]}”" if one.into in titles else into
    return f"{one.outcome.value}{place}{into}: {one.item} {one.source} “{one.title}”."


def _message(one: AuditedMessage, zone: ZoneInfo) -> Iterator[str]:
    from servwatch.cli.printing import when

    held = f" ({one.hold})" if one.hold else ""
    yield f"  {one.id} {one.recipient or '(address not kept)'} {one.state.value}{held} {one.message_id}"
    for attempt in one.attempts:
        code = f" {attempt.code}" if attempt.code is not None else ""
        yield f"    {when(attempt.at, zone)} {attempt.fate or 'put right'} {attempt.phase}{code} {attempt.reply}".rstrip()
