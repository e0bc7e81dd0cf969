"""A draft of an edition, and what its editors do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"  # editors can act; with review "window" it goes out at its time
    HELD = "held"  # an editor holds it: it waits, whatever the review says
    RELEASED = "released"  # an editor lets it go: it goes out at its time, or at once where that is past
    SENT = "sent"  # its edition is frozen
    DROPPED = "dropped"  # another draft took its place, or its digest is reviewed no more

    @property
    def alive(self) -> bool:
        """Whether its edition is still to come."""
        return self not in (DraftState.SENT, DraftState.DROPPED)


class ActKind(StrEnum):
    """What an editor does with a draft."""

    DROP = "drop"
    PIN = "pin"
    MOVE = "move"
    HEADLINE = "headline"
    NOTE = "note"
    INTRODUCTION = "introduction"
    HOLD = "hold"
    RELEASE = "release"
    CHANGED = "changed"  # nobody did: the draft holds other entries than before


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done with a draft. Never changed: to undo one is another, whose `new` is "".

    Of DROP `new` has the items that are dropped with `item`, since they tell one story; of MOVE it is the place,
    and `arranged` the entries in their order from then on, each by its leading item. Of CHANGED `old` has the
    entries that left and `new` those that came.
    """

    kind: ActKind
    by: str
    at: datetime
    item: int | None = None
    old: str = ""
    new: str = ""
    initials: str = ""  # of a note
    arranged: tuple[int, ...] = ()
    reason: str = ""  # of CHANGED, a sentence of the catalogue; else why, in the editor's words
    id: int = 0

    @property
    def undone(self) -> bool:
        """Whether it takes back what was done before."""
        return not self.new


def numbers(text: str) -> tuple[int, ...]:
    """The items named by a field of an act."""
    return tuple(int(part) for part in text.split())


def named(items: tuple[int, ...]) -> str:
    """Items as a field of an act names them."""
    return " ".join(map(str, items))
