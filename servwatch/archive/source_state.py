"""What is remembered of each source between two polls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, true, update

from servwatch.archive.columns import Instant
from servwatch.archive.database import Database
from servwatch.archive.source_habit import OUTLOOK_COLUMNS, read_habit, to_outlook
from servwatch.archive.source_tables import source_habit, source_state
from servwatch.archive.upsert import upsert
from servwatch.insight.habits import Habit
from servwatch.insight.source_faults import NOTHING_LEARNT, Outlook
from servwatch.model import Verdict


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source as the last poll left it. `interval` is in seconds."""

    source: str
    reading: str  # fingerprint of what decides how it is read; another one voids the validators
    first_seen: datetime
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_poll: datetime | None = None
    last_ok: datetime | None = None
    last_item: datetime | None = None
    next_poll: datetime | None = None
    interval: float | None = None
    failures: int = 0
    verdict: Verdict | None = None
    rule: str = ""
    verdict_since: datetime | None = None
    baselined: bool = False
    acked_until: date | None = None
    ack_note: str = ""
    outlook: Outlook = NOTHING_LEARNT  # written with the habit it was learnt from, see `source_habit`

    def acknowledged(self, today: date) -> bool:
        """Whether a person took note of its fault, so that it asks for nobody's attention now."""
        return self.acked_until is not None and today <= self.acked_until


_FIELDS = tuple(field.name for field in fields(SourceState) if field.name != "outlook")


class SourceStates:
    """The table of source states."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, SourceState]:
        """Every source ever polled, by id."""
        return self._where(true())

    def doubtful(self, today: date) -> dict[str, SourceState]:
        """The sources that may have a grave fault on a day: the few of thousands that are to be judged."""
        good = [verdict.value for verdict in Verdict if verdict.good]
        habit = source_habit.c
        return self._where(
            or_(
                source_state.c.verdict.not_in(good),
                habit.silent_on <= today,
                habit.empty_since.is_not(None),
                habit.filtered_since.is_not(None),
                habit.partial_since.is_not(None),
                habit.dates_fault.is_not(None),
                habit.unsigned_since.is_not(None),
                habit.unread_on.is_not(None),
            )
        )

    def overdue(self, before: datetime) -> dict[str, SourceState]:
        """The sources that were to be polled before a time and were not, by id."""
        due = func.coalesce(source_state.c.next_poll, source_state.c.first_seen, type_=Instant)
        return self._where(due <= before)

    def begin(self, states: Iterable[SourceState]) -> None:
        """Write down sources that are watched and were not polled yet."""
        new = list(states)
        if new:
            with self._database.write() as connection:
                put_states(connection, new)

    def _where(self, condition: ColumnElement[bool]) -> dict[str, SourceState]:
        both = source_state.outerjoin(source_habit, source_habit.c.source == source_state.c.source)
        statement = select(source_state, *OUTLOOK_COLUMNS).select_from(both).where(condition)
        with self._database.read() as connection:
            rows = connection.execute(statement).mappings()
            return {row["source"]: _state(dict(row)) for row in rows}

    def habit(self, source: str) -> Habit:
        """What a source published so far; an empty one where nothing is known."""
        with self._database.read() as connection:
            return read_habit(connection, source)

    def acknowledge(self, source: str, until: date | None, note: str) -> bool:
        """Note that a fault is known; None takes it back. False where the source was never polled."""
        with self._database.write() as connection:
            statement = update(source_state).where(source_state.c.source == source)
            return connection.execute(statement.values(acked_until=until, ack_note=note)).rowcount > 0


def put_states(connection: Connection, states: Iterable[SourceState]) -> None:
    """Write states, without touching what people acknowledged meanwhile."""
    rows = [_row(state) for state in states]
    if not rows:
        return
    connection.execute(upsert(connection, source_state, keep=("first_seen", "acked_until", "ack_note")), rows)


def _row(state: SourceState) -> dict[str, Any]:
    row = {name: getattr(state, name) for name in _FIELDS}
    row["verdict"] = state.verdict.value if state.verdict else None
    return row


def _state(row: dict[str, Any]) -> SourceState:
    verdict = row.pop("verdict")
    rule, note = row.pop("rule"), row.pop("ack_note")
    outlook = to_outlook({column.name: row.pop(column.name) for column in OUTLOOK_COLUMNS})
    return SourceState(
        **row,
        verdict=Verdict(verdict) if verdict else None,
        rule=str(rule or ""),
        ack_note=str(note or ""),
        outlook=outlook,
    )
