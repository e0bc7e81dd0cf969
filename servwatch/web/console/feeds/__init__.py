"""Feeds out: what the archive holds of a theme, a dossier or a saved search, for feed readers and calendars."""

from __future__ import annotations

from servwatch.web.console.feeds import answering, keys_page
from servwatch.web.console.routes import Page

PAGES: tuple[Page, ...] = (*keys_page.PAGES, *answering.PAGES)
