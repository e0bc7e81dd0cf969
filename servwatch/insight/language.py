"""In which language an item is written.

What the publisher declares is believed where it fits the source. Otherwise py3langid (Lui and
Baldwin 2012, langid.py) chooses among the languages the source may have; where it is not sure, the
answer is "", and the terms of every language are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock

from servwatch.insight.language_words import told_by_words
from servwatch.insight.normalise import fold, words

KNOWN = ("nl", "en", "fr", "de", "es")
"""The languages that are considered for a source that names none: those with stems."""

MARGIN = 0.5
"""How much likelier, as a difference of natural logarithms, the best language must be than the next."""

WORD = 4.0
"""How much a word that only one of the languages has adds to that likelihood."""

SHORT = 300
"""Characters that are looked at for such words; of more, the runs of letters tell enough."""

LEAST_LETTERS = 8
"""A shorter text is a name or an acronym, and tells no language."""

_BETRAYING = {  # frequent words that none of the other languages here has
    "nl": "het een van voor met naar uit om op aan door niet ook tot zijn worden wordt heeft bij deze onder",
    "en": "the and to for with from by at how what why will its are this that their has have between",
    "fr": "le les une dans pour sur par au aux avec qui est sont et ses leur ce cette vers sans",
    "de": "der das und für mit von auf zu im dem ist nicht eine einer bei nach zur zum über werden",
    "es": "el los las para con por una del y como más sus hacia sobre desde",
}
_BETRAYING_SETS = {code: frozenset((text + " " + text.title()).split()) for code, text in _BETRAYING.items()}

_THREE_LETTERS = {  # ISO 639-2 and 639-3, as the Publications Office of the EU writes them
    "nld": "nl",
    "dut": "nl",
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "deu": "de",
    "ger": "de",
    "spa": "es",
}


def language_of(declared: str, languages: Sequence[str], text: str) -> str:
    """The language of `text` as an ISO 639-1 code, or "" when it cannot be told.

    `declared` is what the publisher says (a BCP 47 tag, an ISO 639-2 code, or ""), `languages` the
    codes its source may have, none if any.
    """
    code = primary(declared)
    if code and (not languages or code in languages):
        return code
    if len(languages) == 1:
        return languages[0]
    if sum(letter.isalpha() for letter in text) < LEAST_LETTERS:
        return ""
    return _identifier.most_likely(text, list(languages or KNOWN))


def betrays(language: str, tokens: Iterable[str]) -> bool:
    """Whether one of the words of a text shows it to be in `language`, such as ``van`` or ``The``."""
    return not _BETRAYING_SETS.get(language, frozenset()).isdisjoint(tokens)


def primary(tag: str) -> str:
    """The language of a tag, two letters where there are: ``nl-BE``, ``nl_BE`` and ``NLD`` are nl.

    >>> primary("nl-BE"), primary("ENG"), primary("")
    ('nl', 'en', '')
    """
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    return _THREE_LETTERS.get(code, code)


class _Identifier:
    """The one identifier of py3langid, which has to be told its candidates; at rest it costs nothing."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._candidates: list[str] = []

    def most_likely(self, text: str, candidates: list[str]) -> str:
        import py3langid  # loads numpy and a model: some 25 MiB, only for sources that need it

        with self._one_at_a_time:
            if candidates != self._candidates:
                try:
                    py3langid.set_languages(candidates)
                except ValueError:  # a code that is in no model
                    return ""
                self._candidates = candidates
            ranked = py3langid.rank(text.lower() if text.isupper() else text)
        known = told_by_words(text[:SHORT], candidates)
        frequent = {fold(word) for word in words(text[:SHORT])}
        weighed = sorted(
            (
                -float(likelihood)
                - WORD * (known[code] + len(_BETRAYING_SETS.get(code, frozenset()) & frequent)),
                str(code),
            )
            for code, likelihood in ranked
        )
        (best, code), (following, _) = weighed[:2]
        return code if following - best >= MARGIN else ""


_identifier = _Identifier()
