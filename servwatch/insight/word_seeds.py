"""A few letters that every word must have which a word of a term may find: to leave the others aside at once. Pure.

Forms of a word share its first letters, up to where Dutch writes a vowel once or twice (``loon``, ``lonen``); in
compounds it may stand anywhere. Too few letters cost time, too many would lose words.
"""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick

from servwatch.insight.compounds import Compounds
from servwatch.insight.normalise import fold
from servwatch.insight.stems import american_forms
from servwatch.insight.terms import How, Word

_BEGIN = "^"
_LETTERS = 3


class Seeds:
    """Leaves aside the words of texts in which no word of some terms can be found."""

    def __init__(self, language: str, words: Iterable[Word]) -> None:
        built = Compounds(language).built
        self._automaton = ahocorasick.Automaton()
        for word in words:
            for seed in _seeds(word, language, anywhere=built and word.last):
                self._automaton.add_word(seed, 1)
        if len(self._automaton):
            self._automaton.make_automaton()

    def may(self, word: str) -> bool:
        """Whether a word of a text (folded, or in lower case) may be found; never False for one that is."""
        if not len(self._automaton):
            return False
        folded = word if word.isascii() else fold(word)
        return next(self._automaton.iter(_BEGIN + folded), None) is not None


def _seeds(word: Word, language: str, *, anywhere: bool) -> list[str]:
    text = fold(word.text)
    if word.how in (How.SUFFIX, How.INFIX):
        return [text]
    if word.how is not How.FORM:
        return [_BEGIN + text]
    forms = [text, *american_forms(text)] if language == "en" else [text]
    return [("" if anywhere else _BEGIN) + _shared(form) for form in forms]


def _shared(text: str) -> str:
    """The letters with which every form begins."""
    length = min(_LETTERS, max(1, len(text) - 1))
    doubled = next((at for at in range(1, length + 1) if text[at : at + 1] == text[at - 1]), length)
    return text[: max(1, min(length, doubled))]
