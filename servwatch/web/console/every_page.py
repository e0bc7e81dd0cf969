"""Every page of the console, in one table."""

from __future__ import annotations

from servwatch.web.console import deadlines, dossiers, members, signing_in, today, workbench
from servwatch.web.console.routes import Page

PAGES: tuple[Page, ...] = (
    *signing_in.PAGES,
    *today.PAGES,
    *deadlines.PAGES,
    *dossiers.PAGES,
    *members.PAGES,
    *workbench.PAGES,
)
