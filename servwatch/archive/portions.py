"""Many values in portions, of which each fits into one statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

MOST = 400
"""Values of one IN list, well under the limit of variables that SQLite had before 3.32: 999."""
_T = TypeVar("_T")


def portions(values: Sequence[_T], most: int = MOST) -> Iterator[Sequence[_T]]:
    """All of them in their order, so many at once."""
    for start in range(0, len(values), most):
        yield values[start : start + most]
