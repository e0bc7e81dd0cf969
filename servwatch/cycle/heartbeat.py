"""Call the heartbeat address after a good run, so that somebody notices when runs no longer come."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog

from servwatch.fetch import Fetcher
from servwatch.model import Fetched, Request, Settings

_log = structlog.get_logger(__name__)

PATIENCE = timedelta(seconds=10)


def beat(settings: Settings) -> bool:
    """Call the address. A failure is logged, never more: the watch goes on without its watcher."""
    fetched = asyncio.run(_call(settings))
    alive = fetched.status is not None and fetched.status < 400
    if not alive:
        _log.warning("heartbeat failed", verdict=str(fetched.verdict), rule=fetched.rule)
    return alive


async def _call(settings: Settings) -> Fetched:
    inside = replace(settings.fetch, allow_private=True)  # the administrator named this address
    async with Fetcher(inside) as fetcher:
        return await fetcher.fetch(Request(settings.heartbeat, expects="page", timeout=PATIENCE))
