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
_ISE = re.compile(r"(?<=..)iz(?=e|ing|ation)")
_AMERICAN = {
    "program": "programme",
    "programs": "programmes",
    "center": "centre",
    "centers": "centres",
    "defense": "defence",
    "enrollment": "enrolment",
    "aging": "ageing",
}
_MINIMUM = re.compile(r"^(min|max)(?:ima|imums|imaux|imal|imale|imales)$")
_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")


def _british(word: str) -> str:
    if "or" in word:
        word = _BRITISH.sub(r"\1our", word)
    if "iz" in word:
        word = _ISE.sub("is", word)
    return _AMERICAN.get(word, word)


def _french(word: str) -> str:
    if len(word) >= 4 and word.endswith(("is", "us")):  # emplois, revenus: left alone by Snowball
        return word[:-1]
    if word.startswith(("min", "max")):  # salaires minima, minimaux, minimums
        return _MINIMUM.sub(r"\1imum", word)
    if word.endswith(("iee", "iees")):  # salariée
        return word[: word.rindex("iee") + 2]
    if len(word) >= LONG_STEM and word.endswith(("ee", "ees")):  # handicapée; a short one may lose its stem
        return word[: word.rindex("ee") + 1]
    if word.endswith(("euse", "euses")):  # travailleuse
        return word[: word.rindex("euse")] + "eur"
    return word


def _spanish(word: str) -> str:
    if len(word) >= 5 and word.endswith("es") and word[-3] in "dlnrz":
        return word[:-2]
    return word[:-1] if len(word) >= 4 and word[-1] == "s" and word[-2] in "aeo" else word


def _dutch(word: str) -> str:
    if len(word) >= 5 and word.endswith(("els", "ems", "ens", "ers", "eus", "aus")):  # havens, milieus
        return word[:-1]
    return word


def _dutch_root(stem: str) -> str:
    if len(stem) < 3:
        return stem
    last, before = stem[-1], stem[-2]
    if last == before and last in _CONSONANTS:  # gezinn-en
        stem = stem[:-1]
    elif before == stem[-3] and before in "aeou" and last in _CONSONANTS:  # sociaal, sociale
        stem = stem[:-2] + last
    if last == "v":  # bedrijven, bedrijf
        return stem[:-1] + "f"
    return stem[:-1] + "s" if last == "z" else stem  # huizen, huis


def _as_it_is(word: str) -> str:
    return word


_BEFORE = {"nl": _dutch, "en": _british, "fr": _french, "es": _spanish}
_AFTER = {"nl": _dutch_root}
_NOUNS = {"nl": ("ing", "ingen", "ings"), "en": ("ing", "ings")}
_ADJECTIVES = {"en": ("ful", "fully", "fulness", "less", "lessly", "lessness")}  # careful is no form of care


class Stems:
    """The stems of one language. A language without a Snowball algorithm has its words as they are."""

    def __init__(self, language: str) -> None:
        known = set(Stemmer.algorithms())
        name = next((n for n in _ALGORITHMS.get(language, ()) if n in known), None)
        self._snowball: Callable[[str], str] = Stemmer.Stemmer(name, 0).stemWord if name else _as_it_is
        self._before = _BEFORE.get(language, _as_it_is)
        self._after = _AFTER.get(language)
        self._nouns = _NOUNS.get(language, ())
        self._adjectives = _ADJECTIVES.get(language, ())
        self._nouns_from_verbs = language == "en"  # striking is a form of strike; handeling is none of handel

    def stem(self, folded: str) -> str:
        """The stem of a folded word."""
        stem = self._snowball(self._before(folded))
        return self._after(stem) if self._after else stem

    def forms(self, keyword: str, word: str, stem: str) -> bool:
        """Whether two folded words that share `stem` are forms of one word.

        Their endings may differ by a few letters only. A Dutch noun in -ing is another word than
        what it derives from (``belasting`` and ``belast``, ``handeling`` and ``handel``); an English
        keyword in -ing asks for it (``training`` is not in ``trains``, ``strike`` is in ``striking``), and
        what ends in -ful or -less is another word (``care`` is not in ``careful``).
        """
        keyword, word = self._before(keyword), self._before(word)
        if keyword == word:
            return True
        if self._adjectives and keyword.endswith(self._adjectives) != word.endswith(self._adjectives):
            return False
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
