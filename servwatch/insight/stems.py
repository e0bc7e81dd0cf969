"""Which words are forms of one word: Snowball stems, repaired where they are known to err.

Snowball (Porter 1980; snowballstem.org) joins too little in some places and too much in others.
Too little is mended before or after it: French and Spanish plurals, the Dutch change of vowel and
of final consonant (``sociaal/sociale``, ``bedrijf/bedrijven``), American spelling. Too much is
mended by comparing endings: ``overheid`` and ``over``, ``productivity`` and ``products``, ``retraite``
and ``retraitement`` share a stem, but are not forms of one word.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import Stemmer

_ALGORITHMS = {
    # Snowball 3 made Kraaij-Pohlmann its "dutch". It takes ge- off: gezin becomes zin, geweld wel.
    "nl": ("dutch_porter", "dutch"),
    "en": ("english",),
    "fr": ("french",),
    "de": ("german",),
    "es": ("spanish",),
}

LONG_STEM = 8
"""Stems of this many letters and more are unlikely to be shared by chance."""

ENDING = 3
LONG_ENDING = 5
"""By how many letters the endings of two forms may differ, for shorter and for long stems."""

_BRITISH = re.compile(r"(lab|behavi|fav|col|neighb|harb|hon|endeav)or")
_ISE = re.compile(r"(?<=..)i[sz](?=e|ing|ation)")
_AMERICAN = {
    "program": "programme",
    "programs": "programmes",
    "center": "centre",
    "centers": "centres",
    "aging": "ageing",
    "defense": "defence",
    "enrollment": "enrolment",
}
_MINIMUM = re.compile(r"(min|max)(?:ima|imums|imaux|imal|imale|imales)$")
_FEMININE = re.compile(r"(iees?)$|euses?$")
_DUTCH_PLURAL = re.compile(r"(?<=...e[lmnru])s$|(?<=..au)s$")
_DOUBLE_END = re.compile(r"([b-df-hj-np-tv-z])\1$")
_DOUBLE_VOWEL = re.compile(r"([aeou])\1(?=[^aeiou]$)")


def _british(word: str) -> str:
    word = _AMERICAN.get(word, word)
    return _ISE.sub("is", _BRITISH.sub(r"\1our", word))


def _french(word: str) -> str:
    if len(word) >= 4 and word.endswith(("is", "us")):  # emplois, revenus: left alone by Snowball
        return word[:-1]
    word = _MINIMUM.sub(r"\1imum", word)  # salaires minima, minimaux, minimums
    return _FEMININE.sub(lambda found: "ie" if found[1] else "eur", word)  # salariées, travailleuses


def _spanish_singular(word: str) -> str:
    if len(word) >= 5 and word.endswith("es") and word[-3] in "dlnrz":
        return word[:-2]
    return word[:-1] if len(word) >= 4 and word[-1] == "s" and word[-2] in "aeo" else word


def _dutch(word: str) -> str:
    return _DUTCH_PLURAL.sub("", word)  # havens, milieus


def _dutch_root(stem: str) -> str:
    stem = _DOUBLE_END.sub(r"\1", _DOUBLE_VOWEL.sub(r"\1", stem))  # sociaal, gezinn-
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1]) if stem else stem


_BEFORE: dict[str, Callable[[str], str]] = {
    "nl": _dutch,
    "en": _british,
    "fr": _french,
    "es": _spanish_singular,
}
_AFTER: dict[str, Callable[[str], str]] = {"nl": _dutch_root}
_NOUNS = {"nl": ("ing", "ingen", "ings"), "en": ("ing", "ings")}


class Stems:
    """The stems of one language. A language without a Snowball algorithm has its words as they are."""

    def __init__(self, language: str) -> None:
        known = set(Stemmer.algorithms())
        name = next((n for n in _ALGORITHMS.get(language, ()) if n in known), None)
        self._snowball: Callable[[str], str] = Stemmer.Stemmer(name, 0).stemWord if name else str
        self._before = _BEFORE.get(language, str)
        self._after = _AFTER.get(language, str)
        self._nouns = _NOUNS.get(language, ())
        self._nouns_from_verbs = language == "en"  # striking is a form of strike; handeling is none of handel

    def stem(self, folded: str) -> str:
        """The stem of a folded word."""
        return self._after(self._snowball(self._before(folded)))

    def forms(self, keyword: str, word: str, stem: str) -> bool:
        """Whether two folded words that share `stem` are forms of one word.

        Their endings may differ by a few letters only. A Dutch noun in -ing is another word than
        what it derives from (``belasting`` and ``belast``, ``handeling`` and ``handel``); an English
        keyword in -ing asks for it (``training`` is not in ``trains``, ``strike`` is in ``striking``).
        """
        keyword, word = self._before(keyword), self._before(word)
        if keyword == word:
            return True
        if self._nouns and keyword.endswith(self._nouns) != word.endswith(self._nouns):
            return self._nouns_from_verbs and not keyword.endswith(self._nouns)
        allowed = ENDING if len(stem) < LONG_STEM else LONG_ENDING
        return max(len(keyword), len(word)) - _shared(keyword, word) <= allowed


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common from the start."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
