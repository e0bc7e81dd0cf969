"""What became otherwise of items that were told, as the archive remembers it; and the corrections that were told of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from servwatch.archive.correction_tables import correction
from servwatch.archive.database import Database
from servwatch.archive.deadline_intake import to_registered
from servwatch.archive.deadline_tables import deadline, deadline_change
from servwatch.archive.given import to_given
from servwatch.archive.portions import portions
from servwatch.archive.schema import item, item_version
from servwatch.model import Correction, DeadlineChange, Given, RegisteredDeadline


class TitleThen(NamedTuple):
    """A title that an item had until a time, and the stage its source stated."""

    title: str
    until: datetime
    given: Given


class Now(NamedTuple):
    """What an item is called now."""

    title: str
    url: str


class Corrections:
    """Reads changes, and writes of what was told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def moved(
        self, items: Collection[int], since: datetime
    ) -> list[tuple[RegisteredDeadline, tuple[DeadlineChange, ...]]]:
        """The deadlines of these items that changed after a time, each with all its history, the oldest first."""
        entries: dict[int, RegisteredDeadline] = {}
        history: dict[int, list[DeadlineChange]] = {}
        with self._database.read() as connection:
            for part in portions(sorted(items)):
                wanted = select(deadline).where(deadline.c.item.in_(part), deadline.c.changed > since)
                entries.update((row.id, to_registered(row)) for row in connection.execute(wanted))
            for part in portions(sorted(entries)):
                changes = select(deadline_change).where(deadline_change.c.deadline.in_(part))
                for r in connection.execute(changes.order_by(deadline_change.c.id)):
                    told = DeadlineChange(r.deadline, r.at, r.who, r.what, r.old, r.new)
                    history.setdefault(r.deadline, []).append(told)
        return [(entry, tuple(history.get(number, ()))) for number, entry in sorted(entries.items())]

    def earlier(self, items: Collection[int], since: datetime) -> dict[int, list[TitleThen]]:
        """The titles of these items that were replaced after a time, the oldest first."""
        found: dict[int, list[TitleThen]] = {}
        with self._database.read() as connection:
            for part in portions(sorted(items)):
                wanted = (
                    select(
                        item_version.c.item, item_version.c.title, item_version.c.until, item_version.c.given
                    )
                    .where(item_version.c.item.in_(part), item_version.c.until > since)
                    .order_by(item_version.c.item, item_version.c.number)
                )
                for row in connection.execute(wanted):
                    found.setdefault(row.item, []).append(
                        TitleThen(row.title, row.until, to_given(row.given))
                    )
        return found

    def now(self, items: Collection[int]) -> dict[int, Now]:
        """The titles and addresses of these items."""
        found: dict[int, Now] = {}
        with self._database.read() as connection:
            for part in portions(sorted(items)):
                wanted = select(item.c.id, item.c.title, item.c.url).where(item.c.id.in_(part))
                found.update((row.id, Now(row.title, row.url)) for row in connection.execute(wanted))
        return found

    def told(self, digest: str, items: Collection[int]) -> list[tuple[int, str, str, str]]:
        """The corrections that a digest told of these items: (item, what, old, new), in their order."""
        found: list[tuple[int, int, str, str, str]] = []
        columns = [correction.c[name] for name in ("id", "item", "what", "old", "new")]
        with self._database.read() as connection:
            for part in portions(sorted(items)):
                wanted = select(*columns).where(correction.c.digest == digest, correction.c.item.in_(part))
                found += [(r.id, r.item, r.what, r.old, r.new) for r in connection.execute(wanted)]
        return [row[1:] for row in sorted(found)]


def keep(connection: Connection, digest: str, edition: int, corrections: Sequence[Correction]) -> None:
    """Write down the corrections that an edition tells, within the transaction that freezes it."""
    rows = [
        {
            "digest": digest,
            "edition": edition,
            "item": one.item,
            "what": one.what,
            "old": one.old,
            "new": one.new,
        }
        for one in corrections
    ]
    if rows:
        connection.execute(insert(correction), rows)
