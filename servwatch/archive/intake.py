"""Store what polls brought: new items, new versions, keys, annotations, and how each source now stands.

All of one call belongs to one transaction of the caller's: the validators of an answer are never kept
without its items. Ids are given in the order of commits, so that whoever sees an item sees all before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, text, update

from servwatch.archive import search
from servwatch.archive.annotations import add_annotations, put_annotations
from servwatch.archive.database import in_turn
from servwatch.archive.deadline_intake import keep_deadlines, of_arrivals
from servwatch.archive.given import given_row
from servwatch.archive.portions import portions
from servwatch.archive.schema import item, item_key, item_version, poll
from servwatch.archive.source_habit import put_habits
from servwatch.archive.source_state import SourceState, put_states
from servwatch.archive.told_before import recall
from servwatch.archive.upsert import upsert
from servwatch.insight.entry_keys import title_hash
from servwatch.insight.habits import Habit
from servwatch.model import NOTHING_GIVEN, Annotation, Given, ItemKind, Verdict

VERSIONS_KEPT = 50
"""Earlier versions kept of an item: the first and the newest. A page that changes at every poll goes on and on."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry to store: a new item, or the new state of `item`."""

    source: str
    url: str
    canonical: str
    title: str
    summary: str
    language: str
    kind: ItemKind
    categories: tuple[str, ...]
    published: datetime | None
    day: date
    seen: datetime
    text_hash: str
    keys: tuple[str, ...]
    annotation: Annotation
    baseline: bool = False
    quarantined: bool = False
    item: int = 0  # the item it changes; 0 for a new one
    given: Given = NOTHING_GIVEN


@dataclass(frozen=True, slots=True)
class Polled:
    """One poll, as it is logged."""

    at: datetime
    verdict: Verdict
    rule: str
    status: int | None
    bytes: int
    seconds: float
    seen: int = 0
    new: int = 0
    changed: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that one poll of one source brought."""

    state: SourceState
    polled: Polled
    new: Sequence[Arrival] = ()
    changed: Sequence[Arrival] = ()
    keys: Sequence[tuple[str, int]] = field(default_factory=tuple)  # (key, item) to remember of known items
    shared_keys: Sequence[str] = ()  # keys that were found not to identify
    habit: Habit | None = None  # what it published so far, where that or the outlook of its state changed


def store(connection: Connection, run: int, harvests: Sequence[Harvest]) -> None:
    """Write the harvests of one or more sources."""
    new = [arrival for harvest in harvests for arrival in harvest.new]
    changed = [arrival for harvest in harvests for arrival in harvest.changed]
    keys: list[tuple[str, str, int | None]] = [
        (h.state.source, key, None) for h in harvests for key in h.shared_keys
    ]
    keys += [(h.state.source, key, known) for h in harvests for key, known in h.keys]
    ids: list[int] = []
    if new:
        ids = _insert(connection, new)
        keys += [(a.source, key, i) for a, i in zip(new, ids, strict=True) for key in a.keys]
        add_annotations(connection, [(i, a.annotation) for a, i in zip(new, ids, strict=True)])
    if changed:
        _change(connection, changed)
        keys += [(a.source, key, a.item) for a in changed for key in a.keys]
        put_annotations(connection, [replace(a.annotation, item=a.item) for a in changed])
    if new or changed:
        seen = max(arrival.seen for arrival in (*new, *changed))
        keep_deadlines(connection, of_arrivals(zip(ids, new, strict=True), changed), seen)
    _put_keys(connection, keys)
    put_states(connection, [harvest.state for harvest in harvests])
    put_habits(
        connection, [(h.state.source, h.state.outlook, h.habit) for h in harvests if h.habit is not None]
    )
    _log(connection, run, harvests)


def add(connection: Connection, arrival: Arrival) -> int:
    """Write one new item that no poll brought; return its id."""
    (number,) = _insert(connection, [arrival])
    add_annotations(connection, [(number, arrival.annotation)])
    keep_deadlines(connection, of_arrivals([(number, arrival)], ()), arrival.seen)
    _put_keys(connection, [(arrival.source, key, number) for key in arrival.keys])
    return number


def _insert(connection: Connection, arrivals: Sequence[Arrival]) -> list[int]:
    ids = _ids(connection, len(arrivals))
    rows = [
        {"id": i, **_row(a), "first_seen": a.seen, "age": _age(a), "version": 1}
        for a, i in zip(arrivals, ids, strict=True)
    ]
    connection.execute(insert(item), rows)
    search.index(connection, ((i, a.title, a.summary) for a, i in zip(arrivals, ids, strict=True)), new=True)
    return ids


def _ids(connection: Connection, count: int) -> list[int]:
    """Ids for so many new items, which nobody else gets; quicker than to have each row answer with its own."""
    if connection.dialect.name == "sqlite":
        last = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'item'")).scalar() or 0
        return list(range(last + 1, last + count + 1))
    in_turn(connection, "item ids")
    sequence = text("SELECT nextval(pg_get_serial_sequence('item', 'id')) FROM generate_series(1, :count)")
    return sorted(connection.execute(sequence, {"count": count}).scalars())


def _row(a: Arrival) -> dict[str, Any]:
    return {
        "source": a.source,
        "url": a.url,
        "canonical": a.canonical,
        "title": a.title,
        "summary": a.summary,
        "language": a.language,
        "kind": a.kind.value,
        "categories": list(a.categories),
        "published": a.published,
        "day": a.day,
        "title_hash": title_hash(a.title),
        "text_hash": a.text_hash,
        "baseline": a.baseline,
        "quarantined": a.quarantined,
        "given": given_row(a.given),
    }


def _age(a: Arrival) -> int | None:
    return None if a.published is None else int((a.seen - a.published).total_seconds())


def _change(connection: Connection, arrivals: Sequence[Arrival]) -> None:
    """Keep the state that was as a version, and put the new one in its place."""
    current = {row.id: row for row in _rows(connection, [a.item for a in arrivals])}
    _keep_versions(connection, [(current[a.item], a.seen) for a in arrivals])
    fixed = {"source", "baseline", "quarantined"}
    rows = [
        {"b_id": a.item, "version": current[a.item].version + 1}
        | {key: value for key, value in _row(a).items() if key not in fixed}
        for a in arrivals
    ]
    connection.execute(update(item).where(item.c.id == bindparam("b_id")), rows)
    search.index(connection, ((a.item, a.title, a.summary) for a in arrivals), new=False)


def _keep_versions(connection: Connection, states: Sequence[tuple[Any, datetime]]) -> None:
    """Keep these rows of `item` as versions, each with the time its successor was first seen."""
    versions = [
        {
            "item": row.id,
            "number": row.version,
            "url": row.url,
            "title": row.title,
            "summary": row.summary,
            "published": row.published,
            "until": until,
            "given": row.given,
        }
        for row, until in states
    ]
    connection.execute(insert(item_version), versions)
    over = [
        {"b_item": row.id, "b_upto": row.version - VERSIONS_KEPT + 1}
        for row, _ in states
        if row.version > VERSIONS_KEPT
    ]
    if over:
        surplus = and_(
            item_version.c.item == bindparam("b_item"),
            item_version.c.number > 1,
            item_version.c.number <= bindparam("b_upto"),
        )
        connection.execute(delete(item_version).where(surplus), over)


def _rows(connection: Connection, ids: list[int]) -> Iterable[Any]:
    for part in portions(ids):
        yield from connection.execute(select(item).where(item.c.id.in_(part)))


def _put_keys(connection: Connection, keys: Sequence[tuple[str, str, int | None]]) -> None:
    rows = {(source, key): {"source": source, "key": key, "item": known} for source, key, known in keys}
    if rows:
        connection.execute(upsert(connection, item_key), list(rows.values()))
        recall(connection, keys)


def _log(connection: Connection, run: int, harvests: Sequence[Harvest]) -> None:
    rows = [
        {
            "run": run,
            "source": harvest.state.source,
            "at": harvest.polled.at,
            "verdict": harvest.polled.verdict.value,
            "rule": harvest.polled.rule,
            "status": harvest.polled.status,
            "bytes": harvest.polled.bytes,
            "seconds": round(harvest.polled.seconds, 3),
            "seen": harvest.polled.seen,
            "new": harvest.polled.new,
            "changed": harvest.polled.changed,
            "quarantined": harvest.polled.quarantined,
        }
        for harvest in harvests
    ]
    if rows:
        connection.execute(insert(poll), rows)
