"""Tell a restored archive what was sent since its backup was made, as the journal has it.

An edition counts as sent where one of its messages may have arrived; then its number, its time and what it told are
taken into the archive as if it had been there; so does one that had no messages at all, since all its readers wait for
another. Of an edition of which nothing left nothing is taken: it is built again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from servwatch.archive.correction_tables import correction
from servwatch.archive.draft_tables import draft
from servwatch.archive.drafts import ALIVE
from servwatch.archive.journal import EditionLine, Journal, MessageLine, Reading, ToldItem
from servwatch.archive.journaling import note
from servwatch.archive.outbox import in_state
from servwatch.archive.portions import portions
from servwatch.archive.schema import digest_state, edition, item_key, outbox
from servwatch.archive.told_before import recall, remember
from servwatch.archive.upsert import insert_missing
from servwatch.model import DraftState, Hold, MessageState

MARGIN = timedelta(days=1)
"""Messages that left so long before the backup are told to it too: the clocks of two machines differ."""
SEEN = "accepted before the archive was restored"
UNSEEN = "may have arrived before the archive was restored"
_OPEN = tuple(s for s in MessageState if s is not MessageState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Gap:
    """An edition of which only some messages left before the archive was lost: the others are lost with it."""

    digest: str
    number: int
    left: int
    messages: int


@dataclass(slots=True)
class Replayed:
    """What the journal told."""

    editions: int = 0
    items: int = 0  # decisions taken over, of items that are there and of items that may come again
    messages: int = 0  # known to have left
    gaps: list[Gap] = field(default_factory=list)
    torn: int = 0
    until: datetime | None = None  # the last thing that it knows
    taken_over: list[tuple[int, EditionLine]] = field(default_factory=list)  # each edition with its id now
    left: frozenset[str] = frozenset()  # the Message-IDs of what may have arrived


def replay(connection: Connection, journals: Sequence[Journal], taken: datetime) -> Replayed:
    """Take over what these journals have beyond a backup of that time, within the caller's transaction."""
    reading = sum((journal.read() for journal in journals), Reading())
    work = _Replay(reading, taken)
    report = work.into(connection)
    newest = connection.execute(select(func.max(edition.c.id))).scalar() or 0
    for journal in journals:
        note(connection, journal, newest)
    return report


class _Replay:
    def __init__(self, reading: Reading, taken: datetime) -> None:
        messages = [line for line in reading.lines if isinstance(line, MessageLine)]
        self._editions = _joined(line for line in reading.lines if isinstance(line, EditionLine))
        self._left = _by_id(line for line in messages if line.at >= taken - MARGIN)
        self.report = Replayed(
            torn=reading.torn,
            until=max((line.at for line in messages), default=None),
            left=frozenset(self._left),
        )

    def into(self, connection: Connection) -> Replayed:
        """Write all of it."""
        left: dict[tuple[str, datetime], int] = {}
        for line in self._left.values():
            if line.edition is not None:
                left[line.edition] = left.get(line.edition, 0) + 1
        for one in sorted(self._editions.values(), key=lambda line: (line.frozen, line.digest)):
            gone = max(one.left, left.get(one.name, 0))
            if _id_of(connection, one.name) is None and (gone or not one.messages):
                self._edition(connection, one, gone)
        self._messages(connection)
        return self.report

    def _edition(self, connection: Connection, line: EditionLine, gone: int) -> None:
        names = [c.name for c in edition.c if c.name not in ("id", "html", "text")]
        values = {name: getattr(line, name) for name in names} | {"html": "", "text": ""}
        values["counts"] = {**line.counts, "replayed": 1}
        number = connection.execute(insert(edition).values(values).returning(edition.c.id)).scalar_one()
        _advance(connection, line)
        _end_drafts(connection, line, number)
        remember(connection, [row for item in line.items for row in _rows(item, line.digest, number)])
        recall(connection, _known(connection, [(one.source, one.keys) for one in line.items]))
        _correct(connection, line, number)
        self.report.editions += 1
        self.report.taken_over.append((number, line))
        self.report.items += len(line.items)
        if gone < line.messages:
            self.report.gaps.append(Gap(line.digest, line.number, gone, line.messages))

    def _messages(self, connection: Connection) -> None:
        ids = list(self._left)
        for part in portions(ids):
            rows = select(outbox.c.message_id, outbox.c.state).where(outbox.c.message_id.in_(part))
            there = {row.message_id: row.state for row in connection.execute(rows)}
            for message in (self._left[one] for one in part):
                if message.message_id not in there:
                    self._lay(connection, message)
                elif there[message.message_id] != MessageState.ACCEPTED.value:
                    _settle(connection, message)
                else:
                    continue
                self.report.messages += 1

    def _lay(self, connection: Connection, line: MessageLine) -> None:
        """A row for a message that left and is not in the archive, without address or bytes, so that it never leaves again."""
        of = self._editions.get(line.edition) if line.edition is not None else None
        values = {
            "edition": _id_of(connection, line.edition) if line.edition is not None else None,
            "digest": line.edition[0] if line.edition is not None else "",
            "recipient": "",
            "message_id": line.message_id,
            "subject": of.subject if of is not None else "",
            "mime_hash": "",
            "attempts": 1,
            "doubts": 0,
            "created": line.at,
            **_settled(line),
        }
        connection.execute(insert_missing(connection, outbox, "message_id"), values)


def _settled(line: MessageLine) -> dict[str, Any]:
    """Where a message stands that left: accepted, or held since it may have arrived."""
    state, hold = (MessageState.ACCEPTED, None) if line.accepted else (MessageState.HELD, Hold.DOUBT.value)
    reply = SEEN if line.accepted else UNSEEN
    return {
        "state": state.value,
        "hold": hold,
        "reply": reply,
        "settled": line.at if line.accepted else None,
        "next_attempt": None,
        "marked": line.at,
    }


def _settle(connection: Connection, line: MessageLine) -> None:
    rows = update(outbox).where(outbox.c.message_id == line.message_id, in_state(*_OPEN))
    connection.execute(rows.values(_settled(line)))


def _advance(connection: Connection, line: EditionLine) -> None:
    """Let the schedule of its digest count from it, unless it does from a later one."""
    state = {
        "digest": line.digest,
        "schedule": line.schedule,
        "active": True,
        "started": line.started,
        "anchor": line.scheduled,
        "settled": 0,
    }
    connection.execute(insert_missing(connection, digest_state, "digest"), state)
    earlier = update(digest_state).where(
        digest_state.c.digest == line.digest,
        or_(digest_state.c.anchor.is_(None), digest_state.c.anchor < line.scheduled),
    )
    connection.execute(earlier.values(anchor=line.scheduled))


def _end_drafts(connection: Connection, line: EditionLine, number: int) -> None:
    """The draft of an edition that left is done with: nobody is to be asked for it again."""
    overtaken = update(draft).where(
        draft.c.digest == line.digest, draft.c.state.in_(ALIVE), draft.c.scheduled <= line.scheduled
    )
    connection.execute(overtaken.values(state=DraftState.SENT.value, edition=number))


def _rows(told: ToldItem, digest: str, number: int) -> list[Mapping[str, Any]]:
    return [
        {
            "source": told.source,
            "key": key,
            "digest": digest,
            "edition": number,
            "outcome": told.outcome,
            "place": told.place,
            "score": told.score,
        }
        for key in told.keys
    ]


def _correct(connection: Connection, line: EditionLine, number: int) -> None:
    """Note which corrections were told, of items that are there: of others nothing will be seen to change."""
    known = _known(connection, [(one.source, (one.key,)) for one in line.corrections])
    items = {(source, key): item for source, key, item in known}
    for one in line.corrections:
        item = items.get((one.source, one.key))
        if item is not None:
            told = {"item": item, "what": one.what, "old": one.old, "new": one.new}
            connection.execute(insert(correction), {"digest": line.digest, "edition": number, **told})


def _known(
    connection: Connection, named: Sequence[tuple[str, tuple[str, ...]]]
) -> list[tuple[str, str, int | None]]:
    """Those of these keys of each source that the archive has, with the items they name."""
    found: list[tuple[str, str, int | None]] = []
    for source in {name for name, _ in named}:
        keys = [key for name, some in named if name == source for key in some]
        for part in portions(keys):
            rows = select(item_key).where(item_key.c.source == source, item_key.c.key.in_(part))
            found += [(row.source, row.key, row.item) for row in connection.execute(rows)]
    return found


def _id_of(connection: Connection, name: tuple[str, datetime]) -> int | None:
    digest, scheduled = name
    same = select(edition.c.id).where(edition.c.digest == digest, edition.c.scheduled == scheduled)
    return connection.execute(same).scalar()


def _joined(lines: Iterable[EditionLine]) -> dict[tuple[str, datetime], EditionLine]:
    """Each edition once: what was written of it twice, or by two machines, taken together."""
    found: dict[tuple[str, datetime], EditionLine] = {}
    for line in lines:
        other = found.get(line.name)
        found[line.name] = line if other is None else _both(other, line)
    return found


def _both(one: EditionLine, other: EditionLine) -> EditionLine:
    items = {(told.source, told.keys): told for told in (*one.items, *other.items)}
    return replace(
        one,
        left=max(one.left, other.left),
        messages=max(one.messages, other.messages),
        items=tuple(items.values()),
        corrections=tuple(dict.fromkeys((*one.corrections, *other.corrections))),
    )


def _by_id(lines: Iterable[MessageLine]) -> dict[str, MessageLine]:
    """Each message once; accepted where any line says so."""
    found: dict[str, MessageLine] = {}
    for line in lines:
        other = found.get(line.message_id)
        edition_of = line.edition or (other.edition if other is not None else None)
        if other is None or line.accepted or not other.accepted:
            found[line.message_id] = replace(line, edition=edition_of)
        elif other.edition is None:
            found[line.message_id] = replace(other, edition=edition_of)
    return found
