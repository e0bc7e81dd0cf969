"""Copies of a text: how many runs of three words two texts have in common (Broder 1997).

Of each text the least few of its hashed runs are kept; of two such sets the least few of both together
are a fair sample of all their runs, so the share found in both is the Jaccard likeness of the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b

from servwatch.insight.normalise import fold, words

RUN = 3
"""Words of a run."""

KEPT = 32
"""Hashes kept of a text."""

LEAST = 12
"""Runs a text must have: shorter ones, such as a bare title, are compared as headlines."""

READ_WORDS = 400
MOST_OF_A_RUN = 50
"""Texts of one source that are compared for a run they share: what stands in more is how that source writes."""

COPY = 0.5
"""From this share on two texts are copies."""

Runs = Sequence[int]
"""Hashes of 32 bits, in ascending order."""


def runs_of(title: str, summary: str) -> Runs:
    """The runs of a text that are kept; none for a text too short to tell."""
    text = [fold(word) for word in words(f"{title} {summary}"[: READ_WORDS * 12])[:READ_WORDS]]
    runs = {" ".join(text[at : at + RUN]) for at in range(len(text) - RUN + 1)}
    if len(runs) < LEAST:
        return ()
    return tuple(sorted({_hash(run) for run in runs})[:KEPT])


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(errors="replace"), digest_size=4).digest(), "little")


def likeness(one: Runs, other: Runs) -> float:
    """The Jaccard likeness of two texts, estimated; 0 where either is too short."""
    if not one or not other:
        return 0.0
    both = set(one) & set(other)
    sample = sorted({*one, *other})[: min(len(one), len(other), KEPT)]
    return sum(1 for run in sample if run in both) / len(sample)


def copies_of(
    new: Mapping[int, Runs], known: Iterable[tuple[int, Runs]], source: Mapping[int, str]
) -> list[tuple[int, int, float]]:
    """(item, copy of which, likeness) for each new text with a copy of another source: the likest, then the first.

    Copies are sought among the known and among the new that stand before.
    """
    index = _Index({run for runs in new.values() for run in runs})
    texts = {item: runs for item, runs in known if index.note(item, runs, source[item])}
    found: list[tuple[int, int, float]] = []
    for item, runs in new.items():
        likely = index.likely(runs, source[item])
        like = [(likeness(runs, texts[other]), -at, other) for at, other in enumerate(likely)]
        best = max(like, default=(0.0, 0, 0))
        if best[0] >= COPY:
            found.append((item, best[2], round(best[0], 3)))
        texts[item] = runs
        index.note(item, runs, source[item])
    return found


class _Index:
    """Which texts have a run, by source: of one source that writes a run into all it tells only the first."""

    def __init__(self, wanted: Collection[int]) -> None:
        self._texts: dict[int, dict[str, list[int]]] = {run: {} for run in wanted}

    def note(self, item: int, runs: Runs, source: str) -> bool:
        """Take in a text. Returns whether any of its runs is wanted."""
        noted = False
        for run in runs:
            if (by_source := self._texts.get(run)) is not None:
                noted = True
                alike = by_source.setdefault(source, [])
                if len(alike) < MOST_OF_A_RUN:
                    alike.append(item)
        return noted

    def likely(self, runs: Runs, source: str) -> Sequence[int]:
        """The texts of other sources with enough runs in common to be worth comparing, by their numbers."""
        shared = Counter(
            item
            for run in runs
            for teller, items in self._texts[run].items()
            if teller != source
            for item in items
        )
        return sorted(item for item, count in shared.items() if count * 4 >= len(runs))
