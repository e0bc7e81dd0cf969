"""Which items to list: by what they say, what is understood of them, and what became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, any_, column, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY

from servwatch.archive import search
from servwatch.archive.columns import ONLY_TOLD, to_json
from servwatch.archive.schema import annotation, item, item_reference, item_theme, ledger

Numbers = Select[Any]
"""A selection of the ids of items."""


@dataclass(frozen=True, slots=True)
class ItemQuery:
    """Which items to list. Empty fields do not restrict."""

    theme: str = ""
    sources: tuple[str, ...] = ()
    since: date | None = None  # the first day
    words: str = ""
    quarantined: bool = False
    limit: int = 0  # 0: all
    until: date | None = None  # the last day
    kind: str = ""  # an `ItemKind`
    language: str = ""  # as it was found out
    reference: str = ""  # a name by `references.known_as`: documents about it
    digest: str = ""  # told by it


def restricted(statement: Select[Any], query: ItemQuery, dialect: str) -> Select[Any] | None:
    """The statement over `item` with the conditions of a query; None where nothing can be found."""
    sets = chosen(query, dialect)
    if sets is None:
        return None
    return statement.where(*plainly(query), *(item.c.id.in_(one) for one in sets))


def plainly(query: ItemQuery) -> list[ColumnElement[bool]]:
    """The conditions that columns of the item itself answer."""
    conditions: list[ColumnElement[bool]] = []
    if query.sources:
        conditions.append(item.c.source.in_(query.sources))
    if query.kind:
        conditions.append(item.c.kind == query.kind)
    if query.since:
        conditions.append(item.c.day >= query.since)
    if query.until:
        conditions.append(item.c.day <= query.until)
    if query.quarantined:
        conditions.append(item.c.quarantined.is_(True))
    return conditions


def chosen(query: ItemQuery, dialect: str) -> list[Numbers] | None:
    """What other tables know: one selection of ids for each condition. None where the words ask for no word."""
    sets: list[Numbers] = []
    if query.words:
        found = search.found(dialect, query.words)
        if found is None:
            return None
        sets.append(found)
    if query.theme:
        sets.append(select(item_theme.c.item).where(item_theme.c.theme == query.theme))
    if query.reference:
        about = (item_reference.c.ref == query.reference, item_reference.c.joins.is_(True))
        sets.append(select(item_reference.c.item).where(*about))
    if query.digest:
        told: ColumnElement[str] = literal_column(
            "+ledger.digest" if dialect == "sqlite" else "ledger.digest"
        )
        sets.append(told_by().where(told == query.digest))  # of the few told, not of all rows of a digest
    if query.language:
        sets.append(select(annotation.c.item).where(annotation.c.language == query.language))
    return sets


def told_by() -> Numbers:
    """The items that digests chose, by the index that holds nothing else: SQLite knows it by these very words."""
    return select(ledger.c.item).where(ONLY_TOLD["sqlite_where"])


def listed(dialect: str, numbers: Collection[int]) -> Any:
    """A list of ids, however long, as one parameter: what `in_` or `==` takes on its right side."""
    if dialect == "sqlite":
        values = func.json_each(to_json(sorted(numbers))).table_valued(column("value", BigInteger))
        return select(values.c.value)
    return any_(literal(sorted(numbers), ARRAY(BigInteger)))


def among(dialect: str, wanted: ColumnElement[int], numbers: Collection[int]) -> ColumnElement[bool]:
    """Whether a column holds one of a list of ids."""
    values = listed(dialect, numbers)
    return wanted.in_(values) if dialect == "sqlite" else wanted == values
