"""Editions and the ledger: one row for each digest and item, written when an edition is frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    func,
    insert,
    not_,
    select,
)
from sqlalchemy.exc import IntegrityError

from servwatch.archive import corrections as told_corrections
from servwatch.archive.database import Database
from servwatch.archive.digests import DigestState, advance, settled, unsettle
from servwatch.archive.edition_counts import REOPENED, add_to_counts
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.ledger import (
    OUT_OF_REACH,
    out_of_reach,
    reject_out_of_reach,
    settle_up_to,
    to_decision,
    waiting,
    why_out_of_reach,
    with_reasons,
    write,
)
from servwatch.archive.outbox import Outgoing, enqueue
from servwatch.archive.portions import portions
from servwatch.archive.reader_turns import NOBODY, Rota, keep_turns
from servwatch.archive.schema import edition, item, ledger, reason
from servwatch.archive.withdrawing import withdraw_suppressed
from servwatch.model import Annotation, Correction, Decision, Item, Outcome, Sent


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition as it is kept for ever, without any recipient."""

    digest: str
    number: int
    scheduled: datetime
    cutoff: datetime
    frozen: datetime
    expires: datetime
    fingerprint: str
    state: str  # filled | empty | skipped
    language: str = ""
    subject: str = ""
    html: str = ""
    text: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True, slots=True)
class Candidates:
    """The committed items without a row in a digest's ledger, as of one moment."""

    items: tuple[tuple[Item, Annotation | None], ...]
    newest: int  # no item above this id was looked at
    out_of_reach: int  # older than the digest looks back; rejected when the edition is frozen


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A ledger row with the edition that wrote it."""

    digest: str
    item: int
    decision: Decision
    edition: EditionRow


class Editions:
    """The editions of all digests, and what became of each item in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def candidates(
        self, state: DigestState, lookback: timedelta, *, after: int = 0, upto: int | None = None
    ) -> Candidates:
        """What the next edition of a digest chooses from; only of the items after one, or up to one, where given."""
        far = out_of_reach(state, lookback)
        with self._database.read() as connection:
            newest = connection.execute(select(func.max(item.c.id))).scalar() or 0
            newest = newest if upto is None else min(upto, newest)
            waits = waiting(state.digest, max(after, settled(connection, state.digest)), newest)
            statement = joined().where(waits, not_(far)).order_by(item.c.id)
            found = tuple((to_item(row), annotation_of(row)) for row in connection.execute(statement))
            beyond = select(func.count()).select_from(item).where(waits, far)
            return Candidates(found, newest, connection.execute(beyond).scalar_one())

    def out_of_reach(self, number: int, state: DigestState, lookback: timedelta) -> str | None:
        """Why a digest will reject an item unread, None where it will look at it."""
        with self._database.read() as connection:
            return why_out_of_reach(connection, number, state, lookback)

    def next_number(self, digest: str) -> int:
        """The number the next sent edition will carry."""
        with self._database.read() as connection:
            newest = select(func.max(edition.c.number)).where(edition.c.digest == digest)
            return (connection.execute(newest).scalar() or 0) + 1

    def freeze(
        self,
        row: EditionRow,
        decisions: Sequence[Decision],
        messages: Iterable[Outgoing],
        *,
        state: DigestState,
        lookback: timedelta,
        newest: int,
        also: Callable[[Connection, int], None] = lambda _connection, _edition: None,
        rota: Rota = NOBODY,
        corrections: Sequence[Correction] = (),
    ) -> int | None:
        """Write an edition, its ledger rows, messages and readers' turns in one transaction; return its id.

        `corrections` are those that it tells, so that no other edition of the digest tells them again.

        None where this edition was already frozen: nothing is written then. `also` is done within it.
        """
        values = {c.name: getattr(row, c.name) for c in edition.c if c.name != "id"}
        values["counts"] = dict(row.counts)
        try:
            with self._database.write() as connection:
                since = settled(connection, row.digest, alone=True)
                key = int(
                    connection.execute(insert(edition).values(values).returning(edition.c.id)).scalar_one()
                )
                write(connection, row.digest, key, decisions)
                reject_out_of_reach(connection, key, state, lookback, waiting(row.digest, since, newest))
                enqueue(connection, key, messages)
                withdraw_suppressed(connection, key, row.digest)
                keep_turns(connection, key, row.digest, row.scheduled, rota)
                told_corrections.keep(connection, row.digest, key, corrections)
                advance(connection, row.digest, row.scheduled)
                settle_up_to(connection, row.digest, since, newest)
                also(connection, key)
                return key
        except IntegrityError:
            if self.of(row.digest, row.scheduled) is not None:
                return None
            raise

    def of(self, digest: str, scheduled: datetime) -> EditionRow | None:
        """The edition of a scheduled time, or None."""
        return next(self._rows(edition.c.digest == digest, edition.c.scheduled == scheduled), None)

    def by_id(self, number: int) -> EditionRow | None:
        """The edition of that id, or None."""
        return next(self._rows(edition.c.id == number), None)

    def numbered(self, digest: str, number: int) -> EditionRow | None:
        """The edition of a digest that readers know by that number, or None."""
        return next(self._rows(edition.c.digest == digest, edition.c.number == number), None)

    def recent(self, digest: str | None = None, limit: int = 20) -> list[EditionRow]:
        """Editions, the newest first."""
        wanted = (edition.c.digest == digest,) if digest else ()
        return list(self._rows(*wanted, limit=limit))

    def _rows(self, *conditions: ColumnElement[bool], limit: int | None = None) -> Iterator[EditionRow]:
        statement = select(edition).where(*conditions).order_by(edition.c.id.desc()).limit(limit)
        with self._database.read() as connection:
            yield from (EditionRow(**row) for row in connection.execute(statement).mappings().all())

    def decisions(self, item_id: int) -> list[LedgerLine]:
        """What each digest did with an item."""
        statement = (
            with_reasons(edition)
            .join(edition, edition.c.id == ledger.c.edition)
            .where(ledger.c.item == item_id)
            .order_by(ledger.c.digest)
        )
        with self._database.read() as connection:
            rows = connection.execute(statement).mappings().all()
        return [
            LedgerLine(
                row[ledger.c.digest],
                item_id,
                to_decision(row),
                EditionRow(**{c.name: row[c] for c in edition.c}),
            )
            for row in rows
        ]

    def ledger(self, digest: str, number: int) -> list[Decision]:
        """Every decision of one edition (by its id), in the order of the items."""
        statement = (
            with_reasons()
            .where(ledger.c.digest == digest, ledger.c.edition == number)
            .order_by(ledger.c.item)
        )
        with self._database.read() as connection:
            return [to_decision(row) for row in connection.execute(statement).mappings()]

    def sent_since(self, digest: str, since: datetime) -> list[Sent]:
        """The items a digest has sent since a time, so that a copy of one is not sent again."""
        editions = select(edition.c.id).where(edition.c.digest == digest, edition.c.frozen >= since)
        statement = (
            joined()
            .add_columns(edition.c.number.label("edition_number"), edition.c.id.label("edition_id"))
            .join(ledger, ledger.c.item == item.c.id)
            .join(edition, edition.c.id == ledger.c.edition)
            .where(ledger.c.edition.in_(editions), ledger.c.outcome == Outcome.CHOSEN.value)
            .order_by(edition.c.id, ledger.c.place)
        )
        with self._database.read() as connection:
            beside = _companions(connection, editions)
            return [
                Sent(
                    to_item(row),
                    row.edition_number,
                    annotation_of(row),
                    tuple(beside.get((row.edition_id, row.id), ())),
                )
                for row in connection.execute(statement).all()
            ]

    def rejected(self, digest: str, *, since: date | None = None) -> Iterator[tuple[Item, Annotation | None]]:
        """What a digest looked at and rejected, the newest first; not what lay beyond its reach."""
        seen = not_(reason.c.text.in_(OUT_OF_REACH))
        ids = (
            select(ledger.c.item)
            .join(reason, reason.c.id == ledger.c.reason)
            .where(ledger.c.digest == digest, ledger.c.outcome == Outcome.REJECTED.value, seen)
        )
        statement = joined().where(item.c.id.in_(ids)).order_by(item.c.day.desc(), item.c.id.desc())
        if since is not None:
            statement = statement.where(item.c.day >= since)
        with (
            self._database.read() as connection,
            connection.execution_options(yield_per=500).execute(statement) as rows,
        ):
            yield from ((to_item(row), annotation_of(row)) for row in rows)

    def reopen(self, digest: str, items: Sequence[int]) -> int:
        """Take rejected items out of a ledger, so that the next edition considers them again."""
        count = 0
        with self._database.write() as connection:
            for part in portions(items):
                rows = and_(
                    ledger.c.digest == digest,
                    ledger.c.item.in_(part),
                    ledger.c.outcome == Outcome.REJECTED.value,
                )
                of_each = select(ledger.c.edition, func.count()).where(rows).group_by(ledger.c.edition)
                add_to_counts(connection, REOPENED, {row[0]: row[1] for row in connection.execute(of_each)})
                count += connection.execute(delete(ledger).where(rows)).rowcount
            if count:
                unsettle(connection, min(items), digest)
        return count


def _companions(connection: Connection, editions: Select[Any]) -> dict[tuple[int, int], list[Annotation]]:
    """What was understood of the items that were merged in these editions, by edition and the item they stand with."""
    statement = (
        joined()
        .add_columns(ledger.c.edition.label("edition_id"), ledger.c.into.label("lead"))
        .join(ledger, ledger.c.item == item.c.id)
        .where(ledger.c.edition.in_(editions), ledger.c.outcome == Outcome.MERGED.value)
    )
    found: dict[tuple[int, int], list[Annotation]] = {}
    for row in connection.execute(statement):
        note = annotation_of(row)
        if note is not None and row.lead is not None:
            found.setdefault((row.edition_id, row.lead), []).append(note)
    return found
