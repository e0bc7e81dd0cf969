"""Editions as a list shows them: without their pages, with how many of their mails are in which state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from servwatch.archive.database import Database
from servwatch.archive.schema import edition, outbox
from servwatch.model import MessageState


@dataclass(frozen=True, slots=True)
class EditionHead:
    """An edition without its pages. `number` is 0 for one that was skipped."""

    id: int
    digest: str
    number: int
    scheduled: datetime
    frozen: datetime
    state: str  # filled | empty | skipped
    subject: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def entries(self) -> int:
        """How many entries it has."""
        return self.counts.get("chosen", 0)


_COLUMNS = tuple(edition.c[name] for name in EditionHead.__slots__)


class EditionList:
    """The editions of an archive, as lists."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self) -> dict[str, EditionHead]:
        """The newest edition of each digest, by its id."""
        last = select(func.max(edition.c.id)).group_by(edition.c.digest)
        with self._database.read() as connection:
            rows = connection.execute(select(*_COLUMNS).where(edition.c.id.in_(last))).all()
        return {row.digest: EditionHead(*row) for row in rows}

    def of(
        self, digest: str, *, state: str = "", before: int | None = None, limit: int = 25
    ) -> list[EditionHead]:
        """The editions of a digest, the newest first; only in a state, or only those before an id, where given."""
        wanted = select(*_COLUMNS).where(edition.c.digest == digest)
        if state:
            wanted = wanted.where(edition.c.state == state)
        if before is not None:
            wanted = wanted.where(edition.c.id < before)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(edition.c.id.desc()).limit(limit)).all()
        return [EditionHead(*row) for row in rows]

    def heads(self, ids: Sequence[int]) -> dict[int, EditionHead]:
        """Editions by their ids."""
        with self._database.read() as connection:
            rows = connection.execute(select(*_COLUMNS).where(edition.c.id.in_(ids))).all()
        return {row.id: EditionHead(*row) for row in rows}

    def mails(self, ids: Sequence[int]) -> dict[int, dict[MessageState, int]]:
        """How many mails of each edition are in which state."""
        found: dict[int, dict[MessageState, int]] = {number: {} for number in ids}
        counted = select(outbox.c.edition, outbox.c.state, func.count()).where(outbox.c.edition.in_(ids))
        with self._database.read() as connection:
            for number, state, count in connection.execute(
                counted.group_by(outbox.c.edition, outbox.c.state)
            ):
                found[number][MessageState(state)] = count
        return found
