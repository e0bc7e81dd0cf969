"""A draft as its editors look at it: entries with their numbers, what is cut, what was rejected closely. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from servwatch.digest.arrangement import today_of
from servwatch.digest.choose import Choice
from servwatch.digest.compose.headlines import entries_without
from servwatch.digest.match import TOO_WEAK
from servwatch.digest.reasons import DROPPED
from servwatch.digest.shaping import members, shaping_of
from servwatch.insight.deadline_register import open_deadlines
from servwatch.model import (
    Act,
    ActKind,
    Decision,
    Digest,
    DraftState,
    Edition,
    Entry,
    Item,
    Outcome,
    Settings,
)

CLOSE = 0.75
"""From this part of the least score on an item was rejected closely."""
CLOSE_ONES = 10
"""So many of those are shown, the best first."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """An entry of a draft."""

    place: int
    item: int
    title: str  # as its publisher gives it
    language: str
    body: str  # the name of its source
    url: str
    headline: str = ""  # an editor's
    note: str = ""
    initials: str = ""
    untranslated: bool = False  # nothing of it is in the language of the digest yet
    late: bool = False  # it came after the draft
    pinned: str = ""  # by whom
    placed: bool = False  # an editor gave it its place
    follows: int = 0  # the edition that told its story before
    deadline: date | None = None  # the first that is open
    with_: tuple[int, ...] = ()  # the other items of its story

    @property
    def shown(self) -> str:
        """The headline that readers see, as far as it is known here."""
        return self.headline or self.title


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An item that a draft does not tell in full."""

    item: int
    title: str
    body: str
    by: str = ""  # who dropped it
    why: str = ""  # a sentence of the catalogue
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that editors need to see of a draft."""

    digest: str
    draft: int  # 0 where it was never written down
    scheduled: datetime
    built: datetime
    state: DraftState
    review: str
    number: int  # of the edition it is to become
    language: str
    limit: int
    introduction: str
    entries: tuple[SheetEntry, ...]
    cut: tuple[SheetLine, ...]
    close: tuple[SheetLine, ...]
    dropped: tuple[SheetLine, ...]
    seen: int = 0  # the last act that is in it

    def entry(self, item: int) -> SheetEntry | None:
        """The entry that tells an item, or None."""
        return next((one for one in self.entries if item in (one.item, *one.with_)), None)

    @property
    def leads(self) -> tuple[int, ...]:
        """Its entries, each by its leading item."""
        return tuple(entry.item for entry in self.entries)

    @property
    def untranslated(self) -> tuple[SheetEntry, ...]:
        """The entries of which nothing is in the language of the digest yet."""
        return tuple(entry for entry in self.entries if entry.untranslated)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a draft stands, as its row says."""

    draft: int
    built: datetime
    state: DraftState
    seen: int = 0


def sheet_of(
    edition: Edition,
    choice: Choice,
    items: Mapping[int, Item],
    acts: Sequence[Act],
    digest: Digest,
    settings: Settings,
    standing: Standing,
) -> Sheet:
    """The sheet of a draft. `items` has all that it was chosen from."""
    today = today_of(edition, settings)
    without = frozenset(entry.item.id for entry in entries_without(edition, digest, digest.language))
    reader = _Reader(digest, settings, today, shaping_of(acts).placed, without, _pinned(choice))
    rejected = [one for one in choice.decisions if one.outcome is Outcome.REJECTED and one.item in items]
    close = sorted(filter(_is_close, rejected), key=lambda one: -one.score)[:CLOSE_ONES]
    together = {int(part) for act in acts if act.kind is ActKind.DROP for part in act.new.split()[1:]}
    dropped = [one for one in rejected if one.reason == DROPPED and one.item not in together]
    cuts = {one.item: one for one in choice.decisions if one.outcome is Outcome.CUT}
    return Sheet(
        digest=digest.id,
        draft=standing.draft,
        scheduled=edition.scheduled,
        built=standing.built,
        state=standing.state,
        review=digest.review,
        number=edition.number,
        language=digest.language,
        limit=digest.limit,
        introduction=edition.introduction,
        entries=tuple(reader.entry(entry) for entry in edition.entries),
        cut=tuple(reader.line(entry.item, cuts[entry.item.id]) for entry in choice.cut),
        close=tuple(reader.line(items[one.item], one) for one in close),
        dropped=tuple(reader.line(items[one.item], one) for one in dropped),
        seen=standing.seen,
    )


def _pinned(choice: Choice) -> dict[int, str]:
    """By whom the entries are pinned, as their decisions say."""
    found: Iterator[Decision] = (one for one in choice.decisions if one.outcome is Outcome.CHOSEN)
    return {one.item: str(one.facts["by"]) for one in found if "by" in one.facts}


def _is_close(decision: Decision) -> bool:
    least = float(decision.facts.get("least", 0.0))
    return decision.reason == TOO_WEAK and decision.score >= CLOSE * least


@dataclass(frozen=True, slots=True)
class _Reader:
    digest: Digest
    settings: Settings
    today: date
    placed: frozenset[int]
    without: frozenset[int]
    pinned: Mapping[int, str]

    def entry(self, entry: Entry) -> SheetEntry:
        coming = open_deadlines(entry.annotation, self.today)
        return SheetEntry(
            place=entry.place,
            item=entry.item.id,
            title=entry.item.title,
            language=entry.annotation.language or entry.item.language,
            body=self._body(entry.item),
            url=entry.item.url,
            headline=entry.reword.headline,
            note=entry.reword.note,
            initials=entry.reword.initials,
            untranslated=entry.item.id in self.without,
            late=entry.late,
            pinned=self.pinned.get(entry.item.id, ""),
            placed=any(number in self.placed for number in members(entry)),
            follows=entry.follows,
            deadline=coming[0].date if coming else None,
            with_=members(entry)[1:],
        )

    def line(self, item: Item, decision: Decision) -> SheetLine:
        by = str(decision.facts.get("by", ""))
        return SheetLine(item.id, item.title, self._body(item), by, decision.reason, decision.score)

    def _body(self, item: Item) -> str:
        source = self.settings.source(item.source)
        return source.name if source is not None else item.source
