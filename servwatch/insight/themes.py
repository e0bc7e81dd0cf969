"""Which themes an item is about, and which words say so.

An item gets a theme when the score of what was found reaches the theme's threshold. How findings
are weighed stands in `findings`; how the numbers were chosen, in docs/decisions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servwatch.insight.compiling import Keyword, LanguageThemes, compile_language
from servwatch.insight.findings import Finding, Findings, weigh
from servwatch.insight.hints import Hint
from servwatch.insight.language import betrays, primary
from servwatch.insight.reading import Place, Reading
from servwatch.model import Match, Theme, ThemeScore

COMPOUND_LENGTH = 7
"""Keywords of this many letters stand anywhere in Dutch and German compounds; 0 turns compounds off."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How near an item came to a theme: all that `why` needs."""

    theme: str
    score: float
    threshold: float
    matches: tuple[Match, ...]
    barring: tuple[Match, ...] = ()  # words of the theme's own exclude: any of them refuses it
    voided: tuple[Match, ...] = ()  # found, but overruled by the term's exclude or requires

    @property
    def given(self) -> bool:
        """Whether the item gets the theme."""
        return bool(self.matches) and not self.barring and self.score >= self.threshold


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
    """Finds the themes of items. Made by `compile_themes`; keeps a bounded memory of words, no more."""

    def __init__(self, themes: Sequence[Theme], compiled: dict[str, LanguageThemes]) -> None:
        self._themes = themes
        self._numbers = {theme.id: number for number, theme in enumerate(themes)}
        self._compiled = compiled

    def match(
        self, title: str, summary: str, language: str = "", *, hints: Sequence[Hint] = ()
    ) -> tuple[ThemeScore, ...]:
        """The themes an item gets, the highest score first, then in the order of the configuration.

        `language` is an ISO 639-1 code or a longer tag (BCP 47), or "" when unknown. The terms of every
        language are tried when it is unknown or has none, and for an item in which nothing was found and
        no word shows it to be in that language: publishers leave titles untranslated.
        """
        findings = self._findings(title, summary, language, hints)
        texts = {"title": title, "summary": summary}
        given: list[tuple[float, int, ThemeScore]] = []
        for number, found in findings.found.items():
            theme = self._themes[number]
            score, counted = weigh(found)
            if score >= theme.threshold and number not in findings.barring:
                matches = tuple([one.match(texts) for one in counted])
                given.append((-score, number, ThemeScore(theme.id, score, matches)))
        given.sort()
        return tuple([one[2] for one in given])

    def explain(
        self, title: str, summary: str, language: str = "", *, hints: Sequence[Hint] = ()
    ) -> tuple[Assessment, ...]:
        """Every theme of which anything was found, given or not, in the order of `match`."""
        findings = self._findings(title, summary, language, hints)
        texts = {"title": title, "summary": summary}
        numbers = sorted({*findings.found, *findings.voided, *findings.barring})
        assessed: list[Assessment] = []
        for number in numbers:
            theme = self._themes[number]
            score, counted = weigh(findings.found.get(number, []))
            barring = tuple(one.match(texts) for one in findings.barring.get(number, ()))
            voided = tuple(one.match(texts) for one in findings.voided.get(number, ()))
            matches = tuple(one.match(texts) for one in counted)
            assessed.append(Assessment(theme.id, score, theme.threshold, matches, barring, voided))
        assessed.sort(key=lambda one: -one.score)
        return tuple(assessed)

    def found(
        self, title: str, summary: str, language: str = "", *, hints: Sequence[Hint] = ()
    ) -> Iterator[tuple[Theme, list[Finding]]]:
        """Each theme an item gets with all that was found of it, what a longer term overlaps too."""
        findings = self._findings(title, summary, language, hints)
        for number, found in findings.found.items():
            theme = self._themes[number]
            if number not in findings.barring and weigh(found)[0] >= theme.threshold:
                yield theme, found

    def _findings(self, title: str, summary: str, language: str, hints: Sequence[Hint]) -> Findings:
        findings = Findings()
        reading = Reading(title, summary)
        code = language if language in self._compiled else primary(language)
        own = self._compiled.get(code)
        if own is not None:
            findings.collect(own, reading)
        if own is None or not (findings or betrays(code, reading.tokens)):
            for themes in self._compiled.values():
                if themes is not own:
                    findings.collect(themes, reading)
        for hint in hints:
            number = self._numbers.get(hint.theme)
            if number is not None:
                place = Place(hint.field, 0, len(hint.text), "hint")
                findings.found.setdefault(number, []).append(Finding(Keyword(number, hint.text, 1.0), place))
        return findings
