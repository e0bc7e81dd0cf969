"""Lists of items for people: a page at a time, the newest first, and how many there are of each sort.

Every answer is bounded, however large the archive. Where a condition leaves few items, these are read and sorted.
Else the newest are looked at one after the other until there are enough: that is why counts are of the newest
`MOST_COUNTED` at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal_column, select, tuple_

from servwatch.archive.columns import NO_NEWS
from servwatch.archive.database import Database
from servwatch.archive.item_query import ItemQuery, Numbers, among, chosen, plainly, told_by
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.schema import annotation, item, item_reference, item_theme, ledger
from servwatch.model import Annotation, Item

MOST_COUNTED = 2_000
"""Items of which is counted what they are: twice as many take half as long again (`benchmarks.console_search`)."""
_FEW = 1_000
"""So many ids of one condition are read at once, and the other conditions held against them."""
_MOST_NAMES = 12
"""Dossiers that are counted: those with the most items."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an item stands in the order of time."""

    day: date
    item: int

    def __str__(self) -> str:
        return f"{self.day}.{self.item}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """The place of an address, None for what is none."""
        day, _, number = text.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        try:
            return cls(date.fromisoformat(day), int(number))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page. `earlier` and `later` are where the pages beside it begin, None where there is none."""

    items: tuple[tuple[Item, Annotation | None], ...] = ()
    earlier: Place | None = None
    later: Place | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many items there are of each sort, among the newest `total`; `whole`: there are no others."""

    total: int = 0
    whole: bool = True
    sources: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)  # "2026-11"
    themes: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    references: Mapping[str, int] = field(default_factory=dict)  # the names with the most items only
    digests: Mapping[str, int] = field(default_factory=dict)


class ItemLists:
    """Lists of the archive's items."""

    def __init__(self, database: Database, *, most: int = MOST_COUNTED) -> None:
        self._database = database
        self._most = most

    def page(
        self, query: ItemQuery, size: int, *, before: Place | None = None, after: Place | None = None
    ) -> Listed:
        """A page of what a query asks for: the newest, those before a place, or those after one."""
        with self._database.read() as connection:
            places = self._places(connection, query, size + 1, before, after)
            more, places = len(places) > size, places[:size]
            if after is not None:
                places.reverse()
            items = _read(connection, places)
        if not places:
            return Listed()
        earlier = places[-1] if more or after is not None else None
        later = places[0] if before is not None or (after is not None and more) else None
        return Listed(items, earlier, later)

    def counted(self, query: ItemQuery) -> Counted:
        """What the newest of these items are."""
        with self._database.read() as connection:
            return _count(connection, *self._newest(connection, query))

    def first(self, query: ItemQuery, size: int) -> tuple[Listed, Counted]:
        """The first page and the counts, for little more than the counts alone."""
        with self._database.read() as connection:
            rows, whole = self._newest(connection, query)
            places = [Place(row.day, row.id) for row in rows[: size + 1]]
            items = _read(connection, places[:size])
            earlier = places[size - 1] if len(places) > size else None
            return Listed(items, earlier), _count(connection, rows, whole)

    def _newest(self, connection: Connection, query: ItemQuery) -> tuple[Sequence[Row[Any]], bool]:
        """The newest items of a query, as far as they are counted, and whether these are all."""
        wanted = self._ordered(connection, query, item.c.day, item.c.id, item.c.source, item.c.kind)
        rows = connection.execute(wanted.limit(self._most + 1)).all() if wanted is not None else []
        return rows[: self._most], len(rows) <= self._most

    def _places(
        self,
        connection: Connection,
        query: ItemQuery,
        limit: int,
        before: Place | None,
        after: Place | None,
    ) -> list[Place]:
        wanted = self._ordered(connection, query, item.c.day, item.c.id, upwards=after is not None)
        if wanted is None:
            return []
        here = tuple_(item.c.day, item.c.id)
        if after is not None:
            wanted = wanted.where(here > tuple_(after.day, after.item))
        elif before is not None:
            wanted = wanted.where(here < tuple_(before.day, before.item))
        return [Place(row.day, row.id) for row in connection.execute(wanted.limit(limit))]

    def _ordered(
        self, connection: Connection, query: ItemQuery, *columns: Any, upwards: bool = False
    ) -> Select[Any] | None:
        """A selection of items in the order of time, by the way that costs least."""
        dialect = connection.dialect.name
        sets = chosen(query, dialect)
        if sets is None:
            return None
        order = (item.c.day, item.c.id) if upwards else (item.c.day.desc(), item.c.id.desc())
        wanted = select(*columns).where(*plainly(query)).order_by(*order)
        few = _few(connection, sets, query)
        if few is not None:
            others = (item.c.id.in_(one) for one in sets)
            return wanted.where(among(dialect, item.c.id, few), *others)
        walked: ColumnElement[int] = literal_column(
            "+item.id"
        )  # SQLite would else look each up in the table, and sort
        return wanted.where(*(walked.in_(one) for one in sets))


def _few(connection: Connection, sets: Sequence[Numbers], query: ItemQuery) -> list[int] | None:
    """The ids of one condition that has few, None where each has many."""
    every = list(sets)
    if query.sources:
        every.append(select(item.c.id).where(item.c.source.in_(query.sources)))
    if query.kind and query.kind != "news":  # the index of kinds leaves those out, for most are
        every.append(select(item.c.id).where(item.c.kind == query.kind, NO_NEWS))
    if query.quarantined:
        every.append(select(item.c.id).where(item.c.quarantined.is_(True)))
    for one in every:
        found = list(connection.execute(one.limit(_FEW + 1)).scalars())
        if len(found) <= _FEW:
            return found
    return None


def _read(connection: Connection, places: Sequence[Place]) -> tuple[tuple[Item, Annotation | None], ...]:
    rows = connection.execute(joined().where(item.c.id.in_([place.item for place in places]))).all()
    by_id = {row.id: row for row in rows}
    return tuple((to_item(by_id[p.item]), annotation_of(by_id[p.item])) for p in places)


def _count(connection: Connection, rows: Sequence[Row[Any]], whole: bool) -> Counted:  # noqa: FBT001
    ids = [row.id for row in rows]
    return Counted(
        len(rows),
        whole,
        months=Counter(f"{row.day:%Y-%m}" for row in rows),
        sources=Counter(row.source for row in rows),
        kinds=Counter(row.kind for row in rows),
        themes=_numbers(connection, item_theme.c.theme, item_theme.c.item, ids),
        languages=_numbers(connection, annotation.c.language, annotation.c.item, ids),
        references=_references(connection, ids),
        digests=_digests(connection, ids),
    )


def _numbers(connection: Connection, name: Any, of: Any, ids: Sequence[int]) -> dict[str, int]:
    wanted = select(name, func.count()).where(among(connection.dialect.name, of, ids)).group_by(name)
    return {row[0]: row[1] for row in connection.execute(wanted) if row[0]}


def _references(connection: Connection, ids: Sequence[int]) -> dict[str, int]:
    count = func.count(item_reference.c.item.distinct())
    about = (among(connection.dialect.name, item_reference.c.item, ids), item_reference.c.joins.is_(True))
    wanted = select(item_reference.c.ref, count).where(*about).group_by(item_reference.c.ref)
    wanted = wanted.order_by(count.desc(), item_reference.c.ref).limit(_MOST_NAMES)
    return {row[0]: row[1] for row in connection.execute(wanted)}


def _digests(connection: Connection, ids: Sequence[int]) -> dict[str, int]:
    """Of the few that digests told, those among many ids: the other way round would take many steps."""
    number: ColumnElement[int] = literal_column("+ledger.item")  # not by the index of all rows of an item
    told = told_by().where(among(connection.dialect.name, number, ids))
    wanted = told.with_only_columns(ledger.c.digest, func.count()).group_by(ledger.c.digest)
    return {row[0]: row[1] for row in connection.execute(wanted)}
