"""Is an item on a dossier that a digest follows? Pure: what belongs to the dossier was found before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from servwatch.insight.dossiers import Sort, sort_of
from servwatch.insight.references import known_as
from servwatch.model import FollowedDossier, Reference


@dataclass(frozen=True, slots=True)
class Following:
    """A followed dossier with all its names, as the archive knows them now."""

    dossier: FollowedDossier
    id: str  # its strongest reference, in full
    names: frozenset[str]

    def called(self, language: str) -> str:
        """Its name with its reference, or the reference alone."""
        name = self.dossier.called(language)
        return f"{name} ({self.id})" if name else self.id


def followed(
    references: Iterable[Reference], following: Sequence[Following], digest: str, day: date
) -> Following | None:
    """The first of the followed dossiers that the item is on and that this digest tells on that day, else None.

    An item is on a dossier that its address, a field, its title, or a pair in its text names; and on one
    that its text names, if it names no other. So a survey that mentions a dossier among others is not on
    it, though one that has it in its title is: to follow is more generous than to join.
    """
    surely, perhaps = named(references)
    if not surely and not perhaps:
        return None
    for one in following:
        if not (one.dossier.told_in(digest) and one.dossier.open(day)):
            continue
        if on(surely, perhaps, one.names):
            return one
    return None


def named(references: Iterable[Reference]) -> tuple[frozenset[str], frozenset[str]]:
    """The names that say surely what an item is on, and those that its text names."""
    surely, perhaps = set[str](), set[str]()
    for reference in references:
        kind, name = known_as(reference.kind, reference.id)
        if reference.role != "text":
            surely.add(name)
        elif sort_of(kind, name, reference.role) is not Sort.MENTIONED:
            perhaps.add(name)
    return frozenset(surely), frozenset(perhaps)


def on(surely: Collection[str], perhaps: Collection[str], names: Collection[str]) -> bool:
    """Whether an item with these is on the dossier of these names."""
    known = frozenset(names)
    return not known.isdisjoint(surely) or (bool(perhaps) and known.issuperset(perhaps))
