"""What is sent: digests, their frozen editions, recipients and messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from servwatch.model.understood import Annotation
from servwatch.model.vocabulary import Hold, ItemKind, MessageState, Outcome, Verdict
from servwatch.model.watched import Item


@dataclass(frozen=True, slots=True)
class Digest:
    """A mail that returns: what it selects, how much, when, and for whom."""

    id: str
    title: Mapping[str, str]
    schedule: str  # crontab(5), in the council's time zone
    layout: str = "full"  # "brief" | "full"
    language: str = "nl"
    themes: tuple[str, ...] = ("*",)
    kinds: tuple[ItemKind, ...] = ()  # none: every kind
    untagged: bool = False  # items without any theme too
    min_score: float = 0.0
    limit: int = 60  # 0: no limit
    per_theme: int = 0  # 0: no limit
    per_body: int = 0
    groups: tuple[str, ...] = ()
    review: str = "none"
    when_empty: str = "note"  # "note" | "skip"
    priority: Mapping[str, float] = field(default_factory=dict)
    sections: tuple[str, ...] = ("not-read",)
    lookback: timedelta = timedelta(days=7)
    enabled: bool = True

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
class Advice:
    """An advice of the council itself, as an entry on the same matter refers to it."""

    item: int
    title: str
    url: str
    day: date
    reason: str = ""  # what it shares with the entry: a dossier, or concepts


@dataclass(frozen=True, slots=True)
class Entry:
    """One story in an edition: the leading item, its companions, and why it is there."""

    place: int
    item: Item
    annotation: Annotation
    theme: str  # under which it is shown, "" for none
    score: float
    parts: tuple[tuple[str, float], ...] = ()  # what the rank is made of
    companions: tuple[Item, ...] = ()
    earlier: Advice | None = None  # what the council said on the matter before
    follows: int = 0  # the number of the edition that told its story, where this is a follow-up


@dataclass(frozen=True, slots=True)
class Edition:
    """A frozen issue of a digest."""

    digest: str
    number: int
    scheduled: datetime  # the time it is the edition of
    cutoff: datetime  # read up to here
    entries: tuple[Entry, ...]
    cut: tuple[Entry, ...] = ()  # over the limit, told in one line each
    rejected: int = 0
    unread: tuple[UnreadSource, ...] = ()
    read: int = 0  # sources read well since the previous edition
    next_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnreadSource:
    """A source an edition could not hear, and since when."""

    source: str
    name: str
    verdict: Verdict
    since: datetime | None
    silent: bool = False  # it was read, and has given nothing new for longer than it ever does


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
