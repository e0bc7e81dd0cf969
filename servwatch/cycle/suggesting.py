"""Find terms that themes could have: from what people judged, else from the archive; from a thesaurus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from servwatch.archive.archive import Archive
from servwatch.archive.item_batches import BATCH
from servwatch.archive.item_query import ItemQuery
from servwatch.insight.candidate_words import CandidateWords, WordCounts, WordKey
from servwatch.insight.eurovoc import NearLabel, Thesaurus, near_labels
from servwatch.insight.judging import Standing, standing
from servwatch.insight.suggestions import Existing, Suggestion, suggest
from servwatch.insight.term_hits import Hits, Proposed, TermHits
from servwatch.model import Annotation, Item, Match, Theme

LEAST_JUDGED = 20
"""Items judged to fit, and as many judged not to, from which words are learnt; with fewer, from the archive."""

SAMPLE = 4000
"""The newest items of the archive, that stand for all items."""

MOST_FITTING = 2000
"""The newest items that have a theme; more of them would tell no more."""


@dataclass(slots=True)
class ThemeSuggestions:
    """What is proposed for one theme, with what each would hit."""

    theme: str
    judged: bool  # from judgements; else from the items that have the theme against those that have not
    fitting: int  # items
    other: int
    words: list[Suggestion] = field(default_factory=list)
    labels: list[NearLabel] = field(default_factory=list)
    hits: dict[Proposed, Hits] = field(default_factory=dict)

    def hit(self, language: str, term: str) -> Hits:
        """What a proposed term would hit in the archive."""
        return self.hits.get(Proposed(self.theme, language, term), Hits())


def suggestions_for(
    archive: Archive,
    themes: Sequence[Theme],
    thesaurus: Thesaurus | None = None,
    *,
    since: date | None = None,
    begin: Callable[[int], None] = lambda _: None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[ThemeSuggestions]:
    """Propose terms for each theme; nothing is added. What they would hit is counted since a day."""
    learner = _Learner(archive)
    made = []
    for theme in themes:
        existing = Existing(theme)
        found = learner.learn(theme, existing)
        if thesaurus is not None:
            found.labels = list(near_labels(thesaurus, existing, list(theme.terms)))
        made.append(found)
    hits = TermHits([one for found in made for one in _proposed(found)])
    begin(-(-archive.batches.count(since) // BATCH))
    count = 0
    for batch in archive.batches.each(since) if hits.of else ():
        for item, annotation in batch:
            given = {score.theme for score in annotation.themes} if annotation is not None else set()
            language = annotation.language if annotation is not None else item.language
            hits.add(item.title, item.summary, language, given)
        count += len(batch)
        progress(f"{count} items")
    for found in made:
        found.hits = {one: hits.of[one] for one in _proposed(found) if one in hits.of}
    return made


def _proposed(found: ThemeSuggestions) -> Iterator[Proposed]:
    yield from (Proposed(found.theme, one.language, one.term) for one in found.words)
    yield from (Proposed(found.theme, one.language, one.term) for one in found.labels)


class _Learner:
    """Learns words, from judgements where there are enough."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._words = CandidateWords()
        self._judged = list(archive.judgements.judged())
        self._sample: list[tuple[frozenset[str], dict[WordKey, str]]] | None = None

    def learn(self, theme: Theme, existing: Existing) -> ThemeSuggestions:
        """The words that tell the items that fit a theme from the others."""
        fitting: list[tuple[Item, Annotation]] = []
        other: list[tuple[Item, Annotation]] = []
        for item, annotation, said in self._judged:
            if annotation is None:
                continue
            held = standing(said, theme.id, has_theme=_has(annotation, theme))
            if held in (Standing.FOR, Standing.AGAINST):
                (fitting if held is Standing.FOR else other).append((item, annotation))
        judged = min(len(fitting), len(other)) >= LEAST_JUDGED
        here = self._counted(fitting if judged else self._with(theme), theme)
        there = self._counted(other, theme, only=here) if judged else self._without(theme, only=here)
        return ThemeSuggestions(theme.id, judged, here.items, there.items, suggest(here, there, existing))

    def _counted(
        self, items: Iterable[tuple[Item, Annotation]], theme: Theme, only: WordCounts | None = None
    ) -> WordCounts:
        counts = WordCounts(only.counts.keys() if only is not None else None)
        for item, annotation in items:
            matches = _matches(annotation, theme)
            counts.add(self._words.of(item.title, item.summary, annotation.language, matches))
        return counts

    def _with(self, theme: Theme) -> list[tuple[Item, Annotation]]:
        found = self._archive.items.find(ItemQuery(theme=theme.id, limit=MOST_FITTING))
        return [(item, a) for item, a in found if a is not None and not item.quarantined]

    def _without(self, theme: Theme, only: WordCounts) -> WordCounts:
        """The words of the newest items that lack a theme; nothing of it stands in them to be left out."""
        if self._sample is None:
            newest = self._archive.items.find(ItemQuery(limit=SAMPLE))
            self._sample = [
                (
                    frozenset(score.theme for score in annotation.themes),
                    self._words.of(item.title, item.summary, annotation.language),
                )
                for item, annotation in newest
                if annotation is not None and not item.quarantined
            ]
        counts = WordCounts(only.counts.keys())
        for themes, words in self._sample:
            if theme.id not in themes:
                counts.add(words)
        return counts


def _has(annotation: Annotation, theme: Theme) -> bool:
    return any(score.theme == theme.id for score in annotation.themes)


def _matches(annotation: Annotation, theme: Theme) -> tuple[Match, ...]:
    return next((score.matches for score in annotation.themes if score.theme == theme.id), ())
