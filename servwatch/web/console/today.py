"""The first page: what needs a person today, and nothing else."""

from __future__ import annotations

from starlette.responses import Response

from servwatch.web.console.routes import Page
from servwatch.web.console.today_cases import cases_of
from servwatch.web.console.visit import Visit

_NEWEST = 5
"""Editions shown to readers, who have nothing to decide."""


def show(visit: Visit) -> Response:
    """Show what needs a person; to a reader the deadlines and the newest editions."""
    cases, more = cases_of(visit)
    editions = []
    if not visit.may("editor"):
        for row in visit.archive.editions.recent(limit=4 * _NEWEST):
            digest = visit.settings.digest(row.digest)
            if digest is not None and row.number:
                editions.append((digest.titled(visit.words.language), row))
    return visit.page("today.html.j2", cases=cases, more=more, editions=editions[:_NEWEST])


PAGES = (Page("/", "today", show),)
