"""Drafts: what waits for editors, the draft as its readers will see it, and all that is done with it."""

from servwatch.web.console.review import acting, looking

PAGES = (*looking.PAGES, *acting.PAGES)
