"""The text of an SPF record, as terms (RFC 7208, 4.6.1 and 12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Network, IPv6Network, NetmaskValueError

_VERSION = re.compile(r"v=spf1(?: |$)", re.IGNORECASE)
_MODIFIER = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*)=(.*)")
_MECHANISM = re.compile(
    r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?::(.+?))?(?:/(\d{1,3}))?(?://(\d{1,3}))?",
    re.IGNORECASE,
)
_NETWORK = re.compile(r"[0-9A-Fa-f.:]+(?:/\d{1,3})?")
_WITH_DOMAIN = ("include", "exists")
_WITH_LENGTH = ("a", "mx")
_LENGTHS = (32, 128)


class RecordFault(ValueError):
    """The record cannot be read; who receives takes it for a permanent error."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One term that may match: an address, a host, another record."""

    text: str
    qualifier: str  # "+" | "-" | "~" | "?"
    name: str
    domain: str = ""  # with its macros; "" for the domain itself
    network: IPv4Network | IPv6Network | None = None
    lengths: tuple[int, int] = _LENGTHS  # of the prefixes that are compared, for IPv4 and IPv6


@dataclass(frozen=True, slots=True)
class Record:
    """A record whole."""

    text: str
    mechanisms: tuple[Mechanism, ...]
    redirect: str = ""


def is_spf(text: str) -> bool:
    """Whether a TXT record is one of SPF."""
    return _VERSION.match(text) is not None


def read_record(text: str) -> Record:
    """The record of a text that `is_spf`. Raises RecordFault for any term that cannot be read."""
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, str] = {}
    for term in text.split(" ")[1:]:
        if not term:
            continue
        modifier = _MODIFIER.fullmatch(term)
        if modifier is None:
            mechanisms.append(_mechanism(term))
            continue
        name = modifier[1].lower()
        if name in ("redirect", "exp") and (name in modifiers or not modifier[2]):
            raise RecordFault(f"{name}= stands twice, or names nothing")
        modifiers[name] = modifier[2]
    return Record(text, tuple(mechanisms), modifiers.get("redirect", ""))


def _mechanism(term: str) -> Mechanism:
    found = _MECHANISM.fullmatch(term)
    if found is None:
        raise RecordFault(f"{term!r} is no term of SPF")
    qualifier, name, value = found[1] or "+", found[2].lower(), found[3] or ""
    if name in ("ip4", "ip6"):
        return Mechanism(term, qualifier, name, network=_network(term, name))
    if (name in _WITH_DOMAIN) != bool(value) and (name in _WITH_DOMAIN or name == "all"):
        raise RecordFault(f"{term!r} names no domain" if name in _WITH_DOMAIN else f"{term!r} names one")
    if name not in _WITH_LENGTH and (found[4] or found[5]):
        raise RecordFault(f"{term!r} has a length that {name} cannot have")
    lengths = (_length(term, found[4], _LENGTHS[0]), _length(term, found[5], _LENGTHS[1]))
    return Mechanism(term, qualifier, name, value, lengths=lengths)


def _network(term: str, name: str) -> IPv4Network | IPv6Network:
    value = term.partition(":")[2]
    if not _NETWORK.fullmatch(value):  # a netmask in full is known to Python, and not to SPF
        raise RecordFault(f"{term!r} holds no network")
    try:
        if name == "ip4":
            return IPv4Network(value, strict=False)
        return IPv6Network(value, strict=False)
    except (AddressValueError, NetmaskValueError, ValueError) as error:
        raise RecordFault(f"{term!r} holds no network") from error


def _length(term: str, given: str | None, most: int) -> int:
    length = int(given) if given else most
    if length > most:
        raise RecordFault(f"{term!r} has a length above {most}")
    return length
