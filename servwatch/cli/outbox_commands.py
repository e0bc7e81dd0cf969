"""`outbox`: every message and its state, each attempt; retry, release, hold, drop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from servwatch.archive.archive import Archive
    from servwatch.archive.attempts import Attempt
    from servwatch.locale import Words
    from servwatch.model import Message

IdsArgument = Annotated[
    list[int] | None,
    typer.Argument(metavar="ID...", help="Numbers of messages, as `outbox list` shows them."),
]
AllOption = Annotated[bool, typer.Option("--all", help="Every message to which it applies.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Messages on their way out.", add_completion=False
    )
    command(
        group,
        "list",
        epilog="Examples: `servwatch outbox list --state held --state refused`; `servwatch outbox list --json`.",
    )(list_messages)
    command(group, epilog="Examples: `servwatch outbox show 1`; `servwatch outbox show 1 --json`.")(show)
    command(group, epilog="Example: `servwatch outbox retry --all`.")(retry)
    command(group, epilog="Examples: `servwatch outbox release 1 2`; `servwatch outbox release --all`.")(
        release
    )
    command(group, epilog="Examples: `servwatch outbox hold 1`; `servwatch outbox hold --all`.")(hold)
    command(group, epilog="Example: `servwatch outbox drop 1`.")(drop)
    app.add_typer(group, name="outbox")


def list_messages(
    here: Invocation,
    state: Annotated[
        list[str] | None, typer.Option("--state", metavar="S", help="Only in this state; may be repeated.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="At most so many; 0 for all.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the messages, the newest first."""
    from servwatch.cli.printing import say_json, table
    from servwatch.locale import words
    from servwatch.model import MessageState

    here.start_log()
    try:
        states = [MessageState(s) for s in state or ()]
    except ValueError as error:
        raise typer.BadParameter("must be one of " + ", ".join(MessageState), param_hint="--state") from error
    current = here.in_force()
    speech = words(current.settings.language, current.settings.timezone)
    with here.open(current) as archive:
        numbers: dict[int, int] = {}
        rows = []
        for message in archive.desk.messages(states=states, limit=limit):
            row = _row(message, numbers, archive)
            if json:
                say_json(row)
            else:
                rows.append(
                    [
                        str(row["id"]),
                        _state(message, speech),
                        row["digest"] or "notice",
                        str(row["number"] or "-"),
                        row["recipient"],
                        str(row["attempts"]),
                        row["reply"],
                    ]
                )
    if not json:
        header = ("id", "state", "digest", "no.", "recipient", "attempts", "reply")
        table(rows, header, empty="No message." if not states else "No message in that state.")


def _state(message: Message, speech: Words) -> str:
    """The state in the words of the house, with the word of `--state` where that is another."""
    from servwatch.cycle.why.names import STATE_NAMES

    told, word = speech._(STATE_NAMES[message.state]), message.state.value
    why = f"{word}: {message.hold.value}" if message.hold else word
    return why if told == word else f"{told} ({why})"


def _row(message: Message, numbers: dict[int, int], archive: Archive) -> dict[str, Any]:
    if message.edition is not None and message.edition not in numbers:
        edition = archive.editions.by_id(message.edition)
        numbers[message.edition] = edition.number if edition is not None else 0
    return {
        "edition": message.edition,
        "digest": message.digest,
        "recipient": message.recipient,
        "message_id": message.message_id,
        "state": message.state.value,
        "attempts": message.attempts,
        "reply": message.reply,
        "id": message.id,
        "number": numbers.get(message.edition) if message.edition is not None else None,
        "hold": message.hold.value if message.hold else None,
        "next_attempt": message.next_attempt,
        "expires": message.expires,
        "created": message.created,
    }


def show(
    here: Invocation,
    id_: Annotated[int, typer.Argument(metavar="ID", help="Number of a message, as `outbox list` shows it.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show one message with every attempt to hand it over."""
    from dataclasses import asdict

    from servwatch.cli.printing import say_json
    from servwatch.errors import NotFound

    here.start_log()
    current = here.in_force()
    with here.open(current) as archive:
        message = archive.desk.message(id_)
        if message is None:
            raise NotFound("no message has the number {id}", id=id_, remedy="See `servwatch outbox list`.")
        row, attempts = _row(message, {}, archive), archive.desk.attempts(id_)
    if json:
        more = {"subject": message.subject, "marked": message.marked, "doubts": message.doubts}
        say_json({**row, **more, "tried": [asdict(attempt) for attempt in attempts]})
    else:
        _say_message(message, row["number"], attempts, current.settings.timezone)


def _say_message(message: Message, number: int | None, attempts: Sequence[Attempt], zone: ZoneInfo) -> None:
    from servwatch.cli.printing import say, table, when

    held = f" ({message.hold.value})" if message.hold else ""
    digest = f"{message.digest} no. {number}" if number else message.digest or "notice"
    said = [
        ("state", f"{message.state.value}{held}"),
        ("digest", digest),
        ("recipient", message.recipient),
        ("subject", message.subject),
        ("Message-ID", message.message_id),
        ("made", when(message.created, zone)),
        ("expires", when(message.expires, zone) if message.expires else "never"),
    ]
    if message.next_attempt is not None:
        said.append(("next attempt", when(message.next_attempt, zone)))
    for name, value in said:
        say(f"{name + ':':<14}{value}")
    say()
    rows = [
        [when(a.at, zone), a.phase or "-", a.fate or "put right", str(a.code or "-"), a.reply]
        for a in attempts
    ]
    table(rows, ("time", "phase", "fate", "code", "reply"), empty="It was not tried yet.")


def retry(here: Invocation, ids: IdsArgument = None, all_: AllOption = False) -> None:
    """Try deferred and doubtful messages at the next run, not later."""
    now = datetime.now(UTC)
    _act(here, ids, all_, lambda archive, chosen: archive.desk.retry(chosen, now), "due at the next run")


def release(here: Invocation, ids: IdsArgument = None, all_: AllOption = False) -> None:
    """Send after all what was held, refused or expired.

    Where the brake stands, --all lifts it: what waits and what was held by it leaves, and nothing else.
    """
    if all_ and not ids and _lifted(here):
        return
    _act(here, ids, all_, lambda archive, chosen: archive.desk.release(chosen), "released")


def hold(here: Invocation, ids: IdsArgument = None, all_: AllOption = False) -> None:
    """Hold what has not left until somebody releases it.

    With --all, the emergency brake: nothing leaves any more, also of what is built from now on, until
    `outbox release --all` lifts it.
    """
    from servwatch.cli.printing import say
    from servwatch.cycle.guard import hold_all

    def held(archive: Archive, chosen: Sequence[int] | None) -> int:
        return hold_all(archive, datetime.now(UTC)) if chosen is None else archive.desk.hold(chosen)

    _act(here, ids, all_, held, "held")
    if all_:
        say("The brake is on: nothing leaves until `servwatch outbox release --all`.", style="doubt")


def _lifted(here: Invocation) -> bool:
    """Lift the brake, where it stands."""
    from servwatch.cli.printing import plural, say
    from servwatch.cycle.clock import SystemClock
    from servwatch.cycle.guard import lift_brake
    from servwatch.model import Hold, MessageState

    with here.open(here.in_force()) as archive:
        if not archive.brakes.standing():
            return False
        brakes, released = lift_brake(archive, SystemClock())
        held = sum(
            message.hold is Hold.ORDER for message in archive.desk.messages(states=[MessageState.HELD])
        )
    why = ", ".join(brake.why for brake in brakes)
    say(f"The brake is lifted ({why}); {plural(released, 'message')} released, and what waited leaves too.")
    if held:
        stay = (
            "1 message was held by itself and stays held"
            if held == 1
            else f"{held} messages were held by themselves and stay held"
        )
        say(f"{stay}: `servwatch outbox release ID`.", style="doubt")
    return True


def drop(here: Invocation, ids: IdsArgument = None) -> None:
    """Take messages out of the outbox for good."""
    _act(here, ids, False, lambda archive, chosen: archive.desk.drop(chosen or ()), "dropped")


def _act(
    here: Invocation,
    ids: list[int] | None,
    every: bool,
    action: Callable[[Archive, Sequence[int] | None], int],
    done: str,
) -> None:
    """Do it to the messages named, or to all where none is and --all is said; never to all by mistake."""
    from servwatch.cli.printing import plural, say
    from servwatch.errors import UsageError

    here.start_log()
    if bool(ids) == every:
        raise UsageError(
            "numbers of messages and --all do not go together" if every else "no message is named",
            remedy="Name some by their numbers: see `servwatch outbox list`. "
            "To retry, release or hold them all, say --all alone.",
        )
    current = here.in_force()
    with here.open(current) as archive:
        chosen = None if every else sorted(set(ids or ()))
        _require_messages(archive, chosen or ())
        count = action(archive, chosen)
    left = len(chosen) - count if chosen else 0
    rest = f" {plural(left, 'message')} left alone, being in another state." if left else ""
    say(f"{plural(count, 'message')} {done}.{rest}")


def _require_messages(archive: Archive, ids: Sequence[int]) -> None:
    """Raise NotFound for the first number that is no message's."""
    from servwatch.errors import NotFound

    for number in ids:
        if archive.desk.message(number) is None:
            raise NotFound("no message has the number {id}", id=number, remedy="See `servwatch outbox list`.")
