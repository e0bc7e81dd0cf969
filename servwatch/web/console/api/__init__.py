"""The archive for programs: a read-only interface in JSON, in the shapes of the command line's `--json`."""

from __future__ import annotations

from servwatch.web.console.api import answers
from servwatch.web.console.routes import Page

PAGES: tuple[Page, ...] = answers.PAGES
