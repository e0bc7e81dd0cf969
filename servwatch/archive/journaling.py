"""What of the archive goes into the journal: each edition once, before the first of its messages leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from servwatch.archive.correction_tables import correction
from servwatch.archive.database import Database
from servwatch.archive.journal import EditionLine, Journal, ToldCorrection, ToldItem
from servwatch.archive.portions import portions
from servwatch.archive.schema import digest_state, edition, item_key, ledger, outbox, reason, setting
from servwatch.archive.upsert import upsert
from servwatch.model import MessageState, Outcome

FIRST_REACH = timedelta(days=14)
"""How far back the editions go that a new journal begins with: those whose messages may still be on their way."""
_BY_PERSON = "Dropped by {by}."
"""The reason of what an editor took out, as the digest writes it: not told, and not to come again."""
_TOLD = (Outcome.CHOSEN.value, Outcome.MERGED.value, Outcome.CUT.value)


def catch_up(database: Database, journal: Journal, now: datetime) -> int:
    """Write the editions that the journal lacks; return how many. Raises JournalUnwritable.

    A crash between the writing and the note of it lets lines be written twice, which says nothing new.
    """
    key = _key(journal)
    with database.read() as connection:
        mark = _mark(connection, key)
        recent = edition.c.id > mark if mark is not None else edition.c.frozen > now - FIRST_REACH
        lines = list(_lines(connection, recent))
        newest = connection.execute(select(func.max(edition.c.id))).scalar() or 0
    if mark is not None and newest <= mark:
        return 0
    journal.write(lines, now)
    with database.write() as connection:
        note(connection, journal, newest)
    return len(lines)


def note(connection: Connection, journal: Journal, newest: int) -> None:
    """Note that the journal has every edition up to this id."""
    connection.execute(upsert(connection, setting), {"key": _key(journal), "value": newest})


def _key(journal: Journal) -> str:
    return f"journal {journal.folder}"


def _mark(connection: Connection, key: str) -> int | None:
    return connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()


def _lines(connection: Connection, wanted: Any) -> Iterator[EditionLine]:
    states = {row.digest: row for row in connection.execute(select(digest_state))}
    for row in connection.execute(select(edition).where(wanted).order_by(edition.c.id)).all():
        state = states.get(row.digest)
        left, messages = _messages(connection, row.id)
        yield EditionLine(
            digest=row.digest,
            number=row.number,
            scheduled=row.scheduled,
            cutoff=row.cutoff,
            frozen=row.frozen,
            expires=row.expires,
            fingerprint=row.fingerprint,
            state=row.state,
            language=row.language,
            subject=row.subject,
            schedule=state.schedule if state is not None else "",
            started=state.started if state is not None else row.scheduled,
            counts=dict(row.counts),
            left=left,
            messages=messages,
            items=tuple(_items(connection, row.digest, row.id)),
            corrections=tuple(_corrections(connection, row.id)),
        )


def _messages(connection: Connection, number: int) -> tuple[int, int]:
    """How many messages of an edition may have arrived, and how many there are."""
    gone = or_(outbox.c.state == MessageState.ACCEPTED.value, outbox.c.marked.is_not(None))
    of_it = outbox.c.edition == number
    left = connection.execute(select(func.count()).where(of_it, gone)).scalar_one()
    return left, connection.execute(select(func.count()).where(of_it)).scalar_one()


def _items(connection: Connection, digest: str, number: int) -> Iterator[ToldItem]:
    kept_out = and_(ledger.c.outcome == Outcome.REJECTED.value, reason.c.text == _BY_PERSON)
    rows = connection.execute(
        select(ledger.c.item, ledger.c.outcome, ledger.c.place, ledger.c.score)
        .join(reason, reason.c.id == ledger.c.reason)
        .where(
            ledger.c.digest == digest,
            ledger.c.edition == number,
            or_(ledger.c.outcome.in_(_TOLD), kept_out),
        )
        .order_by(ledger.c.item)
    ).all()
    for part in portions(rows):
        names = _keys(connection, [row.item for row in part])
        for row in part:
            source, keys = names.get(row.item, ("", ()))
            if keys:
                yield ToldItem(source, keys, row.outcome, row.place, row.score)


def _corrections(connection: Connection, number: int) -> Iterator[ToldCorrection]:
    rows = connection.execute(select(correction).where(correction.c.edition == number)).all()
    names = _keys(connection, [row.item for row in rows])
    for row in rows:
        if row.item in names:
            source, keys = names[row.item]
            yield ToldCorrection(source, keys[0], row.what, row.old, row.new)


def _keys(connection: Connection, items: list[int]) -> dict[int, tuple[str, tuple[str, ...]]]:
    """The source and the keys of each item that has any."""
    found: dict[int, tuple[str, tuple[str, ...]]] = {}
    wanted = select(item_key).where(item_key.c.item.in_(items)).order_by(item_key.c.item, item_key.c.key)
    for row in connection.execute(wanted):
        _, keys = found.get(row.item, ("", ()))
        found[row.item] = (row.source, (*keys, row.key))
    return found
