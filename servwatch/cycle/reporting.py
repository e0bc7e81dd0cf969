"""What a cycle did, and what of it asks for somebody's attention."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from servwatch.cycle.poll import PollResult
from servwatch.errors import Problem


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing a person must look at: what it is, which one, since when, and what to do."""

    what: str  # source | quarantine | expectation | configuration | template | draft | recipient | bounces | message | relay | lock | run | budget
    id: str
    since: datetime | None
    remedy: str
    title: str = ""  # what people call it, where it has a name beside its id

    @property
    def name(self) -> str:
        """What asks, in a word or two."""
        return f"{self.what} {self.id}"

    @property
    def shown(self) -> str:
        """What asks, with what people call it."""
        return f"{self.name} ({self.title})" if self.title else self.name


@dataclass(frozen=True, slots=True)
class BuiltEdition:
    """An edition that was frozen. `number` is 0 for one that had nothing to tell and was skipped."""

    id: int
    digest: str
    number: int
    state: str  # filled | empty | skipped
    scheduled: datetime
    entries: int
    cut: int
    rejected: int
    recipients: int
    unmailable: tuple[str, ...] = ()  # who of them cannot be mailed, and why
    passed: tuple[str, ...] = ()  # who is invited and not mailed, and why
    waiting: int = 0  # readers who get it later, with others
    breaches: tuple[str, ...] = ()  # what of the budget of a brief it is over


@dataclass(slots=True)
class HeardBack:
    """What a look into the folder of [bounces] gave, in letters or messages."""

    returned: int = 0  # messages of ours that came back for good
    late: int = 0  # messages of ours that are still being tried elsewhere
    left: int = 0  # readers who left a digest by mail
    others: int = 0  # letters that say nothing of ours: a person should look at them


@dataclass(slots=True)
class CycleReport:
    """Everything one run of the cycle did."""

    polls: list[PollResult] = field(default_factory=list)
    unreached: int = 0  # sources that were to be polled, and were not: the time was up
    editions: list[BuiltEdition] = field(default_factory=list)
    messages: dict[str, int] = field(default_factory=dict)  # by the state in which this run left them
    duplicates: list[str] = field(default_factory=list)  # Message-IDs that may have arrived twice
    heard: HeardBack = field(default_factory=HeardBack)
    attention: list[Attention] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()  # of a configuration that is not in force because of them
    standing: frozenset[str] = frozenset()  # what an earlier run of the same day asked attention for already
    where: str = ""  # where the messages went
    pages: dict[str, str] = field(
        default_factory=dict
    )  # by digest a file to look at, where mail goes into a folder
    held_by: str = ""  # who was at work instead, where another process held the lock

    @property
    def exit_code(self) -> int:
        """0 when all went well, 3 when something needs attention."""
        return 3 if self.attention else 0

    def as_json(self) -> dict[str, Any]:
        """The report as it is kept in the log of runs."""
        return {
            "sources": len(self.polls),
            "unreached": self.unreached,
            "good": sum(p.verdict.good for p in self.polls),
            "new": sum(p.new for p in self.polls),
            "changed": sum(p.changed for p in self.polls),
            "editions": [f"{e.digest} {e.number}" for e in self.editions],
            "messages": self.messages,
            "duplicates": self.duplicates,
            "returned": self.heard.returned,
            "attention": [a.name for a in self.attention],
        }
