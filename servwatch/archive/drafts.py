"""Drafts as they are kept: one alive for each digest, and every act upon it, a row that is never changed.

Editors act while a cycle may be at work, so that each change asks again within its transaction whether the draft is
still alive and has only the acts that were seen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from servwatch.archive.database import Database, in_turn
from servwatch.archive.draft_tables import draft, draft_act
from servwatch.archive.judgements import put_judgements
from servwatch.archive.outbox import Outgoing, enqueue
from servwatch.errors import DraftMoved
from servwatch.model import Act, ActKind, DraftState, Judgement

ALIVE = tuple(state.value for state in DraftState if state.alive)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft of the edition of a digest at a scheduled time."""

    digest: str
    scheduled: datetime
    built: datetime
    newest: int  # items after this one belong to the next edition
    fingerprint: str  # of the settings under which it was looked at last
    shown: tuple[int, ...] = ()  # its entries as they were seen last, by their leading items
    state: DraftState = DraftState.OPEN
    looked: int = 0  # items after this one were not looked at yet
    released: int | None = None  # the newest item when it was released
    builds_on: int | None = None  # the draft whose place it took
    edition: int | None = None
    id: int = 0


class Drafts:
    """The drafts of all digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def alive(self, digest: str) -> DraftRow | None:
        """The draft whose edition is still to come, or None."""
        return next((row for row in self.all_alive() if row.digest == digest), None)

    def all_alive(self) -> list[DraftRow]:
        """Every draft whose edition is still to come."""
        statement = select(draft).where(draft.c.state.in_(ALIVE)).order_by(draft.c.id.desc())
        with self._database.read() as connection:
            return [_row(found) for found in connection.execute(statement).mappings()]

    def recent(self, digest: str, limit: int | None = 1) -> list[DraftRow]:
        """The drafts of a digest, whatever became of them, the newest first."""
        statement = select(draft).where(draft.c.digest == digest).order_by(draft.c.id.desc()).limit(limit)
        with self._database.read() as connection:
            return [_row(found) for found in connection.execute(statement).mappings()]

    def begin(self, row: DraftRow, letters: Sequence[Outgoing]) -> DraftRow:
        """Write a draft and the mails that tell of it; the one before it, if alive, is dropped for it."""
        values = _values(row) | {"looked": row.newest}
        with self._database.write() as connection:
            in_turn(connection, "drafts")
            others = update(draft).where(draft.c.digest == row.digest, draft.c.state.in_(ALIVE))
            connection.execute(others.values(state=DraftState.DROPPED.value))
            key = connection.execute(insert(draft).values(values).returning(draft.c.id)).scalar_one()
            enqueue(connection, None, letters)
        return replace(row, id=int(key), looked=row.newest)

    def acts(self, row: DraftRow) -> list[Act]:
        """What was done with a draft, and before that with those it builds on, in that order.

        Holding and releasing end with the draft they were of.
        """
        with self._database.read() as connection:
            chain, found = [row.id], list[Act]()
            before = row.builds_on
            while before is not None and before not in chain:
                chain.append(before)
                before = connection.execute(select(draft.c.builds_on).where(draft.c.id == before)).scalar()
            for number in reversed(chain):
                mine = _acts(connection, number)
                found += mine if number == row.id else [a for a in mine if a.kind in _CARRIED]
        return found

    def log(self, row: DraftRow) -> list[Act]:
        """What was done with this draft alone."""
        with self._database.read() as connection:
            return _acts(connection, row.id)

    def act(
        self,
        row: DraftRow,
        acts: Sequence[Act],
        judgements: Sequence[Judgement] = (),
        *,
        seen: int | None = None,
        state: DraftState | None = None,
        released: int | None = None,
    ) -> None:
        """Do what an editor wants, with the judgements it amounts to, in one transaction.

        `seen`: the last act that the editor knew of, where a change by another one is to be noticed. `released`: the
        newest item there was when it was. Raises DraftMoved where there was such a change, or the draft is no longer
        alive.
        """
        with self._database.write() as connection:
            in_turn(connection, "drafts")
            _require_alive(connection, row, seen)
            for one in acts:
                connection.execute(insert(draft_act).values(_act_values(row.id, one)))
            put_judgements(connection, *judgements)
            if state is not None:
                self._set(connection, row.id, state=state.value, released=released)

    def look(
        self,
        row: DraftRow,
        shown: Sequence[int],
        *,
        fingerprint: str,
        looked: int,
        change: Act | None = None,
        letters: Sequence[Outgoing] = (),
    ) -> None:
        """Note what the draft holds now; where that changed by itself, with a line in its log and mails that tell it."""
        with self._database.write() as connection:
            in_turn(connection, "drafts")
            values = {"shown": list(shown), "fingerprint": fingerprint, "looked": looked}
            self._set(connection, row.id, **values)
            if change is not None:
                connection.execute(insert(draft_act).values(_act_values(row.id, change)))
            enqueue(connection, None, letters)

    def drop(self, rows: Collection[DraftRow]) -> None:
        """Give up drafts whose digests are built no more."""
        with self._database.write() as connection:
            for row in rows:
                self._set(connection, row.id, state=DraftState.DROPPED.value)

    def sending(self, row: DraftRow, seen: int, *, ends: bool = True) -> Callable[[Connection, int], None]:
        """What the transaction that freezes its edition does with the draft. Raises DraftMoved, as `act`.

        `seen`: the last act that is in the edition. `ends`: it tells all of the draft, or the last of it.
        """

        def sent(connection: Connection, edition: int) -> None:
            in_turn(connection, "drafts")
            _require_alive(connection, row, seen)
            if ends:
                self._set(connection, row.id, state=DraftState.SENT.value, edition=edition)

        return sent

    @staticmethod
    def _set(connection: Connection, number: int, **values: Any) -> None:
        connection.execute(update(draft).where(draft.c.id == number).values(values))


_CARRIED = frozenset(ActKind) - {ActKind.HOLD, ActKind.RELEASE, ActKind.CHANGED}


def last_of(acts: Sequence[Act]) -> int:
    """The number of the last act, 0 for none: what has been seen."""
    return max((act.id for act in acts), default=0)


def _require_alive(connection: Connection, row: DraftRow, seen: int | None) -> None:
    state = connection.execute(select(draft.c.state).where(draft.c.id == row.id)).scalar()
    if state not in ALIVE:
        raise DraftMoved(
            "the draft of {digest} is no longer worked on: it is {state}",
            digest=row.digest,
            state=state or "gone",
            remedy="See `servwatch digest draft {digest}`: there may be another one.",
        )
    newest = select(func.max(draft_act.c.id)).where(draft_act.c.draft == row.id)
    last = connection.execute(newest).scalar() or 0
    if seen is not None and last > seen:
        by = connection.execute(select(draft_act.c.by).where(draft_act.c.id == last)).scalar()
        raise DraftMoved(
            "{by} changed the draft of {digest} meanwhile",
            digest=row.digest,
            by=by,
            remedy="See what was done with `servwatch digest log {digest}`, and begin again with what stands there now.",
        )


def _acts(connection: Connection, number: int) -> list[Act]:
    statement = select(draft_act).where(draft_act.c.draft == number).order_by(draft_act.c.id)
    return [_act(found) for found in connection.execute(statement).mappings()]


def _values(row: DraftRow) -> dict[str, Any]:
    names = (column.name for column in draft.c if column.name != "id")
    values = {name: getattr(row, name) for name in names}
    return values | {"state": row.state.value, "shown": list(row.shown)}


def _row(found: Any) -> DraftRow:
    return DraftRow(**{**found, "state": DraftState(found["state"]), "shown": tuple(found["shown"])})


def _act_values(number: int, act: Act) -> dict[str, Any]:
    return {
        "draft": number,
        "kind": act.kind.value,
        "at": act.at,
        "by": act.by,
        "item": act.item,
        "old": act.old,
        "new": act.new,
        "initials": act.initials,
        "reason": act.reason,
        "arranged": list(act.arranged) or None,
    }


def _act(found: Any) -> Act:
    return Act(
        ActKind(found["kind"]),
        found["by"],
        found["at"],
        found["item"],
        found["old"],
        found["new"],
        found["initials"],
        tuple(found["arranged"] or ()),
        found["reason"],
        found["id"],
    )
