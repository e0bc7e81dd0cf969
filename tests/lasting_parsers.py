"""Parser processes that live as long as the tests do, for cycles that follow each other in one process.

They are those of the product, with its limits and behind its pipes; only their start, a quarter of a second
of processor time each, is not paid again for each of the thousands of cycles that tests run. How the
processes of one cycle start and end is shown by the tests of the pool, the command line and the service.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
from functools import cache

from servwatch.cycle.poll import PARSERS
from servwatch.model import Parsed
from servwatch.sources.parser_pool import ParserPool
from servwatch.sources.source_kind import ParseContext


class LastingParsers:
    """A pool in an event loop of its own, since that of a cycle ends with it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="lasting parsers", daemon=True)
        self._thread.start()
        self._pool = ParserPool(PARSERS)
        atexit.register(self.end)

    async def parse(self, kind: str, body: bytes, context: ParseContext) -> Parsed:
        """What the pool makes of a document, asked from any event loop."""
        reading = asyncio.run_coroutine_threadsafe(self._pool.parse(kind, body, context), self._loop)
        return await asyncio.wrap_future(reading)

    def end(self) -> None:
        """End the processes, and the loop."""
        asyncio.run_coroutine_threadsafe(self._pool.aclose(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@cache
def lasting() -> LastingParsers:
    """Those of this test process, started when first asked for."""
    return LastingParsers()


class LentParsers(ParserPool):
    """What a cycle is given in place of a pool of its own. Closed, it takes no more, and they live on."""

    async def parse(self, kind: str, body: bytes, context: ParseContext) -> Parsed:
        if self._closed:
            return await super().parse(kind, body, context)
        return await lasting().parse(kind, body, context)
