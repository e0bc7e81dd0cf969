"""The outbox with a journal: a message stands in it before it may arrive, and again when it was accepted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog

from servwatch.archive.database import Database
from servwatch.archive.editions import Editions
from servwatch.archive.journal import Journal, MessageLine
from servwatch.archive.outbox import Outbox
from servwatch.errors import JournalUnwritable
from servwatch.model import Message, MessageState

_log = structlog.get_logger(__name__)

SYNC_EVERY = timedelta(seconds=5)
"""How often the lines of messages are forced onto the disk. The first of each edition is, at once."""


class JournaledOutbox(Outbox):
    """An outbox that writes down what leaves. Where the journal cannot be written, the mail goes on."""

    def __init__(self, database: Database, journal: Journal) -> None:
        super().__init__(database)
        self._editions = Editions(database)
        self._journal = journal
        self._names: dict[int, tuple[str, datetime] | None] = {}
        self._begun: set[int | None] = set()
        self._sending: Message | None = None
        self._synced: datetime | None = None
        self.broken = False

    def start(self, id: int, now: datetime) -> Message | None:  # noqa: A002
        """As the outbox does; remember which message it is."""
        self._sending = super().start(id, now)
        return self._sending

    def mark(self, id: int, now: datetime) -> None:  # noqa: A002
        """Write it down, then mark it: what may have arrived stands in the journal."""
        message = self._sending
        if message is not None and message.id == id:
            self._note(message, now, accepted=False)
        super().mark(id, now)

    def settle(
        self, message: Message, *, now: datetime, fate: str = "", phase: str = "", code: int | None = None
    ) -> None:
        """Settle it, and write down that it was accepted."""
        super().settle(message, now=now, fate=fate, phase=phase, code=code)
        if message.state is MessageState.ACCEPTED:
            self._note(message, now, accepted=True)

    def settle_and_start(
        self, message: Message, *, now: datetime, fate: str = "", phase: str = "", code: int | None = None
    ) -> Message | None:
        """Do both as the outbox does; write down that the one was accepted, remember which the other is."""
        self._sending = super().settle_and_start(message, now=now, fate=fate, phase=phase, code=code)
        if message.state is MessageState.ACCEPTED:
            self._note(message, now, accepted=True)
        return self._sending

    def close(self, now: datetime) -> None:
        """Force what was written onto the disk."""
        if self._begun and not self.broken:
            with self._going_on():
                self._journal.sync(now)

    def _note(self, message: Message, now: datetime, *, accepted: bool) -> None:
        sync = message.edition not in self._begun or self._synced is None or now - self._synced > SYNC_EVERY
        line = MessageLine(message.message_id, now, accepted, self._name(message.edition))
        with self._going_on():
            self._journal.write([line], now, sync=sync)
            self._begun.add(message.edition)
            self._synced = now if sync else self._synced

    @contextmanager
    def _going_on(self) -> Iterator[None]:
        """Where the journal cannot be written that is told once, and the mail does not wait."""
        try:
            yield
        except JournalUnwritable as error:
            if not self.broken:
                _log.error("the journal cannot be written", error=str(error))
            self.broken = True

    def _name(self, edition: int | None) -> tuple[str, datetime] | None:
        if edition is None:
            return None
        if edition not in self._names:
            row = self._editions.by_id(edition)
            self._names[edition] = (row.digest, row.scheduled) if row is not None else None
        return self._names[edition]
