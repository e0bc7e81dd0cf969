"""Months of runs over the simulated institutions, with the entries of the shipped feeds.toml as they are."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.cycle.cycle import Plan, Watchers, run_cycle
from servwatch.cycle.poll import PollResult
from tests.cycle.shipped_sources import channel_of, entry_of, themes
from tests.cycle.watch import Watch
from tests.institutions import Channel, World
from tests.institutions.faults import EVERY, Fault
from tests.lasting_parsers import LentParsers

HOURS = (6.5, 10.5, 14.5, 20.5)
PATIENCE = "2s"
"""How long a source is waited for that will once not answer; the others get the usual time."""


LASTING = ("empties", "frozen listing", "frozen dates", "dates of today", "undated", "lags")
"""Faults that show in time only: they last for forty days, the others for eight."""


def plan_of_faults(season: Season, first: datetime) -> None:
    """Give each source one fault that lasts and two that do not, so that each sort happens to many of them."""
    lasting = [make for make in EVERY if make().name in LASTING]
    others = [make for make in EVERY if make().name not in LASTING]
    for place, source in enumerate(season.sources):
        season.inject(source, lasting[place % len(lasting)](), first + timedelta(days=10, hours=12), 40)
        for turn, day in enumerate((58, 74)):
            fault = others[(place + 5 * turn) % len(others)]()
            season.inject(source, fault, first + timedelta(days=day, hours=12), 8)


class Season:
    """A watch over a world for some days."""

    def __init__(self, watch: Watch, world: World, sources: list[dict[str, Any]]) -> None:
        self.watch, self.world = watch, world
        self.sources = {source["id"]: source for source in sources}
        self.channels: dict[str, Channel] = {s["id"]: channel_of(world, s) for s in sources}
        self.polls: list[tuple[datetime, PollResult]] = []
        self.begun = self.ended = datetime.min.replace(tzinfo=UTC)
        watch.fetch = f'ca_file = "{watch.internet.ca_file}"'
        watch.mail = 'administrators = ["admin@example.org"]\neditors = ["cell@example.org"]\n'

    def inject(self, source: str, fault: Fault, first: datetime, days: float) -> None:
        """Let a source have a fault."""
        self.world.inject(self.channels[source].id, fault, first, first + timedelta(days=days))

    def live(self, first: datetime, days: int, hours: tuple[float, ...] = HOURS) -> None:
        """Run at these hours of each day, as cron would."""
        silent = {f.channel for f in self.world.faults if f.fault.name == "times out"}
        for id_, channel in self.channels.items():
            timeout = f'timeout = "{PATIENCE}"\n' if channel.id in silent else ""
            header = f'id = "{id_}"\n'
            self.watch.sources[id_] = entry_of(id_).replace(header, header + timeout, 1)
        self.watch.themes = themes()
        self.watch.write()
        current = in_force(self.watch.path, {})
        assert not current.problems, current.problems
        rng = random.Random(7)
        self.begun = first
        for channel in self.channels.values():
            self.world.listed(
                channel.id, first
            )  # makes the past of each publisher before anybody waits for it
        with Archive(current.settings.database) as archive:
            for moment in (first + timedelta(days=d, hours=h) for d in range(days) for h in hours):
                self.world.now = self.ended = moment
                report = run_cycle(
                    current, archive, FixedClock(moment), Plan(), Watchers(rng=rng, parsers=LentParsers)
                )
                self.polls += [(moment, result) for result in report.polls]
