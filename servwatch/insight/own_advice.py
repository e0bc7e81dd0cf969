"""What the council itself advised before on the matter of an item: by dossier, else by what both are about. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from servwatch.insight.stories.concepts import ConceptTable
from servwatch.insight.stories.signals import CONCEPT, signals_of
from servwatch.model import Advice, Item, ItemKind

REACH = timedelta(days=3 * 365 + 1)
"""How old an advice may be to be referred to."""

LEAST_SHARED = 2
"""Concepts that an item and an advice must share; one is enough where it is all that the advice is about."""

LEAST_SHARE = 0.5
"""Of what an advice is about, by how rare each concept is among the advices: so much the item must be about too."""

_ADVISING = (ItemKind.OPINION, ItemKind.POSITION)
_SAYS_SO = re.compile(
    r"\b(?:\w*advie(?:s|zen)|avis|opinions?|aanbevelingen?|recommandations?)\b", re.IGNORECASE
)
_OF_EVERY = frozenset({"opinion", "policy"})
"""Concepts that every advice has in its title."""
_TELLING = ("topic", "name")
"""The kinds of concepts that tell what a text is about; bodies, places and general words do not."""


@dataclass(frozen=True, slots=True)
class Published:
    """An advice of the council, with what it is about and the dossiers it names."""

    item: int
    title: str
    url: str
    day: date
    concepts: frozenset[str]
    names: frozenset[str] = frozenset()  # as `references.known_as` gives them
    language: str = ""  # of its title, where it is known


def is_advice(item: Item) -> bool:
    """Whether an item of the council's own is an advice: by its kind, else by the words of its title."""
    return item.kind in _ADVISING or _SAYS_SO.search(item.title) is not None


def concepts_of(title: str, language: str, table: ConceptTable) -> frozenset[str]:
    """The concepts that a title is about."""
    found = (signal.removeprefix(CONCEPT) for signal in signals_of(title, language, table))
    return frozenset(
        one
        for one in found
        if one not in _OF_EVERY and (concept := table.get(one)) is not None and concept.kind in _TELLING
    )


class OwnAdvice:
    """The advices of the last years, to be asked for each item."""

    def __init__(self, published: Iterable[Published]) -> None:
        self._published: Sequence[Published] = sorted(
            published, key=lambda one: (one.day, one.item), reverse=True
        )
        self._seen = Counter(concept for one in self._published for concept in one.concepts)

    def __bool__(self) -> bool:
        return bool(self._published)

    def earlier(
        self, concepts: Collection[str], names: Collection[str], before: date, *, item: int = 0
    ) -> Advice | None:
        """The advice to refer to: the newest on the same dossier, else the nearest in what it is about.

        Only what was published before a day, and not the item itself.
        """
        known = [one for one in self._published if one.day <= before and one.item != item]
        on_dossier = next((one for one in known if one.names.intersection(names)), None)
        if on_dossier is not None:
            shared = min(on_dossier.names.intersection(names))
            return _advice(on_dossier, shared)
        rated = [(self._share(one, concepts), one.day, one) for one in known]
        near = [(share, day, one) for share, day, one in rated if share >= LEAST_SHARE]
        if not near:
            return None
        best = max(near, key=lambda rating: rating[:2])[2]
        return _advice(best, ", ".join(sorted(best.concepts.intersection(concepts))))

    def _share(self, one: Published, concepts: Collection[str]) -> float:
        shared = one.concepts.intersection(concepts)
        if len(shared) < min(LEAST_SHARED, len(one.concepts)) or not shared:
            return 0.0
        if len(shared) == 1 and len(concepts) > LEAST_SHARED:
            return 0.0  # an item on three matters is not on the one of the advice
        weight = {concept: 1 / self._seen[concept] for concept in one.concepts}
        return sum(weight[concept] for concept in shared) / sum(weight.values())


def _advice(one: Published, reason: str) -> Advice:
    return Advice(one.item, one.title, one.url, one.day, reason, one.language)
