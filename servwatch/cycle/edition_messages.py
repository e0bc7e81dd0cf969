"""The messages of an edition: each recipient's mail, made one after another and kept on disk until it is frozen.

Ten thousand mails of 40 KB do not fit into memory, and making them takes longer than a write transaction
may last. So all are made first, into a temporary file; the freezing transaction then only copies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO

import structlog

from servwatch.archive.outbox import Outgoing
from servwatch.cycle.edition_mail import edition_letter
from servwatch.digest.render import Rendered
from servwatch.errors import Unmailable
from servwatch.mail import short_hash
from servwatch.mail.message import Attachment
from servwatch.model import Digest, Edition, MailSettings, Recipient

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rendering:
    """An edition as one kind of reader sees it, and the language it is in. Many recipients share one."""

    rendered: Rendered
    language: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(slots=True)
class EditionMessages:
    """The messages of one edition, made already. May be gone through more than once; `len` is how many."""

    digest: str
    made: datetime
    expires: datetime
    unmailable: list[str] = field(default_factory=list)
    """A sentence for each recipient to whom no mail can be written."""
    _spool: IO[bytes] = field(kw_only=True)
    _count: int = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Outgoing]:
        """One message at a time, read back from the disk."""
        self._spool.seek(0)
        for line in iter(self._spool.readline, b""):
            recipient, message_id, subject, size = json.loads(line)
            mime = self._spool.read(size)
            yield Outgoing(self.digest, recipient, message_id, subject, mime, self.made, self.expires)

    def add(self, recipient: str, message_id: str, subject: str, mime: bytes) -> None:
        """Write one message behind the others."""
        self._spool.write(json.dumps([recipient, message_id, subject, len(mime)]).encode() + b"\n")
        self._spool.write(mime)
        self._count += 1


@contextmanager
def edition_messages(
    pairs: Iterable[tuple[Recipient, Rendering]],
    digest: Digest,
    edition: Edition,
    settings: MailSettings,
    *,
    now: datetime,
    expires: datetime,
    folder: Path | None = None,
    links: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[EditionMessages]:
    """The mail to each recipient, in the order of `pairs`; they are gone when the block ends.

    `links` has where each recipient leaves the digest with one click, by case-folded address. `folder` is where they lie in between, else the system's folder for temporary files; the file has no name
    there, so that nothing of it stays behind whatever happens.
    """
    with TemporaryFile(dir=folder) as spool:
        messages = EditionMessages(digest.id, now, expires, _spool=spool)
        for recipient, page in pairs:
            try:
                letter = edition_letter(
                    recipient,
                    page.rendered,
                    digest,
                    edition,
                    settings,
                    language=page.language,
                    now=now,
                    one_click=links.get(recipient.key, ""),
                    attachments=page.attachments,
                )
            except Unmailable as error:
                _log.error(
                    "recipient cannot be mailed", digest=digest.id, recipient=short_hash(recipient.key)
                )
                messages.unmailable.append(error.sentence())
                continue
            messages.add(recipient.key, letter.message_id, page.rendered.subject, letter.mime)
        yield messages
