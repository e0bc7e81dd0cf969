"""What editors keep and drop: a leaning for or against the items of a source on a theme. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from servwatch.insight.judging import Standing, standing
from servwatch.model import Annotation, Item, Judgement

DOUBT = 4
"""Judgements that are taken for given, half of them each way: a single one says little."""

Judged = tuple[Item, Annotation | None, list[Judgement]]


@dataclass(frozen=True, slots=True)
class Leanings:
    """From -1, always dropped, to 1, always kept; by source and theme."""

    values: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def of(self, source: str, themes: Iterable[str]) -> float:
        """The leaning for an item of a source with these themes: the strongest of theirs, either way."""
        found = (self.values.get((source, theme), 0.0) for theme in themes)
        return max(found, key=abs, default=0.0)


def leanings(judged: Iterable[Judged]) -> Leanings:
    """What the judgements of items come to. A theme that does not fit counts against it, too."""
    kept: Counter[tuple[str, str]] = Counter()
    all_: Counter[tuple[str, str]] = Counter()
    for item, annotation, said in judged:
        themes = {score.theme for score in annotation.themes} if annotation is not None else set()
        for theme in themes:
            held = standing(said, theme, has_theme=True)
            if held in (Standing.FOR, Standing.AGAINST):
                key = item.source, theme
                all_[key] += 1
                kept[key] += held is Standing.FOR
    return Leanings({key: (2 * kept[key] - count) / (count + DOUBT) for key, count in all_.items()})
