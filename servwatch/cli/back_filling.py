"""`fetch --since`: read sources back to a day, with a bar, and tell how far it came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from servwatch.cli.invocation import Invocation
from servwatch.cli.time_options import clock_of

if TYPE_CHECKING:
    from servwatch.cycle.back_filling import Filled, Step
    from servwatch.cycle.configuration import InForce


EARLIEST = 1990
"""No site has a past before the web."""


def require_past(current: InForce, only: Sequence[str], since: date, now: str | None) -> None:
    """Raise UsageError where no source is named, one is unknown, or has no past that can be asked for."""
    from datetime import datetime, time

    from servwatch.cli.known_names import require_sources
    from servwatch.errors import UsageError
    from servwatch.sources.past import past_of

    if not only:
        raise UsageError(
            "--since reads back the sources that are named, and none is",
            remedy="Name them: servwatch fetch cor-news --since 2026-01-01.",
        )
    require_sources(current.settings, only)
    if since.year < EARLIEST:
        raise UsageError("{day} is too long ago", remedy=f"Give a day from {EARLIEST} on.", day=str(since))
    zone = current.settings.timezone
    start, present = datetime.combine(since, time(), zone), clock_of(now, zone.key).now()
    if start >= present:
        raise UsageError("--since {day} is not in the past", remedy="Give an earlier day.", day=str(since))
    sources = [source for source in current.settings.sources if source.id in only]
    short = [source.id for source in sources if past_of(source, start, present) is None]
    if short:
        raise UsageError(
            "{ids} cannot be read back: such a source gives its newest items only",
            remedy="Where the site has a list with further pages, or a sitemap, describe that as a source of its own"
            " (enabled = false will do), and read it back.",
            ids=", ".join(short),
        )


def read_back(
    here: Invocation, current: InForce, only: Sequence[str], since: date, now: str | None
) -> list[Filled]:
    """Read each source back, one after another; Ctrl-C ends it after a page."""
    import random

    from servwatch.cli.progress import bar
    from servwatch.cycle.back_filling import BackFiller
    from servwatch.cycle.configuration import understanding_of
    from servwatch.cycle.harvesting import Harvester

    settings, clock = current.settings, clock_of(now, current.settings.timezone.key)
    with here.open(current) as archive, bar("Reading back", quiet=here.quiet) as progress:

        def told(step: Step) -> None:
            oldest = f", back to {step.oldest}" if step.oldest else ""
            progress.advance(f"{step.source}: {step.items} items{oldest}")

        run = archive.runs.last("fetch")
        harvester = Harvester(
            archive,
            understanding_of(settings),
            settings.timezone,
            settings.fetch.ceiling,
            random.SystemRandom(),
        )
        filler = BackFiller(settings, archive, harvester, clock, run.id if run else 0, told)
        return [filler.fill(source, since) for source in settings.sources if source.id in only]


def tell_filled(filled: Sequence[Filled], *, quiet: bool) -> None:
    """Say how far each source was read back; `quiet` leaves those that were broken off."""
    from servwatch.cli.printing import plural, say

    for one in filled:
        done = f"{one.source}: {plural(one.items, 'item')} of before on {plural(one.pages, 'page')}"
        if one.fault:
            say(f"{done}; broken off: {one.fault} The same command goes on from there.", style="doubt")
        elif not quiet:
            say(f"{done}, back to {one.since}.")
        if one.note:
            say(f"{one.source}: {one.note}", style="doubt")
