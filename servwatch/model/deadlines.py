"""What is kept of deadlines: the entries of the register, and the calendar by which days are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812  # nouns below have fields of these names
from datetime import datetime
from datetime import time as Time  # noqa: N812
from enum import StrEnum

from servwatch.model.expected import Window


class DeadlineState(StrEnum):
    """What was decided about a deadline. That it has passed is no decision: its date says it."""

    OPEN = "open"  # nobody has decided yet
    OURS = "ours"  # we act on it
    NOT_FOR_US = "not-for-us"
    DONE = "done"

    @property
    def waits(self) -> bool:
        """Whether something is still to be done: such a deadline is announced."""
        return self in (DeadlineState.OPEN, DeadlineState.OURS)


@dataclass(frozen=True, slots=True)
class RegisteredDeadline:
    """A day by which to act, in the register. Its id stays whatever becomes of it."""

    id: int
    date: Date  # in Brussels
    kind: str  # as in `Deadline`, never "event" or "vote"
    text: str  # the words that gave it
    item: int | None = None  # None: added by hand, without an item
    title: str = ""  # of the item
    url: str = ""  # of the item, or as added
    body: str = ""  # the source of the item
    time: Time | None = None  # of day, in Brussels
    state: DeadlineState = DeadlineState.OPEN
    owner: str = ""
    note: str = ""
    source: str = "text"  # "field" | "text" | "hand"
    confidence: float = 1.0
    document: str = ""  # what language editions of one document share
    sequence: int = 0  # how often a calendar that holds it had to be told of a change
    seen: datetime | None = None  # when it entered the register
    changed: datetime | None = None
    unsaid: datetime | None = None  # since when its item does not say it any more
    moved_from: Date | None = None  # the date before this one


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """One line of the history of a deadline, never changed and never taken away."""

    deadline: int
    at: datetime
    who: str  # a person, or "" for the program
    what: str  # "seen" | "date" | "time" | "state" | "owner" | "note" | "unsaid" | "said"
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of our own, before which a decision on a deadline may be taken."""

    date: Date
    name: Mapping[str, str]  # by language; "" where it was given without one
    groups: tuple[str, ...] = ()
    uid: str = field(default="", compare=False)  # of an iCalendar, by which it is known again when it moves

    def title(self, language: str) -> str:
        """The name in a language, else in whatever language there is."""
        return self.name.get(language) or self.name.get("") or next(iter(self.name.values()), "")


@dataclass(frozen=True, slots=True)
class BeforeMeeting:
    """When a digest comes that is to be read before a meeting."""

    days: int  # working days before it
    at: Time  # of day, in the council's time zone
    name: str = ""  # of the meetings that are meant; "" for all of the digest's groups


@dataclass(frozen=True, slots=True)
class KnownMeeting:
    """A meeting ahead as a digest knows it."""

    date: Date
    name: str
    uid: str
    moment: datetime  # when the digest is due for it, in UTC
    settled: bool = False  # the digest came for it, or passed it over


@dataclass(frozen=True, slots=True)
class Calendar:
    """Closing days of the house besides weekends and public holidays, and its meetings."""

    closed: tuple[Window, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    address: str = ""  # a web address or an absolute path of an iCalendar that has more; "" for none
