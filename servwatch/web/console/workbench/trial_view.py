"""What a changed theme would do, as the workbench tells it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from servwatch.cycle.trying_themes import MovedItem, Trial
from servwatch.digest.backtest import ThemeMoves
from servwatch.insight.theme_changes import Cause
from servwatch.model import Settings
from servwatch.web.console.visit import Visit
from servwatch.web.console.workbench.marked import excerpt, marked
from servwatch.web.console.workbench.theme_list import named, titled

CAUSES = {
    Cause.TERM: "{term}",
    Cause.CONDITION: "{term} (its exclude or requires)",
    Cause.HINT: "{term} (source or category)",
    Cause.EXCLUDE: "not with {term}",
    Cause.THRESHOLD: "the threshold",
    Cause.WEIGHT: "{term} (its weight)",
    Cause.THEME: "the theme itself",
    Cause.LANGUAGE: "the terms of other languages",
}
_MOST_TERMS = 12


def shown_trial(visit: Visit, settings: Settings, trial: Trial) -> dict[str, Any]:
    """The facts of the template."""
    run = trial.run
    assert run is not None  # noqa: S101  a trial that was made has one
    moves = run.themes[trial.theme]
    names = {theme.id: named(visit, theme) for theme in settings.themes}
    others = [
        (names[theme], one.gained.items, one.lost.items)
        for theme, one in run.themes.items()
        if theme != trial.theme and (one.gained.items or one.lost.items)
    ]
    digests = [
        (titled(visit, digest), run.digests[digest.id].gained.items, run.digests[digest.id].lost.items)
        for digest in settings.digests
        if run.digests[digest.id].gained.items or run.digests[digest.id].lost.items
    ]
    return {
        "trial": trial,
        "digests": digests,
        "others": others,
        "gained": _side(visit, settings, moves.gained, trial.gained),
        "lost": _side(visit, settings, moves.lost, trial.lost),
    }


def _side(visit: Visit, settings: Settings, moves: ThemeMoves, rows: list[MovedItem]) -> dict[str, Any]:
    by: Counter[str] = Counter()
    for (cause, term), items in moves.responsible.items():
        by[visit.words._(CAUSES[cause]).format(term=term)] += items
    return {
        "items": moves.items,
        "terms": by.most_common(_MOST_TERMS),
        "rows": [_row(visit, settings, one) for one in rows],
    }


def _row(visit: Visit, settings: Settings, one: MovedItem) -> dict[str, Any]:
    item = one.item
    source = settings.source(item.source)
    overruling = [match for match in one.other.barring if match.rule != "hint"] if one.other else []
    matches = [*one.found.matches, *overruling]
    return {
        "id": item.id,
        "title": marked(item.title, matches, "title") or [(item.url, False)],
        "summary": excerpt(item.summary, matches, "summary"),
        "source": source.name if source is not None else item.source,
        "day": item.day,
        "language": item.language,
        "score": one.found.score,
        "why": [visit.words._(CAUSES[blame.cause]).format(term=blame.term) for blame in one.blames],
        "digests": [titled(visit, digest) for digest in settings.digests if digest.id in one.digests],
    }
