"""What frozen editions told, as they told it: for readers who get several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servwatch.archive.database import Database
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.schema import edition, item, ledger
from servwatch.model import Annotation, Item, Outcome


@dataclass(slots=True)
class ToldEntry:
    """One chosen item of a frozen edition, with those merged into it."""

    item: Item
    annotation: Annotation | None
    place: int
    score: float
    companions: tuple[Item, ...] = ()


class ToldEditions:
    """The chosen items of frozen editions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, editions: Sequence[int]) -> dict[int, list[ToldEntry]]:
        """By the id of each of these editions, what it chose, in its order."""
        beside = (
            ledger.c.edition.label("of"),
            ledger.c.place,
            ledger.c.score,
            ledger.c.into,
            ledger.c.outcome,
        )
        told = (Outcome.CHOSEN.value, Outcome.MERGED.value)
        statement = (
            joined()
            .add_columns(*beside)
            .join(ledger, ledger.c.item == item.c.id)
            .join(edition, edition.c.id == ledger.c.edition)
            .where(ledger.c.edition.in_(editions), ledger.c.outcome.in_(told))
            .order_by(ledger.c.edition, ledger.c.place, item.c.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(statement).all() if editions else []
        found: dict[int, list[ToldEntry]] = {number: [] for number in editions}
        merged: dict[tuple[int, int], list[Item]] = {}
        for row in rows:
            if row.outcome == Outcome.CHOSEN.value:
                found[row.of].append(ToldEntry(to_item(row), annotation_of(row), row.place, row.score))
            elif row.into is not None:
                merged.setdefault((row.of, row.into), []).append(to_item(row))
        for number, entries in found.items():
            for entry in entries:
                entry.companions = tuple(merged.get((number, entry.item.id), ()))
        return found
