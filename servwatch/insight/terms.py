"""What staff write as a term, read once: words and how each of them matches.

====================  ==========================================================================
``sociale partners``  plain: any form of each word, consecutive; the last may stand in a compound
``"bij cao"``         in quotes: these words exactly, in capitals or not
``=cao``              the same, shorter
``=WHO``              exact, and words in capitals are sought in capitals: not the English "who"
``loon*``             starts with it; ``*loon`` ends with it; ``*loon*`` has it anywhere
====================  ==========================================================================

Accents never matter. A fault is a value with its place in what was written, since the
configuration reports all faults at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from servwatch.insight.normalise import fold, spans
from servwatch.model import Term

LONGEST = 200
"""Most characters of one term."""

WIDEST = 20
"""The widest gap, and the widest stretch for near, in words."""

LEAST_LETTERS = 3
"""Least number of letters beside a star: ``w*`` would match nearly everything."""

_QUOTES = {'"': '"', "“": "”", "„": "”", "«": "»"}
_ALL_QUOTES = frozenset("".join(_QUOTES) + "".join(_QUOTES.values()))


class How(StrEnum):
    """How one word of a term matches a word of a text."""

    FORM = "form"  # any form of the word
    EXACT = "exact"  # the word itself, in any case, with or without accents
    CAPITALS = "capitals"  # the word itself, in capitals
    PREFIX = "prefix"
    SUFFIX = "suffix"
    INFIX = "infix"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a term: folded, or as written where capitals matter."""

    text: str
    how: How
    last: bool = False  # the last word of a plain term: it may stand inside a compound


@dataclass(frozen=True, slots=True)
class CompiledTerm:
    """A term that can be matched in its language."""

    source: Term
    language: str
    words: tuple[Word, ...]
    exclude: tuple[CompiledTerm, ...] = ()
    requires: tuple[CompiledTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class TermFault:
    """Why a term cannot be used. `text` is what was written, `position` the offset of the fault in it."""

    text: str
    position: int
    message: str  # an English sentence of the catalogue
    part: str = "term"  # or "exclude", "requires", "near", "gap", "weight"


@lru_cache(maxsize=8192)  # the check of the files reads every term, and so does the matcher afterwards
def parse_term(term: Term | str, language: str) -> CompiledTerm | TermFault:
    """A term of `language` ("" for any) as the matcher needs it, or what is wrong with it."""
    source = Term(term) if isinstance(term, str) else term
    words = _words_of(source.text)
    if isinstance(words, TermFault):
        return words
    fault = _fault_of_numbers(source, len(words))
    if fault is not None:
        return fault
    lists: dict[str, list[CompiledTerm]] = {"exclude": [], "requires": []}
    for part, texts in (("exclude", source.exclude), ("requires", source.requires)):
        for text in texts:
            inner = parse_term(text, language)
            if isinstance(inner, TermFault):
                return TermFault(inner.text, inner.position, inner.message, part)
            lists[part].append(inner)
    return CompiledTerm(source, language, words, tuple(lists["exclude"]), tuple(lists["requires"]))


def _fault_of_numbers(term: Term, words: int) -> TermFault | None:
    if not (math.isfinite(term.weight) and term.weight > 0):
        return TermFault(term.text, 0, "A weight is a number above 0.", "weight")
    if not 0 <= term.gap <= WIDEST:
        return TermFault(term.text, 0, "A gap is 0 to 20 words.", "gap")
    if (term.gap or term.near is not None) and words == 1:
        part = "gap" if term.gap else "near"
        return TermFault(term.text, 0, "Only a term of two words or more can have gap or near.", part)
    if term.near is not None and term.gap:
        return TermFault(
            term.text, 0, "A term has gap (in this order) or near (in any order), not both.", "gap"
        )
    if term.near is not None and not words <= term.near <= WIDEST:
        return TermFault(term.text, 0, "Near counts the words of the term too, and is at most 20.", "near")
    return None


def _words_of(text: str) -> tuple[Word, ...] | TermFault:
    if len(text) > LONGEST:
        return TermFault(text, LONGEST, "A term has at most 200 characters.")
    start = len(text) - len(text.lstrip())
    body = text.strip()
    if not body:
        return TermFault(text, 0, "A term cannot be empty.")
    if body[0] == "=":
        return _exact(text, start + 1, start + len(body), capitals=True)
    if body[0] in _QUOTES:
        if len(body) < 2 or body[-1] not in _ALL_QUOTES:
            return TermFault(text, start + len(body) - 1, "The quotes are not closed.")
        return _exact(text, start + 1, start + len(body) - 1, capitals=False)
    return _plain(text)


def _exact(text: str, start: int, end: int, *, capitals: bool) -> tuple[Word, ...] | TermFault:
    for at in range(start, end):
        if text[at] == "*":
            return TermFault(text, at, "An exact term cannot have a star.")
        if text[at] in _ALL_QUOTES or text[at] == "=":
            return TermFault(text, at, 'Either "=" or one pair of quotes makes a term exact.')
    inner = text[start:end]
    words = [inner[a:b] for a, b in spans(inner)]
    if not words:
        return TermFault(text, start, "A term needs a letter or a digit.")
    return tuple(
        Word(word, How.CAPITALS) if capitals and word.isupper() else Word(fold(word), How.EXACT)
        for word in words
    )


def _plain(text: str) -> tuple[Word, ...] | TermFault:
    for at, char in enumerate(text):
        if char in _ALL_QUOTES or char == "=":
            return TermFault(text, at, '"=" and quotes stand around a whole term.')
        if char == "|":
            return TermFault(text, at, "Write two terms instead of |.")
    found = spans(text)
    if not found:
        return TermFault(text, 0, "A term needs a letter or a digit.")
    stars = {at for at, char in enumerate(text) if char == "*"}
    made: list[Word] = []
    for start, end in found:
        before, after = start - 1 in stars, end in stars
        stars -= {start - 1, end}
        core = fold(text[start:end])
        if (before or after) and len(core) < LEAST_LETTERS:
            return TermFault(text, start, "Beside a star stand at least three letters.")
        how = _wildcard(before=before, after=after)
        made.append(Word(core, how, last=end == found[-1][1] and how is How.FORM))
    if stars:
        return TermFault(text, min(stars), "A star stands directly before or after a word.")
    return _unless_joined(text, found) or tuple(made)


def _wildcard(*, before: bool, after: bool) -> How:
    if before and after:
        return How.INFIX
    return How.SUFFIX if before else How.PREFIX if after else How.FORM


def _unless_joined(text: str, found: list[tuple[int, int]]) -> TermFault | None:
    """A star between two word parts (``arb*markt``) looks like a wildcard, but is none."""
    for (_, end), (start, _) in pairwise(found):
        if text[end:start] == "*":
            return TermFault(text, end, "A star cannot stand inside a word.")
    return None
