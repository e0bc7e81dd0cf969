"""How the archive behaves as it grows: storing, choosing, freezing, searching.

    python -m benchmarks.archive                                 # SQLite, 10,000 and 100,000 items
    python -m benchmarks.archive --sizes 10000,100000,1000000
    python -m benchmarks.archive --url postgresql+psycopg://...  # an empty database
    python -m benchmarks.archive --own-postgresql                # a server of its own, as the tests have

Every figure is of one process on one machine; seconds are the clock's, CPU is this process's own (on
PostgreSQL the server's comes on top). Fifteen digests follow everything that is stored. The old items
are a baseline beyond every digest's reach, so that each has its row in each ledger; before each
edition that is measured, 200 new items come in.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from servwatch.archive.database import Database
from servwatch.archive.digests import DigestState, DigestStates, Wanted
from servwatch.archive.editions import EditionRow, Editions
from servwatch.archive.intake import Arrival, Harvest, Polled, store
from servwatch.archive.item_query import ItemQuery
from servwatch.archive.items import Items
from servwatch.archive.source_state import SourceState
from servwatch.insight.identity import text_hash, title_hash
from servwatch.model import Annotation, Decision, ItemKind, Match, Outcome, ThemeScore, Verdict

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
DIGESTS = 15
NEW = 200
THEMES = [f"theme-{n}" for n in range(24)]
WORDS = (  # noqa: SIM905
    "sociaal overleg loon indexering werk arbeidsmarkt beleid europese commissie voorstel richtlijn minimum inkomen "
    "pensioen réforme dialogue social partenaires salaires emploi retraites collective bargaining employment statistics "
    "inflation energy transition skills training migration vergroening kinderopvang werkzaamheidsgraad beschäftigung"
).split()


class Writer:
    """Invents items that read like news of a council, and stores them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.themes = THEMES
        self._chance = random.Random(7)
        self._count = 0

    def harvests(self, sources: int, items: int, *, old: bool = False) -> list[Harvest]:
        return [
            Harvest(
                SourceState(f"source-{s}", "reading", NOW, last_poll=NOW, verdict=Verdict.OK, etag="x" * 30),
                Polled(NOW, Verdict.OK, "It is well.", 200, 20_000, 0.1, items, items),
                [self._arrival(f"source-{s}", old=old) for _ in range(items)],
            )
            for s in range(sources)
        ]

    def store(self, harvests: list[Harvest], at_once: int = 1) -> None:
        for start in range(0, len(harvests), at_once):
            with self._database.write() as connection:
                store(connection, 1, harvests[start : start + at_once])

    def grow(self, size: int) -> None:
        """Add old items until the archive has so many."""
        while self._count < size:
            self.store(self.harvests(50, 20, old=True), at_once=50)

    def _words(self, count: int) -> str:
        numbers = (
            f"{self._chance.choice(WORDS)}{self._chance.choice(('', self._chance.randrange(20_000)))}"
            for _ in range(count)
        )
        return " ".join(numbers)

    def _arrival(self, source: str, *, old: bool) -> Arrival:
        self._count += 1
        title, summary, chance = self._words(10), self._words(45), self._chance
        address = f"{source}.example.org/news/{self._count}"
        match = Match("sociaal overleg", "title", 0, 15, "Sociaal overleg", "stem", 1.0)
        themes = tuple(
            ThemeScore(t, chance.randrange(10, 60) / 10, (match,) * 3) for t in chance.sample(self.themes, 2)
        )
        published = NOW - timedelta(days=400) if old else NOW
        return Arrival(
            source, f"https://www.{address}", address, title, summary, "nl", ItemKind.NEWS, ("POLICY_AREA=ESAI",),
            published, date(2025, 9, 1) + timedelta(days=self._count % 400) if old else NOW.date(), NOW, text_hash(title, summary),
            (f"url:{address}",), Annotation(0, "print", "nl", themes), baseline=old,
        )  # fmt: skip


class Council:
    """Fifteen digests that take what they are given."""

    def __init__(self, database: Database) -> None:
        self._editions = Editions(database)
        self._states = DigestStates(database)
        self._wanted = [Wanted(f"digest-{n}", "0 7 * * fri", active=True) for n in range(DIGESTS)]
        self._number = 0

    def states(self) -> list[DigestState]:
        return list(self._states.reconcile(self._wanted, NOW - timedelta(days=500)).values())

    def edition(self, state: DigestState) -> tuple[float, float]:
        """Build one edition; return the seconds for its candidates and for its freezing."""
        self._number += 1
        begin = time.perf_counter()
        found = self._editions.candidates(state, WEEK)
        middle = time.perf_counter()
        decisions = [
            Decision(
                item.id,
                Outcome.CHOSEN if place < 40 else Outcome.REJECTED,
                "No theme was found in it.",
                place=place,
            )
            for place, (item, _) in enumerate(found.items)
        ]
        row = EditionRow(
            state.digest, self._number, NOW + timedelta(hours=self._number), NOW, NOW, NOW, "print", "filled",
            html="<p>" * 15_000, text="text" * 5_000,
        )  # fmt: skip
        built = time.perf_counter()
        self._editions.freeze(row, decisions, (), state=state, lookback=WEEK, newest=found.newest)
        return middle - begin, time.perf_counter() - built

    def sent(self, state: DigestState) -> int:
        return len(self._editions.sent_since(state.digest, NOW - timedelta(days=14)))


@contextmanager
def timed(what: str, items: int = 0) -> Iterator[None]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    rate = f", {items / wall:,.0f} items/s" if items else ""
    print(f"  {what}: {wall:.3f} s, CPU {cpu:.3f} s{rate}")


def spread(seconds: list[float]) -> str:
    """Median and 95th percentile, in milliseconds."""
    ranked = sorted(seconds)
    return (
        f"p50 {statistics.median(ranked) * 1000:.1f} ms, p95 {ranked[int(len(ranked) * 0.95)] * 1000:.1f} ms"
    )


def repeated(action: Callable[[int], object], times: int) -> list[float]:
    seconds = []
    for number in range(times):
        begin = time.perf_counter()
        action(number)
        seconds.append(time.perf_counter() - begin)
    return seconds


def storing(writer: Writer) -> None:
    """500 harvests of 20 new items, as many harvests in one transaction as is said."""
    for at_once in (1, 10, 50):
        harvests = writer.harvests(500, 20)
        with timed(f"store 500 harvests of 20, {at_once} a transaction", 10_000):
            writer.store(harvests, at_once)
    harvests = writer.harvests(10, 1000)
    with timed("store 10 harvests of 1,000", 10_000):
        writer.store(harvests)


def asking(database: Database) -> None:
    items = Items(database)
    keys = [f"url:source-{n % 50}.example.org/news/{n}" for n in range(50)]
    hashes = [title_hash(f"never seen {n}") for n in range(20)]
    print(
        "  50 keys of a known feed:",
        spread(repeated(lambda n: items.known_by_key(f"source-{n % 50}", keys), 50)),
    )
    print(
        "  20 unknown titles:",
        spread(repeated(lambda n: items.known_by_title(f"source-{n % 50}", hashes), 50)),
    )
    chance = random.Random(3)

    def query(_: int) -> object:
        words = [
            chance.choice(WORDS) + chance.choice(["", "*", str(chance.randrange(20_000))]) for _ in range(2)
        ]
        return list(items.find(ItemQuery(words=" ".join(words), limit=50)))

    print("  search, two words, 50 items:", spread(repeated(query, 200)))
    exact = repeated(lambda n: list(items.find(ItemQuery(words=f"{WORDS[n % 30]}{n * 37}", limit=50))), 200)
    print("  search, one rare word:", spread(exact))
    themed = repeated(lambda n: list(items.find(ItemQuery(theme=THEMES[n % 24], limit=50))), 48)
    print("  newest 50 of a theme:", spread(themed))


def growth(database: Database, writer: Writer, council: Council, size: int) -> None:
    print(f"{size:,} items:")
    with timed("grown"):
        writer.grow(size)
    states = council.states()
    with timed(f"an edition of each of {DIGESTS} digests, with a row for every item so far"):
        for state in states:
            council.edition(state)
    candidates, frozen = [], []
    for _ in range(2):
        writer.store(writer.harvests(10, NEW // 10), at_once=10)
        pairs = [council.edition(state) for state in states]
        candidates += [pair[0] for pair in pairs]
        frozen += [pair[1] for pair in pairs]
    print(f"  candidates ({NEW} new): {spread(candidates)}")
    print(f"  freeze ({NEW} new): {spread(frozen)}")
    print("  nothing new:", spread([sum(council.edition(state)) for state in states]))
    print("  what was sent in two weeks:", spread(repeated(lambda n: council.sent(states[n]), DIGESTS)))
    asking(database)
    print(
        f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    )
    if database.file is not None:
        print(f"  file: {database.file.stat().st_size / 2**20:.0f} MiB")


@contextmanager
def an_own_postgresql() -> Iterator[str]:
    """The address of an empty database on a server that lasts as long as the block."""
    from tests import postgresql

    binaries = postgresql.programs()
    if binaries is None:
        sys.exit("the PostgreSQL server programs are not on this machine")
    server = postgresql.Server(binaries)
    try:
        yield server.url(server.new_empty())
    finally:
        server.stop()


@contextmanager
def an_archive(url: str | None, *, own_postgresql: bool) -> Iterator[Database]:
    if own_postgresql:
        with an_own_postgresql() as own, an_archive(own, own_postgresql=False) as database:
            yield database
        return
    with tempfile.TemporaryDirectory(prefix="servwatch-bench-") as folder:
        database = Database(url or f"sqlite:///{Path(folder) / 'servwatch.db'}")
        try:
            yield database
        finally:
            database.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--url")
    parser.add_argument("--own-postgresql", action="store_true")
    given = parser.parse_args()
    with an_archive(given.url, own_postgresql=given.own_postgresql) as database:
        writer = Writer(database)
        council = Council(database)
        for size in map(int, given.sizes.split(",")):
            growth(database, writer, council, size)
        print(f"storing on top of that, {database.engine.dialect.name}:")
        storing(writer)


if __name__ == "__main__":
    main()
