"""Months of runs over the simulated institutions, and the reckoning of what came of them.

Every publication that an answer really carried must be in the archive, once; nothing else may be there as
new. A fault counts as noticed with the first verdict that is not good, or the first quarantine.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from servwatch.archive.archive import Archive
from servwatch.archive.items import ItemQuery
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.cycle.cycle import Plan, Watchers, run_cycle
from servwatch.cycle.poll import PollResult
from servwatch.model import Item
from tests.cycle.watch import Watch
from tests.institutions import Publication, World
from tests.institutions.faults import Fault

HOURS = (6.5, 10.5, 14.5, 20.5)
SHOWN = 15
"""So many of what should not be are shown one by one."""
PATIENCE = "2s"
"""How long a source is waited for that will once not answer; the others get the usual time."""
_KEPT = (
    "name",
    "body",
    "kind",
    "languages",
    "every",
    "include",
    "exclude",
    "identity",
    "user_agent",
    "accept",
)


@dataclass(slots=True)
class Told:
    """What is known of one fault once the days are over."""

    source: str
    fault: str
    first: datetime
    last: datetime
    noticed: datetime | None = None
    by: str = ""

    @property
    def after(self) -> str:
        """How long it went unnoticed, in hours."""
        return f"{(self.noticed - self.first) / timedelta(hours=1):.0f} h" if self.noticed else "never"


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


class Season:
    """A watch over a world for some days."""

    def __init__(self, watch: Watch, world: World, sources: list[dict[str, Any]]) -> None:
        self.watch, self.world = watch, world
        self.sources = {source["id"]: source for source in sources}
        self.polls: list[tuple[datetime, PollResult]] = []
        self.begun: datetime | None = None
        self.ended: datetime | None = None
        watch.fetch = f'ca_file = "{watch.internet.ca_file}"'

    def inject(self, source: str, fault: Fault, first: datetime, days: float) -> None:
        """Let a source have a fault."""
        self.world.inject(source, fault, first, first + timedelta(days=days))

    def live(self, first: datetime, days: int, hours: tuple[float, ...] = HOURS) -> None:
        """Run at these hours of each day, as cron would."""
        silent = {f.channel for f in self.world.faults if f.fault.name == "times out"}
        for id_, source in self.sources.items():
            keys = {key: source[key] for key in _KEPT if key in source}
            more = {"timeout": PATIENCE} if id_ in silent else {}
            self.watch.source(id_, source["url"], **keys, **more)
        self.watch.write()
        current = in_force(self.watch.path, {})
        assert not current.problems
        rng = random.Random(7)
        self.begun = first
        for id_ in self.sources:
            self.world.listed(id_, first)  # makes the past of each publisher before anybody waits for it
        with Archive(current.settings.database) as archive:
            for moment in (first + timedelta(days=d, hours=h) for d in range(days) for h in hours):
                self.world.now = self.ended = moment
                report = run_cycle(current, archive, FixedClock(moment), Plan(), Watchers(rng=rng))
                self.polls += [(moment, result) for result in report.polls]

    def reckon(self) -> Reckoning:
        """Hold the archive against the truth."""
        found = Reckoning()
        items: dict[str, list[Item]] = defaultdict(list)
        with self.watch.archive() as archive:
            for query in (ItemQuery(), ItemQuery(quarantined=True)):
                for item, _ in archive.items.find(query):
                    items[item.source].append(item)
        for id_ in self.sources:
            self._compare(id_, items[id_], found)
        found.faults = [self._told(f.channel, f.fault.name, f.first, f.last) for f in self.world.faults]
        found.false_alarms = [
            (result.source, moment, result.rule or result.verdict)
            for moment, result in self.polls
            if _alarming(result) and not self._faulty(result.source, moment)
        ]
        return found

    def _compare(self, id_: str, items: list[Item], found: Reckoning) -> None:
        assert self.begun is not None
        assert self.ended is not None
        stream = self.world.channels[id_].stream
        true = {plain(p.link): p for p in stream.until(self.ended)}
        served = {plain(link) for link in self.world.served[id_]}
        seen: Counter[str] = Counter()
        for item in {item.id: item for item in items}.values():
            key = plain(item.url)
            seen[key] += 1
            found.held += item.quarantined
            if item.quarantined or item.baseline:
                continue
            publication = true.get(key)
            if publication is None or seen[key] > 1:
                found.false_new.append((id_, item.url))
            elif self._poured(id_, item, publication):
                found.poured.append((id_, item.url))
            elif publication.published < self.begun:
                found.resurfaced += 1
        wanted = [p for p in stream.between(self.begun, self.ended) if self._wanted(id_, p)]
        found.published += len(wanted)
        for publication in wanted:
            key = plain(publication.link)
            if key in seen:
                found.archived += 1
            elif key in served:
                found.missing.append((id_, publication.link))
            else:
                found.unlisted[self._why_unseen(id_, publication)] += 1

    def _poured(self, id_: str, item: Item, publication: Publication) -> bool:
        """Whether only a flood brought it: its publisher did not truly list it when it came."""
        injected = self.world.fault(id_, item.first_seen)
        if injected is None or injected.fault.name != "floods":
            return False
        return publication not in self.world.listed(id_, item.first_seen)

    def _wanted(self, id_: str, publication: Publication) -> bool:
        include = self.sources[id_].get("include", [])
        return not include or any(pattern in publication.link for pattern in include)

    def _why_unseen(self, id_: str, publication: Publication) -> str:
        last = max((f.last for f in self.world.faults if f.channel == id_), default=None)
        if any(f.first <= publication.published < f.last for f in self.world.faults if f.channel == id_):
            return "gone again before the fault ended" if last and last < self.ended else "under a fault"
        later = [moment for moment, r in self.polls if r.source == id_ and moment >= publication.published]
        return "gone again before the next poll" if later else "not polled again before the end"

    def _told(self, source: str, fault: str, first: datetime, last: datetime) -> Told:
        for moment, result in self.polls:
            if result.source == source and first <= moment < last and _alarming(result):
                return Told(
                    source, fault, first, last, moment, result.rule or f"{result.quarantined} held back"
                )
        return Told(source, fault, first, last)

    def _faulty(self, source: str, moment: datetime) -> bool:
        """Whether a fault is there, or the day after one: what it left behind may still be told."""
        return any(
            f.channel == source and f.first <= moment < f.last + timedelta(days=1) for f in self.world.faults
        )


def plain(link: str) -> str:
    """What stays of an address whatever a fault or a publisher's habit does: path and query."""
    parts = urlsplit(link)
    path = re.sub(r"/(?:\.?/)*", "/", parts.path).rstrip("/")
    query = "&".join(p for p in parts.query.split("&") if p and not p.startswith("utm_"))
    return f"{path}?{query}" if query else path


def _alarming(result: PollResult) -> bool:
    return not result.verdict.good or result.quarantined > 0


def table(found: Reckoning) -> str:
    """The reckoning, for people."""
    told = (
        f"published {found.published}, archived {found.archived}, missing {len(found.missing)}, "
        f"false new {len(found.false_new)}, old ones let in by floods {len(found.poured)}, held back {found.held}, resurfaced {found.resurfaced}, "
        f"false alarms {len(found.false_alarms)}"
    )
    lines = [
        told,
        *(f"  never to be seen: {count} {why}" for why, count in found.unlisted.items()),
    ]
    lines += [f"  missing: {id_} {link}" for id_, link in found.missing[:SHOWN]]
    lines += [f"  false new: {id_} {link}" for id_, link in found.false_new[:SHOWN]]
    lines += [
        f"  false alarm: {id_} {moment:%d %b %H:%M} {rule}"
        for id_, moment, rule in found.false_alarms[:SHOWN]
    ]
    lines.append(f"  {'fault':<18} {'times':>5} {'noticed':>7}  after")
    for name in dict.fromkeys(told.fault for told in found.faults):
        of_it = [told for told in found.faults if told.fault == name]
        noticed = [told for told in of_it if told.noticed]
        spans = sorted(t.noticed - t.first for t in noticed if t.noticed)
        after = (
            f"{spans[0] / timedelta(hours=1):.0f} to {spans[-1] / timedelta(hours=1):.0f} h"
            if spans
            else "never"
        )
        lines.append(f"  {name:<18} {len(of_it):>5} {len(noticed):>7}  {after}")
    return "\n".join(lines)
