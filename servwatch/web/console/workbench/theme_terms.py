"""What each term of a theme did, and which terms it might have."""

from __future__ import annotations

from starlette.responses import Response

from servwatch.cycle.suggesting import suggestions_for
from servwatch.cycle.theme_draft import theme_of
from servwatch.cycle.theme_reporting import report_theme
from servwatch.model.account import Role
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit
from servwatch.web.console.workbench.period import period
from servwatch.web.console.workbench.theme_list import named

MOST_REPORTED, MOST_HIT = 25_000, 5_000
"""Items that are looked at while somebody waits: a second for a report, 2.5 for suggestions (docs/benchmarks.md)."""


def show(visit: Visit) -> Response:
    """Tell what each term did of late."""
    theme = theme_of(visit.settings, visit.parameter("id"))
    looked = period(visit, MOST_REPORTED)
    report = report_theme(visit.archive, visit.settings, theme, since=looked.since)
    tallies = sorted(report.tallies, key=lambda one: (-one.hits, one.term))
    return visit.page(
        "theme-terms.html.j2",
        theme=theme,
        name=named(visit, theme),
        days=looked.days,
        items=report.themes[theme.id],
        found=[one for one in tallies if one.hits],
        never=[one for one in tallies if not one.hits],
    )


def suggest(visit: Visit) -> Response:
    """Show terms that it might have, to be ticked."""
    theme = theme_of(visit.settings, visit.parameter("id"))
    looked = period(visit, MOST_HIT)
    (made,) = suggestions_for(visit.archive, [theme], since=looked.since)
    rows = [(one, made.hit(one.language, one.term)) for one in made.words]
    return visit.page(
        "theme-suggestions.html.j2",
        theme=theme,
        name=named(visit, theme),
        made=made,
        rows=rows,
        days=looked.days,
    )


PAGES = (
    Page("/themes/{id}/terms", "theme.terms", show, role=Role.EDITOR),
    Page("/themes/{id}/suggestions", "theme.suggestions", suggest, role=Role.EDITOR),
)
