"""An outbox in memory that keeps to `servwatch.mail.outbox.Outbox`, and can be killed at any write.

A kill is a `Killed` raised just before or just after the commit of the nth write. What is committed
stays, as in a database; everything else of the process is gone.
"""

# ruff: noqa: A002 (`id` is the protocol's own word)

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from servwatch.errors import ArchiveError
from servwatch.model import Hold, Message, MessageState

BEFORE_ALL = datetime(1, 1, 1, tzinfo=UTC)
DUE_STATES = (MessageState.PENDING, MessageState.DEFERRED, MessageState.UNKNOWN)
OPEN_STATES = (*DUE_STATES, MessageState.SENDING)


class Killed(BaseException):
    """The process is gone at this point (kill -9)."""


@dataclass
class FakeOutbox:
    rows: dict[int, Message] = field(default_factory=dict)
    kill_at: int = 0  # which write, from 1; 0 for none
    kill_after: bool = False  # after its commit rather than before
    writes: list[str] = field(default_factory=list)
    attempts: list[tuple[int, str, str, int | None]] = field(default_factory=list)
    gaps: Counter[int] = field(default_factory=Counter)  # marks whose answer was never written down

    @classmethod
    def of(cls, *messages: Message):
        return cls({m.id: m for m in messages})

    def states(self):
        return [str(m.state) for _, m in sorted(self.rows.items())]

    def add(self, message: Message):
        self.rows[message.id] = message

    # The protocol

    def stranded(self):
        return [replace(m, mime=b"") for m in self._where(MessageState.SENDING)]

    def next_due(self, now: datetime):
        return next((m.id for m in self._in_line() if _due(m, now)), None)

    def probe(self):
        return next((m.id for m in self._in_line() if m.hold is Hold.RELAY), None)

    def start(self, id: int, now: datetime):
        message = self.rows[id]
        if not _due(message, now) and (message.hold is not Hold.RELAY or _expired(message, now)):
            return None
        with self._write("start"):
            return self._start(id)

    def mark(self, id: int, now: datetime):
        message = self._sending(id)
        with self._write("mark"):
            self.rows[id] = replace(message, marked=now)
            self.gaps[id] += 1

    def settle(self, message: Message, *, now: datetime, fate: str = "", phase: str = "", code=None):
        before = self._sending(message.id)
        with self._write("settle"):
            self._settle(before, message, fate, phase, code)

    def settle_and_start(
        self, message: Message, *, now: datetime, fate: str = "", phase: str = "", code=None
    ):
        before = self._sending(message.id)
        with self._write("settle and start"):
            self._settle(before, message, fate, phase, code)
            due = self.next_due(now)
            return None if due is None else self._start(due)

    def expire(self, now: datetime):
        ending = [
            m for m in self._where(*DUE_STATES, MessageState.HELD)
            if _expired(m, now) and m.hold in (None, Hold.RELAY)
        ]  # fmt: skip
        return self._all("expire", ending, state=MessageState.EXPIRED, hold=None)

    def hold_due(self, now: datetime, reply: str):
        due = [m for m in self.rows.values() if _due(m, now)]
        return self._all("hold_due", due, state=MessageState.HELD, hold=Hold.RELAY, reply=reply)

    def release_held(self, now: datetime):
        held = [m for m in self.rows.values() if m.hold is Hold.RELAY]
        return self._all("release_held", held, state=MessageState.PENDING, hold=None)

    def defer_due(self, now: datetime, until: datetime, reply: str):
        due = [m for m in self.rows.values() if _due(m, now)]
        with self._write("defer_due"):
            for m in due:
                state = MessageState.DEFERRED if m.state is MessageState.PENDING else m.state
                self.rows[m.id] = replace(m, state=state, next_attempt=until, reply=reply)
        return len(due)

    # What it is made of

    def _start(self, id: int):
        self.rows[id] = replace(
            self.rows[id],
            state=MessageState.SENDING,
            attempts=self.rows[id].attempts + 1,
            marked=None,
            hold=None,
        )
        return self.rows[id]

    def _settle(self, before: Message, message: Message, fate, phase, code):
        self.rows[message.id] = replace(
            before,
            state=message.state,
            next_attempt=message.next_attempt,
            reply=message.reply,
            hold=message.hold,
            doubts=message.doubts,
        )
        self.attempts.append((message.id, fate, phase, code))
        if before.marked and fate not in ("", "unknown"):
            self.gaps[message.id] -= 1

    def _in_line(self):
        return sorted(self.rows.values(), key=lambda m: (m.next_attempt or BEFORE_ALL, m.id))

    def _where(self, *states: MessageState):
        return [m for m in self.rows.values() if m.state in states]

    def _sending(self, id: int):
        if self.rows[id].state is not MessageState.SENDING:
            raise ArchiveError("Message {id} is not being sent.", id=id)
        return self.rows[id]

    def _all(self, name, messages, **fields):
        if messages:
            with self._write(name):
                self.rows |= {m.id: replace(m, **fields) for m in messages}
        return len(messages)

    def _write(self, name: str):
        return _Write(self, name)


@dataclass
class _Write:
    outbox: FakeOutbox
    name: str

    def __enter__(self):
        self.outbox.writes.append(self.name)
        if self.outbox.kill_at == len(self.outbox.writes) and not self.outbox.kill_after:
            raise Killed(self.name)

    def __exit__(self, *failed):
        if self.outbox.kill_at == len(self.outbox.writes) and self.outbox.kill_after:
            raise Killed(self.name)


def _expired(message: Message, now: datetime):
    return message.expires is not None and message.expires <= now


def _due(message: Message, now: datetime):
    ready = message.next_attempt is None or message.next_attempt <= now
    return message.state in DUE_STATES and ready and not _expired(message, now)
