"""The log of runs and polls, and what must be remembered from one run to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from servwatch.archive.database import Database
from servwatch.archive.schema import poll, run, setting
from servwatch.archive.upsert import upsert
from servwatch.errors import ClockBehind
from servwatch.model import Verdict

KEEP_POLLS = timedelta(days=400)
"""The log of polls is kept for a little over a year, so that a yearly rhythm can be seen in it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as it is logged. `clock` is the time it took for now."""

    id: int
    command: str
    started: datetime
    clock: datetime
    finished: datetime | None
    outcome: str | None
    holder: str
    version: str
    report: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class PollLine:
    """One line of the log of polls."""

    source: str
    at: datetime
    verdict: Verdict
    rule: str
    status: int | None
    seen: int
    new: int
    changed: int
    quarantined: int


class Runs:
    """The runs, their polls, and small settings of the archive itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(
        self,
        command: str,
        *,
        started: datetime,
        clock: datetime,
        holder: str,
        version: str,
        fingerprint: str,
        given: bool = True,
    ) -> int:
        """Log that a run begins.

        Raises ClockBehind where a clock that was `given` (``--now``) lies before that of an earlier run. The
        machine's own is never refused: one run with a wrong clock must not stop the watch for a year.
        """
        with self._database.write() as connection:
            last = connection.execute(select(func.max(run.c.clock))).scalar()
            if given and last is not None and clock < last:
                raise ClockBehind(
                    "the time {clock} lies before the archive's last run, {last}",
                    remedy="Leave out --now, or give a later time.",
                    clock=clock.isoformat(timespec="seconds"),
                    last=last.isoformat(timespec="seconds"),
                )
            values = {
                "command": command,
                "started": started,
                "clock": clock,
                "holder": holder,
                "version": version,
                "fingerprint": fingerprint,
            }
            return int(connection.execute(insert(run).values(values).returning(run.c.id)).scalar_one())

    def finish(self, id: int, *, finished: datetime, outcome: str, report: dict[str, Any]) -> None:  # noqa: A002
        """Log how a run ended, and let go of polls that are too old."""
        with self._database.write() as connection:
            values = {"finished": finished, "outcome": outcome, "report": report}
            connection.execute(update(run).where(run.c.id == id).values(values))
            connection.execute(delete(poll).where(poll.c.at < finished - KEEP_POLLS))
            connection.execute(delete(run).where(run.c.clock < finished - KEEP_POLLS))

    def latest_clock(self) -> datetime | None:
        """The latest time that any run took for now."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(run.c.clock))).scalar()

    def last(self, command: str | None = None) -> Run | None:
        """The newest run, of a command or of any."""
        statement = select(run).order_by(run.c.id.desc()).limit(1)
        if command is not None:
            statement = statement.where(run.c.command == command)
        with self._database.read() as connection:
            row = connection.execute(statement).first()
        return None if row is None else _run(row)

    def recent(self, limit: int = 50) -> list[Run]:
        """The newest runs, the newest first."""
        with self._database.read() as connection:
            return [
                _run(row) for row in connection.execute(select(run).order_by(run.c.id.desc()).limit(limit))
            ]

    def outcomes(self, since: datetime) -> dict[str | None, int]:
        """How many runs since a time (of their clocks) ended how, but for the newest; None for one that did not end."""
        newest = select(func.max(run.c.id)).scalar_subquery()
        statement = (
            select(run.c.outcome, func.count())
            .where(run.c.clock > since, run.c.id < newest)
            .group_by(run.c.outcome)
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}

    def polls(
        self, *, source: str | None = None, since: datetime | None = None, limit: int = 100
    ) -> list[PollLine]:
        """Polls, the newest first."""
        statement = select(poll).order_by(poll.c.id.desc()).limit(limit)
        if source is not None:
            statement = statement.where(poll.c.source == source)
        if since is not None:
            statement = statement.where(poll.c.at >= since)
        with self._database.read() as connection:
            return [
                PollLine(
                    r.source,
                    r.at,
                    Verdict(r.verdict),
                    r.rule,
                    r.status,
                    r.seen,
                    r.new,
                    r.changed,
                    r.quarantined,
                )
                for r in connection.execute(statement)
            ]

    def setting(self, key: str) -> Any:
        """A small value of the archive itself, None where it was never set."""
        with self._database.read() as connection:
            return connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()

    def set(self, key: str, value: Any) -> None:
        """Keep a small value of the archive itself."""
        with self._database.write() as connection:
            connection.execute(upsert(connection, setting), {"key": key, "value": value})


def _run(row: Row[Any]) -> Run:
    return Run(
        row.id,
        row.command,
        row.started,
        row.clock,
        row.finished,
        row.outcome,
        row.holder,
        row.version,
        row.report,
    )
