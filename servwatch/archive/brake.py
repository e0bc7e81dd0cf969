"""The brake: while it stands nothing leaves, whatever is built meanwhile; only an administrator lifts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from servwatch.archive.database import Database
from servwatch.archive.schema import setting
from servwatch.archive.upsert import upsert

RESTORED, CLONED, CLOCK, ORDER = "restored", "cloned", "clock", "order"
"""Why it was put on: a backup was restored, the machine is another one, its clock jumped, an administrator said so."""
_KEY = "brake"


@dataclass(frozen=True, slots=True)
class Brake:
    """One reason for which nothing leaves, since when, and what else is known of it."""

    why: str
    since: datetime
    facts: Mapping[str, str] = field(default_factory=dict)


class Brakes:
    """The reasons for which nothing leaves; none: what is due leaves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self) -> list[Brake]:
        """The reasons that stand, in the order in which they came."""
        with self._database.read() as connection:
            return _of(connection)

    def put_on(self, why: str, now: datetime, **facts: str) -> None:
        """Let nothing leave from now on. One that stands for the same reason stays as it is."""
        with self._database.write() as connection:
            put_on(connection, Brake(why, now, facts))

    def lift(self) -> list[Brake]:
        """Let what is due leave again. The reasons that stood."""
        with self._database.write() as connection:
            found = _of(connection)
            connection.execute(delete(setting).where(setting.c.key == _KEY))
            return found


def put_on(connection: Connection, brake: Brake) -> None:
    """The same within a transaction of the caller's."""
    standing = _of(connection)
    if all(one.why != brake.why for one in standing):
        value = [[one.why, one.since.isoformat(), dict(one.facts)] for one in (*standing, brake)]
        connection.execute(upsert(connection, setting), {"key": _KEY, "value": value})


def _of(connection: Connection) -> list[Brake]:
    kept: Any = connection.execute(select(setting.c.value).where(setting.c.key == _KEY)).scalar()
    return [Brake(why, datetime.fromisoformat(since), facts) for why, since, facts in kept or ()]
