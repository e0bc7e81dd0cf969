"""The attempts to hand messages over, and what was put right or came back since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from servwatch.archive.schema import attempt, outbox


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to hand a message over. `fate` is "" where a stopped sender's row was put right instead."""

    at: datetime
    phase: str
    fate: str
    code: int | None
    reply: str


def attempts(connection: Connection, which: ColumnElement[bool]) -> dict[int, list[Attempt]]:
    """Those that a condition on `attempt` and `outbox` names, by message, the oldest first."""
    found: dict[int, list[Attempt]] = {}
    made = select(attempt).join(outbox, outbox.c.id == attempt.c.message).where(which)
    for row in connection.execute(made.order_by(attempt.c.id)):
        one = Attempt(row.at, row.phase, row.fate, row.code, row.reply)
        found.setdefault(row.message, []).append(one)
    return found
