"""Composes the final bytes of a mail: what lies in the outbox, and what every attempt sends.

Rules: RFC 5322 and 2045-2047; plain text first and HTML last (RFC 2046, 5.1.4), both quoted-printable
with lines of at most 76; a calendar file is an attachment, never an alternative, since some readers
then show no mail at all; List-* by RFC 2919, 2369 and 8058, Auto-Submitted by RFC 3834,
X-Auto-Response-Suppress by MS-OXCMAIL (without NDR: we want bounces). Nothing remote, no
tracking. The same arguments always give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias

from servwatch.errors import Unmailable
from servwatch.mail import headers
from servwatch.mail.addresses import Mailbox, ascii_address, mailbox

_TYPE = re.compile(r"([a-z0-9][a-z0-9.+-]*)/([a-z0-9][a-z0-9.+-]*)((?:;\s*[a-z0-9-]+=[A-Za-z0-9.+-]+)*)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a mail. `content_type` may carry parameters: text/calendar; method=PUBLISH."""

    filename: str
    content_type: str
    content: bytes


class _Written(str):
    """A header value that is folded already, and is written as it stands."""

    __slots__ = ()


class _OurHeaders(EmailPolicy):
    """SMTP's policy, except that a `_Written` value is neither parsed nor folded again."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        return (name, value) if isinstance(value, _Written) else super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        if isinstance(value, _Written):
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_Part: TypeAlias = "MIMEPart[Any, Any]"
_POLICY = _OurHeaders(linesep=SMTP.linesep, max_line_length=76)


def compose(
    *,
    subject: str,
    html: str,
    text: str,
    sender: str,
    recipient: str,
    name: str = "",
    message_id: str,
    date: datetime,
    language: str,
    reply_to: str = "",
    list_id: str = "",
    list_unsubscribe: str = "",
    list_unsubscribe_https: str = "",
    in_reply_to: str = "",
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The MIME bytes of one mail to one recipient, in ASCII with CRLF line ends.

    `sender` and `reply_to` are ``Name <address>`` or an address; `date` is aware; `list_id` is as
    in ``SERV Dagelijks overzicht <dagelijks-bestuur.servwatch.example.org>``; `list_unsubscribe` is a
    mailto address, `list_unsubscribe_https` a one-click address (RFC 8058), each at most 70
    characters; `in_reply_to` is the Message-ID this mail corrects.

    Raises:
        Unmailable: an address, id, language or attachment cannot stand in a mail.
    """
    if date.tzinfo is None:
        raise Unmailable("The date of a mail must have a time zone.", place=message_id)
    lines = [
        ("From", headers.mailbox_value("From", mailbox(sender))),
        *([("Reply-To", headers.mailbox_value("Reply-To", mailbox(reply_to)))] if reply_to else []),
        ("To", headers.mailbox_value("To", Mailbox(name, ascii_address(recipient)))),
        ("Subject", headers.unstructured("Subject", subject)),
        ("Date", format_datetime(date)),
        ("Message-ID", headers.message_ids("Message-ID", [message_id])),
        *_threading(in_reply_to),
        ("Content-Language", _language(language)),
        *_list_headers(list_id, list_unsubscribe, list_unsubscribe_https),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply, DR, RN, NRN"),
        ("Precedence", "bulk"),
        ("MIME-Version", "1.0"),
    ]
    mail = EmailMessage(policy=_POLICY)
    for key, value in lines:
        mail[key] = _Written(value)
    _fill(mail, text, html, attachments)
    return mail.as_bytes()


def _threading(in_reply_to: str) -> list[tuple[str, str]]:
    names = ("In-Reply-To", "References") if in_reply_to else ()
    return [(name, headers.message_ids(name, [in_reply_to])) for name in names]


def _list_headers(list_id: str, mailto: str, https: str) -> list[tuple[str, str]]:
    lines = [("List-Id", headers.list_id(list_id))] if list_id else []
    if https and not https.startswith("https:"):
        raise Unmailable("One-click unsubscribing needs an https address, not {uri}.", uri=ascii(https))
    if mailto and not mailto.startswith("mailto:"):
        raise Unmailable("Unsubscribing by mail needs a mailto address, not {uri}.", uri=ascii(mailto))
    if mailto or https:
        lines.append(("List-Unsubscribe", headers.uris("List-Unsubscribe", filter(None, (mailto, https)))))
    if https:  # RFC 8058, 3.1: only beside an https address
        lines.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return lines


def _language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise Unmailable("{tag} is not a language tag.", tag=ascii(tag))
    return tag


def _fill(mail: _Part, text: str, html: str, attachments: Sequence[Attachment]) -> None:
    """Give the mail its parts. "=_" never occurs in quoted-printable or base64 (RFC 2045, 6.7).

    The boundary is of the contents alone, so that all who get the same get the same body, byte for byte.
    """
    unique = _fingerprint(text, html, *(part for a in attachments for part in (a.filename, a.content)))
    body: _Part = MIMEPart(policy=_POLICY) if attachments else mail
    body["Content-Type"] = "multipart/alternative"
    body.set_boundary(f"=_alternative_{unique}")
    body.attach(_text_part(text, "plain"))
    body.attach(_text_part(html, "html"))
    if attachments:
        mail["Content-Type"] = "multipart/mixed"
        mail.set_boundary(f"=_mixed_{unique}")
        mail.attach(body)
        for attachment in attachments:
            mail.attach(_file_part(attachment))


def _fingerprint(*contents: str | bytes) -> str:
    whole = blake2b(digest_size=12)
    for content in contents:
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()


@lru_cache(maxsize=8)
def _text_part(content: str, subtype: str) -> _Part:
    """A text part. All recipients of an edition share it, and encoding it is most of the work."""
    part: _Part = MIMEPart(policy=_POLICY)
    one_line_end = content.replace("\r\n", "\n").replace("\r", "\n")
    part.set_content(
        _CONTROLS.sub(" ", one_line_end), subtype=subtype, charset="utf-8", cte="quoted-printable"
    )
    return part


def _file_part(attachment: Attachment) -> _Part:
    found = _TYPE.fullmatch(attachment.content_type.strip())
    filename = re.sub(r'[/\\:*?"<>|]', "-", headers.clean(attachment.filename)).strip(". ")
    if found is None or not filename or len(filename) > 100:
        raise Unmailable(
            "The attachment {filename} of type {type} needs a plain name and type.",
            filename=ascii(attachment.filename),
            type=ascii(attachment.content_type),
        )
    maintype, subtype, rest = found.groups()
    if maintype in {"multipart", "message"}:
        raise Unmailable("An attachment cannot be of type {type}.", type=maintype)
    part: _Part = MIMEPart(policy=_POLICY)
    part.set_content(
        attachment.content,
        maintype=maintype,
        subtype=subtype,
        disposition="attachment",
        filename=filename,
        params=dict(pair.strip().split("=", 1) for pair in rest.split(";") if pair.strip()),
    )
    return part
