"""How long it takes to give one day of items their stories, beside those of the days before.

    python benchmarks/stories.py              the table: 2,000 items beside 7,000, 14,000 and 28,000
    python benchmarks/stories.py 2000 28000   one line of it

Headlines are made of the names of the concepts in Dutch, English and French, a number and two words that
are no concept, the same at every run; a third of them tell of something that another one tells as well, in
other words. They stand in an archive on SQLite, all within the window in which a story may be joined. Each
line is measured in a process of its own that has only the archive to start from: seconds from the start of
placing to its last commit, processor and disk together, and the greatest memory of that process.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from servwatch.archive.archive import Archive
from servwatch.archive.intake import Arrival, Harvest, Polled
from servwatch.archive.source_state import SourceState
from servwatch.cycle.telling import tell_stories
from servwatch.insight.stories import WINDOW
from servwatch.insight.stories.concepts import shipped_concepts
from servwatch.model import Annotation, ItemKind, Verdict

NOW = datetime(2026, 9, 20, 12, tzinfo=UTC)
DAY = 2_000
KNOWN = (7_000, 14_000, 28_000)
SOURCES = 150
SEED = 20261122
LANGUAGES = ("nl", "en", "fr")


def headlines(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """(language, title): of three, one tells what another tells in other words."""
    rng = random.Random(seed)
    concepts = list(shipped_concepts())
    random.Random(SEED).shuffle(concepts)
    often = [1 / (place + 40) for place in range(len(concepts))]
    for number in range(count):
        if number % 3 != 2:
            told = rng.choices(concepts, often, k=rng.randint(4, 8))
            tail = f"{rng.randint(2, 999)} {_word(rng)} {_word(rng)}"
        else:
            told = [*told[: len(told) * 3 // 4], *rng.choices(concepts, often, k=2)]
        language = rng.choice(LANGUAGES)
        yield language, " ".join([concept.name(language) for concept in told] + [tail])


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(3, 5)))


def arrivals(count: int, seed: int, first: int, since: timedelta) -> list[Arrival]:
    """Items of many sources, spread over the time before now."""
    made = []
    for number, (language, title) in enumerate(headlines(count, seed), first):
        at = NOW - since * ((number - first) / count)
        address = f"example.org/{number}"
        made.append(
            Arrival(
                f"source-{number % SOURCES}", f"https://{address}", address, title, "", language, ItemKind.NEWS,
                (), at, at.date(), NOW, str(number), (f"url:{address}",), Annotation(0, "benchmark", language),
            )
        )  # fmt: skip
    return made


def store(archive: Archive, made: list[Arrival]) -> None:
    """Put them into the archive as one poll."""
    state = SourceState("benchmark", "reading", NOW, verdict=Verdict.OK, rule="")
    for start in range(0, len(made), 2_000):
        polled = Polled(NOW, Verdict.OK, "", 200, 0, 0.0)
        archive.store(1, [Harvest(state, polled, made[start : start + 2_000])])


def prepare(url: str, known: int) -> None:
    """An archive whose stories of the days before are told."""
    with Archive(url) as archive:
        store(archive, arrivals(known, SEED, 1, WINDOW - timedelta(hours=12)))
        tell_stories(archive, "pivot", NOW)


def measure(url: str, new: int, known: int) -> dict[str, float]:
    """Place a day of new items, and tell what that took."""
    with Archive(url) as archive:
        store(archive, arrivals(new, SEED + 1, known + 1, timedelta(hours=20)))
        began = time.perf_counter()
        placed = tell_stories(archive, "pivot", NOW)
        seconds = time.perf_counter() - began
        several = len(archive.stories.several(NOW - WINDOW))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"new": placed, "known": known, "seconds": seconds, "peak_mib": peak, "stories": several}


def line(new: int, known: int) -> dict[str, float]:
    """One line of the table, each part in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/archive.db"
        run = [sys.executable, __file__]
        subprocess.run([*run, "--prepare", url, str(known)], check=True)
        done = subprocess.run(
            [*run, "--measure", url, str(new), str(known)], check=True, capture_output=True, text=True
        )
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found


def main(arguments: list[str]) -> None:
    """Print the table, or one line of it."""
    if arguments[:1] == ["--prepare"]:
        prepare(arguments[1], int(arguments[2]))
    elif arguments[:1] == ["--measure"]:
        print(json.dumps(measure(arguments[1], int(arguments[2]), int(arguments[3]))))
    else:
        lines = [(int(arguments[0]), int(arguments[1]))] if arguments else [(DAY, known) for known in KNOWN]
        print("| new items | in the window | seconds | peak memory, MiB | stories of several |")
        print("|---|---|---|---|---|")
        for new, known in lines:
            found = line(new, known)
            print(
                f"| {new:,} | {known:,} | {found['seconds']:.1f} | {found['peak_mib']:.0f} | {found['stories']:.0f} |"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
