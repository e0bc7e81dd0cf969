"""The council's own advices of the last years, as the archive holds them, put beside what a digest tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from servwatch.archive.archive import Archive
from servwatch.archive.item_query import ItemQuery
from servwatch.insight.dossiers import concerns, strength
from servwatch.insight.own_advice import REACH, OwnAdvice, Published, concepts_of, is_advice
from servwatch.insight.references import known_as
from servwatch.insight.stories.concepts import shipped_concepts
from servwatch.model import Advice, Annotation, Entry, Item, Reference, Settings

MOST_ADVICES = 2_000


class EarlierAdvice:
    """Finds what the council said before; its advices are read once."""

    def __init__(self, settings: Settings, archive: Archive, now: datetime) -> None:
        self._settings, self._archive, self._now = settings, archive, now
        self._known: dict[str, frozenset[str]] = {}  # all names of a dossier, by each of them

    def beside(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """The entries, each with the earlier advice on its matter, where there is one."""
        if not self._own:
            return tuple(entries)
        return tuple(replace(entry, earlier=self.of(entry.item, entry.annotation)) for entry in entries)

    def of(self, item: Item, annotation: Annotation) -> Advice | None:
        """The earlier advice on the matter of an item."""
        if not self._own:
            return None
        language = annotation.language or item.language
        day = item.day or self._settings.day_of(self._now)
        concepts = concepts_of(item.title, language, shipped_concepts())
        return self._own.earlier(concepts, self._names(annotation), day, item=item.id)

    def on(self, names: Collection[str]) -> Advice | None:
        """The newest advice on the dossier of these names."""
        if not self._own or not names:
            return None
        return self._own.earlier((), names, self._settings.day_of(self._now))

    @cached_property
    def _own(self) -> OwnAdvice:
        own = tuple(sorted(self._settings.own))
        if not own:
            return OwnAdvice(())
        since = self._settings.day_of(self._now - REACH)
        found = self._archive.items.find(ItemQuery(sources=own, since=since, limit=MOST_ADVICES))
        return OwnAdvice(self._published(item, note) for item, note in list(found) if is_advice(item))

    def _published(self, item: Item, annotation: Annotation | None) -> Published:
        language = (annotation.language if annotation is not None else "") or item.language
        day = item.day or self._settings.day_of(item.first_seen)
        concepts = concepts_of(item.title, language, shipped_concepts())
        names = self._names(annotation) if annotation is not None else frozenset[str]()
        return Published(item.id, item.title, item.url, day, concepts, names, language=language)

    def _names(self, annotation: Annotation) -> frozenset[str]:
        """The names of the dossiers that an item is about, with all that these are known by."""
        names = concerns(annotation.references)
        strongest = self._strongest(annotation.references)
        if strongest is None:
            return names
        return names | self._also_known_as(strongest)

    def _also_known_as(self, reference: Reference) -> frozenset[str]:
        name = known_as(reference.kind, reference.id).name
        if name not in self._known:
            dossier = self._archive.dossiers.of(reference).dossier
            names = dossier.names if dossier is not None else frozenset[str]()
            self._known |= dict.fromkeys({name, *names}, names)
        return self._known[name]

    def _strongest(self, references: Iterable[Reference]) -> Reference | None:
        wanted = [one for one in references if concerns([one])]
        known = {one: known_as(one.kind, one.id) for one in wanted}
        return min(wanted, key=lambda one: strength(known[one].kind, known[one].name), default=None)
