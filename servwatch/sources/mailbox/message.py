"""One message: who sent it, when, in which language, and the texts it holds.

Read by the standard library with its modern policy, which is not always up to what comes by mail: a header
that it fails on is as good as none, and a message that it fails on altogether is told as `Unreadable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import getaddresses
from typing import Any

from servwatch.model import Letter, Verdict
from servwatch.sources.dates import Stated, read_date
from servwatch.sources.decoding import decode
from servwatch.sources.language_code import language_code
from servwatch.sources.source_kind import ParseContext, Unreadable

NO_MAIL = "It is no mail message."

MAX_TEXT = 4_000_000
"""Bytes of one text of a message that are looked at."""
MAX_PARTS = 200
_AHEAD = timedelta(hours=2)
_AUTH = re.compile(r"\b(?:dmarc|dkim)\s*=\s*pass\b", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a message."""

    content: bytes
    charset: str
    html: bool
    flowed: bool = False
    delsp: bool = False

    @property
    def text(self) -> str:
        """The text as such; lines that flow are joined (RFC 3676)."""
        declared = f"text/plain; charset={self.charset}" if self.charset else "text/plain"
        decoded = decode(self.content, declared).text
        return _joined_lines(decoded, delsp=self.delsp) if self.flowed else decoded


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as far as a newsletter matters. `attached` are the messages it carries."""

    senders: tuple[str, ...]  # addresses of From, lower case
    date: Stated | None
    language: str
    unsubscribe: str  # the List-Unsubscribe header
    texts: tuple[Text, ...]
    results: tuple[str, ...] = ()  # Authentication-Results, the topmost first
    attached: tuple[Mail, ...] = ()

    def is_from(self, wanted: tuple[str, ...]) -> bool:
        """Whether every address of From is one of these: an address, or "@domain"."""
        return bool(self.senders) and all(
            any(sender == one or (one.startswith("@") and sender.endswith(one)) for one in wanted)
            for sender in self.senders
        )

    def is_signed_by(self, authority: str) -> bool:
        """Whether the topmost Authentication-Results is of that server (its authserv-id, RFC 8601, 2.2).

        Only the topmost one counts: a server puts its own above whatever came in.
        """
        name, _ = self._results()
        return name == authority.casefold()

    def is_vouched_for(self, authority: str) -> bool:
        """Whether that server says pass for DKIM or DMARC."""
        return self.is_signed_by(authority) and _AUTH.search(self._results()[1]) is not None

    def _results(self) -> tuple[str, str]:
        """Who signed, and what it says."""
        name, _, said = _COMMENT.sub(" ", next(iter(self.results), "")).partition(";")
        return next(iter(name.split()), "").strip('"').casefold(), said


def read_mail(letter: Letter, context: ParseContext) -> Mail:
    """Read a message. Raises Unreadable where it is none."""
    try:
        message = message_from_bytes(letter.content.replace(b"\x00", b""), policy=policy.default)
        mail = _mail(message, context, depth=0)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(Verdict.BROKEN, NO_MAIL) from error
    if not mail.senders and mail.date is None and not mail.texts:
        raise Unreadable(Verdict.BROKEN, NO_MAIL)
    return mail


def _mail(message: Message, context: ParseContext, depth: int) -> Mail:
    texts: list[Text] = []
    attached: list[Mail] = []
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822" and depth < 3:
            inner = next(iter(part.get_payload()), None) if part.is_multipart() else None
            if isinstance(inner, Message):
                attached.append(_mail(inner, context, depth + 1))
        elif part.get_content_maintype() == "text" and not _is_attachment(part):
            texts += _text(part)
    return Mail(
        senders=_senders(message),
        date=_date(_header(message, "Date"), context),
        language=language_code(_header(message, "Content-Language").partition(",")[0]),
        unsubscribe=_header(message, "List-Unsubscribe"),
        texts=tuple(texts),
        results=tuple(_headers(message, "Authentication-Results"))[:1],
        attached=tuple(attached),
    )


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are no containers, in their order; what is attached is not gone into."""
    waiting: list[Any] = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(one for one in reversed(part.get_payload()) if isinstance(one, Message))
        else:
            yield part


def _is_attachment(part: Message) -> bool:
    return isinstance(part, EmailMessage) and part.is_attachment()


def _text(part: Message) -> list[Text]:
    subtype = part.get_content_subtype()
    if subtype not in ("html", "plain"):
        return []
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return []
    charset = part.get_content_charset("") or ""
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    delsp = str(part.get_param("delsp", "")).lower() == "yes"
    return [Text(content[:MAX_TEXT], charset, subtype == "html", flowed and subtype == "plain", delsp)]


def _headers(message: Message, name: str) -> list[str]:
    try:
        return [" ".join(str(value).split()) for value in message.get_all(name, [])]
    except Exception:  # noqa: BLE001 - the parser of headers fails in many ways on what is none
        return []


def _header(message: Message, name: str) -> str:
    return next(iter(_headers(message, name)), "")


def _senders(message: Message) -> tuple[str, ...]:
    found = getaddresses(_headers(message, "From"))
    return tuple(dict.fromkeys(address.lower() for _, address in found if "@" in address))[:20]


def _date(text: str, context: ParseContext) -> Stated | None:
    """The date of a message, None where it has none, or one that lies ahead."""
    stated = read_date(text, zone=context.zone, now=context.now) if text else None
    return stated if stated is not None and stated.instant <= context.now + _AHEAD else None


def _joined_lines(text: str, *, delsp: bool) -> str:
    """Lines that end in a blank go on in the next (RFC 3676, 4.2); the line before a signature never does."""
    joined: list[str] = []
    flows = False
    for raw in text.split("\n"):
        line = raw.rstrip("\r").removeprefix(" ")
        if flows:
            joined[-1] = (joined[-1][:-1] if delsp else joined[-1]) + line
        else:
            joined.append(line)
        flows = line.endswith(" ") and line != "-- "
    return "\n".join(joined)
