"""Dossiers as the archive knows them: found from any of their names, one step from document to document.

What is read is bounded; a dossier that reaches the bound is told to be shown in part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from servwatch.archive.database import Database
from servwatch.archive.items import annotation_of, joined, to_item
from servwatch.archive.portions import portions
from servwatch.archive.schema import item, item_reference
from servwatch.insight.dossiers import STRENGTH, Dossier, dossiers
from servwatch.insight.references import known_as
from servwatch.model import Annotation, Item, Reference

MOST_DOCUMENTS = 2000
"""Documents read for one dossier: the largest real ones have some hundreds."""

_NEWEST = (
    select(item_reference.c.item)
    .distinct()
    .select_from(item_reference.join(item, item.c.id == item_reference.c.item))
    .where(item.c.quarantined.is_(False))
    .order_by(item_reference.c.item.desc())
)


@dataclass(frozen=True, slots=True)
class Around:
    """A dossier, or nothing but a name, with what the archive holds of it."""

    name: str
    dossier: Dossier | None  # None: no document is about the name
    naming: frozenset[int] = frozenset()  # items that name it and are not of the dossier
    references: tuple[Reference, ...] = ()  # every form in which the names of the dossier are written
    whole: bool = True  # False: the bound was reached
    items: dict[int, tuple[Reference, ...]] = field(default_factory=dict, repr=False)


class Dossiers:
    """Finds dossiers in the table of references."""

    def __init__(self, database: Database, *, most: int = MOST_DOCUMENTS) -> None:
        self._database = database
        self._most = most

    def of(self, reference: Reference) -> Around:
        """The dossier of a reference, by whatever name."""
        name = known_as(reference.kind, reference.id).name
        with self._database.read() as connection:
            return self.around(connection, name)

    def around(self, connection: Connection, name: str) -> Around:
        """The dossier that has a name."""
        documents, whole = _reached(connection, name, self._most)
        names = set(_joined_names(connection, documents, joining=False))
        more = set(_joining(connection, names, self._most))  # about what belongs, here or elsewhere
        whole = whole and len(more) <= self._most
        documents |= more
        names |= {name, *_joined_names(connection, documents, joining=True)}
        naming = set(_naming(connection, names, self._most)) - documents
        if len(documents) + len(naming) > self._most:
            naming = set(sorted(naming, reverse=True)[: max(0, self._most - len(documents))])
            whole = False
        items = _references(connection, documents | naming)
        found = next((d for d in dossiers(items) if name in d.names), None)
        wanted = found.names if found is not None else frozenset({name})
        written = {(r.kind, r.id): r for one in items.values() for r in one}
        forms = [r for r in written.values() if known_as(r.kind, r.id).name in wanted]
        of_it = found.documents | found.mentions if found is not None else frozenset[int]()
        others = {i for i, one in items.items() if any(known_as(r.kind, r.id).name in wanted for r in one)}
        return Around(name, found, frozenset(others - of_it), tuple(forms), whole, items)

    def read(self, ids: Iterable[int]) -> list[tuple[Item, Annotation | None]]:
        """The items of these ids, in the order of their days; without those in quarantine."""
        found: list[tuple[Item, Annotation | None]] = []
        with self._database.read() as connection:
            for part in portions(sorted(ids)):
                rows = connection.execute(joined().where(item.c.id.in_(part), item.c.quarantined.is_(False)))
                found += [(to_item(row), annotation_of(row)) for row in rows]
        return sorted(found, key=lambda pair: (pair[0].day or pair[0].first_seen.date(), pair[0].id))


def _reached(connection: Connection, name: str, most: int) -> tuple[set[int], bool]:
    """The documents that names lead to, step by step, and whether that is all of them."""
    documents: set[int] = set()
    names: set[str] = {name}
    edge: Collection[str] = {name}
    while edge:
        new = set(_joining(connection, edge, most)) - documents
        if len(documents) + len(new) > most:
            return documents.union(sorted(new, reverse=True)[: most - len(documents)]), False
        documents |= new
        edge = set(_joined_names(connection, new, joining=True)) - names
        names |= edge
    return documents, True


def _joining(connection: Connection, names: Collection[str], most: int) -> Iterable[int]:
    """The newest documents about these names: of so many names one more than `most`."""
    for part in portions(sorted(names)):
        about = _NEWEST.where(item_reference.c.ref.in_(part), item_reference.c.joins.is_(True))
        yield from connection.execute(about.limit(most + 1)).scalars()


def _naming(connection: Connection, names: Collection[str], most: int) -> Iterable[int]:
    """The newest items that name these, whether or not they are about them."""
    for part in portions(sorted(names)):
        named = _NEWEST.where(item_reference.c.ref.in_(part))
        yield from connection.execute(named.limit(most + 1)).scalars()


def _joined_names(connection: Connection, documents: Iterable[int], *, joining: bool) -> Iterable[str]:
    """The names that these documents are about: those that join, which lead on, or those that only belong."""
    columns = select(item_reference.c.ref, item_reference.c.kind, item_reference.c.written)
    for part in portions(sorted(documents)):
        rows = connection.execute(
            columns.where(item_reference.c.item.in_(part), item_reference.c.joins.is_(True))
        )
        yield from (row.ref for row in rows if (known_as(row.kind, row.written).kind in STRENGTH) is joining)


def _references(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[Reference, ...]]:
    found: dict[int, list[Reference]] = {}
    for part in portions(sorted(ids)):
        rows = connection.execute(
            select(item_reference).where(item_reference.c.item.in_(part)).order_by(item_reference.c.item)
        )
        for row in rows:
            found.setdefault(row.item, []).append(Reference(row.kind, row.written, "", row.role))
    return {number: tuple(references) for number, references in found.items()}
