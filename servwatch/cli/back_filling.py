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


def require_past(current: InForce, only: Sequence[str], since: date, now: str | None) -> None:
    """Raise UsageError where no source is named, one is unknown, or has no past that can be asked for."""
    from servwatch.cli.known_names import require_sources
    from servwatch.cycle import reading_back
    from servwatch.errors import UsageError

    if not only:
        raise UsageError(
            "--since reads back the sources that are named, and none is",
            remedy="Name them: servwatch fetch cor-news --since 2026-01-01.",
        )
    require_sources(current.settings, only)
    sources = [source for source in current.settings.sources if source.id in only]
    present = clock_of(now, current.settings.timezone.key).now()
    reading_back.require_past(current.settings, sources, since, present)


def read_back(
    here: Invocation, current: InForce, only: Sequence[str], since: date, now: str | None
) -> list[Filled]:
    """Read each source back, one after another; Ctrl-C ends it after a page."""
    from servwatch.cli.progress import bar
    from servwatch.cycle import reading_back

    settings, clock = current.settings, clock_of(now, current.settings.timezone.key)
    with here.open(current) as archive, bar("Reading back", quiet=here.quiet) as progress:

        def told(step: Step) -> None:
            oldest = f", back to {step.oldest}" if step.oldest else ""
            progress.advance(f"{step.source}: {step.items} items{oldest}")

        sources = [source for source in settings.sources if source.id in only]
        return reading_back.read_back(settings, archive, clock, sources, since, told)


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
