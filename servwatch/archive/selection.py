"""Items that an edition shows besides what it chose: by their ids, by kind, by side, by the documents they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import select, text

from servwatch.archive.columns import NO_NEWS
from servwatch.archive.database import Database
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.schema import item, item_reference
from servwatch.model import Annotation, Item, ItemKind

Told = tuple[Item, Annotation | None]

_CHUNK = 400  # of values in one IN list
_T = TypeVar("_T", int, str)


class Selection:
    """Reads them. What is in quarantine is never among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, ids: Iterable[int]) -> dict[int, Told]:
        """The items of these ids."""
        found: dict[int, Told] = {}
        with self._database.read() as connection:
            for part in _chunks(sorted(set(ids))):
                wanted = joined().where(item.c.id.in_(part), item.c.quarantined.is_(False))
                found.update(
                    (row.id, (to_item(row), annotation_of(row))) for row in connection.execute(wanted)
                )
        return found

    def of_kind(self, kind: ItemKind, since: date, limit: int) -> list[Told]:
        """The newest items of a kind, from a day on; of news, which are too many, none."""
        wanted = (
            joined()
            .where(
                item.c.kind == kind.value, NO_NEWS_OF_ITEM, item.c.day >= since, item.c.quarantined.is_(False)
            )
            .order_by(item.c.day.desc(), item.c.id.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [(to_item(row), annotation_of(row)) for row in connection.execute(wanted)]

    def naming(
        self,
        names: Collection[str],
        *,
        since: date,
        sources: Collection[str] = (),
        kind: ItemKind | None = None,
        limit: int = 20,
    ) -> list[Told]:
        """The newest items that name one of these, from a day on, of these sources and this kind where given."""
        found: dict[int, Told] = {}
        with self._database.read() as connection:
            for part in _chunks(sorted(names)):
                ids = select(item_reference.c.item).where(item_reference.c.ref.in_(part))
                wanted = joined().where(
                    item.c.id.in_(ids), item.c.day >= since, item.c.quarantined.is_(False)
                )
                if sources:
                    wanted = wanted.where(item.c.source.in_(sorted(sources)))
                if kind is not None:
                    wanted = wanted.where(item.c.kind == kind.value)
                rows = connection.execute(wanted.order_by(item.c.day.desc(), item.c.id.desc()).limit(limit))
                found.update((row.id, (to_item(row), annotation_of(row))) for row in rows)
        newest = sorted(found.values(), key=lambda told: (told[0].day or date.min, told[0].id), reverse=True)
        return newest[:limit]

    def told_by_opinion(self, names: Collection[str]) -> set[str]:
        """Those of these names on which an opinion is published: a document of that kind that is about them."""
        found: set[str] = set()
        with self._database.read() as connection:
            for part in _chunks(sorted(names)):
                wanted = (
                    select(item_reference.c.ref)
                    .join(item, item.c.id == item_reference.c.item)
                    .where(
                        item_reference.c.ref.in_(part),
                        item_reference.c.role == "own",
                        item.c.kind == ItemKind.OPINION.value,
                        item.c.quarantined.is_(False),
                    )
                )
                found.update(connection.execute(wanted.distinct()).scalars())
        return found


NO_NEWS_OF_ITEM = text(f"item.{NO_NEWS.text}")
"""The condition of the index by kind, in a query that joins other tables."""


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
