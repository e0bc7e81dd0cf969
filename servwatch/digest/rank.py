"""In which order do items stand? A score whose parts are shown; it orders, and never lets in or out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import log2

from servwatch.insight.region import regional
from servwatch.model import Digest, Item, Source, Theme, ThemeScore

Part = tuple[str, float]

HALF_LIFE_DAYS = 4.0
"""After so many days an item's freshness counts half."""


DEADLINE_HALF = 10.0
"""An open deadline so many days ahead counts half of one today."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What speaks for an item beside its themes, its source and its age."""

    bodies: int = 1  # how many tell its story
    followed: bool = False  # it belongs to a dossier that is followed
    days_left: int | None = None  # until its first open deadline; None for none
    judged: float = 0.0  # what editors said of its like: -1 always dropped, 1 always kept


def rank(
    item: Item,
    themes: tuple[ThemeScore, ...],
    digest: Digest,
    *,
    theme_settings: Mapping[str, Theme],
    source: Source | None,
    standing: Standing,
    now: datetime,
) -> tuple[float, tuple[Part, ...]]:
    """The score of an item for a digest and its parts.

    theme: the strongest of log2(1 + score) x theme priority x the digest's own priority, and a fifth of
    each further theme; source: its weight above or below 1, twice; bodies: log2 of how many tell the
    story; dossier: 2 where one is followed; deadline: up to 1.5, half of it ten days before; region: 1 where
    Flanders or Belgium is named; judgement: what editors said of its like, from -1 to 1; freshness: up to
    1, half after four days.
    """
    strengths = sorted((_strength(t, digest, theme_settings) for t in themes), reverse=True)
    age = max(0.0, (now - min(item.published or item.first_seen, now)).total_seconds() / 86400)
    left = standing.days_left
    parts = (
        ("theme", sum(strengths[:1]) + 0.2 * sum(strengths[1:])),
        ("source", 2 * ((source.weight if source is not None else 1.0) - 1)),
        ("bodies", log2(standing.bodies)),
        ("dossier", 2.0 if standing.followed else 0.0),
        ("deadline", 1.5 * 0.5 ** (max(left, 0) / DEADLINE_HALF) if left is not None else 0.0),
        ("region", 1.0 if regional(item.title, item.summary) else 0.0),
        ("judgement", standing.judged),
        ("freshness", 0.5 ** (age / HALF_LIFE_DAYS)),
    )
    shown = tuple((name, round(value, 3)) for name, value in parts if abs(value) >= 0.0005)
    return round(sum(value for _, value in shown), 3), shown


def _strength(theme: ThemeScore, digest: Digest, settings: Mapping[str, Theme]) -> float:
    general = settings[theme.theme].priority if theme.theme in settings else 1.0
    return log2(1 + theme.score) * general * digest.priority.get(theme.theme, 1.0)
