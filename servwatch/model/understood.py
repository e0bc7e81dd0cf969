"""What is understood of an item: themes with their matches, references, deadlines, stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812  # a noun below has a field of that name
from datetime import time as Time  # noqa: N812
from typing import Any


@dataclass(frozen=True, slots=True)
class Term:
    """One keyword of a theme in one language, as staff wrote it. `text` keeps stars, "=" and quotes."""

    text: str
    weight: float = 1.0
    exclude: tuple[str, ...] = ()  # words in which this term must not be found
    requires: tuple[str, ...] = ()  # one of these must occur in the item too
    near: int | None = None  # all words within so many tokens, in any order
    gap: int = 0  # so many other tokens allowed between two words of the phrase


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject of the watch: its names, what it covers, and its terms, by language."""

    id: str
    name: Mapping[str, str]
    terms: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "" holds for every language
    priority: float = 1.0
    threshold: float = 1.0
    description: Mapping[str, str] = field(default_factory=dict)  # what it covers, in a line
    critical: bool = False  # what has it does not wait for the next edition


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a term was found: the explanation of a theme."""

    term: str
    field: str  # "title" | "summary" | "source" | "category"
    start: int  # offsets into the original text of that field
    end: int
    text: str  # the words found there
    rule: str  # "stem" | "exact" | "wildcard" | "compound" | "near" | "hint"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """A theme an item got, with what gave it."""

    theme: str
    score: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A document or procedure an item names, in its canonical form."""

    kind: str
    id: str
    url: str = ""
    role: str = "text"  # to its item: "own" | "title" | "pair" | "text"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which something can still be done, or on which it happens, with the words that gave it."""

    date: Date  # in Brussels
    kind: str  # "consultation", "call", "tender", "application", "reply", "registration", "deadline"; "event", "vote"
    text: str
    time: Time | None = None  # of day, in Brussels; None: the day is all that is stated
    field: str = ""  # "title" | "summary", or the field of the source; then start and end are 0
    start: int = 0  # offsets of `text` in that field
    end: int = 0
    rule: str = (
        ""  # "field" | "label" | "at-the-latest" | "until" | "closes" | "period" | "moved" | "counted" | ...
    )
    confidence: float = 1.0  # 0 to 1
    source: str = "text"  # "field" | "text"
    ends: Date | None = None  # the last day of an event of several days


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is understood of an item under the settings of `fingerprint`."""

    item: int
    fingerprint: str
    language: str
    themes: tuple[ThemeScore, ...] = ()
    references: tuple[Reference, ...] = ()
    deadlines: tuple[Deadline, ...] = ()

    def score(self, theme: str) -> float:
        """The score of one theme, 0.0 where the item does not have it."""
        return next((t.score for t in self.themes if t.theme == theme), 0.0)


@dataclass(frozen=True, slots=True)
class InStory:
    """That an item belongs to a story of the archive, and why: a sentence of the catalogue with its facts."""

    story: int
    reason: str = ""  # "" for the item that began it
    facts: Mapping[str, Any] = field(default_factory=dict)
    beside: int = 0  # the item it was joined to, 0 for none
    by_hand: bool = False  # somebody put it there: then no copy is looked for


@dataclass(frozen=True, slots=True)
class Story:
    """Items that tell the same, with the reason that joined each to the first."""

    items: tuple[int, ...]
    reasons: tuple[str, ...] = ()
