"""Why an item is in a digest, or is not; also for what was never stored."""

from __future__ import annotations

from starlette.responses import Response

from servwatch.cycle.why import paragraphs
from servwatch.digest.compose.headlines import link
from servwatch.web.console.archive.asked import LONGEST
from servwatch.web.console.archive.explaining import explainer
from servwatch.web.console.archive.naming import Naming
from servwatch.web.console.archive.numbers import LARGEST
from servwatch.web.console.archive.search_page import found
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit


def show(visit: Visit) -> Response:
    """Answer a question: a number, an address, a reference, or words."""
    asked = " ".join(visit.query.get("q", "").split())[: 5 * LONGEST]
    if not asked or (asked.isdecimal() and not (asked.isascii() and int(asked[:20]) <= LARGEST)):
        return visit.page("why.html.j2", asked=asked, several=[], told=[], unknown=[])
    explains, naming = explainer(visit), Naming(visit.settings, visit.words)
    items = explains.find(asked)
    if len(items) > 1 and not link(asked):
        several = [found(item, None, asked, naming, visit) for item in items]
        return visit.page("why.html.j2", asked=asked, several=several, told=[], unknown=[])
    digest = visit.settings.digest(visit.query.get("digest", ""))
    told = [
        (item, [s for s in paragraphs(explains.explain(item, digest), visit.words) if s.fact != "item"])
        for item in items
    ]
    unknown = [] if items else list(paragraphs(explains.unknown(asked), visit.words))
    return visit.page("why.html.j2", asked=asked, several=[], told=told, unknown=unknown)


PAGES = (Page("/why", "why", show),)
