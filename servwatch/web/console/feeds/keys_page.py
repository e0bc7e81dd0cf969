"""The addresses of an account's feeds, and its key, which it can change."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from servwatch.insight.references import read_reference
from servwatch.web.console.archive.asked import dossier_name
from servwatch.web.console.archive.naming import Naming
from servwatch.web.console.feeds.keyed import public_address
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit


@dataclass(frozen=True, slots=True)
class Row:
    """A feed in both forms; a calendar has one."""

    name: str
    atom: str
    json: str = ""


def show(visit: Visit) -> Response:
    """Show the addresses."""
    account = visit.account.id if visit.account is not None else 0
    key = visit.archive.reading_keys.of(account)
    naming = Naming(visit.settings, visit.words)

    def row(name: str, about: str) -> Row:
        return Row(
            name, *(public_address(visit, f"/feeds/{about}.{form}", key=key) for form in ("atom", "json"))
        )

    dossiers = [dossier_name(d.ref) for d in visit.settings.dossiers if read_reference(d.ref) is not None]
    groups = [
        (visit.words._("Saved searches"), [row(s.name, f"search/{s.id}") for s in visit.archive.searches.of(account)]),
        (visit.words._("Dossiers"), [row(naming.dossier(d), f"dossier/{quote(d)}") for d in dossiers]),
        (visit.words._("Themes"), [row(naming.theme(t.id), f"theme/{quote(t.id)}") for t in visit.settings.themes]),
    ]  # fmt: skip
    return visit.page(
        "feeds.html.j2",
        groups=[group for group in groups if group[1]],
        calendar=public_address(visit, "/feeds/deadlines.ics", key=key),
        key=key,
    )


def renew(visit: Visit) -> Response:
    """Give the account another key."""
    visit.archive.reading_keys.renew(visit.account.id if visit.account is not None else 0)
    return visit.go(
        "/feeds", visit.words._("Your key is a new one: the addresses of before are answered no more.")
    )


PAGES = (
    Page("/feeds", "feeds", show),
    Page("/feeds/key", "feeds.new-key", renew, method="POST"),
)
