"""Every page of the console, in one table."""

from __future__ import annotations

from servwatch.web.console import (
    account_pages,
    api,
    archive,
    charts,
    deadlines,
    digests,
    dossiers,
    editions,
    feeds,
    following,
    kept,
    log_pages,
    members,
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
    *openid_pages.PAGES,
    *signing_in.PAGES,
    *today.PAGES,
    *deadlines.PAGES,
    *dossiers.PAGES,
    *following.PAGES,
    *members.PAGES,
    *workbench.PAGES,
    *digests.PAGES,
    *editions.PAGES,
    *review.PAGES,
    *outbox.PAGES,
    *account_pages.PAGES,
    *log_pages.PAGES,
    *archive.PAGES,
    *feeds.PAGES,
    *api.PAGES,
    *kept.PAGES,
    *sources.PAGES,
    *charts.PAGES,
)
