"""Bring the register of deadlines up to what items say, within the transaction that stores their annotations.

An item has few deadlines and most have none: the register is asked only for items that say one now, or
that were there before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

from sqlalchemy import Connection, insert, select, update

from servwatch.archive.annotations import to_deadlines
from servwatch.archive.deadline_tables import deadline, deadline_change
from servwatch.archive.given import to_given
from servwatch.archive.portions import portions
from servwatch.archive.schema import annotation, item
from servwatch.insight.deadline_register import settle
from servwatch.insight.deadlines import NOT_TO_ACT
from servwatch.insight.deadlines.clock_times import BRUSSELS
from servwatch.insight.document_key import document_key
from servwatch.model import Annotation, Deadline, DeadlineState, Given, RegisteredDeadline


class Arrived(Protocol):
    """What an entry that comes in tells of itself."""

    @property
    def item(self) -> int:
        """The item it changes."""

    @property
    def annotation(self) -> Annotation:
        """What is understood of it."""

    @property
    def given(self) -> Given:
        """What its source states."""

    @property
    def canonical(self) -> str:
        """Its canonical address."""

    @property
    def quarantined(self) -> bool:
        """Whether it waits."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What the newest version of an item says."""

    item: int
    deadlines: tuple[Deadline, ...]
    document: str  # its `document_key`
    new: bool = False  # it was not in the archive before


def of_arrivals(new: Iterable[tuple[int, Arrived]], changed: Iterable[Arrived]) -> list[Saying]:
    """What new items, each with its number, and changed ones say."""
    told = [Saying(i, a.annotation.deadlines, _key(a), new=True) for i, a in new if not a.quarantined]
    return told + [Saying(a.item, a.annotation.deadlines, _key(a)) for a in changed]


def touched(connection: Connection, annotations: Sequence[Annotation]) -> list[int]:
    """The items of these annotations that say a deadline, or have one in the register."""
    ids = {a.item for a in annotations if any(d.kind not in NOT_TO_ACT for d in a.deadlines)}
    for part in portions([a.item for a in annotations]):
        statement = select(deadline.c.item).where(deadline.c.item.in_(part))
        ids.update(connection.execute(statement).scalars())
    return sorted(ids)


def keep_deadlines(connection: Connection, sayings: Iterable[Saying], at: datetime) -> None:
    """Enter, move and mark what these items say at a time; what is in quarantine waits for its release."""
    telling = [s for s in sayings if not s.new or any(d.kind not in NOT_TO_ACT for d in s.deadlines)]
    held = _held(connection, [s.item for s in telling if not s.new])
    telling = [s for s in telling if s.item not in held]
    if telling:
        _Register(connection, telling, at).bring_up()


def _held(connection: Connection, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for part in portions(ids):
        statement = select(item.c.id).where(item.c.id.in_(part), item.c.quarantined.is_(True))
        found.update(connection.execute(statement).scalars())
    return found


def _key(arrived: Arrived) -> str:
    return document_key(arrived.given.references, arrived.canonical)


def sayings_of(connection: Connection, ids: Sequence[int]) -> list[Saying]:
    """What items of the archive say, as their annotations are now; nothing of those in quarantine."""
    found = []
    for part in portions(ids):
        statement = (
            select(item.c.id, item.c.given, item.c.canonical, annotation.c.deadlines)
            .join(annotation, annotation.c.item == item.c.id)
            .where(item.c.id.in_(part), item.c.quarantined.is_(False))
        )
        for row in connection.execute(statement):
            key = document_key(to_given(row.given).references, row.canonical)
            found.append(Saying(row.id, to_deadlines(row.deadlines), key))
    return found


class _Register:
    """The entries that some items touch."""

    def __init__(self, connection: Connection, sayings: Sequence[Saying], at: datetime) -> None:
        self._connection, self._sayings, self._at = connection, sayings, at
        self._today: date = at.astimezone(BRUSSELS).date()
        self._log: list[dict[str, Any]] = []
        self._by_item: dict[int, list[RegisteredDeadline]] = defaultdict(list)
        self._said: dict[str, dict[tuple[str, date], set[int]]] = {}  # document -> (kind, date) -> items

    def bring_up(self) -> None:
        """Do it."""
        self._read()
        for saying in sorted(self._sayings, key=lambda s: s.item not in self._by_item):
            self._settle(saying)  # first who has an entry: where that moves, other editions find it there
        if self._log:
            self._connection.execute(insert(deadline_change), self._log)

    def _read(self) -> None:
        items = [s.item for s in self._sayings if not s.new]
        documents = sorted({s.document for s in self._sayings if s.document and s.deadlines})
        rows = {
            entry.id: entry
            for column, values in ((deadline.c.item, items), (deadline.c.document, documents))
            for part in portions(values)
            for entry in map(
                to_registered, self._connection.execute(select(deadline).where(column.in_(part)))
            )
        }
        for entry in rows.values():
            if entry.item is not None:
                self._by_item[entry.item].append(entry)
                self._says(entry.item, entry.document, entry.kind, entry.date)

    def _says(self, item: int, document: str, kind: str, day: date) -> None:
        """Note which item has the entry of a document, kind and day."""
        if document:
            self._said.setdefault(document, {}).setdefault((kind, day), set()).add(item)

    def _of_others(self, saying: Saying, said: Deadline) -> bool:
        """Whether another edition of the document has the entry of what this one says."""
        items = self._said.get(saying.document, {}).get((said.kind, said.date))
        return items is not None and saying.item not in items

    def _settle(self, saying: Saying) -> None:
        found = [d for d in saying.deadlines if not self._of_others(saying, d)]
        settled = settle(self._by_item.get(saying.item, ()), found, self._today)
        for entry, now in settled.same:
            self._change(entry, now)
        for entry, now in settled.moved:
            self._change(entry, now)
        for entry in settled.unsaid:
            if entry.unsaid is None:
                self._update(entry, {"unsaid": self._at}, sequence=False)
                self._note(entry.id, "unsaid", entry.date.isoformat(), "")
        for new in settled.enter:
            self._enter(saying, new)

    def _change(self, entry: RegisteredDeadline, now: Deadline) -> None:
        values: dict[str, Any] = {}
        if entry.date != now.date:
            values |= {"date": now.date, "moved_from": entry.date}
            if entry.item is not None:
                self._says(entry.item, entry.document, now.kind, now.date)
            self._note(entry.id, "date", entry.date.isoformat(), now.date.isoformat())
        if entry.time != now.time:
            values["time"] = _clock(now)
            self._note(
                entry.id, "time", entry.time.isoformat("minutes") if entry.time else "", _clock(now) or ""
            )
        told = {"kind": now.kind, "text": now.text, "source": now.source, "confidence": now.confidence}
        words = {name: value for name, value in told.items() if getattr(entry, name) != value}
        if entry.unsaid is not None:
            words["unsaid"] = None
            self._note(entry.id, "said", "", now.date.isoformat())
        if values or words:
            self._update(entry, values | words, sequence=bool(values))

    def _update(self, entry: RegisteredDeadline, values: dict[str, Any], *, sequence: bool) -> None:
        more = {"changed": self._at, "sequence": entry.sequence + sequence}
        self._connection.execute(update(deadline).where(deadline.c.id == entry.id).values(values | more))

    def _enter(self, saying: Saying, now: Deadline) -> None:
        values = {
            "item": saying.item,
            "date": now.date,
            "time": _clock(now),
            "kind": now.kind,
            "state": DeadlineState.OPEN.value,
            "source": now.source,
            "confidence": now.confidence,
            "sequence": 0,
            "seen": self._at,
            "changed": self._at,
            "owner": "",
            "document": saying.document,
            "url": "",
            "text": now.text,
            "note": "",
        }
        number = self._connection.execute(
            insert(deadline).values(values).returning(deadline.c.id)
        ).scalar_one()
        self._says(saying.item, saying.document, now.kind, now.date)
        self._note(number, "seen", "", now.date.isoformat())

    def _note(self, number: int, what: str, old: str, new: str) -> None:
        self._log.append(
            {"deadline": number, "at": self._at, "who": "", "what": what, "old": old, "new": new}
        )


def to_registered(row: Any) -> RegisteredDeadline:
    """The entry of a row of the table, without what its item knows of itself."""
    return RegisteredDeadline(
        id=row.id,
        date=row.date,
        kind=row.kind,
        text=row.text,
        item=row.item,
        url=row.url,
        time=time.fromisoformat(row.time) if row.time else None,
        state=DeadlineState(row.state),
        owner=row.owner,
        note=row.note,
        source=row.source,
        confidence=row.confidence,
        document=row.document,
        sequence=row.sequence,
        seen=row.seen,
        changed=row.changed,
        unsaid=row.unsaid,
        moved_from=row.moved_from,
    )


def _clock(found: Deadline) -> str | None:
    return found.time.isoformat("minutes") if found.time else None
