"""Whose turn it is after a restore, where the archive that was lost cannot be asked any more: as the journal tells.

The journal has no addresses. But a Message-ID is made of the edition and the address, so that of each reader who is
known it can be told whether an edition came to them.
"""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection, func, select

from servwatch.archive.journal import EditionLine
from servwatch.archive.reader_turns import reckon_turns
from servwatch.archive.replay import Replayed
from servwatch.archive.schema import edition
from servwatch.mail.addresses import mailbox
from servwatch.mail.message_id import edition_message_id
from servwatch.model import MailSettings


def turns_since(connection: Connection, replayed: Replayed, settings: MailSettings) -> None:
    """Move the turns of the readers who want a digest less often by the editions that left since the backup."""
    domain = mailbox(settings.sender).domain
    for key, line in replayed.taken_over:
        number = line.number or _next(connection, key, line.digest)  # so is mailed what only collects others
        had = partial(_had, line, number, domain, replayed.left)
        filled = line.state == "filled"
        reckon_turns(connection, key, line.digest, line.scheduled, had=had, filled=filled)


def _next(connection: Connection, key: int, digest: str) -> int:
    """The number that came after those of a digest, when an edition was frozen."""
    before = select(func.max(edition.c.number)).where(edition.c.digest == digest, edition.c.id < key)
    return (connection.execute(before).scalar() or 0) + 1


def _had(line: EditionLine, number: int, domain: str, left: frozenset[str], address: str) -> bool:
    mine = edition_message_id(
        digest=line.digest, number=number, scheduled=line.scheduled, recipient=address, domain=domain
    )
    return mine in left
