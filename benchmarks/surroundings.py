"""What an edition costs with all that stands beside its entries, on an archive of 100,000 items.

    python -m benchmarks.surroundings
    python -m benchmarks.surroundings --sizes 10000,100000 --readers 10000

Items are of all kinds: eight in ten are news, and one in ten has a day by which to act or on which something happens.
Every item has a row in the ledger of the digest but those of the last week. The draft of a brief is timed with its
blocks and without, by a builder that has read nothing yet; then what so many recipients have read before, of whom half had
another digest that told the same. Seconds are this process's own processor time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.archive import NOW, THEMES, WEEK, Writer
from servwatch.archive.archive import Archive
from servwatch.archive.digests import Wanted
from servwatch.archive.editions import EditionRow
from servwatch.archive.outbox import Outgoing
from servwatch.config import shipped
from servwatch.cycle import build
from servwatch.cycle.build import Builder
from servwatch.cycle.configuration import understanding_of
from servwatch.cycle.read_before import read_before
from servwatch.digest.render import Renderer
from servwatch.model import (
    Deadline,
    Decision,
    Digest,
    FollowedDossier,
    ItemKind,
    Outcome,
    Recipient,
    Reference,
    Settings,
    Side,
    Source,
    Theme,
)

SHARES = {
    ItemKind.NEWS: 80.0, ItemKind.STUDY: 6.0, ItemKind.EVENT: 4.0, ItemKind.POSITION: 3.0, ItemKind.TENDER: 2.0, ItemKind.CALL: 2.0,
    ItemKind.CONSULTATION: 1.5, ItemKind.OPINION: 1.0, ItemKind.OPINION_IN_PREPARATION: 0.5,
}  # fmt: skip
ACTING = {ItemKind.TENDER: "tender", ItemKind.CALL: "call", ItemKind.CONSULTATION: "consultation"}
BRIEF = Digest("brief", {"nl": "Kort"}, "0 7 * * fri", layout="brief", limit=8, groups=("board",))
OTHER = Digest("other", {"nl": "Overzicht"}, "0 7 * * tue", groups=("committee",))
ROUNDS = 5
WEEKS_ITEMS = 1_750
"""What comes in a week, where 100,000 items came in 400 days."""


class Mixed(Writer):
    """Items of all kinds, with deadlines and references."""

    fingerprint = "print"

    def _arrival(self, source, *, old):
        made, chance = super()._arrival(source, old=old), self._chance
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        due = ()
        if kind in ACTING or kind is ItemKind.EVENT:
            ahead = chance.randrange(-400, 40) if old else chance.randrange(1, 60)
            day = NOW.date() + timedelta(days=ahead)
            due = (Deadline(day, ACTING.get(kind, "event"), "on that day", source="field"),)
        named = f"COM(2025) {chance.randrange(1, 400)}"
        role = chance.choice(("title", "text", "text", "text"))
        note = replace(
            made.annotation,
            fingerprint=self.fingerprint,
            deadlines=due,
            references=(Reference("com", named, "", role),) if chance.random() < 0.3 else (),
        )
        return replace(made, kind=kind, annotation=note)


def settings(url: str, readers: int) -> Settings:
    sides = (Side.WORKERS, Side.EMPLOYERS, Side.PUBLIC, Side.PUBLIC, Side.OTHER)
    sources = tuple(
        Source(
            f"source-{n}", f"Source {n}", f"body-{n}", "feed", f"https://s{n}.example.org/", side=sides[n % 5]
        )
        for n in range(50)
    )
    people = tuple(
        Recipient(f"r{n}@example.org", groups=("board", "committee") if n % 2 else ("board",))
        for n in range(readers)
    )
    followed = tuple(FollowedDossier(f"COM(2025) {n}", {"nl": f"Dossier {n}"}) for n in (1, 2, 3))
    return Settings(
        Path("/watch/feeds.toml"), ZoneInfo("Europe/Brussels"), url, "f" * 16, sources=sources,
        themes=tuple(Theme(theme, {"nl": theme}) for theme in THEMES), digests=(BRIEF, OTHER), recipients=people, dossiers=followed,
    )  # fmt: skip


def told(
    archive: Archive,
    digest: Digest,
    number: int,
    days: float,
    items: range,
    readers: list[str],
    every: int = 10,
) -> None:
    """An edition of before, which chose one in so many of these items and rejected the others."""
    at = NOW - timedelta(days=days)
    wanted = [Wanted(d.id, d.schedule, active=True) for d in (BRIEF, OTHER)]
    state = archive.digests.reconcile(wanted, NOW - timedelta(days=500))[digest.id]
    decisions = [
        Decision(n, Outcome.CHOSEN if n % every == 0 else Outcome.REJECTED, "No theme.", place=n)
        for n in items
    ]
    row = EditionRow(digest.id, number, at, at, at, at, "print", "filled")
    messages = [Outgoing(digest.id, r, f"<{digest.id}.{number}.{r}>", "", b"x", at) for r in readers]
    archive.editions.freeze(row, decisions, messages, state=state, lookback=WEEK, newest=items.stop - 1)


def seconds(action) -> float:
    begin = time.process_time()
    action()
    return time.process_time() - begin


def draft(known: Settings, archive: Archive, *, whole: bool):
    """A draft by a builder that has read nothing yet."""
    builder = Builder(known, archive, understanding_of(known), Renderer(shipped("templates")))
    state = archive.digests.all()[BRIEF.id]
    kept = build.complete
    if not whole:
        build.complete = lambda edition, *_, **__: edition
    try:
        return builder.draft(BRIEF, state, NOW, NOW, keep=False)
    finally:
        build.complete = kept


def measured(archive: Archive, known: Settings, writer: Mixed, size: int, readers: int) -> None:
    writer.fingerprint = understanding_of(known).fingerprint
    writer.grow(size)
    writer.store(writer.harvests(50, WEEKS_ITEMS // 50), at_once=50)
    addresses = [r.key for r in known.recipients]
    newest = archive.stories.newest()
    told(archive, BRIEF, 1, 14, range(1, newest - 2 * WEEKS_ITEMS), addresses, 10**9)
    told(archive, BRIEF, 2, 7, range(newest - 2 * WEEKS_ITEMS, newest - WEEKS_ITEMS), addresses, 25)
    told(archive, OTHER, 1, 3, range(1, newest - WEEKS_ITEMS), [r.key for r in known.audience(OTHER)], 10**9)
    told(
        archive,
        OTHER,
        2,
        0,
        range(newest - WEEKS_ITEMS, newest + 1),
        [r.key for r in known.audience(OTHER)],
        2,
    )
    draft(known, archive, whole=True)
    plain = [seconds(lambda: draft(known, archive, whole=False)) for _ in range(ROUNDS)]
    whole = [seconds(lambda: draft(known, archive, whole=True)) for _ in range(ROUNDS)]
    before, after = statistics.median(plain) * 1000, statistics.median(whole) * 1000
    print(
        f"{newest:,} items: a draft {before:.0f} ms, with its blocks {after:.0f} ms ({after / before - 1:+.0%})"
    )
    edition = draft(known, archive, whole=True).edition
    around = edition.around
    print(
        f"  {len(edition.entries)} entries, {len(around.deadlines)} deadlines, {len(around.dossiers)} dossiers, {len(around.preparing)} in preparation,"
        f" {len(around.positions)} positions, {len(around.offers)} offers, {len(around.coming)} coming"
    )
    took = seconds(lambda: read_before(edition, BRIEF, known, archive, NOW))
    found = read_before(edition, BRIEF, known, archive, NOW)
    print(
        f"  what {readers:,} recipients have read before: {took * 1000:.0f} ms, something for {len(found):,} of them"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="100000")
    parser.add_argument("--readers", type=int, default=10_000)
    given = parser.parse_args()
    for size in map(int, given.sizes.split(",")):
        random.seed(1)
        with tempfile.TemporaryDirectory(prefix="servwatch-bench-") as folder:
            url = f"sqlite:///{Path(folder) / 'servwatch.db'}"
            with Archive(url) as archive:
                measured(archive, settings(url, given.readers), Mixed(archive.database), size, given.readers)


if __name__ == "__main__":
    main()
