"""Copies of a text: how many runs of three words two texts have in common (Broder 1997).

Of each text the least few of its hashed runs are kept; of two such sets the least few of both together
are a fair sample of all their runs, so the share found in both is the Jaccard likeness of the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from servwatch.insight.normalise import fold, words

RUN = 3
"""Words of a run."""

KEPT = 32
"""Hashes kept of a text."""

LEAST = 12
"""Runs a text must have: shorter ones, such as a bare title, are compared as headlines."""

READ_WORDS = 400
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


def copies_of(new: Mapping[int, Runs], known: Iterable[tuple[int, Runs]]) -> list[tuple[int, int, float]]:
    """(item, copy of which, likeness) for each new text that has a copy: of the likest, then the first.

    Copies are sought among the known and among the new that stand before.
    """
    index: dict[int, list[int]] = {run: [] for runs in new.values() for run in runs}
    texts = {item: runs for item, runs in known if _note(index, item, runs)}
    found: list[tuple[int, int, float]] = []
    for item, runs in new.items():
        shared = Counter(other for run in runs for other in index[run])
        like = [(likeness(runs, texts[other]), -at, other) for at, other in enumerate(_likely(shared, runs))]
        best = max(like, default=(0.0, 0, 0))
        if best[0] >= COPY:
            found.append((item, best[2], round(best[0], 3)))
        texts[item] = runs
        _note(index, item, runs)
    return found


def _likely(shared: Counter[int], runs: Runs) -> Sequence[int]:
    """Those with enough runs in common to be worth comparing, in the order of their numbers."""
    return sorted(other for other, count in shared.items() if count * 4 >= len(runs))


def _note(index: dict[int, list[int]], item: int, runs: Runs) -> bool:
    noted = False
    for run in runs:
        if run in index:
            index[run].append(item)
            noted = True
    return noted
