"""The pages of sources, in one table; those with a word in the path stand before those with a name."""

from __future__ import annotations

from servwatch.web.console.routes import Page
from servwatch.web.console.sources import adding, back_filling, editing, listing, source_page

PAGES: tuple[Page, ...] = (
    *listing.PAGES,
    *adding.PAGES,
    *back_filling.PAGES,
    *editing.PAGES,
    *source_page.PAGES,
)
