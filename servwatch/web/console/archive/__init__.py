"""The archive in the console: search it, look at an item and its story, and ask what became of something."""

from __future__ import annotations

from servwatch.web.console.archive import (
    adding,
    asking_why,
    covered,
    item_page,
    saved,
    search_page,
    story_page,
)
from servwatch.web.console.routes import Page

PAGES: tuple[Page, ...] = (
    *search_page.PAGES,
    *saved.PAGES,
    *adding.PAGES,
    *covered.PAGES,
    *item_page.PAGES,
    *story_page.PAGES,
    *asking_why.PAGES,
)
