"""What a changed theme would do, as the workbench tells it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from servwatch.cycle.trying_themes import MovedItem, Trial
from servwatch.digest.backtest import ThemeMoves
from servwatch.insight.theme_changes import Cause
from servwatch.web.console.visit import Visit
from servwatch.web.console.workbench.marked import excerpt, marked

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


def shown_trial(visit: Visit, trial: Trial) -> dict[str, Any]:
    """The facts of the template."""
    run = trial.run
    assert run is not None  # noqa: S101  a trial that was made has one
    moves = run.themes[trial.theme]
    others = [
        (theme, one.gained.items, one.lost.items)
        for theme, one in run.themes.items()
        if theme != trial.theme and (one.gained.items or one.lost.items)
    ]
    digests = [
        (visit.settings.digest(id_), one.gained.items, one.lost.items)
        for id_, one in run.digests.items()
        if one.gained.items or one.lost.items
    ]
    return {
        "trial": trial,
        "digests": digests,
        "others": others,
        "gained": _side(visit, moves.gained, trial.gained),
        "lost": _side(visit, moves.lost, trial.lost),
    }


def _side(visit: Visit, moves: ThemeMoves, rows: list[MovedItem]) -> dict[str, Any]:
    by: Counter[str] = Counter()
    for (cause, term), items in moves.responsible.items():
        by[visit.words._(CAUSES[cause]).format(term=term)] += items
    return {
        "items": moves.items,
        "terms": by.most_common(_MOST_TERMS),
        "rows": [_row(visit, one) for one in rows],
    }


def _row(visit: Visit, one: MovedItem) -> dict[str, Any]:
    item = one.item
    source = visit.settings.source(item.source)
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
        "digests": one.digests,
    }
