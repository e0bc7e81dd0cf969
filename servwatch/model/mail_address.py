"""Mail addresses: strictly read, and in ASCII as every relay can take them.

One rule for the configuration and for the sender, so that an address that `check` accepts is never
refused when a mail is made.

Stricter than RFC 5322 on purpose: no quoted local parts, no comments, no address literals, no bare
host names. What is left cannot carry a command, a header or a second recipient. Domains with other
letters than ASCII travel in their IDNA 2008 form (RFC 5891); local parts with such letters would need
SMTPUTF8 on every relay of the way (RFC 6531) and are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_MAILBOX = re.compile(r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^<>"]*?))\s*<(?P<address>[^<>]*)>\s*')
_NO_DOMAIN = "what stands after the @ is not a full domain name such as example.org"


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
        ValueError: it is not one plain address; the text says why, in a few plain words.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or not domain:
        raise ValueError("it has no @ with something before and after it")
    if not local.isascii():
        raise ValueError("what stands before the @ has letters that not every mail system can carry")
    domain = _ascii_domain(domain)
    if len(local) > 64 or not _LOCAL.fullmatch(local):
        raise ValueError("what stands before the @ is no plain name of a mailbox")
    if len(local) + 1 + len(domain) > 254:
        raise ValueError("it is longer than 254 characters")
    return f"{local}@{domain}"


def mailbox(text: str) -> Mailbox:
    """Read ``Name <address>`` or a bare address.

    Raises:
        ValueError: it is not one mailbox, or its address is none; the text says why.
    """
    if "<" not in text and ">" not in text:
        return Mailbox("", ascii_address(text))
    found = _MAILBOX.fullmatch(text)
    if found is None:
        raise ValueError("it is not of the form Name <address>")
    quoted = found["quoted"]
    name = found["bare"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    return Mailbox(name.strip(), ascii_address(found["address"]))


def _ascii_domain(domain: str) -> str:
    ascii_domain = domain.lower()
    if not domain.isascii():
        import idna

        try:
            ascii_domain = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")
        except idna.IDNAError as why:
            raise ValueError(_NO_DOMAIN) from why
    if len(ascii_domain) > 253 or not _DOMAIN.fullmatch(ascii_domain):
        raise ValueError(_NO_DOMAIN)
    return ascii_domain
