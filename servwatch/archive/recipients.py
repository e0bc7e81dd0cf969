"""What recipients and the mail system said since: who is not mailed, what is preferred, what came back.

Bounces never remove or suppress anybody: they are noted, and told to staff, who decide. Addresses are compared
case-folded; a digest of "" stands for all digests. Each method is one short transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from servwatch.archive.database import Database, in_turn
from servwatch.archive.recipient_tables import bounce, erased, preference, suppression
from servwatch.archive.schema import outbox, setting
from servwatch.archive.upsert import insert_missing, upsert
from servwatch.archive.withdrawing import withdraw
from servwatch.model import (
    EVERY_DIGEST,
    Bounces,
    Frequency,
    Preferences,
    RecipientState,
    RecipientStates,
    SuppressedFor,
    Suppression,
)

FORGOTTEN_AFTER = timedelta(days=30)
"""A bounce later than this after the last one begins a new count: what was between them arrived."""
KEY = "recipients.key"
"""The setting that holds the archive's own key, made when it is first needed."""
_TEXT = 500
"""Characters kept of what a mail system said."""


class Recipients:
    """What was said of addresses. `new_key` makes 32 random bytes."""

    def __init__(
        self, database: Database, new_key: Callable[[], bytes] = lambda: secrets.token_bytes(32)
    ) -> None:
        self._database = database
        self._new_key = new_key

    def states(self) -> RecipientStates:
        """All that was said, as of now."""
        with self._database.read() as connection:
            return read_states(connection)

    def suppress(
        self,
        address: str,
        reason: SuppressedFor,
        at: datetime,
        *,
        digest: str = EVERY_DIGEST,
        detail: str = "",
    ) -> bool:
        """Mail an address no more; False where it was so already: then the earlier word stays.

        What waits for it in the outbox never leaves. To erase somebody there is `Person`.
        """
        row = {
            "address": address.casefold(),
            "digest": digest,
            "reason": reason.value,
            "since": at,
            "detail": detail,
        }
        with self._database.write() as connection:
            statement = insert_missing(connection, suppression, "address", "digest").returning(
                suppression.c.since
            )
            new = connection.execute(statement, row).first() is not None
            mine = outbox.c.recipient == row["address"]
            withdraw(connection, mine if digest == EVERY_DIGEST else and_(mine, outbox.c.digest == digest))
            return new

    def restore(
        self,
        address: str,
        *,
        digest: str = EVERY_DIGEST,
        reasons: Collection[SuppressedFor] = tuple(SuppressedFor),
    ) -> int:
        """Mail an address again; how many suppressions were lifted, of these reasons only.

        Of one digest, or of all, where it is none; then what came back is forgotten too, and an erased address is
        one like any other.
        """
        key = address.casefold()
        rows = and_(suppression.c.address == key, suppression.c.reason.in_([r.value for r in reasons]))
        if digest != EVERY_DIGEST:
            rows = and_(rows, suppression.c.digest == digest)
        with self._database.write() as connection:
            lifted = connection.execute(delete(suppression).where(rows)).rowcount
            if digest == EVERY_DIGEST:
                connection.execute(delete(bounce).where(bounce.c.address == key))
                hashed = key_of(connection)
                if hashed is not None and SuppressedFor.ERASED in reasons:
                    gone = delete(erased).where(erased.c.hash == hash_of(hashed, key))
                    lifted += connection.execute(gone).rowcount
            return lifted

    def bounced(self, address: str, at: datetime, code: str = "", text: str = "") -> None:
        """Note that mail to an address came back, with an enhanced status code (RFC 3463) and what was said.

        Times may come in any order. Nobody is suppressed by it.
        """
        with self._database.write() as connection:
            note_bounce(connection, address, at, code, text)

    def prefer(self, address: str, wanted: Preferences, at: datetime, *, digest: str = EVERY_DIGEST) -> None:
        """Keep how a reader wants a digest, in the place of what they wanted before."""
        rows = and_(preference.c.address == address.casefold(), preference.c.digest == digest)
        with self._database.write() as connection:
            connection.execute(delete(preference).where(rows))
            if wanted != Preferences():
                themes = None if wanted.themes is None else list(wanted.themes)
                values = {"frequency": wanted.frequency, "layout": wanted.layout, "themes": themes}
                whom = {"address": address.casefold(), "digest": digest, "since": at}
                connection.execute(insert(preference).values({**whom, **values}))

    def key(self) -> bytes:
        """The archive's own key, made if there is none yet."""
        with self._database.write() as connection:
            return make_key(connection, self._new_key)


def note_bounce(connection: Connection, address: str, at: datetime, code: str, text: str) -> None:
    """`Recipients.bounced`, within the caller's transaction."""
    key = address.casefold()
    said = {"address": key, "code": code, "text": text[:_TEXT]}
    in_turn(connection, "bounces")
    row = connection.execute(select(bounce).where(_bounce(key, code))).first()
    if row is None or at - row.last > FORGOTTEN_AFTER:
        fresh = {**said, "first": at, "last": at, "times": 1}
        connection.execute(upsert(connection, bounce), fresh)
        return
    newest = said["text"] if at >= row.last else row.text
    values = {
        "first": min(row.first, at),
        "last": max(row.last, at),
        "times": row.times + 1,
        "text": newest,
    }
    connection.execute(update(bounce).where(_bounce(key, code)).values(values))


def read_states(connection: Connection) -> RecipientStates:
    """All that was said, as this connection sees it."""
    suppressed: dict[str, dict[str, Suppression]] = {}
    for row in connection.execute(select(suppression)):
        said = Suppression(SuppressedFor(row.reason), row.since, row.digest, row.detail)
        suppressed.setdefault(row.address, {})[row.digest] = said
    preferred: dict[str, dict[str, Preferences]] = {}
    for row in connection.execute(select(preference)):
        preferred.setdefault(row.address, {})[row.digest] = _preferences(row)
    bounces: dict[str, list[Bounces]] = {}
    for row in connection.execute(select(bounce).order_by(bounce.c.first, bounce.c.code)):
        bounces.setdefault(row.address, []).append(
            Bounces(row.code, row.first, row.last, row.times, row.text)
        )
    states = {
        address: RecipientState(
            address, suppressed.get(address, {}), preferred.get(address, {}), tuple(bounces.get(address, ()))
        )
        for address in sorted({*suppressed, *preferred, *bounces})
    }
    forgotten = {row.hash: row.since for row in connection.execute(select(erased))}
    key = key_of(connection) or b""
    return RecipientStates(states, forgotten, lambda address: hash_of(key, address))


def key_of(connection: Connection) -> bytes | None:
    """The archive's own key, None where there is none yet."""
    found = connection.execute(select(setting.c.value).where(setting.c.key == KEY)).scalar()
    return None if found is None else bytes.fromhex(found)


def make_key(connection: Connection, new_key: Callable[[], bytes]) -> bytes:
    """The archive's own key, made if there is none yet."""
    statement = insert_missing(connection, setting, "key")
    found = key_of(connection)
    if found is None:
        connection.execute(statement, {"key": KEY, "value": new_key().hex()})
        found = key_of(connection)
    if found is None:
        raise AssertionError("a key that was written can be read")
    return found


def hash_of(key: bytes, address: str) -> str:
    """What is kept of an address that was erased: only who holds the key can tell whose it is."""
    return blake2b(
        address.casefold().encode(errors="replace"), key=key, digest_size=16, person=b"erased"
    ).hexdigest()


def _bounce(address: str, code: str) -> ColumnElement[bool]:
    return and_(bounce.c.address == address, bounce.c.code == code)


def _preferences(row: Any) -> Preferences:
    frequency = None if row.frequency is None else Frequency(row.frequency)
    return Preferences(frequency, row.layout, None if row.themes is None else tuple(row.themes))
