"""Searches that people keep."""

from __future__ import annotations

from starlette.responses import Response

from servwatch.errors import UsageError
from servwatch.web.console.archive.asked import Asked
from servwatch.web.console.archive.numbers import number_in_path
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit


def keep(visit: Visit) -> Response:
    """Keep a search under a name."""
    asked, name = Asked.read(visit.form.get("query")), visit.form.line("name", 100)
    if not name:
        raise UsageError("a saved search needs a name", remedy="Give it one.")
    account = visit.account.id if visit.account is not None else 0
    visit.archive.searches.keep(account, name, asked.text(), visit.now)
    visit.about = name
    return visit.go(f"/items?{asked.text()}", visit.words._("The search is kept as “{name}”.", name=name))


def forget(visit: Visit) -> Response:
    """Forget a search."""
    number = number_in_path(visit)
    account = visit.account.id if visit.account is not None else 0
    known = visit.archive.searches.get(number)
    if known is not None and known.account == account:
        visit.about = known.name
        visit.archive.searches.remove(account, number)
    return visit.go("/items", visit.words._("The search is kept no longer."))


PAGES = (
    Page("/items/saved", "items.save-search", keep, method="POST", most_bytes=20_000),
    Page("/items/saved/{number:int}/forget", "items.forget-search", forget, method="POST"),
)
