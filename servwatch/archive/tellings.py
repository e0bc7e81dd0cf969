"""What editions told of late: for corrections, and for the rule of 14 days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from servwatch.archive.database import Database
from servwatch.archive.outbox import in_state
from servwatch.archive.portions import portions
from servwatch.archive.schema import edition, item, ledger, outbox
from servwatch.archive.story_tables import story_item
from servwatch.model import MessageState, Outcome

_NEVER_HAD = (MessageState.REFUSED, MessageState.EXPIRED)


class Before(NamedTuple):
    """An edition of a digest that went before: its number, and up to when it was read."""

    number: int
    cutoff: datetime


class Telling(NamedTuple):
    """An item of an entry that an edition told: its lead, or one told with it."""

    edition: int
    digest: str
    number: int
    frozen: datetime
    cutoff: datetime
    item: int
    lead: int  # of the entry


class Place(NamedTuple):
    """A lead with what shows that another item tells the same: its story, its address."""

    telling: Telling
    story: int  # 0 for none
    canonical: str
    title: str


class Tellings:
    """Reads editions, ledger and stories together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def before(self, digest: str) -> Before | None:
        """The last edition of a digest that was sent, or would have been with readers; None for none."""
        wanted = (
            select(edition.c.number, edition.c.cutoff)
            .where(edition.c.digest == digest, edition.c.number > 0)
            .order_by(edition.c.number.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(wanted).first()
            return Before(*row) if row is not None else None

    def of_digest(self, digest: str, since: datetime) -> list[tuple[Telling, int]]:
        """What a digest told since a time, leads and what was told with them, each with the place of its entry."""
        columns = (*_TELLING, ledger.c.place, ledger.c.outcome, ledger.c.into)
        told = or_(ledger.c.outcome == Outcome.CHOSEN.value, ledger.c.outcome == Outcome.MERGED.value)
        wanted = (
            select(*columns)
            .join(edition, edition.c.id == ledger.c.edition)
            .where(edition.c.digest == digest, edition.c.frozen >= since, edition.c.number > 0, told)
            .order_by(edition.c.id, ledger.c.item)
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        places = {(r.edition, r.item): r.place for r in rows if r.outcome == Outcome.CHOSEN.value}
        found = []
        for row in rows:
            lead = row.item if row.outcome == Outcome.CHOSEN.value else row.into
            if (row.edition, lead) in places:  # else it was merged into what an earlier edition told
                found.append((_telling(row, lead), places[row.edition, lead] or 0))
        return found

    def places(self, since: datetime) -> list[Place]:
        """The entries of every digest since a time, in the order in which their editions were frozen."""
        columns = (*_TELLING, item.c.canonical, item.c.title, story_item.c.story)
        wanted = (
            select(*columns)
            .join(edition, edition.c.id == ledger.c.edition)
            .join(item, item.c.id == ledger.c.item)
            .outerjoin(story_item, story_item.c.item == ledger.c.item)
            .where(
                edition.c.frozen >= since,
                edition.c.number > 0,
                ledger.c.edition.in_(select(edition.c.id).where(edition.c.frozen >= since)),
                ledger.c.outcome == Outcome.CHOSEN.value,
            )
            .order_by(edition.c.id, ledger.c.place)
        )
        with self._database.read() as connection:
            return [
                Place(_telling(row, row.item), row.story or 0, row.canonical, row.title)
                for row in connection.execute(wanted)
            ]

    def beside(self, entries: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[int]]:
        """The items told with each of these entries: (edition, leading item)."""
        found: dict[tuple[int, int], list[int]] = {}
        columns = (ledger.c.edition, ledger.c.into, ledger.c.item)
        with self._database.read() as connection:
            for part in portions(sorted({edition for edition, _ in entries})):
                merged = ledger.c.outcome == Outcome.MERGED.value
                wanted = select(*columns).where(ledger.c.edition.in_(part), merged).order_by(ledger.c.item)
                for number, into, other in connection.execute(wanted):
                    if (number, into) in entries:
                        found.setdefault((number, into), []).append(other)
        return found

    def had_by(self, editions: Collection[int]) -> dict[str, frozenset[int]]:
        """Per recipient those of these editions that reached them, or are on their way."""
        found: dict[str, list[int]] = {}
        with self._database.read() as connection:
            for part in portions(sorted(editions)):
                wanted = select(outbox.c.recipient, outbox.c.edition).where(
                    outbox.c.edition.in_(part), ~in_state(*_NEVER_HAD)
                )
                for recipient, number in connection.execute(wanted):
                    found.setdefault(recipient, []).append(number)
        same: dict[frozenset[int], frozenset[int]] = {}  # few sets, for thousands of readers
        kept = ((recipient, frozenset(numbers)) for recipient, numbers in found.items())
        return {recipient: same.setdefault(numbers, numbers) for recipient, numbers in kept}

    def numbered(self, digest: str, numbers: Collection[int]) -> dict[int, Before]:
        """The editions of a digest by these numbers, by their ids."""
        found: dict[int, Before] = {}
        columns = (edition.c.id, edition.c.number, edition.c.cutoff)
        with self._database.read() as connection:
            for part in portions(sorted(numbers)):
                wanted = select(*columns).where(edition.c.digest == digest, edition.c.number.in_(part))
                found.update((row.id, Before(row.number, row.cutoff)) for row in connection.execute(wanted))
        return found


_TELLING = (
    ledger.c.edition,
    edition.c.digest,
    edition.c.number,
    edition.c.frozen,
    edition.c.cutoff,
    ledger.c.item,
)


def _telling(row: Any, lead: int) -> Telling:
    return Telling(row.edition, row.digest, row.number, row.frozen, row.cutoff, row.item, lead)
