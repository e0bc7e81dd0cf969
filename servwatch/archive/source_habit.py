"""What each source usually does: the days on which it published, and what was learnt from them.

`days` and `recent` are read and written only when a source brings something; what was learnt is read
with its state, in each run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from servwatch.archive.source_tables import source_habit
from servwatch.archive.upsert import upsert
from servwatch.insight.habits import Habit
from servwatch.insight.source_faults import Finding, Outlook, SourceFault

_PLAIN = (
    "last",
    "quiet_on",
    "silent_on",
    "empty_since",
    "filtered_since",
    "misread_since",
    "unsigned_since",
    "unread_on",
    "partial_since",
)
OUTLOOK_COLUMNS = tuple(source_habit.c[name] for name in (*_PLAIN, "dates_fault", "dates_since"))
"""The columns of what was learnt."""


def to_outlook(row: Mapping[str, Any]) -> Outlook:
    """What was learnt, from its columns; of a source that has no row they are all None."""
    name = row["dates_fault"]
    dates = Finding(SourceFault(name), row["dates_since"]) if name else None
    return Outlook(**{name: row[name] for name in _PLAIN}, dates=dates)


def read_habit(connection: Connection, source: str) -> Habit:
    """What a source published so far; an empty one where nothing is known."""
    statement = select(source_habit.c.days, source_habit.c.recent).where(source_habit.c.source == source)
    row = connection.execute(statement).first()
    if row is None:
        return Habit()
    return Habit(
        tuple(map(date.fromisoformat, row.days)),
        tuple((date.fromisoformat(seen), _day(bears)) for seen, bears in row.recent),
    )


def put_habits(connection: Connection, habits: Sequence[tuple[str, Outlook, Habit]]) -> None:
    """Write what sources published, and what was learnt from it."""
    rows = [
        {
            "source": source,
            **{name: getattr(outlook, name) for name in _PLAIN},
            "dates_fault": outlook.dates.fault.value if outlook.dates else None,
            "dates_since": outlook.dates.since if outlook.dates else None,
            "days": [day.isoformat() for day in habit.days],
            "recent": [[seen.isoformat(), bears and bears.isoformat()] for seen, bears in habit.recent],
        }
        for source, outlook, habit in habits
    ]
    if rows:
        connection.execute(upsert(connection, source_habit), rows)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
