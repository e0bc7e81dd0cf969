"""Every page of the console, in one table."""

from __future__ import annotations

from servwatch.web.console import charts, signing_in, today
from servwatch.web.console.routes import Page

PAGES: tuple[Page, ...] = (*signing_in.PAGES, *today.PAGES, *charts.PAGES)
