"""Terms that a theme could have: from the words of items that fit it. Proposed, never added. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from servwatch.insight.candidate_words import WordCounts, WordKey
from servwatch.insight.log_odds import log_odds
from servwatch.insight.terms import TermFault, parse_term
from servwatch.insight.themes import ThemeMatcher, compile_themes
from servwatch.model import Theme

LEAST_Z = 1.96
"""A word is proposed where its log-odds differ from zero with 95 % confidence."""

LEAST_ITEMS = 3
"""In fewer items that fit, a word is chance."""

MOST = 12
"""Proposals for one language of a theme."""

COVERED = 0.8
"""A word that stands in so large a part of its items inside one proposed phrase is not proposed beside it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term to think about, as it would stand in feeds.toml."""

    language: str
    term: str
    z: float  # log-odds in standard deviations
    fitting: int  # items that fit the theme and have it
    other: int  # items that do not fit and have it


class Existing:
    """What a theme finds already, one language at a time."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._matchers: dict[str, ThemeMatcher] = {}

    def finds(self, text: str, language: str) -> bool:
        """Whether a term or an exclude of the theme in that language is found in the text."""
        if language not in self._matchers:
            self._matchers[language] = compile_themes([self._theme], languages=[language])
        return bool(self._matchers[language].explain(text, "", language))


def suggest(fitting: WordCounts, other: WordCounts, existing: Existing) -> list[Suggestion]:
    """The words and phrases that tell the items that fit from the others, per language the strongest first.

    `other` counts at least the words of `fitting` that stand in LEAST_ITEMS items.
    """
    often = {key: n for key, n in fitting.counts.items() if n >= LEAST_ITEMS}
    scores = _scores(fitting, other, often)
    strong = sorted(
        (key for key, z in scores.items() if z >= LEAST_Z), key=lambda key: (key.language, -scores[key], key)
    )
    made: list[Suggestion] = []
    for key in _without_doubles(strong, scores, often):
        if sum(one.language == key.language for one in made) >= MOST:
            continue
        term = term_of(fitting.written(key))
        if isinstance(parse_term(term, key.language), TermFault) or existing.finds(
            fitting.written(key), key.language
        ):
            continue
        made.append(
            Suggestion(key.language, term, round(scores[key], 2), often[key], other.counts.get(key, 0))
        )
    return made


def _scores(fitting: WordCounts, other: WordCounts, often: Mapping[WordKey, int]) -> dict[WordKey, float]:
    """The log-odds within each language: else a language that fits more often would be a reason."""
    scores: dict[WordKey, float] = {}
    for language in {key.language for key in often}:
        counts = {key: count for key, count in often.items() if key.language == language}
        totals = fitting.totals[language], other.totals[language]
        scores |= log_odds(counts, other.counts, totals=totals)
    return scores


def term_of(written: str) -> str:
    """A word as a term: an acronym exactly so, anything else in all its forms."""
    return f"={written}" if written.isupper() else written


def _without_doubles(
    strong: Iterable[WordKey], scores: Mapping[WordKey, float], counts: Mapping[WordKey, int]
) -> Iterable[WordKey]:
    """Of a phrase and its words only what says more.

    The phrase, where both words tell something and hardly stand without each other; else the words that
    are as strong as it.
    """
    listed = list(strong)
    strongest = set(listed)
    dropped: set[WordKey] = set()
    for phrase in listed:
        if len(phrase.stems) == 1:
            continue
        words = [WordKey(phrase.language, (stem,)) for stem in phrase.stems]
        strong_words = [word for word in words if word in strongest]
        covered = [word for word in strong_words if counts[phrase] >= COVERED * counts[word]]
        if covered and len(strong_words) == len(words):
            dropped.update(covered)
        elif any(scores[word] >= scores[phrase] for word in strong_words):
            dropped.add(phrase)
    return (key for key in listed if key not in dropped)
