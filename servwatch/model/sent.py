"""What is sent: digests, what each decided, recipients and messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from servwatch.model.deadlines import BeforeMeeting
from servwatch.model.recipients import Preferences
from servwatch.model.understood import Annotation
from servwatch.model.vocabulary import Hold, ItemKind, MessageState, Outcome
from servwatch.model.watched import Item


@dataclass(frozen=True, slots=True)
class Digest:
    """A mail that returns: what it selects, how much, when, and for whom."""

    id: str
    title: Mapping[str, str]
    schedule: str  # crontab(5), in the council's time zone; or the words of `before`
    layout: str = "full"  # "brief" | "full" | "alert"
    at_once: bool = False  # the schedule is every minute of the hours in which an alert may leave
    language: str = "nl"
    themes: tuple[str, ...] = ("*",)
    kinds: tuple[ItemKind, ...] = ()  # none: every kind
    untagged: bool = False  # items without any theme too
    min_score: float = 0.0
    limit: int = 60  # 0: no limit
    per_theme: int = 0  # 0: no limit
    per_body: int = 0
    groups: tuple[str, ...] = ()
    review: str = "none"  # "none" | "window" | "required"
    draft: timedelta = timedelta(hours=17)  # how long before its time editors get the draft
    editors: tuple[str, ...] = ()  # their addresses; none: those of [mail]
    when_empty: str = "note"  # "note" | "skip"
    priority: Mapping[str, float] = field(default_factory=dict)
    sections: tuple[str, ...] = ()  # blocks besides the entries; none: the usual ones of the layout
    lookback: timedelta = timedelta(days=7)
    enabled: bool = True
    before: BeforeMeeting | None = None  # it comes before meetings, by no crontab

    @property
    def comes(self) -> str:
        """Its schedule as staff wrote it."""
        return "at once" if self.at_once else self.schedule

    def titled(self, language: str) -> str:
        """Its title in a language, else in whatever language there is."""
        return self.title.get(language) or next(iter(self.title.values()))


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of a digest's ledger: what became of an item, and why, in one plain sentence."""

    item: int
    outcome: Outcome
    reason: str  # a sentence of the catalogue, with `facts` filled in when it is shown
    facts: Mapping[str, Any] = field(default_factory=dict)
    place: int | None = None  # of a chosen entry (from 1), or the rank of one that was cut
    into: int | None = None  # the item it was merged into
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Sent:
    """An item that a digest has told before, in the edition of that number."""

    item: Item
    number: int
    annotation: Annotation | None = None
    companions: tuple[Annotation, ...] = ()  # what was understood of those told with it


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who gets digests. Identity is the case-folded address."""

    email: str
    name: str = ""
    language: str = ""  # "" means the digest's own
    groups: tuple[str, ...] = ()
    role: str = ""
    organisation: str = ""
    since: date | None = None
    until: date | None = None  # the last day of the mandate
    copy: tuple[str, ...] = ()  # addresses that get what this one gets, such as of an assistant
    preferences: Preferences = field(default_factory=Preferences)  # what the reader says goes first

    @property
    def copies(self) -> tuple[str, ...]:
        """The addresses of its copies, case-folded."""
        return tuple(address.casefold() for address in self.copy)

    @property
    def keys(self) -> tuple[str, ...]:
        """Its own address and those of its copies, case-folded."""
        return (self.key, *self.copies)

    @property
    def described(self) -> str:
        """Name, role and organisation, as far as they are known, "" else."""
        return ", ".join(filter(None, (self.name, self.role, self.organisation)))

    @property
    def key(self) -> str:
        """The address as it is compared."""
        return self.email.casefold()


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one recipient, as it lies in the outbox."""

    id: int
    message_id: str
    recipient: str
    mime: bytes
    state: MessageState = MessageState.PENDING
    edition: int | None = None  # None: a notice to staff or administrator
    digest: str = ""
    subject: str = ""
    attempts: int = 0
    next_attempt: datetime | None = None
    marked: datetime | None = None  # committed just before the final dot
    expires: datetime | None = None
    reply: str = ""
    created: datetime | None = None
    hold: Hold | None = None  # why, while the state is HELD
    doubts: int = 0  # how often the answer to the final dot stayed unseen
