"""Which entries of a fetch the archive knows already: nothing missed, nothing twice.

Identity within a source, in this order:

1. a stable reference, or the canonical address;
2. else the identifier of the feed; else the text itself;
3. a link that several different entries of one fetch share does not identify: address and title do;
4. an unknown address whose path, title and summary are those of a known item is that item on a moved host;
5. in a flood (five or more, and at least half, of a fetch unknown): equal title and summary, matched
   one to one. What a flood leaves unmatched is quarantined where nothing at all matched, except
   entries dated after the last good poll: those are what a busy source publishes.

Everything here is pure: the archive is asked by the caller, between `keys` and `sort_out`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from servwatch.insight.address import canonical_address, path_of
from servwatch.model import RawItem

FLOOD_LEAST = 5
FLOOD_SHARE = 0.5
_KEY_LENGTH = 400


class Fate(StrEnum):
    """What an entry turns out to be."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a fetch with the keys by which the archive may know it, the surest first."""

    raw: RawItem
    canonical: str
    keys: tuple[str, ...]
    text_hash: str
    not_identifying: str = ""  # a key that this fetch shows to be shared


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows of an item it may be."""

    item: int
    title: str
    summary: str
    url: str
    canonical: str
    published: datetime | None
    text_hash: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """An entry with its fate. `item` is the known item; `keys` are to be remembered for it."""

    entry: Entry
    fate: Fate
    item: int | None = None
    keys: tuple[str, ...] = ()
    redated: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """All entries of one fetch, sorted."""

    sorted: tuple[Sorted, ...]
    shared_keys: tuple[str, ...] = ()  # keys found not to identify

    def count(self, fate: Fate) -> int:
        """How many entries have that fate."""
        return sum(1 for s in self.sorted if s.fate is fate)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the archive answers: items by key (None: the key does not identify), and by text."""

    by_key: Mapping[str, Known | None] = field(default_factory=dict)
    by_text: Mapping[str, Sequence[Known]] = field(default_factory=dict)


def text_hash(title: str, summary: str) -> str:
    """The name of a title and summary, blind to case and spacing."""
    text = " ".join(title.split()).casefold() + "\n" + " ".join(summary.split()).casefold()
    return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()


def entries_of(raws: Iterable[RawItem], identity: str = "url") -> list[Entry]:
    """Give each entry its keys; entries that are the same one twice are kept once, the first."""
    raws = list(raws)
    addresses = [canonical_address(raw.url) for raw in raws]
    shared = set() if identity == "url+title" else _shared(raws, addresses)
    found: dict[str, Entry] = {}
    for raw, address in zip(raws, addresses, strict=True):
        entry = _entry(raw, address, by_title=identity == "url+title" or address in shared)
        if address in shared:
            entry = Entry(raw, address, entry.keys, entry.text_hash, _key("url", address))
        found.setdefault(entry.keys[0], entry)
    return list(found.values())


def _shared(raws: Sequence[RawItem], addresses: Sequence[str]) -> set[str]:
    """Addresses that entries with different titles and identifiers have in common."""
    faces: dict[str, set[tuple[str, str]]] = {}
    for raw, address in zip(raws, addresses, strict=True):
        if address and not raw.reference:
            faces.setdefault(address, set()).add((" ".join(raw.title.split()).casefold(), raw.identifier))
    return {address for address, seen in faces.items() if _differ(seen)}


def _differ(seen: set[tuple[str, str]]) -> bool:
    """Whether titles and identifiers show several entries; one identifier twice is one entry."""
    return (
        len({title for title, _ in seen}) > 1
        and len({identifier for _, identifier in seen if identifier}) != 1
    )


def _entry(raw: RawItem, address: str, *, by_title: bool) -> Entry:
    text = text_hash(raw.title, raw.summary)
    titled = _key("url+title", f"{address}\n{' '.join(raw.title.split()).casefold()}")
    if raw.reference:
        keys: tuple[str, ...] = (_key("ref", raw.reference),)
    elif address:
        keys = (titled,) if by_title else (_key("url", address), titled)
    elif raw.identifier:
        keys = (_key("id", raw.identifier),)
    else:
        keys = (_key("text", text),)
    return Entry(raw, address, keys, text)


def _key(kind: str, value: str) -> str:
    text = f"{kind}:{value}"
    if len(text) <= _KEY_LENGTH:
        return text
    return f"{text[:_KEY_LENGTH]}#{blake2b(text.encode(errors='replace'), digest_size=16).hexdigest()}"


def keys_to_ask(entries: Iterable[Entry]) -> set[str]:
    """Every key by which the archive may know one of the entries."""
    return {key for entry in entries for key in (*entry.keys, entry.not_identifying) if key}


def texts_to_ask(entries: Iterable[Entry], by_key: Mapping[str, Known | None]) -> set[str]:
    """The texts to ask the archive for: those of entries that no key is known of."""
    return {entry.text_hash for entry in entries if _by_key(entry, by_key) is None}


def _by_key(entry: Entry, by_key: Mapping[str, Known | None]) -> Known | None:
    for key in entry.keys:
        known = by_key.get(key)
        if known is not None:
            return known
    alone = by_key.get(entry.not_identifying)  # the item that once had the shared address for itself
    if (
        alone is not None
        and " ".join(alone.title.split()).casefold() == " ".join(entry.raw.title.split()).casefold()
    ):
        return alone
    return None


def sort_out(entries: Sequence[Entry], memory: Memory, *, last_good: datetime | None) -> Intake:
    """Tell the known from the new. `last_good` is the last good poll, None for the first one."""
    known = [_by_key(entry, memory.by_key) for entry in entries]
    taken = {k.item for k in known if k is not None}
    _fill(known, entries, memory, taken, same_path=True)
    unknown = known.count(None)
    flood = last_good is not None and unknown >= FLOOD_LEAST and unknown >= FLOOD_SHARE * len(entries)
    matched = _fill(known, entries, memory, taken, same_path=False) if flood else 0
    redating = _redating(entries, known)
    entries, known = _once(entries, known)
    sorted_ = tuple(
        _sorted(entry, k, memory, redating=redating, suspect=flood and not matched, last_good=last_good)
        for entry, k in zip(entries, known, strict=True)
    )
    shared = tuple(dict.fromkeys(entry.not_identifying for entry in entries if entry.not_identifying))
    return Intake(sorted_, shared)


def _once(entries: Sequence[Entry], known: Sequence[Known | None]) -> tuple[list[Entry], list[Known | None]]:
    """Leave out an entry that turns out to be an item which an earlier entry is already."""
    pairs: dict[object, tuple[Entry, Known | None]] = {}
    for number, (entry, k) in enumerate(zip(entries, known, strict=True)):
        pairs.setdefault(("known", k.item) if k is not None else ("new", number), (entry, k))
    return [entry for entry, _ in pairs.values()], [k for _, k in pairs.values()]


def _fill(
    known: list[Known | None], entries: Sequence[Entry], memory: Memory, taken: set[int], *, same_path: bool
) -> int:
    """Recognise unknown entries by their text, each known item once; say how many that were."""
    count = 0
    for index, entry in enumerate(entries):
        if known[index] is None:
            found = _same_text(entry, memory, taken, same_path=same_path)
            if found is not None:
                known[index] = found
                taken.add(found.item)
                count += 1
    return count


def _same_text(entry: Entry, memory: Memory, taken: set[int], *, same_path: bool) -> Known | None:
    path = path_of(entry.canonical)
    for known in memory.by_text.get(entry.text_hash, ()):
        if known.item in taken:
            continue
        if not same_path or (len(path) > 1 and path_of(known.canonical) == path):
            return known
    return None


def _redating(entries: Sequence[Entry], known: Sequence[Known | None]) -> bool:
    """Whether the source gives its known items new dates as a whole: then a date tells nothing."""
    moves = Counter(
        k.published != entry.raw.published
        for entry, k in zip(entries, known, strict=True)
        if k is not None and k.published is not None and entry.raw.published is not None
    )
    return moves[True] >= FLOOD_LEAST and moves[True] >= FLOOD_SHARE * moves.total()


def _sorted(
    entry: Entry,
    known: Known | None,
    memory: Memory,
    *,
    redating: bool,
    suspect: bool,
    last_good: datetime | None,
) -> Sorted:
    if known is None:
        keys = _keys_to_keep(entry, memory)
        date = entry.raw.published
        fresh = last_good is not None and date is not None and date > last_good - timedelta(days=1)
        return Sorted(entry, Fate.QUARANTINED if suspect and not fresh else Fate.NEW, None, keys)
    fresh_keys = tuple(key for key in _keys_to_keep(entry, memory) if memory.by_key.get(key) is None)
    redated = not redating and _date_moved(known.published, entry.raw.published)
    changed = known.text_hash != entry.text_hash or redated
    return Sorted(entry, Fate.CHANGED if changed else Fate.SAME, known.item, fresh_keys, redated)


def _keys_to_keep(entry: Entry, memory: Memory) -> tuple[str, ...]:
    """The key by which the item is known from now on: the surest one that identifies."""
    first = entry.keys[0]
    useless = first in memory.by_key and memory.by_key[first] is None
    return entry.keys[1:] if useless and len(entry.keys) > 1 else entry.keys[:1]


def _date_moved(before: datetime | None, now: datetime | None) -> bool:
    """A date that appears, or moves by a day or more."""
    if now is None:
        return False
    return before is None or abs(now - before) >= timedelta(days=1)
