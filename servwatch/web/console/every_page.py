"""Every page of the console, in one table."""

from __future__ import annotations

from servwatch.web.console import charts, signing_in, today
from servwatch.web.console.routes import Page
from servwatch.web.console.sources import every_page as sources

PAGES: tuple[Page, ...] = (*signing_in.PAGES, *today.PAGES, *sources.PAGES, *charts.PAGES)
