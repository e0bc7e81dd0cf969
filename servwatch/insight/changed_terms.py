"""The words by which a theme would find other things than before; an item without any of them stays as it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from servwatch.insight.phrases import Phrase, Phrasebook
from servwatch.insight.reading import Reading
from servwatch.insight.terms import CompiledTerm, parse_term
from servwatch.insight.themes import COMPOUND_LENGTH
from servwatch.insight.vocabulary import Vocabulary
from servwatch.insight.word_seeds import Seeds
from servwatch.model import Source, Term, Theme


class ChangedTerms:
    """The terms and excludes that two states of a theme do not share; all of them where the threshold differs.

    Each is sought in the words of its language whatever the language of the item: items in which nothing
    is found in their own are read in the others too.
    """

    def __init__(self, before: Theme, after: Theme) -> None:
        self._theme = after.id
        self._threshold = before.threshold != after.threshold
        phrases: dict[str, set[Phrase]] = {}
        languages = {*before.terms, *after.terms}
        for language in languages:
            for one in self._differing(_terms(before, language), _terms(after, language)):
                phrases.setdefault(language, set()).add(one)
            for one in self._differing(_excludes(before, language), _excludes(after, language)):
                phrases.setdefault(language, set()).add(one)
        self._phrases = {language: tuple(sorted(found, key=repr)) for language, found in phrases.items()}
        self._books = [
            Phrasebook(language, found, compound_length=COMPOUND_LENGTH)
            for language, found in self._phrases.items()
        ]

    def __bool__(self) -> bool:
        return bool(self._books) or self._threshold

    def stands_in(self, title: str, summary: str) -> bool:
        """Whether any of the words stands there."""
        reading = Reading(title, summary)
        return any(book.find(reading) for book in self._books)

    def words_sought(self, words: Iterable[str]) -> list[list[list[str]]]:
        """For each phrase, for each of its words, those of `words` (folded) that satisfy it.

        An item can only hold the phrase where it has one word of each list.
        """
        known = list(words)
        made: list[list[list[str]]] = []
        for language, phrases in self._phrases.items():
            numbers = {word: n for n, word in enumerate({w for phrase in phrases for w in phrase.words})}
            vocabulary = Vocabulary(language, numbers, compound_length=COMPOUND_LENGTH)
            seeds = Seeds(language, numbers)
            found: dict[int, list[str]] = {}
            for word in filter(seeds.may, known):
                for number in {*vocabulary.look_up(word), *vocabulary.look_up(word.upper())}:
                    found.setdefault(number, []).append(word)
            made += [[found.get(numbers[word], []) for word in phrase.words] for phrase in phrases]
        return made

    def hinting(self, sources: Iterable[Source]) -> frozenset[str]:
        """The sources that speak for the theme by themselves, where that may count otherwise than before."""
        if not self._threshold:
            return frozenset()
        return frozenset(
            source.id
            for source in sources
            if self._theme in source.themes
            or any(self._theme in themes for themes in source.category_themes.values())
        )

    def _differing(self, before: set[CompiledTerm], after: set[CompiledTerm]) -> set[Phrase]:
        terms = before | after if self._threshold else before ^ after
        return {Phrase(term.words, term.source.gap, term.source.near) for term in terms}


def _terms(theme: Theme, language: str) -> set[CompiledTerm]:
    return _usable(theme.terms.get(language, ()), language)


def _excludes(theme: Theme, language: str) -> set[CompiledTerm]:
    words = (*theme.exclude.get("", ()), *theme.exclude.get(language, ()))
    return _usable(map(Term, words), language)


def _usable(terms: Iterable[Term], language: str) -> set[CompiledTerm]:
    parsed = (parse_term(term, language) for term in terms)
    return {term for term in parsed if isinstance(term, CompiledTerm)}
