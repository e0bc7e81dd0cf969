"""The dossiers that are followed, with all their names as the archive knows them at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from servwatch.archive.archive import Archive
from servwatch.insight.following import Following
from servwatch.insight.references import known_as, read_reference
from servwatch.model import FollowedDossier, Settings


def following(settings: Settings, archive: Archive, day: date) -> tuple[Following, ...]:
    """Those that are followed on a day, in the order of the configuration."""
    open_now = (dossier for dossier in settings.dossiers if dossier.open(day))
    return tuple(found for dossier in open_now if (found := _found(dossier, archive)) is not None)


def _found(dossier: FollowedDossier, archive: Archive) -> Following | None:
    reference = read_reference(dossier.ref)
    if reference is None:  # `check` refuses it
        return None
    around = archive.dossiers.of(reference)
    if around.dossier is None:
        return Following(dossier, reference.id, frozenset({around.name}))
    return Following(dossier, around.dossier.id, around.dossier.names)


def followers_of(names: Iterable[str], dossiers: Iterable[FollowedDossier]) -> tuple[FollowedDossier, ...]:
    """The entries of the configuration that follow what has these names, the one that does so longest first."""
    known, found = set(names), list[FollowedDossier]()
    for dossier in dossiers:
        reference = read_reference(dossier.ref)
        if reference is not None and known_as(reference.kind, reference.id).name in known:
            found.append(dossier)
    return tuple(sorted(found, key=lambda one: one.until or date.max, reverse=True))
