"""The archive of a season held against what was truly published in it.

Every publication that an answer really carried must be in the archive, once; nothing else may be there as
new. A fault counts as noticed with the first verdict that is not good, the first quarantine, or the first fault that
is written down of its source; as told with the first mail about it. A false alarm is any of these without a fault.
Some servers have moods besides (see `tests.institutions`): an alarm about a server that truly failed is not a false one, nor
is the silence of a publisher who truly published nothing for weeks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from servwatch.archive.fault_log import FaultRow
from servwatch.archive.item_query import ItemQuery
from servwatch.model import Item
from tests.cycle.ninety_days import Season
from tests.cycle.shipped_sources import wants
from tests.institutions import Publication
from tests.institutions.world import Injected

SERVER_FAILS = 500
STILL_FOR = timedelta(days=21)
"""Who truly publishes nothing for so long, and did so every week before, is silent indeed."""
SHOWN = 15
"""So many of what should not be are shown one by one."""
_CELEX = re.compile(r"\b[0-9CE]\d{4}[A-Z]{1,2}\d{4}\b")


@dataclass(slots=True)
class Told:
    """What is known of one fault once the days are over."""

    channel: str
    fault: str
    first: datetime
    last: datetime
    noticed: datetime | None = None
    by: str = ""  # the verdict or fault that first told of it
    mailed: datetime | None = None


@dataclass(slots=True)
class Reckoning:
    """What came of it all. Lists hold (source, address) of what should not be."""

    published: int = 0
    archived: int = 0
    held: int = 0  # in quarantine
    unlisted: Counter[str] = field(default_factory=Counter)  # why nobody could see them
    resurfaced: int = 0  # old, and truly listed anew by their publisher
    missing: list[tuple[str, str]] = field(default_factory=list)
    false_new: list[tuple[str, str]] = field(default_factory=list)
    poured: list[tuple[str, str]] = field(default_factory=list)  # old ones that a flood brought in as new
    faults: list[Told] = field(default_factory=list)
    false_alarms: list[tuple[str, datetime, str]] = field(default_factory=list)


def reckon(season: Season) -> Reckoning:
    """Hold the archive against the truth."""
    found = Reckoning()
    items: dict[str, list[Item]] = defaultdict(list)
    with season.watch.archive() as archive:
        for query in (ItemQuery(), ItemQuery(quarantined=True)):
            for item, _ in archive.items.find(query):
                items[item.source].append(item)
    for id_ in season.sources:
        _Account(season, id_, found).of(items[id_])
    with season.watch.archive() as archive:
        rows = archive.faults.all()
    heard = signals(season, rows)
    found.faults = [_told(season, fault, heard, rows) for fault in season.world.faults]
    found.false_alarms = [
        (signal.source, signal.at, signal.name)
        for signal in heard
        if not (signal.true or _faulty(season, signal.source, signal.at))
    ]
    return found


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that says a source is not well; `true` where its server truly failed, whatever was injected."""

    source: str
    at: datetime
    name: str
    true: bool = False


def signals(season: Season, rows: Iterable[FaultRow]) -> list[Signal]:
    """Every bad verdict, quarantine and fault that was written down, in the order of time."""
    found = [
        Signal(
            r.source, at, "held back" if r.verdict.good else r.verdict.value, (r.status or 0) >= SERVER_FAILS
        )
        for at, r in season.polls
        if not r.verdict.good or r.quarantined
    ]
    found += [
        Signal(row.source, row.noticed, row.fault, _truly_still(season, row))
        for row in rows
        if row.kind == "content" or row.told
    ]
    return sorted(found, key=lambda signal: signal.at)


class _Account:
    """One source's items beside its channel's publications."""

    def __init__(self, season: Season, id_: str, found: Reckoning) -> None:
        self._season, self._id, self._found = season, id_, found
        self._source, self._channel = season.sources[id_], season.channels[id_]

    def of(self, items: list[Item]) -> None:
        true = {plain(p.link): p for p in self._channel.stream.until(self._season.ended)}
        titles = {p.title: plain(p.link) for p in true.values()}
        seen: Counter[str] = Counter()
        for item in {item.id: item for item in items}.values():
            key = plain(item.url)
            key = key if key in true else titles.get(item.title, key)  # an address that only the watch makes
            seen[key] += 1
            self._found.held += item.quarantined
            if not (item.quarantined or item.baseline):
                self._judge(item, true.get(key), again=seen[key] > 1)
        self._account_for(set(seen))

    def _judge(self, item: Item, publication: Publication | None, *, again: bool) -> None:
        if publication is None or again:
            self._found.false_new.append((self._id, item.url))
        elif self._poured(item, publication):
            self._found.poured.append((self._id, item.url))
        elif publication.published < self._season.begun:
            self._found.resurfaced += 1

    def _account_for(self, seen: set[str]) -> None:
        served = {plain(link) for link in self._season.world.served[self._channel.id]}
        truth = self._channel.stream.between(self._season.begun, self._season.ended)
        wanted = [p for p in truth if wants(self._source, p)]
        self._found.published += len(wanted)
        for publication in wanted:
            if plain(publication.link) in seen:
                self._found.archived += 1
            elif plain(publication.link) in served:
                self._found.missing.append((self._id, publication.link))
            else:
                self._found.unlisted[self._why_unseen(publication)] += 1

    def _poured(self, item: Item, publication: Publication) -> bool:
        """Whether only a flood brought it: its publisher did not truly list it when it came."""
        injected = self._season.world.fault(self._channel.id, item.first_seen)
        if injected is None or injected.fault.name != "floods":
            return False
        return publication not in self._season.world.listed(self._channel.id, item.first_seen)

    def _why_unseen(self, publication: Publication) -> str:
        faults = [f for f in self._season.world.faults if f.channel == self._channel.id]
        last = max((f.last for f in faults), default=None)
        if any(f.first <= publication.published < f.last for f in faults):
            over = last is not None and last < self._season.ended
            return "gone again before the fault ended" if over else "under a fault"
        polled = [m for m, r in self._season.polls if r.source == self._id and m >= publication.published]
        return "gone again before the next poll" if polled else "not polled again before the end"


def _truly_still(season: Season, row: FaultRow) -> bool:
    """Whether a source that is said to be silent truly published nothing for so long: then the word is right."""
    stream = season.channels[row.source].stream
    silent = row.fault in ("silent", "same-old")
    return silent and not stream.between(row.noticed - STILL_FOR, row.noticed)


def _told(season: Season, fault: Injected, heard: list[Signal], rows: Iterable[FaultRow]) -> Told:
    found = Told(fault.channel, fault.fault.name, fault.first, fault.last)
    sources = {id_ for id_, channel in season.channels.items() if channel.id == fault.channel}
    for signal in heard:
        if signal.source in sources and fault.first <= signal.at < fault.last:
            found.noticed, found.by = signal.at, signal.name
            break
    told = [row.told for row in rows if row.source in sources and row.told]
    found.mailed = min((at for at in told if fault.first <= at < fault.last), default=None)
    return found


def _faulty(season: Season, source: str, moment: datetime) -> bool:
    """Whether a fault is there, or the day after one: what it left behind may still be told."""
    channel, after = season.channels[source].id, timedelta(days=1)
    return any(f.channel == channel and f.first <= moment < f.last + after for f in season.world.faults)


def plain(link: str) -> str:
    """What stays of an address whatever a fault or a publisher's habit does: its number, or path and query."""
    number = _CELEX.search(link)
    if number:
        return number[0]
    parts = urlsplit(link)
    path = re.sub(r"/(?:\.?/)*", "/", parts.path).rstrip("/")
    query = "&".join(p for p in parts.query.split("&") if p and not p.startswith("utm_"))
    return f"{path}?{query}" if query else path


def table(found: Reckoning) -> str:
    """The reckoning, for people."""
    told = (
        f"published {found.published}, archived {found.archived}, missing {len(found.missing)}, "
        f"false new {len(found.false_new)}, old ones let in by floods {len(found.poured)}, held back {found.held}, "
        f"resurfaced {found.resurfaced}, false alarms {len(found.false_alarms)}"
    )
    lines = [told, *(f"  never to be seen: {count} {why}" for why, count in found.unlisted.items())]
    lines += [f"  missing: {id_} {link}" for id_, link in found.missing[:SHOWN]]
    lines += [f"  false new: {id_} {link}" for id_, link in found.false_new[:SHOWN]]
    lines += [f"  poured: {id_} {link}" for id_, link in found.poured[:SHOWN]]
    lines += [f"  false alarm: {id_} {at:%d %b %H:%M} {rule}" for id_, at, rule in found.false_alarms[:SHOWN]]
    return "\n".join([*lines, "", *fault_table(found)])


def summary(found: Reckoning) -> list[str]:
    """What came of it, as a table of two columns."""
    rows = [
        ("published", found.published),
        ("archived", found.archived),
        ("missing", len(found.missing)),
        *((f"never to be seen: {why}", count) for why, count in found.unlisted.items()),
        ("twice, or never published", len(found.false_new)),
        ("old, and let in as news", len(found.poured)),
        ("held back for a person to look at", found.held),
        ("old, and truly listed anew by their publisher", found.resurfaced),
        ("false alarms", len(found.false_alarms)),
    ]
    return ["| items | |", "|---|---:|", *(f"| {name} | {count:,} |" for name, count in rows)]


def fault_table(found: Reckoning) -> list[str]:
    """A line for each sort of fault: how often, how often noticed and by what, after how long, how often mailed."""
    lines = [
        "| fault | times | noticed | after | first sign | mailed | after |",
        "|---|---:|---:|---:|---|---:|---:|",
    ]
    for name in sorted({told.fault for told in found.faults}):
        of_it = [told for told in found.faults if told.fault == name]
        noticed = [told.noticed - told.first for told in of_it if told.noticed]
        mailed = [told.mailed - told.first for told in of_it if told.mailed]
        signs = Counter(told.by for told in of_it if told.by)
        first = ", ".join(f"{sign} {count}" for sign, count in signs.most_common(3))
        lines.append(
            f"| {name} | {len(of_it)} | {len(noticed)} | {_spans(noticed)} | {first} | {len(mailed)} | {_spans(mailed)} |"
        )
    return lines


def _spans(spans: list[timedelta]) -> str:
    """The shortest, middle and longest of some spans, in hours or days."""
    hours = sorted(span / timedelta(hours=1) for span in spans)
    if not hours:
        return ""
    told = [hours[0], hours[len(hours) // 2], hours[-1]]
    return " · ".join(f"{h:.0f} h" if h < 72 else f"{h / 24:.0f} d" for h in dict.fromkeys(told))
