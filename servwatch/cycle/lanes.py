"""The fetching half of a poll: one lane a host, so that a slow or paced host keeps no other waiting."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from servwatch.archive.source_state import SourceState
from servwatch.cycle.clock import Clock
from servwatch.cycle.harvesting import Answer
from servwatch.cycle.mail_links import KnownLinks, no_links, remembered, resolve, resolves, whole_mail
from servwatch.cycle.reading_on import ReadingOn, telling_of_more
from servwatch.cycle.source_memory import request, settled
from servwatch.fetch import Fetcher
from servwatch.model import Fetched, RawItem, Request, Source, Verdict
from servwatch.sources.parser_pool import ParserPool

BODIES_WAITING = 64
"""Bodies that may wait for the parser at once: what bounds the memory of a large poll."""


async def _nothing(_answer: Answer) -> Sequence[RawItem]:
    return ()


@dataclass(slots=True)
class Lanes:
    """Fetches sources and has their bodies parsed; `answered` gets each answer as it comes,
    and may keep it waiting.

    `unread` tells which items of an answer are new and lack what their own pages may say. From `ends` on, a time
    of the running loop's clock, nothing more is asked, and what came is answered as far as it came.
    """

    fetcher: Fetcher
    parser: ParserPool
    answered: Callable[[Answer], Awaitable[None]]
    clock: Clock
    timezone: str
    width: int  # requests at once to one host
    stopping: Callable[[], bool] = lambda: False
    unread: Callable[[Answer], Awaitable[Sequence[RawItem]]] = _nothing
    known_links: KnownLinks = no_links
    ends: float | None = None
    resolving: bool = True  # whether links of mails are asked where they lead

    async def drive(self, sources: Iterable[Source], states: Mapping[str, SourceState]) -> None:
        """Go through all sources, or until it is time to stop."""
        lanes: dict[str, deque[Source]] = {}
        for source in sources:
            lanes.setdefault(urlsplit(source.url).hostname or "", deque()).append(source)
        room = asyncio.Semaphore(BODIES_WAITING)
        reader = ReadingOn(
            self.fetcher, self.parser, self.clock, self.timezone, room, self.stopping, self.ends
        )
        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                for _ in range(min(self.width, len(lane))):
                    group.create_task(self._lane(lane, states, group, reader))

    async def _lane(
        self,
        lane: deque[Source],
        states: Mapping[str, SourceState],
        group: asyncio.TaskGroup,
        reader: ReadingOn,
    ) -> None:
        while lane and not reader.is_over():
            source = lane.popleft()
            now = self.clock.now()
            state = settled(source, states.get(source.id), now)
            asked = request(source, state, now)
            fetched = await self.fetcher.fetch(asked)
            if fetched.verdict is Verdict.OK:
                await reader.room.acquire()
                group.create_task(self._read(source, state, asked, fetched, reader))
            else:
                await self.answered(Answer(source, state, fetched, None, self.clock.now()))

    async def _read(
        self, source: Source, state: SourceState, asked: Request, fetched: Fetched, reader: ReadingOn
    ) -> None:
        """Parse the first answer of a poll, which has its place in the room already, and read on."""
        now = self.clock.now()
        try:
            first = await reader.parse(source, asked, fetched)
            if asked.expects == "mail":
                first = await whole_mail(reader, source, asked, fetched, first)
                fetched, first = remembered(fetched, first)
            resolving = self.resolving and resolves(source)
            if not first.follow and source.detail is None and not resolving:
                await self.answered(Answer(source, state, fetched, telling_of_more(source, first), now))
                return
        finally:
            reader.room.release()
        fetched, parsed = await reader.whole(source, asked, fetched, first)
        if resolving:
            parsed = await resolve(reader, source, parsed, self.known_links)
        answer = Answer(source, state, fetched, telling_of_more(source, parsed), now)
        if source.detail is not None and parsed.items:
            details = await reader.details(source, await self.unread(answer))
            answer = replace(answer, details=details)
        if not self.stopping():  # else it may not have been read to its end: it stays due
            await self.answered(answer)
