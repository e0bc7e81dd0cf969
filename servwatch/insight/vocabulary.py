"""Which words of the terms a word of a text satisfies: worked out once for each distinct word.

Texts repeat their words, so the answer is kept for each word as it is written; nearly all are
"none". A word never seen is folded, stemmed, cut as a compound and looked up in one automaton
(Aho and Corasick 1975) for the parts that may stand inside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import ahocorasick

from servwatch.insight.compounds import SHORT, compounds_of
from servwatch.insight.normalise import fold
from servwatch.insight.stems import Stems
from servwatch.insight.terms import How, Word

Hits = dict[int, str]
"""The numbers of the words satisfied, each with the rule that did it. Not to be changed."""

REMEMBERED = 50_000
"""Words whose answer is kept, for each language, beside as many of those used just before."""

LONGEST_WORD = 80
"""A longer run of letters is no word of our languages and is not looked at."""

_NONE: Hits = {}


Answer = TypeVar("Answer")


class Remembered(dict[str, Answer]):
    """What was worked out for each word, so that memory stays flat: two generations, the older one goes.

    A subclass says in `look_up` how an answer is worked out. Only indexing is meant to be used.
    """

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[str, Answer] = {}

    def look_up(self, word: str) -> Answer:
        """The answer for a word that is not remembered."""
        raise NotImplementedError

    def __missing__(self, word: str) -> Answer:
        if len(word) > LONGEST_WORD:
            return self.look_up(word)
        if len(self) >= REMEMBERED:
            self._older = dict(self)
            self.clear()
        answer = self._older[word] if word in self._older else self.look_up(word)
        self[word] = answer
        return answer


class Vocabulary(Remembered[Hits]):
    """The words of the terms of one language; indexed by a word of a text, it gives its `Hits`.

    The number of a word is its place in `vocabulary_words`.
    """

    def __init__(self, language: str, vocabulary_words: Iterable[Word], *, compound_length: int) -> None:
        super().__init__()
        self._stems = Stems(language)
        self._compounds = compounds_of(language)
        self._forms: dict[str, list[tuple[int, str, bool]]] = {}
        self._exact: dict[str, list[int]] = {}
        self._capitals: dict[str, list[int]] = {}
        self._inside: dict[str, list[tuple[int, str]]] = {}
        self._short = False
        for number, word in enumerate(vocabulary_words):
            self._add(number, word, compound_length)
        self._automaton = ahocorasick.Automaton()
        for core, values in self._inside.items():
            self._automaton.add_word(core, (len(core), values))
        if self._inside:
            self._automaton.make_automaton()

    def _add(self, number: int, word: Word, compound_length: int) -> None:
        if word.how is How.FORM:
            compound = word.last and self._compounds.built and compound_length > 0
            short = compound and SHORT <= len(word.text) < compound_length
            self._short = self._short or short
            entry = (number, word.text, short)
            self._forms.setdefault(self._stems.stem(word.text), []).append(entry)
            if compound and len(word.text) >= compound_length:
                for core in self._compounds.cores(word.text, compound_length):
                    self._inside.setdefault(core, []).append((number, "compound"))
        elif word.how is How.EXACT:
            self._exact.setdefault(word.text, []).append(number)
        elif word.how is How.CAPITALS:
            self._capitals.setdefault(word.text, []).append(number)
        else:
            self._inside.setdefault(word.text, []).append((number, word.how))

    def look_up(self, word: str) -> Hits:
        """The hits of `word`, worked out anew."""
        if len(word) > LONGEST_WORD:
            return _NONE
        folded = fold(word)
        rules: Hits = {}
        if folded in self._exact:
            rules.update(dict.fromkeys(self._exact[folded], "exact"))
        if not word.islower():
            for acronym in (word, word.removesuffix("s")):  # SMEs, SDGs
                if acronym in self._capitals:
                    rules.update(dict.fromkeys(self._capitals[acronym], "exact"))
        self._add_forms(rules, folded, "stem")
        for end, (length, values) in self._automaton.iter(folded) if self._inside else ():
            self._add_inside(rules, folded, end + 1 - length, end + 1, values)
        for piece in self._compounds.beside_known(folded) if self._short else ():
            self._add_forms(rules, piece, "compound")
        return rules or _NONE

    def _add_forms(self, rules: Hits, word: str, rule: str) -> None:
        """Add the keywords of which `word` is a form; in a compound, only the short ones."""
        stem = self._stems.stem(word)
        for number, text, short in self._forms.get(stem, ()):
            if (short or rule == "stem") and self._stems.forms(text, word, stem):
                rules.setdefault(number, rule)

    def _add_inside(
        self, rules: Hits, folded: str, start: int, end: int, values: list[tuple[int, str]]
    ) -> None:
        for number, how in values:
            if self._fits(how, folded, start, end):
                rules.setdefault(number, "compound" if how == "compound" else "wildcard")

    def _fits(self, how: str, folded: str, start: int, end: int) -> bool:
        if how == How.PREFIX:
            return start == 0
        if how == How.SUFFIX:
            return end == len(folded)
        return how == How.INFIX or self._compounds.holds(folded, start, end)
