"""What each term of each theme does: counted item by item. Pure, and flat in memory."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from servwatch.insight.judging import Standing
from servwatch.model import Annotation, Item, Match, Theme

EXAMPLES = 10
"""Items without a theme that are shown, the newest."""


@dataclass(slots=True)
class TermTally:
    """What one term did. Counts are of items."""

    theme: str
    term: str
    languages: tuple[str, ...]  # those in whose list it stands; none for a hint
    hint: bool = False  # no term, but the name of a source or a category that speaks for the theme
    hits: int = 0
    sole: int = 0  # items that would lose the theme without it
    kept: int = 0  # items that people say fit the theme
    dropped: int = 0  # items that people say do not
    chosen: int = 0  # items that a digest told


@dataclass(slots=True)
class Untagged:
    """The items without any theme."""

    items: int = 0
    by_source: Counter[str] = field(default_factory=Counter)
    examples: deque[Item] = field(default_factory=lambda: deque(maxlen=EXAMPLES))


class ThemeReport:
    """Counts what the terms of some themes do. Add the items in the order of their ids."""

    def __init__(self, themes: Sequence[Theme]) -> None:
        self.items = 0
        self.by_source: Counter[str] = Counter()
        self.untagged = Untagged()
        self.themes: dict[str, int] = {theme.id: 0 for theme in themes}  # items with it
        self._tallies = {
            (theme.id, text): TermTally(theme.id, text, tuple(languages))
            for theme in themes
            for text, languages in _terms(theme).items()
        }

    @property
    def tallies(self) -> tuple[TermTally, ...]:
        """One for each term of the configuration, in its order, and for each hint that was met."""
        return tuple(self._tallies.values())

    def add(
        self,
        item: Item,
        annotation: Annotation,
        sole: Mapping[str, Collection[str]],
        standings: Mapping[str, Standing | None],
        *,
        chosen: bool,
    ) -> None:
        """Count an item: the terms it owes each theme to, what people say of each, and whether it was told."""
        self.items += 1
        self.by_source[item.source] += 1
        if not annotation.themes:
            self.untagged.items += 1
            self.untagged.by_source[item.source] += 1
            self.untagged.examples.append(item)
        for score in annotation.themes:
            if score.theme not in self.themes:
                continue
            self.themes[score.theme] += 1
            held = standings.get(score.theme)
            for match in {match.term: match for match in score.matches}.values():
                tally = self._tally(score.theme, match)
                tally.hits += 1
                tally.sole += match.term in sole.get(score.theme, ())
                tally.kept += held is Standing.FOR
                tally.dropped += held is Standing.AGAINST
                tally.chosen += chosen

    def _tally(self, theme: str, match: Match) -> TermTally:
        key = (theme, match.term)
        if key not in self._tallies:
            self._tallies[key] = TermTally(theme, match.term, (), hint=True)
        return self._tallies[key]


def _terms(theme: Theme) -> dict[str, list[str]]:
    """The terms of a theme, each with the languages in whose lists it stands."""
    found: dict[str, list[str]] = {}
    for language, terms in theme.terms.items():
        for term in terms:
            found.setdefault(term.text, []).append(language)
    return found
