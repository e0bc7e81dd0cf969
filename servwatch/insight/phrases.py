"""Where the terms of one language stand in a text.

Each word of the text is looked up once (`Vocabulary`). Terms of one word are then found; a longer
term is tried only where its first two words follow each other. Between two words of a term may
stand a coordination, one word and a conjunction: ``veiligheid en gezondheid op het werk`` has
``veiligheid op het werk``, ``protection juridique et sociale`` has ``protection sociale``. A term
does not run on over the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from servwatch.insight.normalise import spans, words
from servwatch.insight.terms import Word
from servwatch.insight.vocabulary import Hits, Vocabulary

_CONJUNCTIONS = frozenset(("en", "of", "and", "or", "et", "ou", "und", "oder", "y", "e", "o"))
_BREAK = re.compile(r"[;!?|•]|\s[-–—]\s|[.:]\s*(?=[^\W\d_a-zß-öø-ÿ])")


class Phrase(NamedTuple):
    """The words of a term and how far apart they may stand. Equal phrases of several terms are one."""

    words: tuple[Word, ...]
    gap: int = 0
    near: int | None = None


class Place(NamedTuple):
    """Where a phrase stands: offsets into the text, and the rule that found its last word."""

    start: int
    end: int
    rule: str


class _Reading(NamedTuple):
    """A text, its words, what each of them satisfies, and where they stand."""

    text: str
    tokens: list[str]
    hits: list[Hits]
    offsets: list[tuple[int, int]]


class Phrasebook:
    """The phrases of one language. A phrase is known by its number, its place in `phrases`."""

    def __init__(self, language: str, phrases: Sequence[Phrase], *, compound_length: int) -> None:
        numbers: dict[Word, int] = {}
        self._phrases = phrases
        self._words = [tuple(numbers.setdefault(w, len(numbers)) for w in phrase.words) for phrase in phrases]
        self._vocabulary = Vocabulary(language, numbers, compound_length=compound_length)
        self._singles: dict[int, list[int]] = {}
        self._pairs: dict[int, dict[int, list[int]]] = {}
        self._loose: dict[int, list[int]] = {}
        for number, phrase in enumerate(phrases):
            first, *others = self._words[number]
            if not others:
                self._singles.setdefault(first, []).append(number)
            elif phrase.gap or phrase.near is not None:
                self._loose.setdefault(first, []).append(number)
            else:
                self._pairs.setdefault(first, {}).setdefault(others[0], []).append(number)

    def find(self, text: str) -> dict[int, list[Place]]:
        """The phrases that stand in `text`, each with its places in order."""
        tokens = words(text)
        hits = list(map(self._vocabulary.__getitem__, tokens))
        found: dict[int, list[Place]] = {}
        if not any(hits):
            return found
        reading = _Reading(text, tokens, hits, spans(text))
        for at, here in enumerate(hits):
            for word, rule in here:
                for number in self._singles.get(word, ()):
                    found.setdefault(number, []).append(Place(*reading.offsets[at], rule))
                if word in self._pairs:
                    for number, place in self._longer(reading, at, self._pairs[word]):
                        found.setdefault(number, []).append(place)
                for number in self._loose.get(word, ()):
                    for place in self._spread(reading, at, number):
                        found.setdefault(number, []).append(place)
        return found

    def _longer(
        self, reading: _Reading, at: int, seconds: dict[int, list[int]]
    ) -> Iterator[tuple[int, Place]]:
        """The phrases without gap whose first word stands at `at`; `seconds` has them by second word."""
        for then in _steps(reading, at, 0):
            for word, _ in reading.hits[then]:
                for number in seconds.get(word, ()):
                    last = _walk(reading, self._words[number], 2, then, 0)
                    if last is not None:
                        rule = next(how for met, how in reading.hits[last] if met == self._words[number][-1])
                        place = Place(reading.offsets[at][0], reading.offsets[last][1], rule)
                        if not _BREAK.search(reading.text, place.start, place.end):
                            yield number, place

    def _spread(self, reading: _Reading, at: int, number: int) -> Iterator[Place]:
        """The place, if any, of a phrase with gap or near whose first word stands at `at`."""
        near, sought = self._phrases[number].near, self._words[number]
        if near is None:
            last = _walk(reading, sought, 1, at, self._phrases[number].gap)
            stretch = None if last is None else (at, last)
        else:
            stretch = _within(reading, sought, at, near)
        if stretch is not None:
            yield Place(reading.offsets[stretch[0]][0], reading.offsets[stretch[1]][1], "near")


def _walk(reading: _Reading, sought: tuple[int, ...], index: int, at: int, gap: int) -> int | None:
    """Where the last word of `sought` stands if those from `index` on follow the word at `at`."""
    reached = [at]
    for word in sought[index:]:
        reached = sorted(
            {
                then
                for at in reached
                for then in _steps(reading, at, gap)
                if any(met == word for met, _ in reading.hits[then])
            }
        )
        if not reached:
            return None
    return reached[0]


def _steps(reading: _Reading, at: int, gap: int) -> Iterator[int]:
    """Where the next word of a term may stand after the word at `at`."""
    last = len(reading.tokens) - 1
    for then in range(at + 1, min(at + 1 + gap, last) + 1):
        if reading.hits[then]:
            yield then
    if at + 3 <= last and at + 3 > at + 1 + gap and reading.hits[at + 3]:
        between = reading.tokens[at + 1 : at + 3]
        if not _CONJUNCTIONS.isdisjoint(between):
            yield at + 3


def _within(reading: _Reading, sought: tuple[int, ...], at: int, near: int) -> tuple[int, int] | None:
    """The least stretch of at most `near` words around `at` that has all the words sought."""
    best: tuple[int, int] | None = None
    for start in range(max(0, at - near + 1), at + 1):
        missing = set(sought)
        for then in range(start, min(start + near, len(reading.tokens))):
            missing.difference_update(word for word, _ in reading.hits[then])
            if not missing and then >= at:
                if best is None or then - start < best[1] - best[0]:
                    best = (start, then)
                break
    return best
