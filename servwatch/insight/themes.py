"""Which themes an item is about, and which words say so.

An item gets a theme when its score reaches the theme's threshold. Each distinct term counts once:
its weight, doubled when it stands in the title, halved when it comes late in the summary. Terms
that overlap count as one, the weightiest and then the longest. A source or a category of the
publisher may hint at a theme, which counts as a term of weight 1. How these numbers were chosen
stands in docs/decisions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from servwatch.insight.compiling import Keyword, LanguageThemes, compile_language
from servwatch.insight.phrases import Place
from servwatch.model import Match, Theme, ThemeScore

COMPOUND_LENGTH = 7
"""Keywords of this many letters stand inside Dutch and German compounds; 0 turns compounds off."""

TITLE, LEAD, LATER = 2.0, 1.0, 0.5
"""How much a term counts in the title, at the start of the summary, and after that."""

LEAD_LENGTH = 200
"""How many characters of a summary say what it is about; what follows says what it touches too."""


class Hint(NamedTuple):
    """What else speaks for a theme: the source of an item, or a category its publisher gave."""

    theme: str
    field: str  # "source" | "category"
    text: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """How near an item came to a theme: all that `why` needs."""

    theme: str
    score: float
    threshold: float
    matches: tuple[Match, ...]
    excluded: tuple[Match, ...] = ()  # words of the theme's own exclude: any of them refuses it
    voided: tuple[Match, ...] = ()  # found, but overruled by the term's exclude or requires

    @property
    def given(self) -> bool:
        """Whether the item gets the theme."""
        return bool(self.matches) and not self.excluded and self.score >= self.threshold


class _Candidates:
    """What was found for one theme, before it is scored."""

    __slots__ = ("excluded", "found", "voided")

    def __init__(self) -> None:
        self.found: list[tuple[Keyword, str, Place]] = []
        self.voided: list[tuple[Keyword, str, Place]] = []
        self.excluded: list[tuple[str, Place]] = []


def compile_themes(
    themes: Sequence[Theme], *, languages: Sequence[str] = (), compound_length: int = COMPOUND_LENGTH
) -> ThemeMatcher:
    """A matcher of `themes` in `languages` (none: every language they have terms in).

    Raises ConfigError for a term with a fault; `parse_term` tells it beforehand.
    """
    chosen = languages or sorted({language for theme in themes for language in theme.terms})
    compiled = {code: compile_language(themes, code, compound_length) for code in dict.fromkeys(chosen)}
    return ThemeMatcher(themes, compiled)


class ThemeMatcher:
    """Finds the themes of items. Made by `compile_themes`; holds a bounded memory of words, no more."""

    def __init__(self, themes: Sequence[Theme], compiled: dict[str, LanguageThemes]) -> None:
        self._themes = themes
        self._numbers = {theme.id: number for number, theme in enumerate(themes)}
        self._compiled = compiled

    def match(
        self, title: str, summary: str, language: str = "", *, hints: Sequence[Hint] = ()
    ) -> tuple[ThemeScore, ...]:
        """The themes an item gets, the highest score first, then in the order of the configuration.

        `language` is an ISO 639 code, a longer tag, or "" when unknown: then the terms of every
        language are tried, as they are for a language that has none.
        """
        return tuple(
            ThemeScore(assessed.theme, assessed.score, assessed.matches)
            for assessed in self._assess(title, summary, language, hints)
            if assessed.given
        )

    def explain(
        self, title: str, summary: str, language: str = "", *, hints: Sequence[Hint] = ()
    ) -> tuple[Assessment, ...]:
        """Every theme of which anything was found, given or not, in the order of `match`."""
        return tuple(self._assess(title, summary, language, hints))

    def _assess(self, title: str, summary: str, language: str, hints: Sequence[Hint]) -> list[Assessment]:
        candidates: dict[int, _Candidates] = {}
        for themes in self._readings(language):
            _collect(themes, title, summary, candidates)
        hinted: dict[int, list[Match]] = {}
        for hint in hints:
            number = self._numbers.get(hint.theme)
            if number is not None:
                match = Match(hint.text, hint.field, 0, len(hint.text), hint.text, "hint")
                hinted.setdefault(number, []).append(match)
        texts = {"title": title, "summary": summary}
        assessed = [
            _score(self._themes[number], candidates.get(number), hinted.get(number, []), texts)
            for number in sorted(candidates.keys() | hinted.keys())
        ]
        assessed.sort(key=lambda one: -one.score)
        return assessed

    def _readings(self, language: str) -> Iterator[LanguageThemes]:
        one = self._compiled.get(language) or self._compiled.get(language.partition("-")[0].lower())
        yield from (one,) if one is not None else self._compiled.values()


def _collect(themes: LanguageThemes, title: str, summary: str, candidates: dict[int, _Candidates]) -> None:
    """Add what `themes` finds in the two fields to the candidates of each theme."""
    found = (("title", themes.book.find(title)), ("summary", themes.book.find(summary)))
    present = found[0][1].keys() | found[1][1].keys()
    for field, places in found:
        for phrase, where in places.items():
            for keyword in themes.keywords.get(phrase, ()):
                kept = _kept(keyword, where, places)
                mine = candidates.setdefault(keyword.theme, _Candidates())
                if kept is None or (keyword.requires and present.isdisjoint(keyword.requires)):
                    mine.voided.append((keyword, field, where[0]))
                else:
                    mine.found.append((keyword, field, kept))
            for theme in themes.excluded.get(phrase, ()):
                candidates.setdefault(theme, _Candidates()).excluded.append((field, where[0]))


def _kept(keyword: Keyword, where: list[Place], places: dict[int, list[Place]]) -> Place | None:
    """The first place of a keyword that none of its excludes overlaps."""
    if not keyword.exclude:
        return where[0]
    barred = [bar for phrase in keyword.exclude for bar in places.get(phrase, ())]
    for place in where:
        if not any(bar.start < place.end and place.start < bar.end for bar in barred):
            return place
    return None


def _score(
    theme: Theme, candidates: _Candidates | None, hinted: list[Match], texts: dict[str, str]
) -> Assessment:
    if candidates is None:
        return Assessment(theme.id, float(len(hinted)), theme.threshold, tuple(hinted))
    counted = [_match(*one, texts) for one in _distinct(candidates.found)]
    terms: dict[str, float] = {}
    for match in (*counted, *hinted):
        terms[match.term] = max(_worth(match), terms.get(match.term, 0.0))
    return Assessment(
        theme.id,
        round(sum(terms.values()), 6),
        theme.threshold,
        (*counted, *hinted),
        tuple(
            Match(texts[field][p.start : p.end], field, p.start, p.end, texts[field][p.start : p.end], p.rule)
            for field, p in candidates.excluded
        ),
        tuple(_match(*one, texts) for one in candidates.voided),
    )


def _worth(match: Match) -> float:
    if match.field == "title":
        return match.weight * TITLE
    late = match.field == "summary" and match.start >= LEAD_LENGTH
    return match.weight * (LATER if late else LEAD)


def _distinct(found: list[tuple[Keyword, str, Place]]) -> list[tuple[Keyword, str, Place]]:
    """Without those that overlap a weightier or longer one; in the order of the text."""
    if len(found) > 1:
        kept: list[tuple[Keyword, str, Place]] = []
        found.sort(key=lambda one: (-one[0].weight, one[2].start - one[2].end, one[2].start, one[0].text))
        for one in found:
            if not any(
                one[1] == other[1] and one[2].start < other[2].end and other[2].start < one[2].end
                for other in kept
            ):
                kept.append(one)
        kept.sort(key=lambda one: (one[1] != "title", one[2].start))
        return kept
    return found


def _match(keyword: Keyword, field: str, place: Place, texts: dict[str, str]) -> Match:
    found = texts[field][place.start : place.end]
    return Match(keyword.text, field, place.start, place.end, found, place.rule, keyword.weight)
