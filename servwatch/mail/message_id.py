"""Message-IDs that say what they are of, and are the same however often they are made.

A retry after a lost answer must carry the same Message-ID, for some receivers then drop the copy;
so nothing random and no clock goes in. The whole, brackets included, is at most 70 characters:
longer ones are mangled by folding on the way (see `headers`).
"""

from __future__ import annotations

import re
from base64 import b32encode
from datetime import UTC, datetime
from hashlib import blake2b

from servwatch.mail.headers import TOKEN

_PERIOD = "%Y%m%dT%H%M"  # 20261127T0600, in UTC


def edition_message_id(*, digest: str, number: int, scheduled: datetime, recipient: str, domain: str) -> str:
    """``<{digest}.{period}.{hash}@{domain}>``, of one edition to one recipient.

    `scheduled` is the aware time the edition is of, `recipient` the case-folded address, `domain`
    that of the From address in ASCII. Where the room is short the digest's name is cut, and then the
    front of the domain; the hash of 80 bits is over all of them whole.

    Raises:
        ValueError: `scheduled` is naive.
    """
    if scheduled.tzinfo is None:
        raise ValueError("the scheduled time of an edition must be aware")
    period = scheduled.astimezone(UTC).strftime(_PERIOD)
    whole = _hash(digest, str(number), period, recipient.casefold(), domain)
    return _fitted(digest, f"{period}.{whole}", domain)


def notice_message_id(*, kind: str, fingerprint: str, recipient: str, domain: str) -> str:
    """``<{kind}.{hash}@{domain}>``, of a notice; `fingerprint` tells one occasion from another."""
    return _fitted(kind, _hash("notice", kind, fingerprint, recipient.casefold(), domain), domain)


def _hash(*parts: str) -> str:
    """16 characters of base32 over the parts, each closed off so that none can run into the next."""
    whole = blake2b(digest_size=10)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        whole.update(len(data).to_bytes(8, "big") + data)
    return b32encode(whole.digest()).decode("ascii").lower()


def _fitted(name: str, rest: str, domain: str) -> str:
    room = TOKEN - len(f"<.{rest}@>")
    while len(domain) > room - 1 and "." in domain:
        domain = domain.partition(".")[2]
    domain = domain[-(room - 1) :]
    safe = re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-") or "mail"
    return f"<{safe[: room - len(domain)].rstrip('-') or 'm'}.{rest}@{domain}>"
