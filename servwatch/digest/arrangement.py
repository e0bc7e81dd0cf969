"""In which order an edition stands, whatever the language: what is to be decided first, or theme by theme.

An entry keeps its number for all readers, so that "no. 47, item 3" means one thing: the numbers are given
once, in the order of the digest's own layout, before the edition is frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from servwatch.insight.deadline_register import open_deadlines
from servwatch.insight.dossiers import STRENGTH, connections
from servwatch.insight.references import known_as
from servwatch.model import Decision, Digest, DossierState, Edition, Entry, Outcome, Reference, Settings


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries of one theme, those of one dossier side by side; the dossier of each, "" for none."""

    theme: str
    entries: tuple[Entry, ...]
    dossiers: tuple[str, ...]


def today_of(edition: Edition, settings: Settings) -> date:
    """The day on which an edition is read: that of its time, or later where it was built later."""
    return settings.day_of(max(edition.scheduled, edition.moment))


def is_due(entry: Entry, today: date) -> bool:
    """Whether something can still be done about an entry by a day."""
    return bool(open_deadlines(entry.annotation, today))


def decide_first(entries: Iterable[Entry], today: date) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries with an open deadline, and the others; each in the order of the edition."""
    listed = tuple(entries)
    return (
        tuple(entry for entry in listed if is_due(entry, today)),
        tuple(entry for entry in listed if not is_due(entry, today)),
    )


def shelves(entries: Sequence[Entry], followed: Sequence[DossierState] = ()) -> list[Shelf]:
    """The entries by theme, in the order of each theme's best entry; those without a theme come last."""
    themes = list(dict.fromkeys(entry.theme for entry in entries if entry.theme))
    if any(not entry.theme for entry in entries):
        themes.append("")
    return [_shelf(theme, [e for e in entries if e.theme == theme], followed) for theme in themes]


def numbered(edition: Edition, digest: Digest, settings: Settings) -> Edition:
    """The edition with its entries in the order in which its own layout shows them, numbered from 1."""
    if digest.layout == "full":
        shown = [e for shelf in shelves(edition.entries, edition.around.dossiers) for e in shelf.entries]
    else:
        due, others = decide_first(edition.entries, today_of(edition, settings))
        shown = [*due, *others]
    return replace(edition, entries=tuple(replace(e, place=n) for n, e in enumerate(shown, 1)))


def placed(decisions: Iterable[Decision], edition: Edition) -> tuple[Decision, ...]:
    """The decisions with the numbers that the entries of their edition have."""
    places: Mapping[int, int] = {entry.item.id: entry.place for entry in edition.entries}
    return tuple(
        replace(decision, place=places[decision.item])
        if decision.outcome is Outcome.CHOSEN and decision.item in places
        else decision
        for decision in decisions
    )


def _shelf(theme: str, entries: list[Entry], followed: Sequence[DossierState]) -> Shelf:
    """Entries of one dossier stand where its first one does."""
    dossiers = _dossiers(entries, followed)
    order = {name: n for n, name in reversed(list(enumerate(dossiers))) if name}
    ranked = sorted(range(len(entries)), key=lambda n: (order.get(dossiers[n], n), n))
    return Shelf(theme, tuple(entries[n] for n in ranked), tuple(dossiers[n] for n in ranked))


def _dossiers(entries: list[Entry], followed: Sequence[DossierState]) -> list[str]:
    """The dossier of each entry: a followed one by its name, another by its reference where two entries share it."""
    called = {_known(state.reference): state.name for state in followed if state.name}
    named = [connections(entry.annotation.references) for entry in entries]
    of_followed = [next((called[name] for name in called if name in names), "") for names in named]
    strongest = [_strongest(names) for names in named]
    return [
        known or (own if own and strongest.count(own) > 1 else "")
        for known, own in zip(of_followed, strongest, strict=True)
    ]


def _strongest(names: Mapping[str, str]) -> str:
    joining = [(STRENGTH.index(kind), name) for name, kind in names.items() if kind in STRENGTH]
    return min(joining)[1] if joining else ""


def _known(reference: Reference) -> str:
    return known_as(reference.kind, reference.id).name
