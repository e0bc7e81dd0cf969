"""Every page of the console, in one table."""

from __future__ import annotations

from servwatch.web.console import (
    account_pages,
    charts,
    digests,
    editions,
    log_pages,
    openid_pages,
    outbox,
    review,
    signing_in,
    today,
    workbench,
)
from servwatch.web.console.routes import Page
from servwatch.web.console.sources import every_page as sources

PAGES: tuple[Page, ...] = (
    *signing_in.PAGES,
    *today.PAGES,
    *workbench.PAGES,
    *digests.PAGES,
    *editions.PAGES,
    *review.PAGES,
    *outbox.PAGES,
    *openid_pages.PAGES,
    *account_pages.PAGES,
    *log_pages.PAGES,
    *sources.PAGES,
    *charts.PAGES,
)
