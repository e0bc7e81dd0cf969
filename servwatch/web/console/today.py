"""The first page: what needs a person today, and nothing else."""

from __future__ import annotations

from starlette.responses import Response

from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit


def show(visit: Visit) -> Response:
    """Show what needs a person."""
    return visit.page("today.html.j2")


PAGES = (Page("/", "today", show),)
