"""Macros in SPF records (RFC 7208, 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

Address = IPv4Address | IPv6Address
_MACRO = re.compile(r"%(?:\{([slodipvhcrt])(\d{0,3})(r?)([.\-+,/_=]*)\}|([%_\-]))", re.IGNORECASE)
_PLAIN = {"%": "%", "_": " ", "-": "%20"}
_LONGEST = 253


class MacroFault(ValueError):
    """What stands there is no macro, or none that may stand there."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose mail is judged: from which address, in whose name."""

    address: Address
    sender: str  # local-part@domain


def expand(text: str, domain: str, subject: Subject) -> str:
    """The domain that a domain-spec means, at most 253 characters long. Raises MacroFault."""
    if "%" in _MACRO.sub("", text):
        raise MacroFault(f"a lone % in {text!r}")

    def value(found: re.Match[str]) -> str:
        if found[5]:
            return _PLAIN[found[5]]
        return _transformed(found, domain, subject)

    expanded = _MACRO.sub(value, text)
    while len(expanded) > _LONGEST and "." in expanded:  # labels go from the left
        expanded = expanded.partition(".")[2]
    return expanded


def _transformed(found: re.Match[str], domain: str, subject: Subject) -> str:
    letter, digits, reverse, delimiters = found[1], found[2], found[3], found[4]
    local, _, sender_domain = subject.sender.rpartition("@")
    v4 = subject.address.version == 4
    values = {
        "s": subject.sender,
        "l": local or "postmaster",
        "o": sender_domain,
        "d": domain,
        "i": str(subject.address) if v4 else ".".join(subject.address.exploded.replace(":", "")),
        "p": "unknown",  # as the RFC advises who does not ask for it
        "v": "in-addr" if v4 else "ip6",
        "h": sender_domain,
    }
    if letter.lower() not in values:
        raise MacroFault(f"%{{{letter}}} may stand in an explanation only")
    if digits and int(digits) == 0:
        raise MacroFault("a macro that keeps no part")
    parts = re.split(f"[{re.escape(delimiters or '.')}]", values[letter.lower()])
    if reverse:
        parts.reverse()
    text = ".".join(parts[-int(digits) :] if digits else parts)
    return quote(text, safe="-._~") if letter.isupper() else text
