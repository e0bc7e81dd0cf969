"""The fetching half of a poll: one lane a host, so that a slow or paced host keeps no other waiting."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from servwatch.archive.source_state import SourceState
from servwatch.cycle.clock import Clock
from servwatch.cycle.harvesting import Answer
from servwatch.cycle.source_memory import request, settled
from servwatch.fetch import Fetcher
from servwatch.model import Fetched, Source, Verdict
from servwatch.sources import ParseContext
from servwatch.sources.parser_pool import ParserPool

BODIES_WAITING = 64
"""Bodies that may wait for the parser at once: what bounds the memory of a large poll."""


@dataclass(slots=True)
class Lanes:
    """Fetches sources and has their bodies parsed; `answered` gets each answer as it comes,
    and may keep it waiting.
    """

    fetcher: Fetcher
    parser: ParserPool
    answered: Callable[[Answer], Awaitable[None]]
    clock: Clock
    timezone: str
    width: int  # requests at once to one host
    stopping: Callable[[], bool] = lambda: False

    async def drive(self, sources: Iterable[Source], states: Mapping[str, SourceState]) -> None:
        """Go through all sources, or until it is time to stop."""
        lanes: dict[str, deque[Source]] = {}
        for source in sources:
            lanes.setdefault(urlsplit(source.url).hostname or "", deque()).append(source)
        room = asyncio.Semaphore(BODIES_WAITING)
        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                for _ in range(min(self.width, len(lane))):
                    group.create_task(self._lane(lane, states, group, room))

    async def _lane(
        self,
        lane: deque[Source],
        states: Mapping[str, SourceState],
        group: asyncio.TaskGroup,
        room: asyncio.Semaphore,
    ) -> None:
        while lane and not self.stopping():
            source = lane.popleft()
            state = settled(source, states.get(source.id), self.clock.now())
            fetched = await self.fetcher.fetch(request(source, state))
            if fetched.verdict is Verdict.OK:
                await room.acquire()
                group.create_task(self._parse(source, state, fetched, room))
            else:
                await self.answered(Answer(source, state, fetched, None, self.clock.now()))

    async def _parse(
        self, source: Source, state: SourceState, fetched: Fetched, room: asyncio.Semaphore
    ) -> None:
        try:
            now = self.clock.now()
            context = ParseContext.of(source, fetched, now=now, timezone=self.timezone)
            parsed = await self.parser.parse(source.kind, fetched.body, context)
            await self.answered(Answer(source, state, fetched, parsed, now))
        finally:
            room.release()
