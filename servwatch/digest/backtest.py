"""What other settings would do with the same items: themes gained and lost, digests that take and no longer take. Pure."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from servwatch.digest.match import TOO_WEAK, Matched, match
from servwatch.insight.theme_changes import NEW_THEME, Blame, Cause, blame
from servwatch.insight.themes import Assessment
from servwatch.model import Annotation, Digest, Item, Settings, Theme

EXAMPLES = 5
"""Items shown of each kind of difference, the newest."""

NOT_READ = "Its source would no longer be read."
NO_DIGEST = "There is no such digest."

Selection = tuple[object, ...] | None
"""What a digest selects by."""

Assessments = Mapping[str, Assessment]
"""Of one item, by theme."""


@dataclass(frozen=True, slots=True)
class ThemeExample:
    """An item that gains or loses a theme, and what is responsible."""

    item: Item
    before: float  # the score, 0.0 where nothing was found
    after: float
    blames: tuple[Blame, ...]


@dataclass(slots=True)
class ThemeMoves:
    """The items that gain a theme, or those that lose it."""

    items: int = 0
    responsible: Counter[tuple[Cause, str]] = field(default_factory=Counter)  # cause and term: items
    examples: deque[ThemeExample] = field(default_factory=lambda: deque(maxlen=EXAMPLES))


@dataclass(slots=True)
class ThemeDifference:
    """One theme before and after. Counts are of items."""

    theme: str
    before: int = 0
    after: int = 0
    gained: ThemeMoves = field(default_factory=ThemeMoves)
    lost: ThemeMoves = field(default_factory=ThemeMoves)


@dataclass(frozen=True, slots=True)
class DigestExample:
    """An item that a digest would newly take or no longer take. `matched` is of the side that refuses."""

    item: Item
    matched: Matched


@dataclass(slots=True)
class DigestMoves:
    """The items that a digest would newly take, or those it would no longer take, by what refuses them."""

    items: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: deque[DigestExample] = field(default_factory=lambda: deque(maxlen=EXAMPLES))

    def add(self, item: Item, matched: Matched) -> None:
        """Count an item; `matched` says why the other side refuses it."""
        self.items += 1
        self.reasons[matched.refused] += 1
        self.examples.append(DigestExample(item, matched))


@dataclass(slots=True)
class DigestDifference:
    """One digest before and after. Counts are of items that belong in it, before limits and copies."""

    digest: str
    before: int = 0
    after: int = 0
    weak_before: int = 0  # items under its min_score
    weak_after: int = 0
    gained: DigestMoves = field(default_factory=DigestMoves)
    lost: DigestMoves = field(default_factory=DigestMoves)

    def count(self, item: Item, was: Matched, would: Matched) -> None:
        """Count an item by what either side answers."""
        self.before += was.belongs
        self.after += would.belongs
        self.weak_before += was.refused == TOO_WEAK
        self.weak_after += would.refused == TOO_WEAK
        if would.belongs and not was.belongs:
            self.gained.add(item, was)
        elif was.belongs and not would.belongs:
            self.lost.add(item, would)


@dataclass(frozen=True, slots=True)
class Side:
    """An item as one configuration sees it."""

    item: Item
    annotation: Annotation


class Backtest:
    """Compares two configurations, item by item. Add the items in the order of their ids."""

    def __init__(self, before: Settings, after: Settings) -> None:
        self.items = 0
        self._themes = tuple({theme.id: theme for theme in side.themes} for side in (before, after))
        self._digests = _pairs(before.digests, after.digests)
        self._asked = {id_: tuple(map(_selection, pair)) for id_, pair in self._digests.items()}
        self._own = before.own, after.own
        read_before = {source.id for source in before.sources if source.enabled}
        self._no_longer_read = read_before - {source.id for source in after.sources if source.enabled}
        self.themes = {id_: ThemeDifference(id_) for id_ in {**self._themes[0], **self._themes[1]}}
        self.digests = {id_: DigestDifference(id_) for id_ in self._digests}

    def add(self, before: Side, after: Side, explain: Callable[[], tuple[Assessments, Assessments]]) -> None:
        """Count an item. `explain` says all that was found of it on either side; asked only where they differ."""
        self.items += 1
        had = {score.theme for score in before.annotation.themes}
        has = {score.theme for score in after.annotation.themes}
        for theme in had:
            self.themes[theme].before += 1
        for theme in has:
            self.themes[theme].after += 1
        if had != has:
            assessed = explain()
            self._themes_moved(after.item, assessed, sorted(has - had), gained=True)
            self._themes_moved(after.item, assessed, sorted(had - has), gained=False)
        self._held_against_digests(before, after)

    def _themes_moved(
        self, item: Item, assessed: tuple[Assessments, Assessments], themes: list[str], *, gained: bool
    ) -> None:
        for theme in themes:
            difference = self.themes[theme]
            moves = difference.gained if gained else difference.lost
            blames = self._blames(theme, assessed, gained=gained)
            moves.items += 1
            moves.responsible.update({(one.cause, one.term) for one in blames})
            before, after = (side[theme].score if theme in side else 0.0 for side in assessed)
            moves.examples.append(ThemeExample(item, before, after, blames))

    def _blames(
        self, theme: str, assessed: tuple[Assessments, Assessments], *, gained: bool
    ) -> tuple[Blame, ...]:
        giving, refusing = (1, 0) if gained else (0, 1)
        if theme not in self._themes[refusing]:
            return NEW_THEME
        return blame(assessed[giving][theme], assessed[refusing].get(theme))

    def _held_against_digests(self, before: Side, after: Side) -> None:
        """Ask each digest, those that select alike once."""
        answers: dict[Selection, Matched] = {}
        others = answers if before == after and self._own[0] == self._own[1] else {}
        gone = after.item.source in self._no_longer_read
        for id_, (was_asked, would_be) in self._asked.items():
            was = answers.get(was_asked) or answers.setdefault(
                was_asked, _matched(before, self._digests[id_][0], self._own[0])
            )
            would = others.get(would_be) or others.setdefault(
                would_be, _matched(after, self._digests[id_][1], self._own[1])
            )
            self.digests[id_].count(after.item, was, Matched(refused=NOT_READ) if gone else would)

    def theme_settings(self, theme: str) -> tuple[Theme | None, Theme | None]:
        """A theme as either side has it."""
        return self._themes[0].get(theme), self._themes[1].get(theme)

    def digest_settings(self, digest: str) -> tuple[Digest | None, Digest | None]:
        """A digest as either side has it."""
        return self._digests[digest]


def _selection(digest: Digest | None) -> Selection:
    """All of a digest that decides whether an item belongs in it; None where it is off or not there."""
    if digest is None or not digest.enabled:
        return None
    return digest.themes, digest.kinds, digest.untagged, digest.min_score


def _matched(side: Side, digest: Digest | None, own: frozenset[str]) -> Matched:
    if digest is None or not digest.enabled:
        return Matched(refused=NO_DIGEST)
    return match(side.item, side.annotation, digest, own)


def _pairs(
    before: tuple[Digest, ...], after: tuple[Digest, ...]
) -> dict[str, tuple[Digest | None, Digest | None]]:
    had, has = ({digest.id: digest for digest in side} for side in (before, after))
    return {id_: (had.get(id_), has.get(id_)) for id_ in {**had, **has}}
