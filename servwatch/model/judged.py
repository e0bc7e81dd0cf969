"""What people say of items: whether a theme fits, whether a digest should hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Ruling(StrEnum):
    """The one word of a judgement."""

    FITS = "fits"  # the item is about the theme
    NOT = "not"  # it is not
    KEPT = "kept"  # an editor left it in, or put it in
    DROPPED = "dropped"  # an editor took it out
    WITHDRAWN = "withdrawn"  # an editor took back either: neither is held any more

    @property
    def favourable(self) -> bool:
        """Whether it speaks for the item."""
        return self in (Ruling.FITS, Ruling.KEPT)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person said of one item at one time. Never changed: a later one by the same person counts."""

    item: int
    ruling: Ruling
    by: str
    at: datetime
    theme: str = ""  # "": of no theme in particular
    digest: str = ""  # "": in no digest
    note: str = ""
