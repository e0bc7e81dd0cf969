"""What stands in a feed: the newest items of a theme, of a dossier, or of a saved search."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from servwatch.archive.item_query import ItemQuery
from servwatch.digest.compose.headlines import link
from servwatch.digest.deadline_calendar import uid_domain
from servwatch.errors import NotFound
from servwatch.insight.references import read_reference
from servwatch.model import Annotation, Item
from servwatch.model.account import Account
from servwatch.web.console.archive.asked import Asked, dossier_name
from servwatch.web.console.archive.naming import Naming, spoken
from servwatch.web.console.feeds.channel import Channel, FeedEntry
from servwatch.web.console.feeds.keyed import public_address
from servwatch.web.console.visit import Visit

MOST = 50
"""Entries of a feed."""
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
Told = list[tuple[Item, Annotation | None]]


def of_theme(visit: Visit, theme: str) -> Channel:
    """The newest items of a theme. Raises NotFound."""
    if theme not in {one.id for one in visit.settings.themes}:
        raise NotFound("no {what} has the id {name}", what="theme", name=theme)
    naming = Naming(visit.settings, visit.words)
    listed = visit.archive.lists.page(ItemQuery(theme=theme), MOST)
    home = public_address(visit, "/items", theme=theme)
    return _channel(visit, f"theme/{theme}", naming.theme(theme), home, list(listed.items))


def of_dossier(visit: Visit, reference: str) -> Channel:
    """The newest documents of a dossier, by any of its names. Raises NotFound."""
    read = read_reference(reference)
    if read is None:
        raise NotFound("“{name}” is no reference", remedy="Name one, such as 2024/0035(COD).", name=reference)
    around = visit.archive.dossiers.of(read)
    found = around.dossier
    numbers = found.documents if found is not None else around.naming
    told = visit.archive.dossiers.read(sorted(numbers)[-4 * MOST :])[-MOST:]
    name = dossier_name(reference)
    home = public_address(visit, "/items", dossier=name)
    title = Naming(visit.settings, visit.words).dossier(name)
    return _channel(visit, f"dossier/{name}", title, home, told[::-1])


def of_search(visit: Visit, number: int, account: Account) -> Channel:
    """What a search of that account finds. Raises NotFound, for one of somebody else too."""
    search = visit.archive.searches.get(number)
    if search is None or search.account != account.id:
        raise NotFound("there is no saved search {number}", remedy="It may have been deleted.", number=number)
    asked = Asked.read(search.query)
    listed = visit.archive.lists.page(asked.query(Naming(visit.settings, visit.words)), MOST)
    home = f"{public_address(visit, '/items')}?{asked.text()}"
    return _channel(visit, f"search/{number}", search.name, home, list(listed.items))


def _channel(visit: Visit, about: str, title: str, home: str, told: Told) -> Channel:
    domain = uid_domain(visit.settings.mail.sender)
    shown = [(item, annotation) for item, annotation in told if not item.quarantined]
    entries = [_entry(visit, domain, item, annotation) for item, annotation in shown]
    return Channel(_tag(domain, about), title, visit.words.language, home, entries, _BEGAN)


def _tag(domain: str, about: str) -> str:
    """A name of ours for ever (RFC 4151); what is no character of an address is written as one."""
    return f"tag:{domain},2026:{quote(about, safe='/')}"


def _entry(visit: Visit, domain: str, item: Item, annotation: Annotation | None) -> FeedEntry:
    naming = Naming(visit.settings, visit.words)
    versions = visit.archive.items.versions(item.id) if item.version > 1 else []
    return FeedEntry(
        id=_tag(domain, f"item/{item.id}"),
        title=item.title or visit.words._("Without a title"),
        url=link(item.url) or public_address(visit, f"/items/{item.id}"),
        summary=item.summary,
        published=item.published or item.first_seen,
        updated=versions[-1].until if versions else item.first_seen,
        author=naming.body(naming.body_of(item.source)),
        language=spoken(item, annotation, visit.words),
        categories=[(s.theme, naming.theme(s.theme)) for s in annotation.themes] if annotation else [],
    )
