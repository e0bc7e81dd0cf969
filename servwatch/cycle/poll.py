"""Poll sources: fetch politely, parse in a child process, store in short transactions.

One writer stores whatever answers are ready, several in a transaction, while others are still on
their way.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.intake import Harvest
from servwatch.archive.source_state import SourceState
from servwatch.cycle.clock import Clock
from servwatch.cycle.harvesting import Answer, Harvester
from servwatch.cycle.lanes import Lanes
from servwatch.cycle.mail_links import is_to_mark
from servwatch.cycle.understanding import Understanding
from servwatch.fetch import Fetcher
from servwatch.model import RawItem, Settings, Source, Verdict
from servwatch.sources import KINDS
from servwatch.sources.parser_pool import ParserPool

_log = structlog.get_logger(__name__)

PARSERS = min(2, os.cpu_count() or 1)
"""Parser processes at once: a second one takes 25 MiB, and reads while the first one waits to be heard."""
BATCH = 40
"""Harvests stored in one transaction, where so many are ready."""

NEARLY_UP = 0.9
"""Of the time that polling may take: from then on nothing more is asked, so that what came is kept."""

WAITING = 2 * BATCH
"""Answers that may wait to be stored: parsing is quicker, and must not fill the memory."""


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll gave, for people and machines."""

    source: str
    verdict: Verdict
    rule: str
    seen: int
    new: int
    changed: int
    quarantined: int
    seconds: float
    status: int | None = None


class Poller:
    """Polls the sources of one run. `progress` hears of each result; `stopping` ends it early.

    `parsers` gives so many parser processes, which are closed when the polls are done.
    """

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        understanding: Understanding,
        clock: Clock,
        *,
        run: int,
        rng: random.Random,
        progress: Callable[[PollResult], None] = lambda _: None,
        stopping: Callable[[], bool] = lambda: False,
        parsers: Callable[[int], ParserPool] = ParserPool,
    ) -> None:
        self._settings = settings
        self._archive = archive
        self._clock = clock
        self._run = run
        self._progress = progress
        self._stopping = stopping
        self._parsers = parsers
        self._harvester = Harvester(archive, understanding, settings.timezone, settings.fetch.ceiling, rng)

    def poll(
        self,
        sources: Sequence[Source],
        states: Mapping[str, SourceState],
        *,
        at_most: timedelta | None = None,
    ) -> list[PollResult]:
        """Poll the sources, for at most a time in all; those not reached stay due.

        What the world does ends in the results. Raises only what is wrong inside, such as ArchiveError.
        """
        if not sources:
            return []
        try:
            return asyncio.run(self._poll(sources, states, at_most))
        except* Exception as group:  # noqa: BLE001  # raised again, without its group
            raise _first(group) from None

    async def _poll(
        self, sources: Sequence[Source], states: Mapping[str, SourceState], at_most: timedelta | None
    ) -> list[PollResult]:
        answers: asyncio.Queue[Answer | None] = asyncio.Queue(WAITING)
        seconds = at_most.total_seconds() if at_most else None
        began = asyncio.get_running_loop().time()
        parser = self._parsers(PARSERS)
        try:
            async with Fetcher(self._settings.fetch) as fetcher, asyncio.TaskGroup() as group:
                writer = group.create_task(self._write(answers, fetcher))
                lanes = Lanes(
                    fetcher,
                    parser,
                    answers.put,
                    self._clock,
                    self._settings.timezone.key,
                    self._settings.fetch.per_host,
                    self._stopping,
                    self._unread,
                    self._known_links,
                    ends=began + NEARLY_UP * seconds if seconds is not None else None,
                )
                try:
                    async with asyncio.timeout(seconds):
                        await lanes.drive(sources, states)
                except TimeoutError:
                    _log.warning(
                        "polling stopped, its time was up; what is left stays due", sources=len(sources)
                    )
                await answers.put(None)
            return writer.result()
        finally:
            await parser.aclose()

    async def _unread(self, answer: Answer) -> Sequence[RawItem]:
        return await asyncio.to_thread(self._harvester.unread, answer)

    async def _known_links(self, source: Source, links: Sequence[str]) -> Mapping[str, str]:
        return await asyncio.to_thread(self._harvester.known_links, source, links)

    async def _write(self, answers: asyncio.Queue[Answer | None], fetcher: Fetcher) -> list[PollResult]:
        """Store answers as they come, in batches of what is ready, until None comes."""
        results: list[PollResult] = []
        marking: list[asyncio.Task[None]] = []
        ended = False
        with ThreadPoolExecutor(1, "store") as thread:  # always the same one: memory is kept for each
            while not ended:
                batch = [await answers.get()]
                while not answers.empty() and len(batch) < BATCH:
                    batch.append(answers.get_nowait())
                ended = None in batch
                ready = [answer for answer in batch if answer is not None]
                if ready:
                    stored = asyncio.get_running_loop().run_in_executor(thread, self._store, ready)
                    for result in await stored:
                        results.append(result)
                        self._progress(result)
                    marking += [asyncio.create_task(_mark(fetcher, a)) for a in ready if is_to_mark(a)]
        await asyncio.gather(*marking)
        return results

    def _store(self, answers: Sequence[Answer]) -> list[PollResult]:
        harvests = [self._harvester.harvest(answer) for answer in answers]
        self._archive.store(self._run, harvests)
        return [_result(harvest) for harvest in harvests]


async def _mark(fetcher: Fetcher, answer: Answer) -> None:
    """Mark the messages whose items are kept now; where that fails, the next poll marks them."""
    request = KINDS[answer.source.kind].request(answer.source, answer.at)
    if fault := await fetcher.mark(request, answer.fetched):
        _log.warning("messages could not be marked", source=answer.source.id, rule=fault)


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    """The first fault of a group, since one is enough to stop for."""
    fault = group.exceptions[0]
    return _first(fault) if isinstance(fault, BaseExceptionGroup) else fault


def _result(harvest: Harvest) -> PollResult:
    polled = harvest.polled
    return PollResult(
        harvest.state.source,
        polled.verdict,
        polled.rule,
        polled.seen,
        polled.new,
        polled.changed,
        polled.quarantined,
        polled.seconds,
        polled.status,
    )
