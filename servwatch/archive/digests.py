"""How each digest stands: since when it is known, and from where its schedule counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select, update

from servwatch.archive.database import Database, in_turn
from servwatch.archive.deadline_tables import known_meeting
from servwatch.archive.schema import digest_state
from servwatch.archive.upsert import upsert

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DigestState:
    """A digest as the archive knows it. Times of its schedule after `anchor` are due."""

    digest: str
    schedule: str
    active: bool  # enabled, with recipients
    started: datetime  # first seen
    anchor: datetime
    told_until: datetime | None = None  # what was published until then counts as told


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
            return _states(connection)

    def reconcile(
        self, wanted: Sequence[Wanted], now: datetime, *, at_once: bool = False
    ) -> dict[str, DigestState]:
        """Take note of what the configuration has now.

        A digest that is new, whose schedule changed, or that became active again counts from now on,
        so that it is due at its next scheduled time; with `at_once` a new one is due immediately. One
        that left the configuration is no longer active.
        """
        with self._database.read() as connection:
            result, changes = _reconciled_all(wanted, _states(connection), now, at_once=at_once)
        if changes:
            with self._database.write() as connection:
                in_turn(connection, "digests")
                known = _states(connection)  # again, for it may have moved on meanwhile
                result, changes = _reconciled_all(wanted, known, now, at_once=at_once)
                if changes:
                    rows = [asdict(state) | {"settled": 0} for state in changes]
                    connection.execute(upsert(connection, digest_state, keep=("settled",)), rows)
        return result

    def wind_back(self, now: datetime, beyond: datetime) -> int:
        """Let each digest count from now that counts from a time after `beyond`, which is yet to come. How many did."""
        ahead = digest_state.c.anchor > beyond
        with self._database.write() as connection:
            in_turn(connection, "digests")
            named = select(digest_state.c.digest).where(ahead)
            connection.execute(delete(known_meeting).where(known_meeting.c.digest.in_(named)))
            return connection.execute(update(digest_state).where(ahead).values(anchor=now)).rowcount


def _states(connection: Connection) -> dict[str, DigestState]:
    columns = [digest_state.c[field.name] for field in fields(DigestState)]
    return {row.digest: DigestState(*row) for row in connection.execute(select(*columns))}


def _reconciled_all(
    wanted: Sequence[Wanted], known: Mapping[str, DigestState], now: datetime, *, at_once: bool
) -> tuple[dict[str, DigestState], list[DigestState]]:
    """The states of what is wanted, and the states that are to be written."""
    result = {w.digest: _reconciled(w, known.get(w.digest), now, at_once=at_once) for w in wanted}
    changes = [state for digest, state in result.items() if known.get(digest) != state]
    gone = [replace(state, active=False) for d, state in known.items() if d not in result and state.active]
    return result, changes + gone


def _reconciled(wanted: Wanted, known: DigestState | None, now: datetime, *, at_once: bool) -> DigestState:
    if known is None:
        return DigestState(wanted.digest, wanted.schedule, wanted.active, now, _LONG_AGO if at_once else now)
    moved = known.schedule != wanted.schedule or (wanted.active and not known.active)
    anchor = now if moved else known.anchor
    return replace(known, schedule=wanted.schedule, active=wanted.active, anchor=anchor)


def advance(connection: Connection, digest: str, anchor: datetime) -> None:
    """Let the schedule count from the edition that is being frozen."""
    connection.execute(update(digest_state).where(digest_state.c.digest == digest).values(anchor=anchor))


def settled(connection: Connection, digest: str, *, alone: bool = False) -> int:
    """The item up to which each has its row in the digest's ledger, or is in quarantine.

    `alone` keeps others from moving it until the transaction ends.
    """
    if alone:
        in_turn(connection, "digests")
    statement = select(digest_state.c.settled).where(digest_state.c.digest == digest)
    return connection.execute(statement).scalar() or 0


def settle(connection: Connection, digest: str, item: int) -> None:
    """Note that every item up to this one has its row, or is in quarantine."""
    connection.execute(update(digest_state).where(digest_state.c.digest == digest).values(settled=item))


def unsettle(connection: Connection, item: int, digest: str | None = None) -> None:
    """Note that this item is to be considered again, by one digest or by all of them."""
    in_turn(connection, "digests")
    rows = update(digest_state).where(digest_state.c.settled >= item)
    if digest is not None:
        rows = rows.where(digest_state.c.digest == digest)
    connection.execute(rows.values(settled=item - 1))
