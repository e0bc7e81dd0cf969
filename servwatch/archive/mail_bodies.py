"""The bodies of mails: kept once, however many recipients of an edition get the same.

All that is a recipient's own stands in the header section (RFC 5322, 2.1); what follows its empty line is the same
for everybody who reads the same rendering. So a row of the outbox keeps the header section and the empty line, and
points to its body; the two joined are the final bytes. Ten thousand mails of 40 KB take some 15 MB then rather than
400, and a row that changes its state is small to write. A row may also keep its bytes whole, and point nowhere.
"""

from __future__ import annotations

from hashlib import blake2b

from sqlalchemy import Connection, and_, delete, exists, select, update

from servwatch.archive.database import in_turn
from servwatch.archive.mail_tables import mail_body
from servwatch.archive.schema import outbox
from servwatch.archive.upsert import insert_missing

EMPTY_LINE = b"\r\n\r\n"


def parted(mime: bytes) -> tuple[bytes, bytes]:
    """The header section with its empty line, and the body; all of it and nothing where there is no body."""
    header, found, body = mime.partition(EMPTY_LINE)
    return header + found, body


class BodyShelf:
    """Puts bodies into the archive within one transaction, each once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, int] = {}

    def put(self, body: bytes) -> int:
        """The id of a body, which is there from now on."""
        hash_ = blake2b(body, digest_size=32).hexdigest()
        if hash_ not in self._known:
            if not self._known:
                in_turn(self._connection, "mail bodies")  # so that none is forgotten in between
            values = {"hash": hash_, "content": body}
            self._connection.execute(insert_missing(self._connection, mail_body, "hash"), values)
            found = select(mail_body.c.id).where(mail_body.c.hash == hash_)
            self._known[hash_] = self._connection.execute(found).scalar_one()
        return self._known[hash_]


def forget_bodies(connection: Connection) -> None:
    """Let go of the bodies that no message needs any more; to be called where bytes of messages were forgotten."""
    in_turn(connection, "mail bodies")
    purged = and_(outbox.c.mail_body.is_not(None), outbox.c.mime.is_(None))
    connection.execute(update(outbox).where(purged).values(mail_body=None))
    needed = exists().where(outbox.c.mail_body == mail_body.c.id)
    connection.execute(delete(mail_body).where(~needed))
