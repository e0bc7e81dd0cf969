"""Delivers into a Maildir, each message exactly once, with a page beside it to look at.

The file's name derives from the Message-ID, so a message that is handed over again is found: in
``new/``, or in ``cur/`` where a mail reader moved it and added its flags. It is written to ``tmp/``,
synced, renamed into ``new/``, and the folder is synced; a crash leaves at most a file in ``tmp/``, which
the next attempt overwrites. (Maildir as D. J. Bernstein described it, but for the name.)

The stored bytes are the outbox's, CRLF line ends included: what lies here is what SMTP would carry.
The HTML part alone lies in ``html/`` under the same name, before the message itself appears.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from email import message_from_bytes
from email.errors import MessageError
from email.policy import SMTP
from hashlib import blake2b
from pathlib import Path

from servwatch.errors import DeliveryError
from servwatch.mail.hand_over import Fate, HandOver, Phase
from servwatch.model import Message

_FOLDERS = ("tmp", "new", "cur", "html")
_FLAGS = re.compile("[:;!,]")  # what readers put between a name and its flags; never in our names
_CHARSET = re.compile(r"<meta[^>]+charset", re.IGNORECASE)
_PRESCAN = 1024  # how far a browser looks for the charset (WHATWG HTML, 13.2.3.2)
_HEAD = re.compile(r"<head\b[^>]*>|<html\b[^>]*>|<!doctype\b[^>]*>", re.IGNORECASE)
_CLOCK_GRAIN = 1_000_000_000  # nanoseconds within which a folder may change and show the same time


class MaildirTransport:
    """A Maildir at `path`, made with mode 0700 where it is not there yet.

    Raises:
        DeliveryError: the folder cannot be made or written to at all.
    """

    name = "maildir"
    idempotent = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: frozenset[str] = frozenset()  # names in cur/, without flags
        self._seen_at = (-1, 0)  # the folder's time of change then, and the time of looking
        _prepare(path)

    def hand_over(self, message: Message, mark: Callable[[], None]) -> HandOver:
        """File the message, unless it is there already. A full disk or the like defers it."""
        name = file_name(message.message_id)
        temporary = self._path / "tmp" / name
        phase = Phase.BODY
        try:
            if self._is_there(name):
                _sync_folder(self._path / "new")
                return HandOver(Fate.ACCEPTED, f"already there as {name}", None, Phase.REPLY)
            _write(temporary, message.mime)
            _publish_page(self._path / "html", name, message.mime)
            phase = Phase.MARK
            mark()
            phase = Phase.DOT
            temporary.rename(self._path / "new" / name)
            _sync_folder(self._path / "new")
        except OSError as why:
            if phase is Phase.MARK:  # of the mark's own making, not of the folder's
                raise
            return HandOver(Fate.DEFERRED, f"{self._path}: {why.strerror or why}", None, phase)
        return HandOver(Fate.ACCEPTED, f"filed as {name}", None, Phase.REPLY)

    def close(self) -> None:
        """Nothing is kept open."""

    def _is_there(self, name: str) -> bool:
        """Look in new/ first: a reader moves messages from there to cur/, never back."""
        return (self._path / "new" / name).exists() or name in self._names_read()

    def _names_read(self) -> frozenset[str]:
        """The names in cur/, listed anew only when the folder changed, for it may hold years of mail."""
        folder = self._path / "cur"
        changed = folder.stat().st_mtime_ns
        listed, at = self._seen_at
        if changed != listed or at - changed < _CLOCK_GRAIN:
            self._seen_at = (changed, time.time_ns())
            with os.scandir(folder) as entries:
                self._seen = frozenset(_FLAGS.split(entry.name, maxsplit=1)[0] for entry in entries)
        return self._seen


def file_name(message_id: str) -> str:
    """A name that only this Message-ID has, of letters that no file system or mail reader minds."""
    readable = re.sub(r"[^A-Za-z0-9._@=+-]+", "_", message_id.strip("<>"))[:100].strip("._") or "mail"
    unique = blake2b(message_id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{readable}.{unique}"


def page(mime: bytes) -> bytes:
    """The HTML part of a mail as a page of its own, in UTF-8 and saying so; empty where it has none.

    The charset must stand within the first 1024 bytes to be seen by a browser.
    """
    try:
        part = message_from_bytes(mime, policy=SMTP).get_body(("html",))
        html = str(part.get_content()) if part is not None else ""
    except (MessageError, LookupError, ValueError, KeyError):
        return b""
    if html and not _CHARSET.search(html[:_PRESCAN]):
        head = max(_HEAD.finditer(html[:_PRESCAN]), key=lambda found: found.end(), default=None)
        at = head.end() if head else 0
        html = f'{html[:at]}<meta charset="utf-8">{html[at:]}'
    return html.encode("utf-8", "replace")


def _prepare(path: Path) -> None:
    try:
        for folder in (path, *(path / name for name in _FOLDERS)):
            folder.mkdir(mode=0o700, parents=folder is path, exist_ok=True)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(None, "it may not be written to", str(folder))
    except OSError as why:
        raise DeliveryError(
            "The Maildir {folder} cannot be used: {why}.",
            remedy="Name another folder as maildir under [mail], or correct its owner and mode.",
            folder=str(path),
            why=why.strerror or str(why),
        ) from why


def _publish_page(folder: Path, name: str, mime: bytes) -> None:
    """Write the page whole or not at all. It is not synced: the message is, and the page is made of it."""
    html = page(mime)
    if html:
        temporary = folder / f".{name}.tmp"
        _write(temporary, html, sync=False)
        temporary.rename(folder / f"{name}.html")


def _write(path: Path, data: bytes, *, sync: bool = True) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        if sync:
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder last: a rename survives a power cut only then (rename(2), fsync(2))."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
