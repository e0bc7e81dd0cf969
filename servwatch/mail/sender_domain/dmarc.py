"""What a domain asks of those who receive mail in its name (DMARC, RFC 9989), and what is aligned with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from servwatch.mail.sender_domain.dkim import read_tags
from servwatch.mail.sender_domain.names import Names

_VERSION = re.compile(r"v\s*=\s*DMARC1\s*(?:;|$)")
_POLICIES = ("none", "quarantine", "reject")
_LABELS = 7  # what a longer name is cut to after the first question: eight questions at most (4.10)


@dataclass(frozen=True, slots=True)
class DmarcPolicy:
    """The policy that holds for a domain."""

    found_at: str  # the domain whose record it is
    record: str
    policy: str  # "none" | "quarantine" | "reject"
    strict_spf: bool = False
    strict_dkim: bool = False
    testing: bool = False
    reports: bool = False  # whether somebody is sent reports


def dmarc_policy(domain: str, names: Names) -> DmarcPolicy | None:
    """The policy for mail with this domain in its From; None where there is none. Raises NoAnswer."""
    domain = domain.lower()
    found = _walk(domain, names)
    at = domain if domain in found else _organization(domain, found)
    if at not in found:
        return None
    tags = read_tags(found[at])
    asked = tags.get("p", "none") if at == domain else tags.get("sp", tags.get("p", "none"))
    return DmarcPolicy(
        at,
        found[at],
        asked.lower() if asked.lower() in _POLICIES else "none",
        strict_spf=tags.get("aspf", "r").lower() == "s",
        strict_dkim=tags.get("adkim", "r").lower() == "s",
        testing=tags.get("t", "n").lower() == "y",
        reports=bool(tags.get("rua")),
    )


def aligned(one: str, other: str, names: Names, *, strict: bool = False) -> bool:
    """Whether two domains are one sender's: the same, or of one organization. Raises NoAnswer."""
    one, other = one.lower(), other.lower()
    if one == other or strict:
        return one == other
    return organizational_domain(one, names) == organizational_domain(other, names)


def organizational_domain(domain: str, names: Names) -> str:
    """The domain of the organization, by the records above it (RFC 9989, 4.10). Raises NoAnswer."""
    return _organization(domain.lower(), _walk(domain.lower(), names))


def _walk(domain: str, names: Names) -> dict[str, str]:
    """The records at a domain and above it, from below."""
    found: dict[str, str] = {}
    at = domain
    while at:
        records = [t for t in names.look_up(f"_dmarc.{at}", "TXT") if _VERSION.match(t)]
        if len(records) == 1:  # several are none
            found[at] = records[0]
            if _public_suffix(records[0]) is not None:
                break
        labels = at.split(".")[1:]
        at = ".".join(labels[-_LABELS:])
    return found


def _organization(domain: str, found: dict[str, str]) -> str:
    for at, record in found.items():
        suffix = _public_suffix(record)
        if suffix is False:
            return at
        if suffix and at != domain:
            below = domain.removesuffix(f".{at}").split(".")[-1]
            return f"{below}.{at}"
    return min(found, key=lambda at: at.count("."), default=domain)


def _public_suffix(record: str) -> bool | None:
    """Whether a record says that its domain is a public suffix (True), that it is none (False), or nothing."""
    return {"y": True, "n": False}.get(read_tags(record).get("psd", "").lower())
