"""Read back the sources that a person names: may it be asked for, and with what it is done."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from servwatch.archive.archive import Archive
from servwatch.cycle.back_filling import BackFiller, Filled, Step
from servwatch.cycle.clock import Clock
from servwatch.cycle.configuration import understanding_of
from servwatch.cycle.harvesting import Harvester
from servwatch.errors import UsageError
from servwatch.model import Settings, Source
from servwatch.sources.past import past_of

EARLIEST = 1990
"""No site has a past before the web."""


def require_past(settings: Settings, sources: Sequence[Source], since: date, now: datetime) -> None:
    """Raise UsageError for a day that cannot be asked for, or sources that have no past that can be."""
    if since.year < EARLIEST:
        raise UsageError("{day} is too long ago", remedy=f"Give a day from {EARLIEST} on.", day=str(since))
    start = datetime.combine(since, time(), settings.timezone)
    if start >= now:
        raise UsageError("{day} is not in the past", remedy="Give an earlier day.", day=str(since))
    short = [source.id for source in sources if past_of(source, start, now) is None]
    if short:
        raise UsageError(
            "{ids} cannot be read back: such a source gives its newest items only",
            remedy="Where the site has a list with further pages, or a sitemap, describe that as a source of its own"
            " (enabled = false will do), and read it back.",
            ids=", ".join(short),
        )


def read_back(
    settings: Settings,
    archive: Archive,
    clock: Clock,
    sources: Sequence[Source],
    since: date,
    told: Callable[[Step], None],
    stopping: Callable[[], bool] = lambda: False,
) -> list[Filled]:
    """Read each source back to a day, one after another; `told` hears of each page, `stopping` ends it after one."""
    run = archive.runs.last("fetch")
    harvester = Harvester(
        archive, understanding_of(settings), settings.timezone, settings.fetch.ceiling, random.SystemRandom()
    )
    filler = BackFiller(settings, archive, harvester, clock, run.id if run else 0, told, stopping)
    return [filler.fill(source, since) for source in sources]
