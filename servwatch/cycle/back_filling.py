"""Read the past of a source: page after page, back to a day, politely, and on from where it was broken off.

What is found is stored as part of the baseline: it can be searched, counted and explained. As with a new
source, a digest may tell of it only what lies within its lookback. Each page is stored before the next one is asked for, together with where to go on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any

from servwatch.archive.archive import Archive
from servwatch.archive.back_fills import BackFill
from servwatch.cycle.clock import Clock
from servwatch.cycle.harvesting import Answer, Harvester
from servwatch.cycle.locks import lock
from servwatch.cycle.reading_on import ReadingOn
from servwatch.cycle.source_memory import first_state, reading
from servwatch.errors import LockHeld
from servwatch.fetch import Fetcher
from servwatch.model import Fetched, Parsed, Request, Settings, Source, Verdict
from servwatch.sources import KINDS
from servwatch.sources.parser_pool import ParserPool
from servwatch.sources.past import Past, halves, past_of
from servwatch.sources.selection import select

NEWEST_ONLY = "it gives its newest items only"
STOPPED = "it was stopped"
CUT = "More was there than was given, in what ends on {days}."
LOCK_EVERY = 1.0
"""Seconds between two tries to get the lock of a cycle: a run in between goes first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page that was read."""

    source: str
    pages: int  # so far
    items: int  # stored so far
    oldest: date | None  # on this page


@dataclass(frozen=True, slots=True)
class Filled:
    """How far the past of a source was read. `fault` says why it was broken off; "" where it came to its end.

    `note` says what of it was not given, though it was asked for.
    """

    source: str
    since: date
    pages: int
    items: int
    fault: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where to go on: the pages that wait, the times still to be asked for, what the last page held.

    `narrowed` are the windows that were halved, by the times they end at; `cut` the days at which windows end
    of which more was there than was given.
    """

    waiting: tuple[tuple[Request, int], ...] = ()
    moments: tuple[datetime, ...] = ()
    shown: str = ""
    narrowed: Mapping[datetime, timedelta] = field(default_factory=dict)
    cut: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "waiting": [
                [r.url, r.method, r.content.decode("latin-1"), r.content_type, n] for r, n in self.waiting
            ],
            "moments": [moment.isoformat() for moment in self.moments],
            "shown": self.shown,
            "narrowed": {m.isoformat(): window.total_seconds() for m, window in self.narrowed.items()},
            "cut": list(self.cut),
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> _Place:
        waiting = tuple(
            (Request(url, method=method, content=content.encode("latin-1"), content_type=kind), number)
            for url, method, content, kind, number in kept["waiting"]
        )
        narrowed = {
            datetime.fromisoformat(moment): timedelta(seconds=seconds)
            for moment, seconds in kept.get("narrowed", {}).items()
        }
        moments = tuple(map(datetime.fromisoformat, kept["moments"]))
        return cls(waiting, moments, kept["shown"], narrowed, tuple(kept.get("cut", ())))


@dataclass(frozen=True, slots=True)
class BackFiller:
    """Reads the past of sources. `told` hears of each page; `stopping` ends it after one."""

    settings: Settings
    archive: Archive
    harvester: Harvester
    clock: Clock
    run: int
    told: Callable[[Step], None] = lambda _: None
    stopping: Callable[[], bool] = lambda: False

    def fill(self, source: Source, since: date) -> Filled:
        """Read a source back to a day. Raises what is wrong inside, such as ArchiveError; never for the world."""
        return asyncio.run(self._fill(source, since))

    async def _fill(self, source: Source, since: date) -> Filled:
        start = datetime.combine(since, time(), self.settings.timezone)
        past = past_of(source, start, self.clock.now())
        if past is None:
            return Filled(source.id, since, 0, 0, NEWEST_ONLY)
        progress = self._begun(source, since, past)
        parser = ParserPool(1)
        try:
            async with Fetcher(self.settings.fetch) as fetcher:
                room, zone = asyncio.Semaphore(1), self.settings.timezone.key
                reader = ReadingOn(fetcher, parser, self.clock, zone, room, self.stopping)
                return await _Walk(self, past, start, progress, reader).to_the_end()
        finally:
            await parser.aclose()

    def _begun(self, source: Source, since: date, past: Past) -> BackFill:
        """Where it was broken off, where that was for the same day and the source is read as it was then."""
        begun = BackFill(source.id, reading(source), since, _Place(moments=past.moments).to_json())
        known = self.archive.back_fills.get(source.id)
        alike = known is not None and (known.since, known.reading) == (since, begun.reading)
        return known if known is not None and alike and known.finished is None else begun

    async def keep(self, answer: Answer, progress: BackFill) -> int:
        """Store what a page holds, and then how far it has come; how many items were not known."""
        while True:
            try:
                with lock(self.archive.database, "cycle"):
                    states = self.archive.sources.all()
                    state = states.get(answer.source.id) or first_state(answer.source, answer.at)
                    harvest = self.harvester.harvest_past(replace(answer, state=state))
                    self.archive.store(self.run, [harvest])
                    self.archive.back_fills.put(replace(progress, items=progress.items + len(harvest.new)))
                    return len(harvest.new)
            except LockHeld:
                await asyncio.sleep(LOCK_EVERY)


class _Walk:
    """The way back through one source."""

    def __init__(
        self,
        filler: BackFiller,
        past: Past,
        start: datetime,
        progress: BackFill,
        reader: ReadingOn,
    ) -> None:
        self._filler, self._source, self._start = filler, past.source, start
        self._progress, self._place = progress, _Place.of(progress.cursor)
        self._reader = reader

    async def to_the_end(self) -> Filled:
        """Read page after page; breaks off where one cannot be read, which the next time is the first."""
        while (asked := self._next()) is not None:
            if self._filler.stopping():
                return self._ended(STOPPED)
            request, page = asked
            fault = await self._step(request, page)
            if fault:
                return self._ended(fault)
        self._filler.archive.back_fills.put(replace(self._progress, finished=self._filler.clock.now()))
        return self._ended("")

    def _next(self) -> tuple[Request, int] | None:
        place = self._place
        if place.waiting:
            return place.waiting[0]
        if place.moments:
            end = place.moments[0]
            window = {"window": place.narrowed[end]} if end in place.narrowed else {}
            source = replace(self._source, options={**self._source.options, **window})
            return KINDS[source.kind].request(source, end), 1
        return None

    async def _step(self, request: Request, page: int) -> str:
        """Read one page, and note where to go on; why it could not be read, "" where it was."""
        first = KINDS[self._source.kind].request(self._source, self._filler.clock.now())
        asked = replace(
            first, url=request.url, method=request.method, content=request.content, content_type=request.content_type
        )  # fmt: skip
        fetched = await self._reader.fetcher.fetch(asked)
        if fetched.verdict is Verdict.GONE and page > 1:  # there are no more pages
            return await self._note(fetched, Parsed(Verdict.EMPTY, fetched.rule), page)
        if fetched.verdict is not Verdict.OK:
            return fetched.rule
        parsed = await self._reader.parse(self._source, asked, fetched, page)
        if not parsed.verdict.good and page == 1:
            return parsed.rule
        if parsed.cut and page == 1 and self._halved():
            return ""
        return await self._note(fetched, parsed, page)

    def _halved(self) -> bool:
        """Whether the window that was asked for can be asked for in halves, which then stand in its place."""
        place = self._place
        parts = halves(self._source, place.moments[0], place.narrowed.get(place.moments[0]))
        if parts:
            ends, narrowed = (*parts, *place.moments[1:]), {**place.narrowed, **parts}
            self._place = replace(place, moments=ends, narrowed=narrowed)
        return bool(parts)

    async def _note(self, fetched: Fetched, parsed: Parsed, page: int) -> str:
        shown = _digest(parsed)
        wanted = self._since(select(parsed, self._source))
        state = first_state(self._source, self._filler.clock.now())
        answer = Answer(
            self._source, replace(state, baselined=True), fetched, wanted, self._filler.clock.now()
        )
        if self._source.detail is not None and wanted.items:
            details = await self._reader.details(
                self._source, self._filler.harvester.unread(answer, past=True)
            )
            answer = replace(answer, details=details)
        if self._filler.stopping():  # else items would be kept without what their pages say
            return STOPPED
        follow = () if self._over(parsed, shown) else tuple((r, page + 1) for r in parsed.follow)
        self._move_on(follow, shown, cut=bool(parsed.cut))
        progress = replace(self._progress, pages=self._progress.pages + 1, cursor=self._place.to_json())
        stored = await self._filler.keep(answer, progress)
        self._progress = replace(progress, items=progress.items + stored)
        days = [item.published.date() for item in parsed.items if item.published]
        self._filler.told(
            Step(self._source.id, self._progress.pages, self._progress.items, min(days, default=None))
        )
        return ""

    def _since(self, parsed: Parsed) -> Parsed:
        """What may be of the time that is asked for; what bears no date may."""
        items = (i for i in parsed.items if (i.published or i.updated or self._start) >= self._start)
        return replace(parsed, items=tuple(items))

    def _over(self, parsed: Parsed, shown: str) -> bool:
        """Whether nothing that is wanted can stand behind a page: all older, or the same page again."""
        dates = [item.published for item in parsed.items if item.published]
        older = bool(dates) and max(dates) < self._start
        return older or (bool(parsed.items) and shown == self._place.shown)

    def _move_on(self, follow: tuple[tuple[Request, int], ...], shown: str, *, cut: bool) -> None:
        place = self._place
        if place.waiting:
            self._place = replace(place, waiting=(*place.waiting[1:], *follow), shown=shown)
            return
        end, *earlier = place.moments
        narrowed = {moment: window for moment, window in place.narrowed.items() if moment != end}
        days = (*place.cut, str(end.date())) if cut else place.cut
        self._place = _Place(follow, tuple(earlier), shown, narrowed, days)

    def _ended(self, fault: str) -> Filled:
        progress = self._progress
        note = CUT.format(days=", ".join(self._place.cut)) if self._place.cut else ""
        return Filled(progress.source, progress.since, progress.pages, progress.items, fault, note)


def _digest(parsed: Parsed) -> str:
    """A short name of what a page lists."""
    return blake2b(repr([(i.url, i.title) for i in parsed.items]).encode(), digest_size=8).hexdigest()
