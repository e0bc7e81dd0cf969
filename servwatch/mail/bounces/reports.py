"""From a message to what it reports of other messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.errors import MessageError
from email.message import Message
from enum import StrEnum
from typing import Any

from servwatch.mail.hand_over import printable

MOST_BYTES = 1_000_000
"""Of a report: more is the message itself coming back, and the rest of it tells nothing."""
MOST_RECIPIENTS = 100
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY = re.compile(r"\b([245]\d\d)\b")
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
_ADDRESS = re.compile(r"[^\s<>@;,\"()\[\]]+@[^\s<>@;,\"()\[\]]+")
_BARE = policy.compat32


class Result(StrEnum):
    """What a mail system says became of a message."""

    FAILED = "failed"  # for good
    DELAYED = "delayed"  # it is still being tried
    DELIVERED = "delivered"  # also relayed or expanded: gone on, with no word to come


_ACTIONS = {
    "failed": Result.FAILED,
    "delayed": Result.DELAYED,
    "delivered": Result.DELIVERED,
    "relayed": Result.DELIVERED,
    "expanded": Result.DELIVERED,
}
"""The actions of RFC 3464, 2.3.3."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What is said of one recipient."""

    recipient: str  # as the report writes it
    result: Result
    status: str = ""  # enhanced (RFC 3463), "" where none is given
    text: str = ""  # what the other system said


@dataclass(frozen=True, slots=True)
class Report:
    """What a message says of others. `original` is the Message-ID of the one that came back, "" where it is not told."""

    failures: tuple[Failure, ...]
    original: str = ""


def report(content: bytes) -> Report | None:
    """What a message reports, None where it is no report. Never raises on what comes from outside."""
    try:
        mail = message_from_bytes(content[:MOST_BYTES], policy=_BARE)
        found = tuple(_standard(mail))[:MOST_RECIPIENTS] or tuple(_unorthodox(mail))[:MOST_RECIPIENTS]
        return Report(found, _original(mail, content)) if found else None
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the parsers of mail were written for mail, and this is none


def _standard(mail: Message[Any, Any]) -> Iterator[Failure]:
    """The recipients of a message/delivery-status (RFC 3464, 2.3); its first group is of the message."""
    for part in mail.walk():
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        for group in _groups(part):
            failure = _of_group(group)
            if failure is not None:
                yield failure


def _groups(part: Message[Any, Any]) -> Iterator[Message[Any, Any]]:
    """The groups of fields. Of the international form (RFC 6533) the library reads only the first."""
    payload = part.get_payload()
    groups = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
    if part.get_content_type() == "message/delivery-status":
        yield from groups
        return
    for whole in groups:
        for text in re.split(r"\n\s*\n", whole.as_string().replace("\r\n", "\n")):
            yield message_from_string(text, policy=_BARE)


def _of_group(group: Message[Any, Any]) -> Failure | None:
    action = _ACTIONS.get(_field(group, "Action").partition(";")[0].strip().lower())
    recipient = _address(_field(group, "Original-Recipient")) or _address(_field(group, "Final-Recipient"))
    if action is None or not recipient:
        return None
    said = _field(group, "Diagnostic-Code").partition(";")[2] or _field(group, "Diagnostic-Code")
    return Failure(recipient, action, _status(_field(group, "Status"), said), printable(said))


def _status(stated: str, said: str) -> str:
    """The status; where it is the vague 5.0.0 and what was said has a better one, that."""
    found, better = _STATUS.search(stated), _STATUS.search(said)
    if found is not None and (found[2] != "0" or better is None):
        return found[0]
    return better[0] if better is not None else ""


def _unorthodox(mail: Message[Any, Any]) -> Iterator[Failure]:
    """What flufl.bounce finds in reports of other forms."""
    from flufl.bounce import all_failures

    temporary, permanent = all_failures(mail)
    text = _words(mail)
    for recipients, result in ((permanent, Result.FAILED), (temporary, Result.DELAYED)):
        for recipient in sorted(recipients):
            address = _address(recipient.decode("ascii", "replace"))
            if address:
                yield Failure(address, result, _status("", text), printable(_line_of(text, address)))


def _words(mail: Message[Any, Any]) -> str:
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            return payload[:20_000].decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""


def _line_of(text: str, address: str) -> str:
    """The lines about a recipient: the one that names it and the two behind."""
    lines = text.splitlines()
    at = next((n for n, line in enumerate(lines) if address.casefold() in line.casefold()), None)
    coded = next((line for line in lines if _REPLY.search(line) and _STATUS.search(line)), "")
    return " ".join(lines[at : at + 3]) if at is not None else coded


def _original(mail: Message[Any, Any], content: bytes) -> str:
    """The Message-ID of what came back: in the message that is attached, or its header, else behind the report."""
    own = str(mail.get("Message-ID", "")).strip()
    for part in mail.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/global-headers"):
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else payload
            text = inner.get("Message-ID", "") if isinstance(inner, Message) else str(inner)
            found = _named(str(text))
            if found and found != own:
                return found
    behind = content[:MOST_BYTES].decode("ascii", "replace")
    later = [m for m in re.findall(r"(?im)^[ \t>]*Message-I[Dd]:\s*(<[^<>\s]+>)", behind) if m != own]
    return later[0] if later else ""


def _named(text: str) -> str:
    labelled = re.search(r"(?im)^message-id:\s*(<[^<>\s]+>)", text)
    found = _MESSAGE_ID.search(labelled[1] if labelled else text)
    return found[0] if found else ""


def _field(group: Message[Any, Any], name: str) -> str:
    return " ".join(str(group.get(name, "")).split())


def _address(value: str) -> str:
    """The address of a field such as ``rfc822; name@example.org``, "" where there is none."""
    found = _ADDRESS.search(value.rpartition(";")[2])
    return found[0].strip(".'") if found else ""
