"""Writes docs/proofs/ninety-days.md: `python -m tests.cycle.ninety_days_proof`, some twenty minutes."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.cycle.ninety_days import HOURS, Season, plan_of_faults
from tests.cycle.reckoning import Reckoning, fault_table, reckon, summary, table
from tests.cycle.shipped_sources import enabled
from tests.cycle.watch import Watch
from tests.institutions import World, everything
from tests.internet import Internet

PAGE = Path(__file__).resolve().parents[2] / "docs" / "proofs" / "ninety-days.md"
FIRST = datetime(2026, 9, 7, tzinfo=UTC)
DAYS = 90

HEAD = """# Ninety days of every shipped source, with every fault

<!-- written by `python -m tests.cycle.ninety_days_proof` -->

Every enabled source of feeds.toml, as it stands there, polled by whole cycles at a virtual clock, {times} times a day for
{days} days, against institutions that are played on this machine in the rhythm, the formats and with the quirks that their
publishers have. Each source has three faults, one after the other: one of those that show in time only, for forty days, and two
others for eight. `pytest -m slow` does the same and holds it to: nothing missing, nothing twice, no old item as news, no false alarm.

Last run: {today}, {sources} sources, {polls} polls, {seconds:.0f} s.

"""

FOOT = """
*Noticed* is the first verdict that is not good, the first entries held back, or the first fault that was written down; *mailed* the
first mail to staff. Of each span stand the shortest, the middle and the longest. A way that fails is mailed once it
has failed for 24 hours, a page that changed its shape after four hours, silence when it is found. What is not noticed is withstood:

- *repeats*, *re-issues guids*, *changes host*, *moves*, *dates of today*, *flips dates*, *undated*: the same items are known again,
  and none comes twice. Undated items are told in `sources list`, and ask for nobody.
- *new markup*: a feed that is written in another way is still a feed, and read on; a page whose selectors find nothing is told.
- *floods*: where an answer of the usual size is all that is asked for, nothing of the flood is seen.
- *lags*, *frozen listing*, *empties*: a source that publishes once a month is not missed within forty days.
- No false alarm is what is told of a server that truly failed (some have moods besides), or of the silence of a publisher who
  truly published nothing for three weeks after months of weekly news.
- Never to be seen: what came and went while the source had a fault, or between two polls.
"""


def page(found: Reckoning, season: Season, seconds: float) -> str:
    """The whole page."""
    head = HEAD.format(
        times=len(HOURS), days=DAYS, today=datetime.now(UTC).strftime("%d %B %Y").lstrip("0"),
        sources=len(season.sources), polls=len(season.polls), seconds=seconds,
    )  # fmt: skip
    return "\n".join([head.rstrip("\n"), "", *summary(found), "", *fault_table(found), FOOT])


def main() -> int:
    """Live the days and write the page. Returns 1 where anything is missing, twice, old or falsely alarmed."""
    began = time.perf_counter()
    with Internet() as internet, tempfile.TemporaryDirectory(prefix="servwatch-season-") as folder:
        season = Season(Watch(Path(folder), internet), World(internet, everything()), enabled())
        plan_of_faults(season, FIRST)
        season.live(FIRST, DAYS)
        found = reckon(season)
        print(table(found))
        PAGE.write_text(page(found, season, time.perf_counter() - began), encoding="utf-8")
    return int(bool(found.missing or found.false_new or found.poured or found.false_alarms))


if __name__ == "__main__":
    sys.exit(main())
