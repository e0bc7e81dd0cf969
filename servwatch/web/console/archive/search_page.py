"""Search the archive: words, facets with their counts, and a page of what was found, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from servwatch.archive.item_lists import Counted, Listed, Place
from servwatch.archive.search_marks import spans
from servwatch.digest.compose.headlines import link
from servwatch.model import Annotation, Item
from servwatch.web.console.archive.asked import Asked
from servwatch.web.console.archive.facets import facets_of
from servwatch.web.console.archive.marks import Piece, excerpt, pieces
from servwatch.web.console.archive.naming import Naming, spoken
from servwatch.web.console.routes import Page
from servwatch.web.console.visit import Visit

SIZE = 25
"""Items on a page."""


@dataclass(frozen=True, slots=True)
class Found:
    """An item in a list, as the template shows it."""

    item: Item
    title: Sequence[Piece]
    text: Sequence[Piece]
    url: str  # "" where it may not be followed
    spoken: str
    body: str
    kind: str
    day: str
    themes: Sequence[str]


def show(visit: Visit) -> Response:
    """Show the search, and what it finds."""
    asked = Asked.read(visit.request.url.query)
    naming = Naming(visit.settings, visit.words)
    listed, counted = _looked_up(visit, asked, naming)
    account = visit.account.id if visit.account is not None else 0
    return visit.page(
        "items.html.j2",
        asked=asked,
        found=[found(one, note, asked.q, naming, visit) for one, note in listed.items],
        counted=counted,
        facets=facets_of(asked, counted, naming, visit.words),
        saved=visit.archive.searches.of(account),
        earlier=_beside(visit, asked, "before", listed.earlier),
        later=_beside(visit, asked, "after", listed.later),
    )


def _looked_up(visit: Visit, asked: Asked, naming: Naming) -> tuple[Listed, Counted]:
    query, lists = asked.query(naming), visit.archive.lists
    before, after = (Place.read(visit.query.get(name, "")) for name in ("before", "after"))
    if before is None and after is None:
        return lists.first(query, SIZE)
    return lists.page(query, SIZE, before=before, after=after), lists.counted(query)


def found(item: Item, annotation: Annotation | None, words: str, naming: Naming, visit: Visit) -> Found:
    """An item as a list shows it, with the words that were asked for marked."""
    day = item.day or visit.settings.day_of(item.first_seen)
    return Found(
        item,
        pieces(item.title, spans(words, item.title)),
        excerpt(item.summary, spans(words, item.summary)),
        link(item.url),
        spoken(item, annotation, visit.words),
        naming.body(naming.body_of(item.source)),
        naming.kind(item.kind),
        visit.words.day(day, form="medium", near=visit.now),
        [naming.theme(score.theme) for score in annotation.themes] if annotation is not None else [],
    )


def _beside(visit: Visit, asked: Asked, way: str, place: Place | None) -> str:
    return (
        visit.at("/items") + f"?{asked.text()}&{way}={place}".replace("?&", "?") if place is not None else ""
    )


PAGES = (Page("/items", "items", show),)
