"""The register of deadlines: list, decide, add by hand, and remember of what staff were told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from servwatch.archive.database import Database
from servwatch.archive.deadline_intake import to_registered
from servwatch.archive.deadline_tables import deadline, deadline_change, deadline_notice
from servwatch.archive.outbox import Outgoing, enqueue
from servwatch.archive.portions import portions
from servwatch.archive.schema import item, item_theme
from servwatch.errors import NotFound
from servwatch.insight.deadline_register import DueNotice
from servwatch.model import Deadline, DeadlineChange, DeadlineState, RegisteredDeadline

BY_HAND = "hand"


@dataclass(frozen=True, slots=True)
class DeadlineQuery:
    """Which deadlines to list. Empty fields do not restrict, nor those that are None."""

    states: tuple[DeadlineState, ...] = ()
    theme: str = ""
    items: tuple[int, ...] = ()
    since: date | None = None  # the first day
    until: date | None = None  # the last day
    limit: int = 0  # 0: all of them
    skip: int = 0  # so many of the earliest
    owner: str | None = None  # "": those of nobody


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of a deadline; None leaves as it is."""

    state: DeadlineState | None = None
    owner: str | None = None
    note: str | None = None


class Deadlines:
    """The register."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, query: DeadlineQuery = DeadlineQuery()) -> list[RegisteredDeadline]:
        """The deadlines a query asks for, the earliest first."""
        with self._database.read() as connection:
            rows = connection.execute(_restricted(_joined(), query).order_by(deadline.c.date, deadline.c.id))
            return [_registered(row) for row in rows]

    def owners(self) -> list[str]:
        """Everybody who was named as the owner of one, in the order of the alphabet."""
        named = select(deadline.c.owner).where(deadline.c.owner != "").distinct()
        with self._database.read() as connection:
            return sorted(connection.execute(named).scalars(), key=str.casefold)

    def get(self, id: int) -> RegisteredDeadline:  # noqa: A002
        """One deadline. Raises NotFound."""
        with self._database.read() as connection:
            return _one(connection, id)

    def history(self, id: int) -> list[DeadlineChange]:  # noqa: A002
        """All that happened to a deadline, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(deadline_change).where(deadline_change.c.deadline == id).order_by(deadline_change.c.id)
            )
            return [DeadlineChange(r.deadline, r.at, r.who, r.what, r.old, r.new) for r in rows]

    def decide(self, id: int, decision: Decision, *, who: str, at: datetime) -> RegisteredDeadline:  # noqa: A002
        """Write down what a person decided, with who and when. Raises NotFound."""
        with self._database.write() as connection:
            before = _one(connection, id)
            wanted = {
                "state": decision.state.value if decision.state is not None else None,
                "owner": decision.owner,
                "note": decision.note,
            }
            changes = {
                name: value
                for name, value in wanted.items()
                if value is not None and value != str(getattr(before, name))
            }
            if changes:
                _write(connection, before, changes, who, at)
            return _one(connection, id)

    def add(
        self, said: Deadline, *, item_id: int | None, url: str, who: str, at: datetime
    ) -> RegisteredDeadline:
        """Enter a deadline by hand, for an item or for an address. Raises NotFound where there is no such item."""
        with self._database.write() as connection:
            if (
                item_id is not None
                and connection.execute(select(item.c.id).where(item.c.id == item_id)).first() is None
            ):
                raise NotFound("no item has the number {id}", id=item_id, remedy="See `servwatch items`.")
            values = {
                "item": item_id,
                "date": said.date,
                "time": said.time.isoformat("minutes") if said.time else None,
                "kind": said.kind,
                "state": DeadlineState.OPEN.value,
                "source": BY_HAND,
                "confidence": 1.0,
                "sequence": 0,
                "seen": at,
                "changed": at,
                "owner": "",
                "document": "",
                "url": url,
                "text": said.text,
                "note": "",
            }
            number = connection.execute(insert(deadline).values(values).returning(deadline.c.id)).scalar_one()
            _log(connection, number, at, who, [("seen", "", said.date.isoformat())])
            return _one(connection, number)

    def told(self, ids: Collection[int]) -> set[tuple[int, date, int]]:
        """Of which of these deadlines staff were told: (deadline, its date then, working days before)."""
        found: set[tuple[int, date, int]] = set()
        with self._database.read() as connection:
            for part in portions(sorted(ids)):
                statement = select(deadline_notice).where(deadline_notice.c.deadline.in_(part))
                found |= {(r.deadline, r.date, r.days) for r in connection.execute(statement)}
        return found

    def keep_told(self, notices: Iterable[DueNotice], messages: Sequence[Outgoing], at: datetime) -> None:
        """Note of what staff are told, and put the mails that tell it into the outbox: all of it or nothing."""
        rows = [
            {"deadline": n.deadline.id, "date": n.deadline.date, "days": n.days, "told": at} for n in notices
        ]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert(deadline_notice), rows)
                enqueue(connection, None, messages)


def _joined() -> Select[Any]:
    known = (item.c.title, item.c.url.label("item_url"), item.c.source.label("item_source"))
    return select(deadline, *known).select_from(deadline.outerjoin(item, item.c.id == deadline.c.item))


def _restricted(statement: Select[Any], query: DeadlineQuery) -> Select[Any]:
    if query.states:
        statement = statement.where(deadline.c.state.in_([state.value for state in query.states]))
    if query.theme:
        of_theme = select(item_theme.c.item).where(item_theme.c.theme == query.theme)
        statement = statement.where(deadline.c.item.in_(of_theme))
    if query.items:
        statement = statement.where(deadline.c.item.in_(query.items))
    if query.owner is not None:
        statement = statement.where(deadline.c.owner == query.owner)
    if query.since is not None:
        statement = statement.where(deadline.c.date >= query.since)
    if query.until is not None:
        statement = statement.where(deadline.c.date <= query.until)
    if query.limit:
        statement = statement.limit(query.limit)
    return statement.offset(query.skip) if query.skip else statement


def _registered(row: Row[Any]) -> RegisteredDeadline:
    return replace(
        to_registered(row),
        title=row.title or "",
        url=row.item_url or row.url,
        body=row.item_source or "",
    )


def _one(connection: Connection, number: int) -> RegisteredDeadline:
    row = connection.execute(_joined().where(deadline.c.id == number)).first()
    if row is None:
        raise NotFound("no deadline has the number {id}", id=number, remedy="See `servwatch deadlines`.")
    return _registered(row)


def _write(
    connection: Connection, before: RegisteredDeadline, changes: dict[str, str], who: str, at: datetime
) -> None:
    more = {"changed": at, "sequence": before.sequence + ("state" in changes)}
    connection.execute(update(deadline).where(deadline.c.id == before.id).values(changes | more))
    told = [(name, str(getattr(before, name)), value) for name, value in changes.items()]
    _log(connection, before.id, at, who, told)


def _log(
    connection: Connection, number: int, at: datetime, who: str, told: Sequence[tuple[str, str, str]]
) -> None:
    rows = [
        {"deadline": number, "at": at, "who": who, "what": what, "old": old, "new": new}
        for what, old, new in told
    ]
    connection.execute(insert(deadline_change), rows)
