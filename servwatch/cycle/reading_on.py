"""The rest of a poll: what its first answer leads to, and the pages of its new items.

A listing has further pages, an index its parts; both belong to the same poll and are joined to one
answer. Everything is fetched by the same polite fetcher, one request after another for a source.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from servwatch.cycle.clock import Clock
from servwatch.fetch import Fetcher
from servwatch.model import Fetched, Parsed, RawItem, Request, Source, Verdict
from servwatch.sources import ParseContext
from servwatch.sources.article import detail_request, without_refrain
from servwatch.sources.parser_pool import ParserPool
from servwatch.sources.placeholders import named
from servwatch.sources.selection import ALL_LEFT_OUT

MAX_FOLLOW = 20
"""Further requests that one poll of one source may take."""

NOTHING_ANYWHERE = "Its parts can be read, but none of them holds an item."

OUT_OF_TIME = "the time of this run was up."

_HOST_IS_DOWN = (Verdict.BLOCKED, Verdict.TIMEOUT, Verdict.UNREACHABLE)
"""After one of these no further page is asked for in this poll; of pages of items, one may be walled off alone."""
MOST_DOWN = 2
"""Pages of items in a row that may fail so, before the rest is left alone."""


@dataclass(slots=True)
class _Poll:
    """The answers of one poll as they come in."""

    fetched: Fetched  # the first, and then the sum of all
    parts: list[Parsed] = field(default_factory=list)
    failure: Fetched | Parsed | None = None

    def add(self, fetched: Fetched) -> None:
        """Count a further answer."""
        waits = [w for w in (self.fetched.retry_after, fetched.retry_after) if w is not None]
        self.fetched = replace(
            self.fetched,
            wire_bytes=self.fetched.wire_bytes + fetched.wire_bytes,
            seconds=self.fetched.seconds + fetched.seconds,
            retry_after=max(waits, default=None),
        )


@dataclass(slots=True)
class ReadingOn:
    """Reads a poll to its end. `room` bounds the bodies that wait for the parser at once.

    From the time `ends` on nothing more is asked: it is one of the running loop's clock, in seconds.
    """

    fetcher: Fetcher
    parser: ParserPool
    clock: Clock
    timezone: str
    room: asyncio.Semaphore
    stopping: Callable[[], bool]
    ends: float | None = None

    def is_over(self) -> bool:
        """Whether nothing more is to be asked in this run."""
        return self.stopping() or (self.ends is not None and asyncio.get_running_loop().time() >= self.ends)

    async def fetch(self, request: Request) -> Fetched | None:
        """A further answer; None where the time is up, and what came so far is to be kept."""
        try:
            async with asyncio.timeout_at(self.ends):
                return await self.fetcher.fetch(request)
        except TimeoutError:
            return None

    async def parse(self, source: Source, asked: Request, fetched: Fetched, page: int = 1) -> Parsed:
        """What one answer holds."""
        context = ParseContext.of(
            source, fetched, now=self.clock.now(), timezone=self.timezone, asked=asked, page=page
        )
        return await self.parser.parse(source.kind, fetched.body, context)

    async def whole(
        self, source: Source, asked: Request, fetched: Fetched, first: Parsed
    ) -> tuple[Fetched, Parsed]:
        """The poll that began with `first`, with all it led to."""
        if not first.follow:
            return fetched, first
        poll = _Poll(fetched, [first])
        waiting = deque((request, 2) for request in first.follow)
        seen = {(asked.url, asked.content)}
        while waiting and len(seen) <= MAX_FOLLOW and not self.is_over():
            request, page = waiting.popleft()
            if (request.url, request.content) in seen:
                continue
            seen.add((request.url, request.content))
            part = await self._part(source, _like(asked, request), page, poll)
            if part is not None:
                waiting.extend((further, page + 1) for further in part.follow)
            elif poll.failure is not None and poll.failure.verdict in _HOST_IS_DOWN:
                break
        if waiting and poll.failure is None and self.is_over():
            poll.failure = Parsed(Verdict.TIMEOUT, OUT_OF_TIME)
        return _joined(poll)

    async def _part(self, source: Source, request: Request, page: int, poll: _Poll) -> Parsed | None:
        """A further answer, None where it is no good."""
        fetched = await self.fetch(request)
        if fetched is None:
            poll.failure = poll.failure or Parsed(Verdict.TIMEOUT, OUT_OF_TIME)
            return None
        poll.add(fetched)
        if fetched.verdict is not Verdict.OK:
            if not fetched.verdict.good:
                poll.failure = poll.failure or fetched
            return None
        async with self.room:
            parsed = await self.parse(source, request, fetched, page)
        if not parsed.verdict.good:
            poll.failure = poll.failure or parsed
            return None
        poll.parts.append(parsed)
        return parsed

    async def details(self, source: Source, wanted: Sequence[RawItem]) -> dict[str, RawItem]:
        """What the pages of new items say, by the address of the item.

        Those that say nothing are not in it, nor those for which there was no time.
        """
        found: dict[str, RawItem] = {}
        down = 0
        for raw in wanted:
            if self.is_over() or down == MOST_DOWN:
                break
            request = detail_request(source, raw.url)
            fetched = await self.fetch(request)
            if fetched is None:
                break
            down = down + 1 if fetched.verdict in _HOST_IS_DOWN else 0
            if fetched.verdict is not Verdict.OK:
                continue
            async with self.room:
                context = ParseContext.of(
                    source, fetched, now=self.clock.now(), timezone=self.timezone, asked=request
                )
                parsed = await self.parser.parse("article", fetched.body, context)
            if parsed.items:
                found[raw.url] = parsed.items[0]
        return without_refrain(found)


def _like(first: Request, further: Request) -> Request:
    """A further request of a poll: asked as the first was, and never conditional."""
    return replace(
        first,
        url=further.url,
        method=further.method,
        content=further.content,
        content_type=further.content_type,
        etag=None,
        last_modified=None,
    )


def _joined(poll: _Poll) -> tuple[Fetched, Parsed]:
    """All parts as one answer. Items of good parts are kept, whatever befell the others.

    What an index says of itself tells nothing of its parts, and a poll that was not read to its end is
    to be read again: then no validator is remembered.
    """
    first, *_ = poll.parts
    items = tuple(item for part in poll.parts for item in part.items)
    notes = tuple(note for part in poll.parts for note in part.notes)
    cut = next((part.cut for part in poll.parts if part.cut), "")
    fetched = poll.fetched
    if poll.failure is not None or not first.items:
        fetched = replace(fetched, etag=None, last_modified=None, fresh_for=0.0)
    if not items:
        if poll.failure is not None:
            return fetched, Parsed(poll.failure.verdict, poll.failure.rule, notes=notes)
        if any(part.rule == ALL_LEFT_OUT for part in poll.parts):
            return fetched, Parsed(Verdict.EMPTY, ALL_LEFT_OUT, ttl=first.ttl, notes=notes)
        rule = next((part.rule for part in poll.parts if part.verdict is Verdict.EMPTY), NOTHING_ANYWHERE)
        return fetched, Parsed(Verdict.EMPTY, rule, ttl=first.ttl, notes=notes, cut=cut)
    rule = next(part.rule for part in poll.parts if part.items)
    if poll.failure is not None:
        missing = f"A further page could not be read: {poll.failure.rule}"
        rule, notes = f"{rule} {missing}", (*notes, missing)
    partial = poll.failure is not None
    return fetched, Parsed(Verdict.OK, rule, items, ttl=first.ttl, notes=notes, cut=cut, partial=partial)


def telling_of_more(source: Source, parsed: Parsed) -> Parsed:
    """The answer, saying that there is more: in its rule where the source asks for all of some days, else in a note.

    A list without days shows the newest first, and a poll takes as much of it as it was told.
    """
    if not parsed.cut:
        return parsed
    if "since" in named(source.url, source.options):
        return replace(parsed, rule=f"{parsed.rule} {parsed.cut}")
    return replace(parsed, notes=(*parsed.notes, parsed.cut))
