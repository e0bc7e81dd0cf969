"""The keys by which programs read for an account: feed readers, calendars, and what asks the JSON interface.

A key reads, and does nothing else: nobody signs in with it. It is made of the archive's own key and a word of chance
that is kept for the account, so that its owner can see it again, it is the same after a restore, and a new word makes
the old key worthless. Who reads the table of settings holds none without the archive's key beside it.
"""

from __future__ import annotations

import hmac
from hashlib import blake2b
from secrets import token_hex

from sqlalchemy import Connection, select

from servwatch.archive.database import Database
from servwatch.archive.recipients import key_of, make_key
from servwatch.archive.schema import setting
from servwatch.archive.upsert import insert_missing, upsert

_SETTING = "reading-key."
_LENGTH = 40  # hexadecimal characters of the secret part: 160 bits


class ReadingKeys:
    """The keys of the archive's accounts: "7-0f3a...", of which the first part is the account's number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, account: int) -> str:
        """The key of an account, made if there is none yet."""
        with self._database.read() as connection:
            word, key = _word(connection, account), key_of(connection)
        if word is None or key is None:
            with self._database.write() as connection:
                key = make_key(connection, lambda: bytes.fromhex(token_hex(32)))
                statement = insert_missing(connection, setting, "key")
                connection.execute(statement, {"key": f"{_SETTING}{account}", "value": token_hex(16)})
                word = _word(connection, account) or ""
        return _made(key, account, word)

    def renew(self, account: int) -> None:
        """Give an account another key; what used the one before is answered no more."""
        with self._database.write() as connection:
            values = {"key": f"{_SETTING}{account}", "value": token_hex(16)}
            connection.execute(upsert(connection, setting), values)

    def account_of(self, given: str) -> int | None:
        """Whose key it is, None for none."""
        head, _, _ = given.partition("-")
        if not (head.isascii() and head.isdigit() and len(head) < 19):
            return None
        account = int(head)
        with self._database.read() as connection:
            word, key = _word(connection, account), key_of(connection)
        if word is None or key is None:
            return None
        right = _made(key, account, word).encode()
        return account if hmac.compare_digest(right, given.encode(errors="replace")) else None


def _word(connection: Connection, account: int) -> str | None:
    found = connection.execute(
        select(setting.c.value).where(setting.c.key == f"{_SETTING}{account}")
    ).scalar()
    return found if isinstance(found, str) else None


def _made(key: bytes, account: int, word: str) -> str:
    said = f"{account}\n{word}".encode()
    secret = blake2b(said, key=key, digest_size=_LENGTH // 2, person=b"reading").hexdigest()
    return f"{account}-{secret}"
