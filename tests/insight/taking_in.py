"""Archives that take fetches in by the steps of a poll, so that identity can be tested over time.

Each step is the poll's own: ``entries_of``, ``keys_to_ask``, the items known by those keys,
``titles_to_ask``, the items of those titles, ``sort_out``, store. `InMemory` keeps what it stores in
dictionaries, for the thousand cases of a property; `InDatabase` stores in a real archive.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from servwatch.archive.database import Database
from servwatch.archive.intake import Arrival, Harvest, Polled, store
from servwatch.archive.items import Items
from servwatch.archive.source_state import SourceState
from servwatch.insight.identity import (
    Fate,
    Intake,
    Known,
    Memory,
    entries_of,
    keys_to_ask,
    sort_out,
    title_hash,
    titles_to_ask,
)
from servwatch.model import Annotation, ItemKind, RawItem, Verdict

START = datetime(2026, 9, 1, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class InMemory:
    items: dict[int, Known] = field(default_factory=dict)
    quarantined: set[int] = field(default_factory=set)
    versions: dict[int, int] = field(default_factory=dict)
    last_good: datetime | None = None
    _keys: dict[str, int | None] = field(default_factory=dict)

    def take_in(
        self, raws, at: datetime = START, identity: str = "url", usual_lag: timedelta = timedelta()
    ) -> Intake:
        """Take one fetch in, as a poll at that time would."""
        entries = entries_of(raws, identity)
        by_key = self.known_by_key(keys_to_ask(entries))
        by_title = self.known_by_title(titles_to_ask(entries, by_key))
        memory = Memory(by_key, by_title)
        intake = sort_out(entries, memory, last_good=self.last_good, now=at, usual_lag=usual_lag)
        self.keep(intake, at)
        self.last_good = at
        return intake

    def known_by_key(self, keys):
        found = {key: self._keys[key] for key in keys if key in self._keys}
        return {key: None if item is None else self.items[item] for key, item in found.items()}

    def known_by_title(self, hashes):
        found = {}
        for known in self.items.values():
            title = title_hash(known.title)
            if title in hashes:
                found.setdefault(title, []).append(known)
        return found

    def keep(self, intake: Intake, at: datetime):
        self._keys |= dict.fromkeys(intake.shared_keys)
        for taken in intake.sorted:
            item = taken.item
            if item is None:
                item = len(self.items) + 1
                if taken.fate is Fate.QUARANTINED:
                    self.quarantined.add(item)
            if taken.fate is not Fate.SAME:
                self.items[item] = as_known(item, taken.entry)
                self.versions[item] = self.versions.get(item, 0) + 1
            self._keys |= dict.fromkeys(taken.keys, item)


@dataclass
class InDatabase:
    database: Database
    source: str = "replayed"
    last_good: datetime | None = None

    def take_in(self, raws, at: datetime = START, identity: str = "url") -> Intake:
        """Take one fetch in, as a poll at that time would."""
        items = Items(self.database)
        entries = entries_of(raws, identity)
        by_key = items.known_by_key(self.source, keys_to_ask(entries))
        by_title = items.known_by_title(self.source, titles_to_ask(entries, by_key))
        intake = sort_out(entries, Memory(by_key, by_title), last_good=self.last_good, now=at)
        self.keep(intake, at)
        self.last_good = at
        return intake

    def keep(self, intake: Intake, at: datetime):
        new = [_arrival(self.source, s, at) for s in intake.sorted if s.item is None]
        changed = [_arrival(self.source, s, at) for s in intake.sorted if s.fate is Fate.CHANGED]
        keys = [(key, s.item) for s in intake.sorted if s.fate is Fate.SAME for key in s.keys]
        state = SourceState(self.source, "reading", START, last_ok=at, verdict=Verdict.OK, baselined=True)
        polled = Polled(at, Verdict.OK, "replayed", 200, 0, 0.0, seen=len(intake.sorted), new=len(new))
        harvest = Harvest(state, polled, new, changed, keys, intake.shared_keys)
        with self.database.write() as connection:
            store(connection, 1, [harvest])


def as_known(item: int, entry) -> Known:
    raw = entry.raw
    return Known(item, raw.title, raw.summary, raw.url, entry.canonical, raw.published, entry.text_hash)


def _arrival(source: str, taken, at: datetime) -> Arrival:
    entry, raw = taken.entry, taken.entry.raw
    return Arrival(
        source=source,
        url=raw.url,
        canonical=entry.canonical,
        title=raw.title,
        summary=raw.summary,
        language=raw.language,
        kind=ItemKind.NEWS,
        categories=raw.categories,
        published=raw.published,
        day=(raw.published or at).date(),
        seen=at,
        text_hash=entry.text_hash,
        keys=taken.keys,
        annotation=Annotation(0, "none", raw.language),
        quarantined=taken.fate is Fate.QUARANTINED,
        item=taken.item or 0,
    )


def raw(title="A title", url="https://example.org/a", **fields) -> RawItem:
    """An entry; `raw("x", "/a")` stands at https://example.org/a."""
    return RawItem(title=title, url=f"https://example.org{url}" if url.startswith("/") else url, **fields)


def feed(count: int, first: int = 1, **fields) -> list[RawItem]:
    """Entries of different titles, texts and addresses, one an hour back from START; all with the fields given."""
    return [
        replace(
            raw(
                f"Title {number}",
                f"/news/{number}",
                summary=f"What {number} says.",
                identifier=f"id-{number}",
                published=START - timedelta(hours=number),
            ),
            **fields,
        )
        for number in range(first, first + count)
    ]


def fates(intake: Intake) -> list[str]:
    """The fates, in the order of the entries."""
    return [taken.fate.value for taken in intake.sorted]
