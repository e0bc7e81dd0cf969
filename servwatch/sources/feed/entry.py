"""From one entry as feedparser gives it to a draft: which of its many fields is the one meant.

feedparser's dictionaries are read with `dict.get`, because their own `get` answers "updated" with the
date of publication, and warns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from servwatch.sources.categories import categories
from servwatch.sources.dates import Stated, read_date
from servwatch.sources.drafts import MAX_IDENTIFIER, MAX_SUMMARY, MAX_TITLE, Draft
from servwatch.sources.language_code import language_code
from servwatch.sources.links import http_link
from servwatch.sources.plain_text import plain_text, visible
from servwatch.sources.summary_tails import without_tails

Fields = dict[str, Any]
"""feedparser's dictionary of an entry, or of a part of one."""

_PUBLISHED = ("published", "created", "updated", "prism_publicationdate", "dcterms_date")
_HTML_TYPES = ("text/html", "application/xhtml+xml", "")
_MEANT_DOMAIN = re.compile(r"[A-Za-z][\w-]{1,30}$")


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """What holds for every entry of a feed."""

    base: str  # of relative links
    language: str
    zone: ZoneInfo
    now: datetime


def draft(entry: Fields, feed: FeedFacts) -> Draft:
    """The entry, cleaned."""
    title = _text(entry, "title", MAX_TITLE)
    return Draft(
        title=title,
        url=_address(entry, feed.base),
        summary=_summary(entry, title),
        identifier=_identifier(entry),
        published=_first_date(entry, _PUBLISHED, feed),
        updated=_first_date(entry, ("updated",), feed),
        language=_language(entry) or feed.language,
        categories=categories(_terms(dict.get(entry, "tags") or ())),
    )


def _string(fields: Fields, name: str) -> str:
    """A field as text; an element with attributes that feedparser does not know is a dictionary."""
    value = dict.get(fields, name)
    return value if isinstance(value, str) else ""


def _text(entry: Fields, name: str, limit: int) -> str:
    value = _string(entry, name)
    return plain_text(value, markup=_is_html(dict.get(entry, f"{name}_detail")), limit=limit) if value else ""


def _is_html(detail: Fields | None) -> bool:
    return detail is None or _string(detail, "type") in _HTML_TYPES


def _summary(entry: Fields, title: str) -> str:
    """The short description, else the content, else a subtitle (of iTunes).

    Content is that of Atom, `content:encoded`, or a bare `<content>` (the World Trade Organization).
    A description that only repeats the title counts as none where there is content.
    """
    summary = _text(entry, "summary", MAX_SUMMARY)
    if not summary or summary == title:
        for content in dict.get(entry, "content") or ():
            text = plain_text(_string(content, "value"), markup=_is_html(content), limit=MAX_SUMMARY)
            if text and text != title:
                summary = text
                break
    return without_tails(summary or _text(entry, "subtitle", MAX_SUMMARY), title)


def _identifier(entry: Fields) -> str:
    """guid, `atom:id` or `rdf:about`. The tolerant parser leaves "&amp;" in it, the strict one does not."""
    return visible(_string(entry, "id").replace("&amp;", "&"))[:MAX_IDENTIFIER]


def _address(entry: Fields, base: str) -> str:
    """The page of the entry: the first of its candidates that is an http address."""
    candidates = _candidates(entry, base)
    return next((url for value, root in candidates if value and (url := http_link(value, root))), "")


def _candidates(entry: Fields, base: str) -> Iterator[tuple[str, str]]:
    """What may be the address, best first, each with the base it is relative to."""
    links = [(_string(link, "rel"), _string(link, "href")) for link in dict.get(entry, "links") or ()]
    yield _string(entry, "feedburner_origlink"), base  # what stands in `link` leads through a counter
    best = _string(entry, "link")  # the alternate in HTML; else a guid that says it is a permanent link
    if any(href == best for _, href in links):
        yield best, base
    yield from ((href, base) for rel, href in links if rel == "alternate")
    if best:
        yield _identifier(entry), ""  # never relative: "12345" is no page
    yield from ((href, base) for rel, href in links if rel == "enclosure")


def _first_date(entry: Fields, names: Iterable[str], feed: FeedFacts) -> Stated | None:
    for name in names:
        value = _string(entry, name)
        if value and (date := read_date(value, zone=feed.zone, now=feed.now)):
            return date
    return None


def _language(entry: Fields) -> str:
    """`dc:language`, else the `xml:lang` in which the title, the summary or the content stands."""
    places = [entry, dict.get(entry, "title_detail"), dict.get(entry, "summary_detail")]
    places.extend(dict.get(entry, "content") or ())
    declared = (_string(place, "language") for place in places if place)
    return next((code for value in declared if value and (code := language_code(value))), "")


def _terms(tags: Iterable[Fields]) -> Iterator[str]:
    """Terms and labels. A domain that is a word tells what the term is, and stays: "type=Verslag".

    A domain that is an address only says whose list the term is from.
    """
    for tag in tags:
        term, label, scheme = (_string(tag, key) for key in ("term", "label", "scheme"))
        if term:
            yield f"{scheme}={term}" if _MEANT_DOMAIN.match(scheme) and "=" not in term else term
        if label and label != term:
            yield label
