"""Both sides of industry beside an entry that tells the position of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from servwatch.archive.selection import Told
from servwatch.cycle.surroundings.stock import Stock
from servwatch.insight.dossiers import connections, strength
from servwatch.insight.following import named, on
from servwatch.insight.positions import SIDES, balance, sources_of, takes_side
from servwatch.insight.references import known_as
from servwatch.model import Balance, Entry, Reference, Side, Stand

BACK = timedelta(days=365)
"""An older position is no answer to a new one."""


class BothSides:
    """Finds what the other side said on the same dossier or story."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock
        self._of_side = {side: sources_of(side, stock.sources) for side in SIDES}
        self._known: dict[str, frozenset[str]] = {}

    def beside(self, entry: Entry) -> Balance | None:
        """Both sides where an entry tells one of them, else None."""
        told = self._told(entry)
        if not told:
            return None
        missing = set(SIDES) - {one.side for one in told}
        names = self._names(entry.annotation.references) if missing else frozenset[str]()
        others = [one for side in missing for one in self._of(side, entry, names)]
        return balance([*told, *others])

    def _told(self, entry: Entry) -> list[Stand]:
        """The positions that the entry itself tells."""
        notes = {entry.item.id: entry.annotation}
        return [
            self._stock.stand(item, notes.get(item.id))
            for item in (entry.item, *entry.companions)
            if takes_side(item, self._stock.sources.get(item.source)) is not None
        ]

    def _of(self, side: Side, entry: Entry, names: frozenset[str]) -> list[Stand]:
        """What a side said of the dossier of an entry, or within its story."""
        sources = self._of_side[side]
        if not sources:
            return []
        since = self._stock.today - BACK
        found: list[Told] = []
        if names:
            selection = self._stock.archive.selection
            candidates = selection.naming(names, since=since, sources=sources)
            found = [
                told for told in candidates if told[1] is not None and on(*named(told[1].references), names)
            ]
        story = self._stock.stories([entry.item.id])[entry.item.id]
        if story > 0:
            members = [item.id for item, _ in self._stock.archive.stories.members(story)]
            found += self._stock.items(members).values()
        return list(self._standing(found, side, entry))

    def _standing(self, found: Iterable[Told], side: Side, entry: Entry) -> Iterable[Stand]:
        since = self._stock.today - BACK
        for item, annotation in found:
            recent = item.day is None or item.day >= since
            if (
                item.id != entry.item.id
                and recent
                and takes_side(item, self._stock.sources.get(item.source)) is side
            ):
                yield self._stock.stand(item, annotation)

    def _names(self, references: tuple[Reference, ...]) -> frozenset[str]:
        """The names of the dossier that an entry is on; none where it is on none in particular."""
        about = connections(references)
        if not about:
            _, perhaps = named(references)
            if len(perhaps) != 1:
                return frozenset()
            about = {
                known.name: known.kind
                for r in references
                if (known := known_as(r.kind, r.id)).name in perhaps
            }
        strongest = min(about, key=lambda name: strength(about[name], name))
        reference = next(r for r in references if known_as(r.kind, r.id).name == strongest)
        if strongest not in self._known:
            dossier = self._stock.archive.dossiers.of(reference).dossier
            self._known[strongest] = dossier.names if dossier is not None else frozenset()
        return frozenset(about) | self._known[strongest]
