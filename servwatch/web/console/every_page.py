"""Every page of the console, in one table."""

from __future__ import annotations

from servwatch.web.console import account_pages, log_pages, openid_pages, signing_in, today
from servwatch.web.console.routes import Page

PAGES: tuple[Page, ...] = (
    *openid_pages.PAGES,  # before the links, whose path fits theirs
    *signing_in.PAGES,
    *account_pages.PAGES,
    *log_pages.PAGES,
    *today.PAGES,
)
