"""Themes, and the files of the configuration: what people change here is seen before it is saved, and can be undone."""

from __future__ import annotations

from servwatch.web.console.routes import Page
from servwatch.web.console.workbench import (
    settings_files,
    settings_revisions,
    theme_list,
    theme_terms,
    themes,
)

PAGES: tuple[Page, ...] = (
    *theme_list.PAGES,
    *themes.PAGES,
    *theme_terms.PAGES,
    *settings_files.PAGES,
    *settings_revisions.PAGES,
)
