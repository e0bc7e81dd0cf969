"""How each digest stands: since when it is known, and from where its schedule counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from servwatch.archive.database import Database
from servwatch.archive.schema import digest_state


@dataclass(frozen=True, slots=True)
class DigestState:
    """A digest as the archive knows it. Times of its schedule after `anchor` are due."""

    digest: str
    schedule: str
    active: bool  # enabled, with recipients
    started: datetime  # first seen
    anchor: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """A digest as the configuration has it now."""

    digest: str
    schedule: str
    active: bool


class DigestStates:
    """The states of the digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, DigestState]:
        """Every digest ever seen, by id."""
        with self._database.read() as connection:
            return {row.digest: DigestState(*row) for row in connection.execute(select(digest_state))}

    def reconcile(
        self, wanted: Sequence[Wanted], now: datetime, *, at_once: bool = False
    ) -> dict[str, DigestState]:
        """Take note of what the configuration has now.

        A digest that is new, whose schedule changed, or that became active again counts from now on,
        so that it is due at its next scheduled time; with `at_once` a new one is due immediately. One
        that left the configuration is no longer active.
        """
        known: Mapping[str, DigestState] = self.all()
        result = {w.digest: _reconciled(w, known.get(w.digest), now, at_once=at_once) for w in wanted}
        changes = {d: s for d, s in result.items() if known.get(d) != s}
        gone = [d for d, s in known.items() if d not in result and s.active]
        if changes or gone:
            with self._database.write() as connection:
                for state in changes.values():
                    _put(connection, state)
                if gone:
                    leaving = update(digest_state).where(digest_state.c.digest.in_(gone))
                    connection.execute(leaving.values(active=False))
        return result


def _reconciled(wanted: Wanted, known: DigestState | None, now: datetime, *, at_once: bool) -> DigestState:
    if known is None:
        anchor = datetime.min.replace(year=1970, tzinfo=now.tzinfo) if at_once else now
        return DigestState(wanted.digest, wanted.schedule, wanted.active, now, anchor)
    moved = known.schedule != wanted.schedule or (wanted.active and not known.active)
    return DigestState(
        wanted.digest, wanted.schedule, wanted.active, known.started, now if moved else known.anchor
    )


def _put(connection: Connection, state: DigestState) -> None:
    connection.execute(delete(digest_state).where(digest_state.c.digest == state.digest))
    connection.execute(
        insert(digest_state).values(
            digest=state.digest,
            schedule=state.schedule,
            active=state.active,
            started=state.started,
            anchor=state.anchor,
        )
    )


def advance(connection: Connection, digest: str, anchor: datetime) -> None:
    """Let the schedule count from the edition that is being frozen."""
    connection.execute(update(digest_state).where(digest_state.c.digest == digest).values(anchor=anchor))
