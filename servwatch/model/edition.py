"""A frozen issue of a digest: its entries, and all else that a layout shows. Data, in no language yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from servwatch.model.understood import Annotation, Reference
from servwatch.model.vocabulary import Side, Verdict
from servwatch.model.watched import Item


@dataclass(frozen=True, slots=True)
class Advice:
    """An advice of the council itself, as an entry on the same matter refers to it."""

    item: int
    title: str
    url: str
    day: date
    reason: str = ""  # what it shares with the entry: a dossier, or concepts
    language: str = ""  # of its title, where it is known


@dataclass(frozen=True, slots=True)
class LanguageEdition:
    """The official edition of a document in one language, as its publisher titles it."""

    language: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Reword:
    """What an editor made of an entry. Empty is untouched."""

    headline: str = ""  # in the language of the digest
    note: str = ""  # what it means for Flanders; only a person writes it
    initials: str = ""  # of who wrote the note


@dataclass(frozen=True, slots=True)
class Balance:
    """What both sides of industry said on the matter of an entry; None where nothing was seen of one."""

    employers: Stand | None = None
    workers: Stand | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """A position of one side, as it is told beside an entry."""

    side: Side
    body: str  # the name of its source
    title: str
    url: str
    language: str
    day: date
    item: int = 0


@dataclass(frozen=True, slots=True)
class ToldElsewhere:
    """That a reader has had a story in full of late, in another edition."""

    digest: str
    number: int
    day: date


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact that an edition told, and that is otherwise: told to those who had it."""

    number: int  # of the edition that told it
    place: int  # of the entry there
    item: int
    title: str
    url: str
    what: str  # "deadline" | "title" | "withdrawn"
    old: str  # of a deadline the ISO date
    new: str  # "" where there is none any more


@dataclass(frozen=True, slots=True)
class Coming:
    """What lies ahead: a meeting, an event, an awaited publication."""

    day: date
    title: Mapping[str, str]  # by language; "" holds for every language
    until: date | None = None  # the last day, where it takes several or is a window
    body: str = ""  # the name of its source
    url: str = ""
    sort: str = "event"  # "event" | "meeting" | "awaited"; as the next step of a dossier "deadline" too
    embargoed: bool = False  # announced, not yet published
    language: str = ""  # of a title that is the same in every language, where it is known


@dataclass(frozen=True, slots=True)
class OpenDeadline:
    """A deadline of the register that is still open."""

    date: date
    title: str
    url: str
    language: str = ""
    body: str = ""  # the name of its source
    kind: str = "deadline"  # as in `Deadline`
    time: time | None = None
    ours: bool = False  # it was decided to act on it
    owner: str = ""
    item: int | None = None


@dataclass(frozen=True, slots=True)
class DossierState:
    """Where a followed dossier stands."""

    name: str
    reference: Reference
    steps: tuple[Stand, ...] = ()  # its last documents, the newest last; their side may be the public one
    before: str = ""  # the stage of the edition before, a sentence of the catalogue; "" for none
    stage: str = ""
    next_step: Coming | None = None
    balance: Balance = Balance()
    earlier: Advice | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Preparing:
    """An opinion in preparation: who writes it, and when it is voted on."""

    item: Item
    body: str
    rapporteur: str = ""
    section_vote: date | None = None
    plenary: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A tender or a call that is open."""

    item: Item
    body: str
    closes: date | None = None
    budget: str = ""  # as its publisher writes it
    buyer: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """Items that were not chosen, of one theme: how many, and some of their titles."""

    theme: str  # "" for none
    count: int
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an edition shows besides its entries. Empty blocks disappear."""

    deadlines: tuple[OpenDeadline, ...] = ()  # the next 60 days, the first one first
    dossiers: tuple[DossierState, ...] = ()
    preparing: tuple[Preparing, ...] = ()
    positions: tuple[Stand, ...] = ()  # of social partners and sister councils
    offers: tuple[Offer, ...] = ()
    coming: tuple[Coming, ...] = ()
    corrections: tuple[Correction, ...] = ()
    passed: tuple[Passed, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadSource:
    """A source an edition could not hear, and since when."""

    source: str
    name: str
    verdict: Verdict
    since: datetime | None
    silent: bool = False  # it was read, and has given nothing new for longer than it ever does


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
    editions: tuple[LanguageEdition, ...] = ()  # official ones in other languages, by its reference
    reword: Reword = Reword()
    balance: Balance | None = None  # where a position of one side is told
    late: bool = False  # it came after the draft, and could not wait
    stage_before: str = ""  # of a follow-up: the stage that was told, a sentence of the catalogue
    follows_day: date | None = None  # the day of the edition that it follows
    edition: int = 0  # the number of the edition that chose it, where several are told at once


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
    introduction: str = ""  # an editor's, in the language of the digest
    around: Surroundings = Surroundings()
    previous: int = 0  # the number of the edition before, 0 for none
    issued: datetime | None = None  # when it comes to its readers, where that is not the cutoff

    @property
    def moment(self) -> datetime:
        """The time it speaks from: its day, and the days that are left."""
        return self.issued or self.cutoff

    previous_day: date | None = None  # the day of that edition
    collects: tuple[int, ...] = ()  # the numbers of earlier editions that are told with it


@dataclass(frozen=True, slots=True)
class Reading:
    """How an edition is read. Readers whose readings are equal get the same text."""

    language: str
    layout: str = ""  # "" is the digest's own
    themes: tuple[str, ...] = ()  # none: all that the digest offers
    had: frozenset[int] = frozenset()  # the editions, of those that are corrected here, that they had
    elsewhere: tuple[tuple[int, ToldElsewhere], ...] = ()  # leading items that they had in full of late
    owed: tuple[int, ...] = ()  # the ids of earlier editions that are told with it
