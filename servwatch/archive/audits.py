"""All that is kept of one edition, for its audit: every decision, every message, every attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select

from servwatch.archive.attempts import Attempt, attempts
from servwatch.archive.database import Database
from servwatch.archive.returned import RETURNED
from servwatch.archive.schema import (
    edition,
    item,
    language_edition,
    ledger,
    mail_body,
    outbox,
    reason,
)
from servwatch.archive.story_tables import story_item
from servwatch.model import MessageState, Outcome


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """A candidate, and what became of it. `addresses` are those under which an edition may print it."""

    item: int
    source: str
    title: str
    url: str
    outcome: Outcome
    reason: str
    facts: Mapping[str, Any]
    place: int | None
    into: int | None
    score: float
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditedMessage:
    """A message, with all its attempts."""

    id: int
    message_id: str
    recipient: str
    state: MessageState
    reply: str
    hold: str | None
    settled: datetime | None
    attempts: tuple[Attempt, ...]

    @property
    def came_back(self) -> bool:
        """Whether it was accepted by one system and returned by another."""
        return any(one.fate == RETURNED for one in self.attempts)


@dataclass(frozen=True, slots=True)
class LaterItem:
    """An item that joined a story after the edition had told it."""

    item: int
    source: str
    title: str
    url: str
    joined: datetime
    beside: int  # the chosen item


class Audits:
    """Reads one edition after another."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def outcomes(self, number: int) -> dict[Outcome, int]:
        """How many items an edition (by its id) decided on in which way."""
        counted = select(ledger.c.outcome, func.count()).where(ledger.c.edition == number)
        with self._database.read() as connection:
            found = {
                Outcome(outcome): count
                for outcome, count in connection.execute(counted.group_by(ledger.c.outcome))
            }
        return {outcome: found[outcome] for outcome in Outcome if outcome in found}

    def some_decisions(
        self, number: int, outcome: Outcome, *, limit: int, offset: int = 0
    ) -> list[DecidedItem]:
        """Some decisions of an edition (by its id) with one outcome: by place, then the best score first."""
        place = func.coalesce(ledger.c.place, 0)
        rows = _decisions(number).where(ledger.c.outcome == outcome.value)
        rows = rows.order_by(place, ledger.c.score.desc(), ledger.c.item).limit(limit).offset(offset)
        with self._database.read() as connection:
            return [_decided(row, ()) for row in connection.execute(rows)]

    def decisions(self, number: int) -> list[DecidedItem]:
        """Every decision of an edition (by its id): chosen by place, then merged, cut by rank, rejected."""
        rows = _decisions(number)
        with self._database.read() as connection:
            chosen = select(ledger.c.item).where(
                ledger.c.edition == number, ledger.c.outcome == Outcome.CHOSEN.value
            )
            also: dict[int, list[str]] = {}
            for row in connection.execute(
                select(language_edition).where(language_edition.c.item.in_(chosen))
            ):
                also.setdefault(row.item, []).append(row.url)
            found = [_decided(row, also.get(row.item, ())) for row in connection.execute(rows)]
        order = list(Outcome)
        return sorted(found, key=lambda one: (order.index(one.outcome), one.place or 0, one.item))

    def messages(self, number: int) -> list[AuditedMessage]:
        """Every message of an edition, with its attempts."""
        of_it = outbox.c.edition == number
        columns = [c for c in outbox.c if c.name != "mime"]
        with self._database.read() as connection:
            tries = attempts(connection, of_it)
            rows = connection.execute(select(*columns).where(of_it).order_by(outbox.c.id)).all()
        return [
            AuditedMessage(
                row.id,
                row.message_id,
                row.recipient,
                MessageState(row.state),
                row.reply,
                row.hold,
                row.settled,
                tuple(tries.get(row.id, ())),
            )
            for row in rows
        ]

    def mails(self, number: int) -> list[bytes]:
        """The bytes of one mail of an edition for each of its renderings; none where none are kept any more."""
        of_it = outbox.c.edition == number, outbox.c.mime.is_not(None)
        firsts = select(func.min(outbox.c.id)).where(*of_it).group_by(outbox.c.mail_body)
        kept = (
            select(outbox.c.mime, mail_body.c.content)
            .join(mail_body, mail_body.c.id == outbox.c.mail_body, isouter=True)
            .where(outbox.c.id.in_(firsts))
            .order_by(outbox.c.id)
        )
        with self._database.read() as connection:
            return [head + (body or b"") for head, body in connection.execute(kept)]

    def joined_later(self, number: int) -> list[LaterItem]:
        """The items that joined a story which an edition had chosen, after it was frozen."""
        told = story_item.alias()
        statement = (
            select(
                story_item.c.item,
                story_item.c.joined,
                item.c.source,
                item.c.title,
                item.c.url,
                told.c.item.label("beside"),
            )
            .join(told, told.c.story == story_item.c.story)
            .join(item, item.c.id == story_item.c.item)
            .join(ledger, ledger.c.item == told.c.item)
            .join(edition, edition.c.id == ledger.c.edition)
            .where(
                ledger.c.edition == number,
                ledger.c.outcome == Outcome.CHOSEN.value,
                story_item.c.joined > edition.c.frozen,
                ~_decided_in(number),
            )
            .order_by(story_item.c.joined, story_item.c.item)
        )
        with self._database.read() as connection:
            rows: Sequence[Any] = connection.execute(statement).all()
        return [LaterItem(r.item, r.source, r.title, r.url, r.joined, r.beside) for r in rows]


def _decisions(number: int) -> Select[Any]:
    columns = (
        ledger.c.item,
        ledger.c.outcome,
        ledger.c.place,
        ledger.c.into,
        ledger.c.score,
        ledger.c.facts,
        reason.c.text.label("why"),
        item.c.source,
        item.c.title,
        item.c.url,
    )
    return (
        select(*columns)
        .join(reason, reason.c.id == ledger.c.reason)
        .join(item, item.c.id == ledger.c.item, isouter=True)
        .where(ledger.c.edition == number)
    )


def _decided_in(number: int) -> Any:
    own = ledger.alias()
    return exists().where(own.c.edition == number, own.c.item == story_item.c.item)


def _decided(row: Any, also: Sequence[str]) -> DecidedItem:
    return DecidedItem(
        row.item,
        row.source or "",
        row.title or "",
        row.url or "",
        Outcome(row.outcome),
        row.why,
        row.facts or {},
        row.place,
        row.into,
        row.score,
        tuple(address for address in (row.url, *also) if address),
    )
