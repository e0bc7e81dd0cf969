"""A few letters that every word must have which a word of a term may find: to leave the others aside at once. Pure.

Forms of a word share the first letters of its stem, up to where Dutch writes a vowel once or twice (``loon``,
``lonen``); in compounds they may stand anywhere. Too few letters cost time, too many would lose words.
"""

from __future__ import annotations

from collections.abc import Iterable
from os.path import commonprefix

import ahocorasick

from servwatch.insight.compounds import Compounds
from servwatch.insight.normalise import fold
from servwatch.insight.stems import Stems
from servwatch.insight.terms import How, Word

_BEGIN = "^"
_LETTERS = 3


class Seeds:
    """Leaves aside the words of texts in which no word of some terms can be found."""

    def __init__(self, language: str, words: Iterable[Word]) -> None:
        built, stems = Compounds(language).built, Stems(language)
        self._automaton = ahocorasick.Automaton()
        for word in words:
            for seed in _seeds(word, stems, anywhere=built and word.last):
                self._automaton.add_word(seed, 1)
        if len(self._automaton):
            self._automaton.make_automaton()

    def may(self, word: str) -> bool:
        """Whether a word of a text (folded, or in lower case) may be found; never False for one that is."""
        if not len(self._automaton):
            return False
        folded = word if word.isascii() else fold(word)
        return next(self._automaton.iter(_BEGIN + folded), None) is not None


def _seeds(word: Word, stems: Stems, *, anywhere: bool) -> list[str]:
    text = fold(word.text)
    if word.how in (How.SUFFIX, How.INFIX):
        return [text]
    if word.how is not How.FORM:
        return [_BEGIN + text]
    return [("" if anywhere else _BEGIN) + _shared(text, stems.stem(text))]


def _shared(text: str, stem: str) -> str:
    """The letters with which every form begins: those of the stem but for its last, which may be doubled or change."""
    alike = commonprefix([text, stem])  # noqa: RUF071  of letters, not of paths
    return alike[: max(1, min(_LETTERS, len(stem) - 1))] or text[:1]
