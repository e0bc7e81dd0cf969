"""`outbox`: every message and its state; retry, release, hold, drop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servwatch.cli.invocation import Invocation, command

if TYPE_CHECKING:
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
    command(group, "list")(list_messages)
    command(group)(retry)
    command(group)(release)
    command(group, epilog="The emergency brake: `servwatch outbox hold --all`.")(hold)
    command(group)(drop)
    app.add_typer(group, name="outbox")


def list_messages(
    here: Invocation,
    state: Annotated[
        list[str] | None, typer.Option("--state", metavar="S", help="Only in this state; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="At most so many; 0 for all.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the messages, the newest first."""
    from servwatch.cli.printing import say_json, table
    from servwatch.model import MessageState

    here.start_log()
    try:
        states = [MessageState(s) for s in state or ()]
    except ValueError as error:
        raise typer.BadParameter("must be one of " + ", ".join(MessageState), param_hint="--state") from error
    current = here.in_force()
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
                        row["state"],
                        row["digest"] or "notice",
                        str(row["number"] or "-"),
                        row["recipient"],
                        str(row["attempts"]),
                        row["reply"],
                    ]
                )
    if not json:
        table(rows, ("id", "state", "digest", "no.", "recipient", "attempts", "reply"))


def _row(message: Message, numbers: dict[int, int], archive: Any) -> dict[str, Any]:
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


def retry(here: Invocation, ids: IdsArgument = None, all_: AllOption = False) -> None:
    """Try deferred and doubtful messages again at the next run, not later."""
    _act(here, ids, all_, lambda desk, chosen: desk.retry(chosen, datetime.now(UTC)), "due at the next run")


def release(here: Invocation, ids: IdsArgument = None, all_: AllOption = False) -> None:
    """Send after all what was held, refused or expired."""
    _act(here, ids, all_, lambda desk, chosen: desk.release(chosen), "released")


def hold(here: Invocation, ids: IdsArgument = None, all_: AllOption = False) -> None:
    """Hold messages until they are released; nothing lets them go by itself."""
    _act(here, ids, all_, lambda desk, chosen: desk.hold(chosen), "held")


def drop(here: Invocation, ids: IdsArgument = None) -> None:
    """Take messages out of the outbox for good."""
    _act(here, ids, False, lambda desk, chosen: desk.drop(chosen), "dropped")


def _act(here: Invocation, ids: list[int] | None, every: bool, action: Any, done: str) -> None:
    from servwatch.cli.printing import plural, say
    from servwatch.errors import UsageError

    here.start_log()
    if not ids and not every:
        raise UsageError(
            "no message is named",
            remedy="Name some by their numbers (see `servwatch outbox list`), or say --all.",
        )
    current = here.in_force()
    with here.open(current) as archive:
        count = action(archive.desk, tuple(ids or ()))
    say(f"{plural(count, 'message')} {done}.")
