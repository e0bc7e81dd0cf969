"""The mail that carries an edition to one recipient, and the notices to staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from servwatch.digest.render import Rendered
from servwatch.mail.addresses import mailbox
from servwatch.mail.message import Attachment, compose
from servwatch.mail.message_id import edition_message_id, notice_message_id
from servwatch.model import Digest, Edition, MailSettings, Recipient

_URI = 70
"""Characters of an address in a List header: longer ones are mangled by folding on the way."""
_LIST_ID = 255
"""Characters of a list's name (RFC 2919, 3)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Final bytes with their Message-ID."""

    message_id: str
    mime: bytes


def edition_letter(
    recipient: Recipient,
    rendered: Rendered,
    digest: Digest,
    edition: Edition,
    settings: MailSettings,
    *,
    language: str,
    now: datetime,
    attachments: Sequence[Attachment] = (),
    one_click: str = "",
) -> Letter:
    """The mail of an edition to one recipient; what had no room in it comes before `attachments`.

    `one_click` is where they leave the digest (RFC 8058). Raises Unmailable.
    """
    sender = mailbox(settings.sender)
    message_id = edition_message_id(
        digest=digest.id,
        number=edition.number,
        scheduled=edition.scheduled,
        recipient=recipient.key,
        domain=sender.domain,
    )
    mime = compose(
        subject=rendered.subject,
        html=rendered.html,
        text=rendered.text,
        sender=settings.sender,
        recipient=recipient.email,
        name=recipient.name,
        message_id=message_id,
        date=now,
        language=language,
        reply_to=settings.reply_to,
        list_id=_list_id(digest, language, sender.domain),
        list_unsubscribe=_unsubscribe(settings, digest),
        list_unsubscribe_https=one_click,
        attachments=(*_overflow(rendered, f"{digest.id}-{edition.number}.html"), *attachments),
    )
    return Letter(message_id, mime)


def notice_letter(
    recipient: str,
    rendered: Rendered,
    settings: MailSettings,
    *,
    kind: str,
    occasion: str,
    language: str,
    now: datetime,
) -> Letter:
    """A notice to one address; the same kind and occasion is the same mail. Raises Unmailable."""
    domain = mailbox(settings.sender).domain
    message_id = notice_message_id(
        kind=kind, fingerprint=occasion, recipient=recipient.casefold(), domain=domain
    )
    mime = compose(
        subject=rendered.subject,
        html=rendered.html,
        text=rendered.text,
        sender=settings.sender,
        recipient=recipient,
        message_id=message_id,
        date=now,
        language=language,
        reply_to=settings.reply_to,
    )
    return Letter(message_id, mime)


def _overflow(rendered: Rendered, name: str) -> list[Attachment]:
    if not rendered.overflow:
        return []
    return [Attachment(name, "text/html; charset=utf-8", rendered.overflow.encode())]


def _list_id(digest: Digest, language: str, domain: str) -> str:
    """A stable name of the digest, by which readers can filter (RFC 2919)."""
    title = digest.titled(language).replace("<", "").replace(">", "").strip()
    name = f"{digest.id.replace('_', '-')}.servwatch.{domain}"
    return f"{title} <{name}>" if len(name) <= _LIST_ID else ""


def _unsubscribe(settings: MailSettings, digest: Digest) -> str:
    """Where to write to leave: the staff mailbox, with the digest in the subject where that fits.

    No address at all rather than a piece of one, which would be another's.
    """
    address = mailbox(settings.reply_to or settings.sender).address
    plain = f"mailto:{quote(address, safe='@')}"
    whole = f"{plain}?subject=unsubscribe%20{digest.id}"
    return next((uri for uri in (whole, plain) if len(uri) <= _URI), "")
