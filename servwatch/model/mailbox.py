"""Mailboxes that are read: where one is, who asks, and how its messages travel to the parser."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import unquote, urlsplit

_PORTS = {"imaps": 993, "imap": 143}  # RFC 8314, RFC 9051
_MAGIC = b"servwatch messages 1\n"


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """A folder of a mailbox, as an address of RFC 5092 names it."""

    host: str  # lower case, ASCII
    port: int
    tls: bool  # from the first byte on
    folder: str  # as a person writes it, in Unicode


@dataclass(frozen=True, slots=True)
class Login:
    """Who reads a mailbox, and by which way. What is secret is never shown."""

    user: str
    auth: str = "login"  # "login" | "xoauth2"
    security: str = ""  # "tls" | "starttls" | "none"; "" as the scheme of the address says
    password: str = field(default="", repr=False)
    token_url: str = ""
    client_id: str = ""
    scope: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)  # "": the client asks in its own name
    secret_ends: date | None = None  # the last day on which the secret is good, as a person noted it


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as the mailbox gave it. Without `content` it was larger than may be read."""

    uid: int
    size: int  # bytes, as the server counts
    received: datetime | None = None  # when the mailbox got it (INTERNALDATE), aware
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class MailRead:
    """What became of the messages of a poll, by UID."""

    read: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()  # they cannot be read, or are larger than may be read
    left: tuple[int, ...] = ()  # none of ours: by others, or nobody vouches for them
    unsigned: int = 0  # how many of these no server signed that is to vouch for them
    refused: tuple[str, ...] = ()  # the List-Unsubscribe headers
    waiting: bool = False  # some could not be read, at this poll or before

    def __add__(self, other: MailRead) -> MailRead:
        """Both together."""
        return MailRead(
            self.read + other.read,
            self.unread + other.unread,
            self.left + other.left,
            self.unsigned + other.unsigned,
            self.refused + other.refused,
            self.waiting or other.waiting,
        )


def mailbox_address(text: str) -> MailboxAddress:
    """Read ``imaps://host[:port]/folder``, its folder percent-encoded.

    Raises:
        ValueError: it is no such address; the text says why.
    """
    parts = urlsplit(text.strip())
    if parts.scheme not in _PORTS:
        raise ValueError("it begins neither with imaps:// nor with imap://")
    if parts.username is not None:
        raise ValueError("the name of the user stands in a key of its own")
    port = parts.port or _PORTS[parts.scheme]  # raises ValueError where it is no number
    host = parts.hostname or ""
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    folder = unquote(parts.path.removeprefix("/"), errors="strict").rstrip("/")
    if not host or parts.query or parts.fragment or any(ord(c) < 32 or ord(c) == 127 for c in folder):
        raise ValueError("it is not of the form imaps://host/folder")
    return MailboxAddress(host, port, parts.scheme == "imaps", folder or "INBOX")


def packed(letters: Iterable[Letter]) -> bytes:
    """Messages as one body: a line of JSON before each says how long it is."""
    parts = [_MAGIC]
    for letter in letters:
        received = letter.received.isoformat() if letter.received else None
        head = {"uid": letter.uid, "size": letter.size, "received": received, "bytes": len(letter.content)}
        parts += [json.dumps(head).encode(), b"\n", letter.content]
    return b"".join(parts)


def unpacked(body: bytes) -> list[Letter]:
    """The messages of a body that `packed` made; any other body is one message.

    Raises:
        ValueError: it breaks off.
    """
    if not body.startswith(_MAGIC):
        return [Letter(0, len(body), None, body)]
    letters, at = [], len(_MAGIC)
    while at < len(body):
        end = body.index(b"\n", at)
        head = json.loads(body[at:end])
        if not isinstance(head, dict) or not {"uid", "size", "received", "bytes"} <= head.keys():
            raise ValueError("a message without its line")
        at = end + 1 + int(head["bytes"])
        content = body[end + 1 : at]
        if len(content) != head["bytes"]:
            raise ValueError("it breaks off within a message")
        received = datetime.fromisoformat(head["received"]) if head["received"] else None
        letters.append(Letter(int(head["uid"]), int(head["size"]), received, content))
    return letters
