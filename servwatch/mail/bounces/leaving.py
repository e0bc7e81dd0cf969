"""Readers' mails that ask to leave a digest: what the mailto address of List-Unsubscribe makes (RFC 2369, 3.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.utils import parseaddr

_WANTED = re.compile(r"^\s*unsubscribe\s+([A-Za-z0-9][A-Za-z0-9_-]{0,79})\s*$", re.IGNORECASE)
_MOST = 1_000_000
_BY_MACHINES = ("auto-replied", "auto-generated")


@dataclass(frozen=True, slots=True)
class Leaving:
    """That somebody asks to leave a digest. The address is the one the mail says it is from: it can be forged."""

    address: str
    digest: str


def leaving(content: bytes) -> Leaving | None:
    """Who asks to leave which digest, None where a message asks no such thing. An automatic answer never does."""
    try:
        mail = message_from_bytes(content[:_MOST], policy=policy.compat32)
        subject = " ".join(str(mail.get("Subject", "")).split())
        sender = parseaddr(str(mail.get("From", "")))[1]
        automatic = str(mail.get("Auto-Submitted", "no")).partition(";")[0].strip().lower() in _BY_MACHINES
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return None
    found = _WANTED.match(subject)
    if found is None or automatic or "@" not in sender:
        return None
    return Leaving(sender, found[1])
