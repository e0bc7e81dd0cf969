"""What is found of each theme in one item, and what it weighs.

Each distinct term counts once, in the best of its places: its weight, doubled in the title, halved
when it comes late in the summary. Terms that overlap count as one, the weightiest and then the
longest. A hint counts as a term of weight 1, once for each field it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from servwatch.insight.compiling import Keyword, LanguageThemes
from servwatch.insight.reading import Place, Reading
from servwatch.model import Match

TITLE, LEAD, LATER = 2.0, 1.0, 0.5
"""How much a term counts in the title, at the start of the summary, and after that."""

LEAD_LENGTH = 150
"""How many characters of a summary say what it is about; what follows says what it touches too."""

_ORDER = {"title": 0, "summary": 1, "source": 2, "category": 3}


class Finding(NamedTuple):
    """A term of a theme where it was found. For a hint the place lies in the hint itself."""

    keyword: Keyword
    place: Place

    @property
    def worth(self) -> float:
        """What it counts."""
        weight, place = self.keyword.weight, self.place
        if place.field == "title":
            return weight * TITLE
        return weight * (LATER if place.field == "summary" and place.start >= LEAD_LENGTH else LEAD)

    def match(self, texts: Mapping[str, str]) -> Match:
        """The finding as it is kept and shown; `texts` has the text of each field."""
        term, (field, start, end, rule) = self.keyword.text, self.place
        words = texts[field][start:end] if field in texts else term
        return Match(term, field, start, end, words, rule, self.keyword.weight)


class Findings:
    """All findings in one item, by the number of the theme."""

    __slots__ = ("barring", "found", "voided")

    def __init__(self) -> None:
        self.found: dict[int, list[Finding]] = {}
        self.voided: dict[int, list[Finding]] = {}  # overruled by the term's own exclude or requires
        self.barring: dict[int, list[Finding]] = {}  # words of the theme's exclude

    def __bool__(self) -> bool:
        return bool(self.found or self.voided or self.barring)

    def collect(self, themes: LanguageThemes, reading: Reading) -> None:
        """Add what `themes` finds in the item."""
        places = themes.book.find(reading)
        for phrase, where in places.items():
            for keyword in themes.keywords.get(phrase, ()):
                place = _outside(keyword.exclude, where, places) if keyword.exclude else where[0]
                if place is None or (keyword.requires and places.keys().isdisjoint(keyword.requires)):
                    self.voided.setdefault(keyword.theme, []).append(Finding(keyword, where[0]))
                else:
                    self.found.setdefault(keyword.theme, []).append(Finding(keyword, place))
            for keyword in themes.excluded.get(phrase, ()):
                self.barring.setdefault(keyword.theme, []).append(Finding(keyword, where[0]))


def weigh(found: list[Finding]) -> tuple[float, list[Finding]]:
    """The score, and the findings that count, in the order of the text."""
    if len(found) == 1:
        return found[0].worth, found
    counted: list[Finding] = []
    for one in sorted(found, key=_precedence):
        if not any(one.place.overlaps(other.place) for other in counted):
            counted.append(one)
    best: dict[str, float] = {}
    for one in counted:
        best[one.keyword.text] = max(one.worth, best.get(one.keyword.text, 0.0))
    counted.sort(key=lambda one: (_ORDER[one.place.field], one.place.start))
    return round(sum(best.values()), 6), counted


def _precedence(one: Finding) -> tuple[float, int, int, str]:
    place = one.place
    return -one.keyword.weight, place.start - place.end, place.start, one.keyword.text


def _outside(exclude: tuple[int, ...], where: list[Place], places: dict[int, list[Place]]) -> Place | None:
    """The first of the places that no phrase of `exclude` overlaps."""
    taken = [place for phrase in exclude for place in places.get(phrase, ())]
    return next((place for place in where if not any(map(place.overlaps, taken))), None)
