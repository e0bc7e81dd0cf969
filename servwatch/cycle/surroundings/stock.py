"""What the blocks of all digests of one time draw on, each thing read from the archive once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property

from servwatch.archive.archive import Archive
from servwatch.archive.deadlines import DeadlineQuery
from servwatch.archive.selection import Told
from servwatch.cycle.dossier_page import DossierPage, dossier_page
from servwatch.cycle.own_advice import EarlierAdvice
from servwatch.digest.relevance import matters
from servwatch.insight.following import Following, followed
from servwatch.insight.positions import stand
from servwatch.insight.references import read_reference
from servwatch.model import (
    Annotation,
    Calendar,
    DeadlineState,
    Digest,
    Item,
    ItemKind,
    RegisteredDeadline,
    Settings,
    Source,
    Stand,
)

MOST = 2_000
"""Items read of one kind: a year of any of the rarer ones has fewer."""
_WAITING = tuple(state for state in DeadlineState if state.waits)


class Stock:
    """Reads on demand, and remembers."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        now: datetime,
        *,
        calendar: Calendar,
        following: tuple[Following, ...],
        advice: EarlierAdvice,
    ) -> None:
        self.settings, self.archive, self.now = settings, archive, now
        self.today = settings.day_of(now)
        self.calendar, self.following, self.advice = calendar, following, advice
        self.sources: dict[str, Source] = {source.id: source for source in settings.sources}
        self._items: dict[int, Told] = {}
        self._outlines: dict[int, Told] = {}
        self._missing: set[int] = set()
        self._kinds: dict[ItemKind, list[Told]] = {}
        self._stories: dict[int, int] = {}
        self._pages: dict[tuple[str, str], DossierPage | None] = {}

    def name_of(self, source: str) -> str:
        """What readers call a source."""
        found = self.sources.get(source)
        return found.name if found is not None else source

    def items(self, ids: Iterable[int]) -> dict[int, Told]:
        """The items of these ids; those that are not there, or wait in quarantine, are left out."""
        asked = set(ids)
        wanted = asked - self._items.keys() - self._missing
        if wanted:
            found = self.archive.selection.of(wanted)
            self._items |= found
            self._missing |= wanted - found.keys()
        return {number: self._items[number] for number in asked & self._items.keys()}

    def outlines(self, ids: Iterable[int]) -> dict[int, Told]:
        """The same, in outline where they are not known whole."""
        asked = set(ids)
        wanted = asked - self._items.keys() - self._outlines.keys() - self._missing
        if wanted:
            found = self.archive.selection.outlines(wanted)
            self._outlines |= found
            self._missing |= wanted - found.keys()
        known = self._outlines | self._items
        return {number: known[number] for number in asked & known.keys()}

    def of_kind(self, kind: ItemKind, back: timedelta) -> list[Told]:
        """The items of a kind of the last time, the newest first; the first who asks says how far back."""
        if kind not in self._kinds:
            self._kinds[kind] = self.archive.selection.of_kind(kind, self.today - back, MOST)
            self._items |= {told[0].id: told for told in self._kinds[kind]}
        return self._kinds[kind]

    def events(self, back: timedelta, ahead: timedelta) -> list[Told]:
        """The events of the last time that may tell of a day from today on and not further ahead; the first who asks says both."""
        if ItemKind.EVENT not in self._kinds:
            last = self.today + ahead
            found = self.archive.selection.events(self.today - back, self.today, last, MOST)
            self._kinds[ItemKind.EVENT] = found
            self._items |= {told[0].id: told for told in found}
        return self._kinds[ItemKind.EVENT]

    @cached_property
    def waiting(self) -> list[RegisteredDeadline]:
        """The deadlines of the register from today on that are open or ours, the earliest first."""
        return self.archive.deadlines.find(DeadlineQuery(states=_WAITING, since=self.today))

    def stories(self, ids: Iterable[int]) -> dict[int, int]:
        """The stories of these items; one without a story is a story of its own, by its id below zero."""
        asked = set(ids)
        wanted = asked - self._stories.keys()
        if wanted:
            found = self.archive.stories.of(wanted)
            self._stories |= {n: found[n].story if n in found else -n for n in wanted}
        return {number: self._stories[number] for number in asked}

    def matters(self, item: Item, annotation: Annotation | None, digest: Digest) -> bool:
        """Whether an item matters to a digest: by its themes and kind, or by a dossier that is followed."""
        references = annotation.references if annotation is not None else ()
        on_dossier = followed(references, self.following, digest.id, self.today) is not None
        return matters(item, annotation, digest, self.settings.own, followed=on_dossier)

    def stand(self, item: Item, annotation: Annotation | None) -> Stand:
        """An item as it is told beside others."""
        return stand(
            item, annotation, self.sources.get(item.source), day=self.settings.day_of(item.first_seen)
        )

    def page(self, reference: str, language: str) -> DossierPage | None:
        """All that is known of the dossier that a reference names."""
        key = (reference, language)
        if key not in self._pages:
            read = read_reference(reference)
            known = dossier_page(read, self.settings, self.archive, language) if read is not None else None
            self._pages[key] = known
        return self._pages[key]
