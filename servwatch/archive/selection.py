"""Items that an edition shows besides what it chose: by their ids, by kind, by side, by the documents they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Text, cast, or_, select, text

from servwatch.archive.columns import NO_NEWS
from servwatch.archive.database import Database
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.portions import portions
from servwatch.archive.schema import annotation, item, item_reference, item_theme
from servwatch.model import Annotation, Item, ItemKind, Reference, ThemeScore

Told = tuple[Item, Annotation | None]


class Selection:
    """Reads them. What is in quarantine is never among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, ids: Iterable[int]) -> dict[int, Told]:
        """The items of these ids."""
        found: dict[int, Told] = {}
        with self._database.read() as connection:
            for part in portions(sorted(set(ids))):
                wanted = joined().where(item.c.id.in_(part), item.c.quarantined.is_(False))
                found.update(
                    (row.id, (to_item(row), annotation_of(row))) for row in connection.execute(wanted)
                )
        return found

    def outlines(self, ids: Iterable[int]) -> dict[int, Told]:
        """The items of these ids in outline: without summary, categories and given fields, and of what is understood
        only language, themes without their matches, and references. Many times quicker than the whole.
        """
        found: dict[int, Told] = {}
        with self._database.read() as connection:
            for part in portions(sorted(set(ids))):
                themes = _themes(connection, part)
                references = _references(connection, part)
                wanted = _OUTLINE.where(item.c.id.in_(part), item.c.quarantined.is_(False))
                for row in connection.execute(wanted):
                    note = Annotation(
                        row.id, "", row.spoken or "", themes.get(row.id, ()), references.get(row.id, ())
                    )
                    found[row.id] = (_outline(row), note)
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

    def events(self, since: date, first: date, last: date, limit: int) -> list[Told]:
        """Events told from a day on that may fall between two days, or be releases kept back; perhaps some others.

        Which days an item tells stands in documents: they are searched for the months in question as text, which
        leaves a few of thousands to be read.
        """
        months = [f'"{first:%Y-%m}-' for first in _months(first, last)]
        told = [cast(column, Text) for column in (item.c.given, annotation.c.deadlines)]
        tells = [column.contains(month, autoescape=True) for column in told for month in months]
        wanted = (
            joined()
            .where(item.c.kind == ItemKind.EVENT.value, NO_NEWS_OF_ITEM, item.c.day >= since)
            .where(item.c.quarantined.is_(False), or_(*tells, item.c.summary.icontains("embargo")))
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
            for part in portions(sorted(names)):
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
            for part in portions(sorted(names)):
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


_OUTLINE = select(
    item.c.id, item.c.source, item.c.url, item.c.title, item.c.first_seen, item.c.day, item.c.kind, item.c.language,
    annotation.c.language.label("spoken"),
).select_from(item.outerjoin(annotation, annotation.c.item == item.c.id))  # fmt: skip


def _outline(row: Any) -> Item:
    return Item(
        row.id,
        row.source,
        row.url,
        row.title,
        "",
        row.first_seen,
        day=row.day,
        language=row.language,
        kind=ItemKind(row.kind),
    )


def _themes(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[ThemeScore, ...]]:
    found: dict[int, list[ThemeScore]] = {}
    for row in connection.execute(select(item_theme).where(item_theme.c.item.in_(ids))):
        found.setdefault(row.item, []).append(ThemeScore(row.theme, row.score, ()))
    return {number: tuple(themes) for number, themes in found.items()}


def _references(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Reference, ...]]:
    columns = (item_reference.c.item, item_reference.c.kind, item_reference.c.written, item_reference.c.role)
    found: dict[int, list[Reference]] = {}
    for row in connection.execute(select(*columns).where(item_reference.c.item.in_(ids))):
        found.setdefault(row.item, []).append(Reference(row.kind, row.written, "", row.role))
    return {number: tuple(references) for number, references in found.items()}


NO_NEWS_OF_ITEM = text(f"item.{NO_NEWS.text}")
"""The condition of the index by kind, in a query that joins other tables."""


def _months(first: date, last: date) -> Iterator[date]:
    """The first days of the months from a day to another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)
