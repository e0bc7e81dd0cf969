"""What an edition did not choose, by theme: how many, and their titles. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from servwatch.digest.match import OWN
from servwatch.model import Annotation, Decision, Item, Outcome, Passed

MOST_TITLES = 100
"""Titles given of one theme, the nearest to being chosen first; the others are counted."""


def passed(
    candidates: Iterable[tuple[Item, Annotation | None]],
    decisions: Mapping[int, Decision],
    order: Iterable[str],
    *,
    most: int = MOST_TITLES,
) -> tuple[Passed, ...]:
    """The rejected candidates by their best theme, in the order of the themes, those without any last.

    What is cut by a limit has its line elsewhere, and what the council wrote itself was never to be chosen.
    """
    by_theme: dict[str, list[tuple[float, Item]]] = {}
    for item, annotation in candidates:
        decision = decisions.get(item.id)
        if decision is None or decision.outcome is not Outcome.REJECTED or decision.reason == OWN:
            continue
        theme, score = _best(annotation)
        by_theme.setdefault(theme, []).append((score, item))
    known = [theme for theme in (*order, "") if theme in by_theme]
    known += sorted(by_theme.keys() - set(known))
    return tuple(Passed(theme, len(by_theme[theme]), _first(by_theme[theme], most)) for theme in known)


def _best(annotation: Annotation | None) -> tuple[str, float]:
    themes = annotation.themes if annotation is not None else ()
    best = max(themes, key=lambda found: (found.score, found.theme), default=None)
    return (best.theme, best.score) if best is not None else ("", 0.0)


def _first(rated: list[tuple[float, Item]], most: int) -> tuple[Item, ...]:
    ordered = sorted(rated, key=lambda one: (-one[0], -one[1].first_seen.timestamp(), one[1].id))
    return tuple(item for _, item in ordered[:most])
