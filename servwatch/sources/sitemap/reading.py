"""From a sitemap to items, and from an index to its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from servwatch.model import Parsed, Request, Verdict
from servwatch.sources.dates import Stated, read_date
from servwatch.sources.decoding import decode, unpacked
from servwatch.sources.drafts import MAX_ITEMS, MAX_TITLE, Draft, finished
from servwatch.sources.html_document import Element
from servwatch.sources.language_code import language_code
from servwatch.sources.links import http_link
from servwatch.sources.patterns import matches
from servwatch.sources.plain_text import plain_text
from servwatch.sources.selection import ALL_LEFT_OUT
from servwatch.sources.sitemap.slug import title_of
from servwatch.sources.source_kind import ParseContext, Unreadable

OK = "It is a sitemap with addresses."
INDEX = "It is an index of sitemaps."
EMPTY = "It is a sitemap, but it holds no address."
NOTHING = "The answer is empty where a sitemap was promised."
HTML = "An HTML page stands where a sitemap was promised."
OTHER = "The answer is no sitemap."
ENTITIES = "It declares entities, as only an attack does."
NESTED = "It is an index within an index, which the protocol does not allow."
BROKEN_XML = "The XML is broken, and read as far as it goes."

LAST = 2
"""Parts of an index that are read, where the source does not say how many."""

_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")  # the commonest fault
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Place:
    """One `<url>` or `<sitemap>`."""

    url: str
    changed: Stated | None
    title: str = ""
    published: Stated | None = None
    language: str = ""

    @property
    def since(self) -> datetime:
        """When it was changed last; long ago where nothing says so."""
        return self.changed.instant if self.changed else _LONG_AGO


def read_sitemap(body: bytes, context: ParseContext) -> Parsed:
    """Read a sitemap or an index. Raises Unreadable where it is neither."""
    root, notes = _document(body, context)
    name = root.tag.rpartition("}")[2].rpartition(":")[2].lower()
    if name == "sitemapindex":
        return _index(root, notes, context)
    if name != "urlset":
        raise Unreadable(
            Verdict.BLOCKED if name == "html" else Verdict.BROKEN, HTML if name == "html" else OTHER
        )
    places = _places(root, "url", context)
    wanted = [place for place in places if _is_wanted(place, context)]
    if not places:
        return Parsed(Verdict.EMPTY, EMPTY, notes=tuple(notes))
    if not wanted:
        return Parsed(Verdict.EMPTY, ALL_LEFT_OUT, notes=tuple(notes))
    if len(wanted) < len(places):
        notes.append(
            f"{len(places) - len(wanted)} of {len(places)} addresses left out by include and exclude."
        )
    items, more = finished([_draft(place) for place in _newest(wanted, MAX_ITEMS)], context.zone)
    return Parsed(Verdict.OK, OK, items, notes=(*notes, *more))


def _document(body: bytes, context: ParseContext) -> tuple[Element, list[str]]:
    content, *notes = unpacked(body)
    decoded = decode(content, context.content_type)
    text = _NO_CHARACTER.sub("", decoded.text).strip("\ufeff \t\r\n")
    if not text:
        raise Unreadable(Verdict.BLOCKED, NOTHING)
    if "<!ENTITY" in text:
        raise Unreadable(Verdict.BROKEN, ENTITIES)
    text = _BARE.sub("&amp;", text)
    if text.startswith("<?xml"):  # its encoding is another by now
        text = text.partition("?>")[2].lstrip()
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(Verdict.BROKEN, OTHER) from error
    if root is None or not isinstance(root.tag, str):
        raise Unreadable(Verdict.BROKEN, OTHER)
    if parser.error_log:
        notes.append(BROKEN_XML)
    return root, [note for note in (*notes, decoded.note) if note]


def _index(root: Element, notes: list[str], context: ParseContext) -> Parsed:
    if context.page > 1:
        raise Unreadable(Verdict.BROKEN, NESTED)
    places = _places(root, "sitemap", context)
    if not places:
        return Parsed(Verdict.EMPTY, EMPTY, notes=tuple(notes))
    last = int(context.options.get("last", LAST))
    parts = _newest(places, last)
    notes.append(f"{len(parts)} of {len(places)} parts are read.")
    return Parsed(Verdict.OK, INDEX, notes=tuple(notes), follow=tuple(Request(part.url) for part in parts))


def _newest(places: Sequence[_Place], count: int) -> list[_Place]:
    """The ones changed last; where not all say when, the last ones as they stand: new pages are added at the end."""
    if all(place.changed for place in places):
        return sorted(places, key=lambda place: place.since, reverse=True)[:count]
    return list(places[-count:])


def _is_wanted(place: _Place, context: ParseContext) -> bool:
    texts = (place.url,)
    if context.include and not any(matches(pattern, texts) for pattern in context.include):
        return False
    return not any(matches(pattern, texts) for pattern in context.exclude)


def _places(root: Element, name: str, context: ParseContext) -> list[_Place]:
    found = (_place(element, context) for element in root.iterchildren(f"{{*}}{name}"))
    return [place for place in found if place.url]


def _place(element: Element, context: ParseContext) -> _Place:
    news = element.find("{*}news")
    return _Place(
        url=http_link(_text(element, "loc"), context.url),
        changed=read_date(_text(element, "lastmod"), zone=context.zone, now=context.now),
        title=plain_text(_text(news, "title"), markup=False, limit=MAX_TITLE),
        published=read_date(_text(news, "publication_date"), zone=context.zone, now=context.now),
        language=language_code(_text(news, "publication/{*}language")),
    )


def _text(element: Element | None, path: str) -> str:
    found = element.find(f"{{*}}{path}") if element is not None else None
    return str(found.text or "").strip() if found is not None else ""


def _draft(place: _Place) -> Draft:
    return Draft(
        title=place.title or title_of(place.url),
        url=place.url,
        published=place.published,
        updated=place.changed,
        language=place.language,
        made_title=not place.title,
    )
