"""Where the terms of one language stand in an item.

Each phrase is sought by its anchor, that word of it which the fewest phrases share; only where the
anchor stands, and a word beside it is right too, are the others compared. Between two words of a
phrase may stand a coordination, one word and a conjunction: ``veiligheid en gezondheid op het
werk`` has ``veiligheid op het werk``, ``protection juridique et sociale`` has ``protection
sociale``; not so in an exact phrase. A phrase does not run on over the end of a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from servwatch.insight.reading import Place, Reading
from servwatch.insight.terms import How, Word
from servwatch.insight.vocabulary import Remembered, Vocabulary

_CONJUNCTIONS = frozenset(("en", "of", "and", "or", "et", "ou", "und", "oder", "y", "e", "o"))


class Phrase(NamedTuple):
    """The words of a term and how far apart they may stand. Equal phrases of several terms are one."""

    words: tuple[Word, ...]
    gap: int = 0
    near: int | None = None


class _Chain(NamedTuple):
    """A phrase without gap, from its anchor outwards: the word beside it, the rest, the other side."""

    number: int
    step: int  # 1: the word beside the anchor is the next; -1: it is the one before
    rest: tuple[int, ...]
    other: tuple[int, ...]
    last: int
    length: int  # how many words it must span, where it is exact; else 0


_Chains = dict[int, list[_Chain]]
"""Phrases by the number of the word beside their anchor."""


class _Anchored(NamedTuple):
    """What a word of a text may be the beginning of."""

    singles: tuple[tuple[int, str], ...]  # phrases it is by itself, and by which rule
    chains: tuple[tuple[int, _Chains], ...]  # phrases it anchors, by the step to the word beside it
    loose: tuple[int, ...]  # phrases with gap or near


class Phrasebook(Remembered[_Anchored | None]):
    """The phrases of one language. A phrase is known by its number, its place in `phrases`.

    Indexed by a word of a text, it gives what that word anchors.
    """

    def __init__(self, language: str, phrases: Sequence[Phrase], *, compound_length: int) -> None:
        super().__init__()
        numbers: dict[Word, int] = {}
        for phrase in phrases:
            for word in phrase.words:
                numbers.setdefault(word, len(numbers))
        self._phrases = phrases
        self._words = [tuple(numbers[word] for word in phrase.words) for phrase in phrases]
        self._vocabulary = Vocabulary(language, numbers, compound_length=compound_length)
        self._anchored: dict[int, list[int]] = {}
        self._anchors: list[int] = []
        shared = Counter(word for phrase in phrases for word in set(phrase.words))
        for number, phrase in enumerate(phrases):
            rarest = min(phrase.words, key=lambda word: (len(word.text) < 5, shared[word], -len(word.text)))
            self._anchors.append(phrase.words.index(rarest))
            self._anchored.setdefault(numbers[rarest], []).append(number)

    def look_up(self, word: str) -> _Anchored | None:
        """What `word` anchors, worked out anew."""
        hits = self._vocabulary.look_up(word)
        if not hits:
            return None
        singles: list[tuple[int, str]] = []
        chains: dict[int, _Chains] = {}
        loose: list[int] = []
        for hit, rule in hits.items():
            for number in self._anchored.get(hit, ()):
                if len(self._words[number]) == 1:
                    singles.append((number, rule))
                elif self._phrases[number].gap or self._phrases[number].near is not None:
                    loose.append(number)
                else:
                    beside, chain = self._chain(number)
                    chains.setdefault(chain.step, {}).setdefault(beside, []).append(chain)
        if not (singles or chains or loose):
            return None
        return _Anchored(tuple(singles), tuple(chains.items()), tuple(loose))

    def _chain(self, number: int) -> tuple[int, _Chain]:
        words, at = self._words[number], self._anchors[number]
        before, after = words[:at][::-1], words[at + 1 :]
        exact = all(word.how in (How.EXACT, How.CAPITALS) for word in self._phrases[number].words)
        length = len(words) if exact else 0
        if after:
            return after[0], _Chain(number, 1, after[1:], before, words[-1], length)
        return before[0], _Chain(number, -1, before[1:], after, words[-1], length)

    def find(self, reading: Reading) -> dict[int, list[Place]]:
        """The phrases that stand in the item, each with its places in the order of their anchors."""
        tokens, vocabulary = reading.tokens, self._vocabulary
        anchored = list(map(self.__getitem__, tokens))
        found: dict[int, list[Place]] = {}
        beside = _beside if not _CONJUNCTIONS.isdisjoint(tokens) else _next_to
        for at in compress(range(len(tokens)), anchored):
            here = anchored[at]
            assert here is not None  # noqa: S101  compress has dropped the others
            for number, rule in here.singles:
                found.setdefault(number, []).append(reading.place(at, at, rule))
            for step, chains in here.chains:
                for then in beside(tokens, at, step):
                    for word in vocabulary[tokens[then]]:
                        for chain in chains.get(word, ()):
                            self._follow(reading, at, then, chain, found)
            for number in here.loose:
                self._spread(reading, at, number, found)
        return found

    def _follow(
        self, reading: Reading, at: int, then: int, chain: _Chain, found: dict[int, list[Place]]
    ) -> None:
        """Add the phrase whose anchor stands at `at`, the word beside it at `then`, if the rest is there."""
        tokens = reading.tokens
        far = self._walk(tokens, then, chain.rest, chain.step)
        near = self._walk(tokens, at, chain.other, -chain.step)
        if far is not None and near is not None:
            first, last = min(near, far), max(near, far)
            if chain.length in (0, last - first + 1) and reading.joined(first, last):
                rule = self._vocabulary[tokens[last]][chain.last]
                found.setdefault(chain.number, []).append(reading.place(first, last, rule))

    def _walk(self, tokens: list[str], at: int, sought: tuple[int, ...], step: int) -> int | None:
        """Where one comes from `at` over the words sought, forwards (`step` 1) or backwards (-1)."""
        for word in sought:
            then = next((t for t in _beside(tokens, at, step) if word in self._vocabulary[tokens[t]]), None)
            if then is None:
                return None
            at = then
        return at

    def _spread(self, reading: Reading, at: int, number: int, found: dict[int, list[Place]]) -> None:
        """Add the phrase with gap or near whose anchor stands at `at`, if the others are there."""
        near, gap = self._phrases[number].near, self._phrases[number].gap
        words, anchor = self._words[number], self._anchors[number]
        stretch: tuple[int, int] | None = None
        if near is not None:
            stretch = self._within(reading.tokens, at, words, near)
        else:
            first = self._leap(reading.tokens, at, words[:anchor][::-1], -1, gap)
            last = self._leap(reading.tokens, at, words[anchor + 1 :], 1, gap)
            stretch = (first, last) if first is not None and last is not None else None
        if stretch is not None and reading.in_one_field(*stretch):
            place = reading.place(*stretch, "near")
            if place not in found.get(number, ()):
                found.setdefault(number, []).append(place)

    def _leap(self, tokens: list[str], at: int, sought: tuple[int, ...], step: int, gap: int) -> int | None:
        """Where one comes from `at` with at most `gap` other words between two words sought."""
        reached = {at}
        for word in sought:
            reached = {
                then
                for start in reached
                for then in range(start + step, start + step * (gap + 2), step)
                if 0 <= then < len(tokens) and word in self._vocabulary[tokens[then]]
            }
            if not reached:
                return None
        return min(reached) if step > 0 else max(reached)

    def _within(
        self, tokens: list[str], at: int, sought: tuple[int, ...], near: int
    ) -> tuple[int, int] | None:
        """The least stretch of at most `near` words around `at` that has all the words sought."""
        best: tuple[int, int] | None = None
        for start in range(max(0, at - near + 1), at + 1):
            missing = set(sought)
            for then in range(start, min(start + near, len(tokens))):
                missing.difference_update(self._vocabulary[tokens[then]])
                if not missing and then >= at:
                    if best is None or then - start < best[1] - best[0]:
                        best = (start, then)
                    break
        return best


def _next_to(tokens: list[str], at: int, step: int) -> tuple[int, ...]:
    """The same in a text without coordinations, as most are."""
    then = at + step
    return (then,) if 0 <= then < len(tokens) else ()


def _beside(tokens: list[str], at: int, step: int) -> tuple[int, ...]:
    """Where the next word of a phrase may stand: beside this one, or beyond a coordination."""
    then, far = at + step, at + 3 * step
    if 0 <= far < len(tokens):
        if tokens[then] in _CONJUNCTIONS or tokens[far - step] in _CONJUNCTIONS:
            return then, far
        return (then,)
    return (then,) if 0 <= then < len(tokens) else ()
