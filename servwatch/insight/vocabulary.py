"""Which words of the terms a word of a text satisfies: worked out once for each distinct word.

Texts repeat their words, so the answer is kept for each word as it is written; nearly all are
"none". A word never seen is folded, stemmed, cut as a compound and looked up in one automaton
(Aho and Corasick 1975) for the parts that may stand inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ahocorasick

from servwatch.insight.compounds import SHORT, Compounds
from servwatch.insight.normalise import fold
from servwatch.insight.stems import Stems
from servwatch.insight.terms import How, Word

Hits = dict[int, str]
"""The numbers of the words satisfied, each with the rule that did it. Not to be changed."""

REMEMBERED = 50_000
"""Words whose answer is kept, for each language; then all are forgotten, so that memory stays flat."""

LONGEST_WORD = 80
"""A longer run of letters is no word of our languages and is not looked at."""

_NONE: Hits = {}


class Vocabulary(dict[str, Hits]):
    """The words of the terms of one language; indexed by a word of a text, it gives its `Hits`.

    The number of a word is its place in `vocabulary_words`. Only `__getitem__` is meant to be used.
    """

    def __init__(self, language: str, vocabulary_words: Iterable[Word], *, compound_length: int) -> None:
        super().__init__()
        self._stems = Stems(language)
        self._compounds = Compounds(language)
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

    def __missing__(self, word: str) -> Hits:
        if len(self) >= REMEMBERED:
            self.clear()
        hits = self[word] = self.look_up(word) or _NONE
        return hits

    def look_up(self, word: str) -> Hits:
        """The hits of `word`, worked out anew."""
        if len(word) > LONGEST_WORD:
            return _NONE
        folded = fold(word)
        rules: dict[int, str] = {}
        for number in self._exact.get(folded, ()):
            rules[number] = "exact"
        for number in self._acronyms(word):
            rules[number] = "exact"
        stem = self._stems.stem(folded)
        for number, text, _ in self._forms.get(stem, ()):
            if self._stems.forms(text, folded, stem):
                rules[number] = "stem"
        for number, rule in self._partly(folded):
            rules.setdefault(number, rule)
        return rules

    def _acronyms(self, word: str) -> Iterator[int]:
        if self._capitals:
            yield from self._capitals.get(word, ())
            if word[-1] == "s":  # SMEs, SDGs
                yield from self._capitals.get(word[:-1], ())

    def _partly(self, folded: str) -> Iterator[tuple[int, str]]:
        if self._inside:
            for end, (length, values) in self._automaton.iter(folded):
                start = end + 1 - length
                for number, how in values:
                    if self._fits(how, folded, start, end + 1):
                        yield number, "compound" if how == "compound" else "wildcard"
        if self._short:
            for piece in self._compounds.beside_known(folded):
                stem = self._stems.stem(piece)
                for number, text, short in self._forms.get(stem, ()):
                    if short and self._stems.forms(text, piece, stem):
                        yield number, "compound"

    def _fits(self, how: str, folded: str, start: int, end: int) -> bool:
        if how == How.PREFIX:
            return start == 0
        if how == How.SUFFIX:
            return end == len(folded)
        return how == How.INFIX or self._compounds.holds(folded, start, end)
