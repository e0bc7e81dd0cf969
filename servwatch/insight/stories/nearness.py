"""What is like what, of thousands: looked up by signal, so that only what shares one is weighed.

For each signal the groups that have it and how much are kept in two arrays. The likeness of a headline to
every group is then a few additions of arrays, and one multiplication of matrices where there are meanings.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servwatch.insight.stories.groups import Group

_BLOCK = 64
"""New headlines whose meanings are compared at a time."""


class Nearness:
    """The groups of a window by their signals and meanings, in the order they are added."""

    def __init__(self) -> None:
        self._places: dict[str, array[int]] = {}
        self._weights: dict[str, array[float]] = {}
        self._meanings: list[NDArray[Any]] = []
        self._count = 0

    def add(self, groups: Iterable[Group]) -> None:
        """Take in the next groups."""
        for group in groups:
            size = len(group.members)
            for signal, value in group.sum.items():
                self._places.setdefault(signal, array("I")).append(self._count)
                self._weights.setdefault(signal, array("f")).append(value / size)
            if group.meaning is not None:
                self._meanings.append((group.meaning / size).astype(np.float16))
            self._count += 1

    def of(self, groups: Iterable[Group]) -> Iterator[NDArray[np.float32]]:
        """For each of these groups the likeness to all that were added, in their order; rounded."""
        dense = self._matrix()
        for block in _blocks(groups):
            meanings = _products(dense, block) if dense is not None else None
            for column, group in enumerate(block):
                scores = self._scores(group)
                if meanings is not None:
                    scores += meanings[:, column]
                yield scores

    def _scores(self, group: Group) -> NDArray[np.float32]:
        scores = np.zeros(self._count, dtype=np.float32)
        for signal, value in group.sum.items():
            places = np.frombuffer(self._places[signal], dtype=np.uint32)
            scores[places] += np.frombuffer(self._weights[signal], dtype=np.float32) * value
        return scores

    def _matrix(self) -> NDArray[np.float16] | None:
        """The meanings of all, where all have one."""
        if not self._meanings or len(self._meanings) != self._count:
            return None
        return np.stack(self._meanings)


def likest(scores: NDArray[np.float32], least: float, most: int) -> list[int]:
    """The places of the highest scores from `least` on, at most so many, in their order; of equals the first."""
    places = (scores >= least).nonzero()[0]
    if len(places) > most:
        places = np.sort(places[np.argsort(-scores[places], kind="stable")[:most]])
    found: list[int] = places.tolist()
    return found


def _blocks(groups: Iterable[Group]) -> Iterator[list[Group]]:
    rest = iter(groups)
    while block := list(islice(rest, _BLOCK)):
        yield block


def _products(dense: NDArray[np.float16], block: Sequence[Group]) -> NDArray[np.float32]:
    asked = np.stack([group.meaning for group in block], axis=1)
    parts = [dense[at : at + 4096].astype(np.float32) @ asked for at in range(0, len(dense), 4096)]
    return np.concatenate(parts)
