"""Read the items of the archive: by id, by key, by what they say; and let quarantined ones go."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select, update

from servwatch.archive.annotations import to_annotation
from servwatch.archive.database import Database
from servwatch.archive.deadline_intake import keep_deadlines, sayings_of
from servwatch.archive.digests import unsettle
from servwatch.archive.expected import look_again
from servwatch.archive.given import to_given
from servwatch.archive.item_query import ItemQuery, restricted
from servwatch.archive.portions import portions
from servwatch.archive.schema import annotation, item, item_key, item_version
from servwatch.archive.story_marks import place_again
from servwatch.insight.identity import MOST_OF_ONE_TITLE, Known
from servwatch.model import Annotation, Item, ItemKind, Version


class Items:
    """The items with their newest annotation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, id: int) -> tuple[Item, Annotation | None] | None:  # noqa: A002
        """One item, or None."""
        with self._database.read() as connection:
            row = connection.execute(joined().where(item.c.id == id)).first()
            return None if row is None else (to_item(row), annotation_of(row))

    def find(self, query: ItemQuery) -> Iterator[tuple[Item, Annotation | None]]:
        """The items a query asks for, newest first, read as they are taken."""
        newest = (item.c.day.desc(), item.c.id.desc())
        wanted = restricted(select(item.c.id), query, self._database.engine.dialect.name)
        if wanted is None:
            return
        if query.limit:  # the few are found before anything long is read
            wanted = wanted.order_by(*newest).limit(query.limit)
        statement = joined().where(item.c.id.in_(wanted)).order_by(*newest)
        with (
            self._database.read() as connection,
            connection.execution_options(yield_per=500).execute(statement) as rows,
        ):
            yield from ((to_item(row), annotation_of(row)) for row in rows)

    def by_address(self, canonical: str) -> list[Item]:
        """Every item of a canonical address, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(item).where(item.c.canonical == canonical).order_by(item.c.id))
            return [to_item(row) for row in rows]

    def sources_on(self, host: str) -> frozenset[str]:
        """The ids of the sources that brought items whose canonical addresses lie on a host, without its "www."."""
        lies = item.c.canonical.startswith(f"{host}/", autoescape=True)
        with self._database.read() as connection:
            return frozenset(connection.execute(select(item.c.source).where(lies).distinct()).scalars())

    def versions(self, id: int) -> list[Version]:  # noqa: A002
        """The earlier versions of an item, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(item_version).where(item_version.c.item == id).order_by(item_version.c.number)
            )
            return [_version(row) for row in rows]

    def counts(self) -> dict[str, tuple[int, int]]:
        """Per source: how many items, and how many of those in quarantine."""
        with self._database.read() as connection:
            held = func.sum(func.cast(item.c.quarantined, item.c.version.type))
            rows = connection.execute(select(item.c.source, func.count(), held).group_by(item.c.source))
            return {row[0]: (row[1], int(row[2] or 0)) for row in rows}

    def quarantined(self) -> dict[str, int]:
        """Per source that has some: how many items are in quarantine."""
        held = select(item.c.source, func.count()).where(item.c.quarantined.is_(True)).group_by(item.c.source)
        with self._database.read() as connection:
            return {row.source: row[1] for row in connection.execute(held)}

    def release(self, source: str, *, as_baseline: bool = False, now: datetime | None = None) -> int:
        """Let the quarantined items of a source go: from now on they are candidates. Returns how many.

        Their deadlines that are still to come at `now` (none: the time it is) enter the register.

        With `as_baseline` they count as if they had come with the first reading of the source.
        """
        held = update(item).where(item.c.source == source, item.c.quarantined.is_(True))
        values = {"quarantined": False, "baseline": True} if as_baseline else {"quarantined": False}
        with self._database.write() as connection:
            released = connection.execute(held.values(**values).returning(item.c.id)).scalars().all()
            if released:
                unsettle(connection, min(released))
                look_again(connection, min(released))
                sayings = sayings_of(connection, sorted(released))
                keep_deadlines(connection, sayings, now or datetime.now(UTC))
                place_again(connection, min(released))
        return len(released)

    def known_by_key(self, source: str, keys: Collection[str]) -> dict[str, Known | None]:
        """What is known by these keys; None for a key that is known not to identify."""
        found: dict[str, Known | None] = {}
        with self._database.read() as connection:
            for part in portions(list(keys)):
                statement = (
                    select(item_key.c.key, *_KNOWN)
                    .select_from(item_key.outerjoin(item, item.c.id == item_key.c.item))
                    .where(item_key.c.source == source, item_key.c.key.in_(part))
                )
                found.update(
                    {
                        row.key: _known(row) if row.id is not None else None
                        for row in connection.execute(statement)
                    }
                )
        return found

    def known_by_title(self, source: str, hashes: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """The items of a source with titles of these hashes, the newest first; of one title not thousands."""
        found: dict[str, list[Known]] = {}
        place = func.row_number().over(partition_by=item.c.title_hash, order_by=item.c.id.desc())
        with self._database.read() as connection:
            for part in portions(list(hashes)):
                titled = and_(item.c.source == source, item.c.title_hash.in_(part))
                ranked = select(item.c.id, place.label("place")).where(titled).subquery()
                statement = (
                    select(*_KNOWN, item.c.title_hash)
                    .join(ranked, ranked.c.id == item.c.id)
                    .where(ranked.c.place <= MOST_OF_ONE_TITLE)
                    .order_by(item.c.id.desc())
                )
                for row in connection.execute(statement):
                    found.setdefault(row.title_hash, []).append(_known(row))
        return found


_KNOWN = (
    item.c.id,
    item.c.title,
    item.c.summary,
    item.c.url,
    item.c.canonical,
    item.c.published,
    item.c.text_hash,
)


def _known(row: Any) -> Known:
    return Known(row.id, row.title, row.summary, row.url, row.canonical, row.published, row.text_hash)


def joined() -> Select[Any]:
    """Items with their annotation."""
    return select(
        item,
        annotation.c.fingerprint,
        annotation.c.language.label("annotated_language"),
        annotation.c.themes,
        annotation.c.references,
        annotation.c.deadlines,
    ).select_from(item.outerjoin(annotation, annotation.c.item == item.c.id))


def to_item(row: Any) -> Item:
    """The item of a row of the table (or of a join that has its columns)."""
    return Item(
        id=row.id,
        source=row.source,
        url=row.url,
        title=row.title,
        summary=row.summary,
        first_seen=row.first_seen,
        published=row.published,
        day=row.day,
        language=row.language,
        kind=ItemKind(row.kind),
        categories=tuple(row.categories),
        canonical=row.canonical,
        baseline=row.baseline,
        quarantined=row.quarantined,
        version=row.version,
        given=to_given(row.given),
    )


def _version(row: Any) -> Version:
    return Version(
        row.item, row.number, row.url, row.title, row.summary, row.published, row.until, to_given(row.given)
    )


def annotation_of(row: Any) -> Annotation | None:
    """The annotation of a row of `joined`, None where the item has none yet."""
    return to_annotation(row.id, row) if row.fingerprint is not None else None


def stale(
    connection: Connection, fingerprint: str, *, since: date | None = None, after: int = 0, limit: int = 1000
) -> list[Item]:
    """Items whose annotation was made under other settings, or that have none; in the order of their ids."""
    statement = (
        select(item)
        .select_from(item.outerjoin(annotation, annotation.c.item == item.c.id))
        .where(
            item.c.id > after,
            or_(annotation.c.fingerprint.is_(None), annotation.c.fingerprint != fingerprint),
        )
    )
    if since is not None:
        statement = statement.where(item.c.day >= since)
    return [to_item(row) for row in connection.execute(statement.order_by(item.c.id).limit(limit))]
