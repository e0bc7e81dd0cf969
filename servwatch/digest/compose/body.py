"""What stands between the head and the foot of an edition, whichever the layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from servwatch.digest.view import Block, Group, Table
from servwatch.model import Edition, ToldElsewhere


@dataclass(frozen=True, slots=True)
class Body:
    """The groups of entries with the blocks around them. `deadlines`: how many the subject tells."""

    groups: tuple[Group, ...]
    deadlines: int
    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    overview: Table | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told to one reader: the edition as far as it is theirs, and which blocks of it."""

    edition: Edition
    sections: frozenset[str]
    elsewhere: Mapping[int, ToldElsewhere]  # by leading item: what they had in full of late
    heard: bool  # whether any source could be read
