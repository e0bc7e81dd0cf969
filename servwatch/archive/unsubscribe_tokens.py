"""The tokens by which readers leave a digest: one per address and digest, opaque, of 128 bits (RFC 8058, 3.1).

They are made with the archive's own key, so that a reader's token is the same for ever, in an archive that was
restored from a backup too. Kept is only their hash: a search compares hashes, so that how long it takes tells nothing
of a token, and who reads the table alone holds none.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import select

from servwatch.archive.database import Database
from servwatch.archive.recipient_tables import unsubscribe_token
from servwatch.archive.recipients import Recipients
from servwatch.archive.upsert import insert_missing

TOKEN_LENGTH = 22
"""Characters of a token: 128 bits in base64url."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a token stands for."""

    address: str  # case-folded
    digest: str


class UnsubscribeTokens:
    """The tokens of the archive."""

    def __init__(self, database: Database, recipients: Recipients) -> None:
        self._database = database
        self._recipients = recipients

    def of(self, digest: str, addresses: Sequence[str]) -> dict[str, str]:
        """The token of each case-folded address for a digest; each can be found from now on."""
        key = self._recipients.key()
        tokens = {address: _token(key, address, digest) for address in dict.fromkeys(addresses)}
        rows = [{"hash": _hash(t), "address": a, "digest": digest} for a, t in tokens.items()]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert_missing(connection, unsubscribe_token, "hash"), rows)
        return tokens

    def find(self, token: str) -> Subscription | None:
        """Whose token it is, and of which digest; None for one that was never given, or is none."""
        if len(token) != TOKEN_LENGTH or not token.isascii():
            return None
        statement = select(unsubscribe_token).where(unsubscribe_token.c.hash == _hash(token))
        with self._database.read() as connection:
            row = connection.execute(statement).first()
        return None if row is None else Subscription(row.address, row.digest)


def _token(key: bytes, address: str, digest: str) -> str:
    said = f"{digest}\n{address}".encode(errors="replace")  # an id has no line end
    return urlsafe_b64encode(blake2b(said, key=key, digest_size=16, person=b"unsubscribe").digest()).decode()[
        :TOKEN_LENGTH
    ]


def _hash(token: str) -> str:
    return blake2b(token.encode(), digest_size=16, person=b"token").hexdigest()
