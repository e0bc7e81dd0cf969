"""Mail addresses: strictly read, and in ASCII as every relay can take them.

Stricter than RFC 5322 on purpose: no quoted local parts, no comments, no address literals, no bare
host names. What is left cannot carry a command, a header or a second recipient. Domains with other
letters than ASCII travel in their IDNA 2008 form (RFC 5891); local parts with such letters would need
SMTPUTF8 on every relay of the way (RFC 6531) and are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

import idna

from servwatch.errors import Unmailable

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_MAILBOX = re.compile(r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^<>"]*?))\s*<(?P<address>[^<>]*)>\s*')


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A display name, which may be empty, and an address in ASCII."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part after the at sign, lower case, ASCII."""
        return self.address.rpartition("@")[2]


def ascii_address(address: str) -> str:
    """The address as an envelope and a header carry it, its domain in lower case.

    Lengths by RFC 5321, 4.5.3.1: local part at most 64, the whole at most 254.

    Raises:
        Unmailable: it is not one plain address.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or not domain:
        raise _unmailable(address, "it has no local part or no domain")
    if not local.isascii():
        raise _unmailable(address, "the part before the @ has letters that not every relay can carry")
    domain = _ascii_domain(address, domain)
    if len(local) > 64 or not _LOCAL.fullmatch(local):
        raise _unmailable(address, "the part before the @ is not a plain local part")
    if len(local) + 1 + len(domain) > 254:
        raise _unmailable(address, "it is longer than 254 characters")
    return f"{local}@{domain}"


def mailbox(text: str) -> Mailbox:
    """Read ``Name <address>`` or a bare address.

    Raises:
        Unmailable: it is not one mailbox, or its address is none.
    """
    if "<" not in text and ">" not in text:
        return Mailbox("", ascii_address(text))
    found = _MAILBOX.fullmatch(text)
    if found is None:
        raise _unmailable(text, "it is not of the form Name <address>")
    quoted = found["quoted"]
    name = found["bare"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    return Mailbox(name.strip(), ascii_address(found["address"]))


def short_hash(address: str) -> str:
    """Eight hex digits that stand for an address in a log, where the address itself never goes."""
    return blake2b(address.casefold().encode("utf-8", "replace"), digest_size=4).hexdigest()


def _ascii_domain(address: str, domain: str) -> str:
    ascii_domain = domain.lower()
    if not domain.isascii():
        try:
            ascii_domain = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")
        except idna.IDNAError as why:
            raise _unmailable(address, "its domain is not a domain name") from why
    if len(ascii_domain) > 253 or not _DOMAIN.fullmatch(ascii_domain):
        raise _unmailable(address, "its domain is not a domain name")
    return ascii_domain


def _unmailable(address: str, why: str) -> Unmailable:
    return Unmailable(
        "{address} cannot be mailed: {why}.",
        remedy="Correct it in the members file or under [mail].",
        address=ascii(address[:80]),
        why=why,
    )
