"""The keys by which the archive may know an entry of a fetch, and the names of its title and text.

1. A stable reference, or the canonical address;
2. else the identifier of the feed; else the text itself;
3. a link that several different entries of one fetch share does not identify: address and title do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from servwatch.insight.address import canonical_address
from servwatch.model import NOTHING_GIVEN, Given, RawItem

_KEY_LENGTH = 400
_UNDATED = datetime.min.replace(tzinfo=UTC)
_LINKED_HOST = re.compile(r"https?://[^\s/?#<>\"']+", re.IGNORECASE)
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")  # what no database stores as text


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a fetch with the keys by which the archive may know it, the surest first."""

    raw: RawItem
    canonical: str
    keys: tuple[str, ...]
    title_hash: str
    text_hash: str
    not_identifying: str = ""  # a key that this fetch shows to be shared


def text_hash(title: str, summary: str, given: Given = NOTHING_GIVEN) -> str:
    """The name of all that a version of an item says; blind to case, spacing, and the hosts of links within."""
    return _name(_hostless(f"{compared(title)}\n{compared(summary)}{_stated(given)}"))


def _stated(given: Given) -> str:
    """A deadline that moves and a stage that is reached make a new version, as a text that changes does."""
    if not given:
        return ""
    deadline = given.deadline.astimezone(UTC).isoformat() if given.deadline else ""
    return f"\n{deadline}|{given.begins or ''}|{given.ends or ''}|{compared(given.stage)}"


def title_hash(title: str) -> str:
    """The name of a title, as blind as `text_hash`; "" for an empty one, by which nothing is known."""
    return _name(_hostless(compared(title)))


def compared(text: str) -> str:
    """What two writings of one text have in common."""
    return " ".join(text.split()).casefold()


def _name(text: str) -> str:
    return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest() if text else ""


def _hostless(text: str) -> str:
    """The text without the hosts in it: a site that moves rewrites the links in its texts too."""
    return _LINKED_HOST.sub("//", text) if "://" in text else text


def entries_of(raws: Iterable[RawItem], identity: str = "url") -> list[Entry]:
    """Give each entry its keys; one that stands twice is kept once, as it was changed last.

    `identity` is the source's: "url+title" where its links do not identify.
    """
    raws = list(raws)
    addresses = [canonical_address(raw.url) for raw in raws]
    shared = set() if identity == "url+title" else _shared(raws, addresses)
    found: dict[str, Entry] = {}
    for raw, address in zip(raws, addresses, strict=True):
        entry = _entry(raw, address, identity, is_shared=address in shared)
        first = found.get(entry.keys[0])
        found[entry.keys[0]] = entry if first is None else later(first, entry)
    return list(found.values())


def later(one: Entry, other: Entry) -> Entry:
    """The one that was changed last; whichever order they come in, the answer is the same."""
    return other if _stamp(other) > _stamp(one) else one


def _stamp(entry: Entry) -> tuple[object, ...]:
    """When an entry was changed; then all else that is kept of it, so that no two different ones tie."""
    raw = entry.raw
    published = raw.published or _UNDATED
    return raw.updated or published, published, entry.text_hash, raw.title, raw.summary, raw.url


def _shared(raws: Sequence[RawItem], addresses: Sequence[str]) -> set[str]:
    """Addresses that entries with different titles and identifiers have in common."""
    times = Counter(addresses)
    faces: dict[str, set[tuple[str, str]]] = {}
    for raw, address in zip(raws, addresses, strict=True):
        if address and times[address] > 1 and not raw.reference:
            repeated = canonical_address(raw.identifier) == address  # says no more than the link
            face = compared(raw.title), "" if repeated else raw.identifier
            faces.setdefault(address, set()).add(face)
    return {address for address, seen in faces.items() if _differ(seen)}


def _differ(seen: set[tuple[str, str]]) -> bool:
    """Whether titles and identifiers show several entries; one identifier throughout is one entry."""
    titles = {title for title, _ in seen}
    identifiers = {identifier for _, identifier in seen}
    return len(titles) > 1 and (len(identifiers) > 1 or "" in identifiers)


def _entry(raw: RawItem, address: str, identity: str, *, is_shared: bool) -> Entry:
    title = compared(raw.title)
    texts = _name(_hostless(title)), text_hash(raw.title, raw.summary, raw.given)
    if raw.reference:
        return Entry(raw, address, (_key("ref", raw.reference),), *texts)
    if address:
        plain, titled = _key("url", address), _key("url+title", f"{address}\n{title}")
        if is_shared:
            return Entry(raw, address, (titled,), *texts, not_identifying=plain)
        return Entry(raw, address, (titled,) if identity == "url+title" else (plain, titled), *texts)
    key = _key("id", raw.identifier) if raw.identifier else _key("text", texts[1])
    return Entry(raw, address, (key,), *texts)


def link_key(url: str) -> str:
    """The key by which an item of that address is known."""
    return _key("url", canonical_address(url))


def _key(kind: str, value: str) -> str:
    text = _UNKEEPABLE.sub("\ufffd", f"{kind}:{value}")
    if len(text) <= _KEY_LENGTH:
        return text
    return f"{text[:_KEY_LENGTH]}#{blake2b(text.encode(), digest_size=16).hexdigest()}"
