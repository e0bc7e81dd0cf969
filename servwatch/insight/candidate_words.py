"""The words and two-word phrases of an item that could become terms: folded by stem, outside what already matches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from servwatch.insight.function_words import function_words
from servwatch.insight.normalise import fold, spans
from servwatch.insight.reading import READ
from servwatch.insight.stems import Stems
from servwatch.insight.vocabulary import Remembered
from servwatch.model import Match

LEAST_LETTERS = 3
"""A shorter word is proposed by itself only where it is written in capitals, as an acronym."""

MOST_KEPT = 400_000
"""Words counted at a time; beyond it, those that were seen once are forgotten."""


class WordKey(NamedTuple):
    """A word or phrase, known by the stems of its words."""

    language: str
    stems: tuple[str, ...]


class Occurrence(NamedTuple):
    """A word or phrase in an item, as it is written there."""

    key: WordKey
    written: str


class _StemsOf(Remembered[str]):
    """The stem of each word of one language as it is written, "" for one that is no word or says nothing."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stems = Stems(language)
        self._empty = function_words(language)

    def look_up(self, word: str) -> str:
        """The stem, worked out anew."""
        folded = fold(word)
        if len(folded) < 2 or not folded.isalpha() or folded in self._empty:
            return ""
        return self._stems.stem(folded)


class CandidateWords:
    """Takes the words out of items."""

    def __init__(self) -> None:
        self._stems: dict[str, _StemsOf] = {}

    def of(
        self, title: str, summary: str, language: str, matches: Iterable[Match] = ()
    ) -> dict[WordKey, str]:
        """Each word and phrase of an item once, with how it is written; nothing inside `matches`.

        `language` is an ISO 639-1 code; an item of an unknown language, "", gives nothing.
        """
        found: dict[WordKey, str] = {}
        if not language:
            return found
        taken: dict[str, list[tuple[int, int]]] = {}
        for match in matches:
            taken.setdefault(match.field, []).append((match.start, match.end))
        for field, text in (("title", title), ("summary", summary)):
            for occurrence in self._in_text(text[:READ], language, taken.get(field, ())):
                found.setdefault(*occurrence)
        return found

    def _in_text(
        self, text: str, language: str, taken: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[WordKey, str]]:
        if language not in self._stems:
            self._stems[language] = _StemsOf(language)
        stems = self._stems[language]
        kept: list[tuple[int, int, str]] = []  # start, end, stem
        for start, end in spans(text):
            word = text[start:end]
            stem = stems[word]
            if not stem or (taken and _inside(start, end, taken)):
                continue
            kept.append((start, end, stem))
            if len(word) >= LEAST_LETTERS or word.isupper():
                yield Occurrence(WordKey(language, (stem,)), word)
        for (start, end, first), (then, last, second) in pairwise(kept):
            if not text[end:then].strip(" \u00a0-"):
                yield Occurrence(WordKey(language, (first, second)), text[start:last])


def _inside(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in taken)


class WordCounts:
    """In how many items of a set each word stands, and how it is mostly written."""

    def __init__(self, only: Collection[WordKey] | None = None) -> None:
        """`only`: count these, and of the others no more than how many there are."""
        self.items = 0
        self.totals: Counter[str] = Counter()  # of all words by language, those that are not wanted too
        self.counts: Counter[WordKey] = Counter()
        self._only = only
        self._written: dict[WordKey, tuple[str, int]] = {}  # the form that leads, and by how much

    def add(self, words: Mapping[WordKey, str]) -> None:
        """Count an item."""
        self.items += 1
        for key, written in words.items():
            self.totals[key.language] += 1
            if self._only is None:
                self.counts[key] += 1
                self._vote(key, written)
            elif key in self._only:
                self.counts[key] += 1
        if len(self.counts) > MOST_KEPT:
            for key in [key for key, count in self.counts.items() if count == 1]:
                del self.counts[key], self._written[key]

    def _vote(self, key: WordKey, written: str) -> None:
        """The majority vote of Boyer and Moore (1981): a form that most items have wins, in no more room than one."""
        leading, lead = self._written.get(key, (written, 0))
        if leading == written:
            self._written[key] = (leading, lead + 1)
        else:
            self._written[key] = (leading, lead - 1) if lead else (written, 1)

    def written(self, key: WordKey) -> str:
        """How a counted word is mostly written: in small letters, an acronym in capitals."""
        return _shown(self._written[key][0])


def _shown(written: str) -> str:
    return " ".join(word if _acronym(word) else word.lower() for word in written.split())


def _acronym(word: str) -> bool:
    return word.isupper() and 2 <= len(word) <= 6
