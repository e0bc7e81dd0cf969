"""The feeds that a page names: what it declares, and what it links.

Declared: `<link rel="alternate">` with a type of feeds (rssboard.org/rss-autodiscovery; jsonfeed.org/version/1.1,
"Discovery"). Where sites have feeds that their pages do not name is told in `places`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from servwatch.model import Request
from servwatch.sources.discovery.places import looks_like_feed
from servwatch.sources.html_document import Element, base_of, text_of
from servwatch.sources.links import http_link
from servwatch.sources.source_kind import ParseContext

MOST = 8
"""Addresses that a page may give."""
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_WORD = re.compile(r"\b(?:rss|atom)\b", re.IGNORECASE)
_UNWANTED = re.compile(
    r"comment|/wp-json/|oembed|podcast|feedback|feedly|facebook|podcasts|newsfeed-cookie", re.IGNORECASE
)


def feed_links(root: Element, context: ParseContext) -> tuple[Request, ...]:
    """The addresses that the page names, nearest to it first; feeds of comments are left out."""
    base = base_of(root, context.url)
    declared = [url for url in _declared(root, base) if url and not _UNWANTED.search(url)]
    linked = [url for url in _linked(root, base) if not _UNWANTED.search(url)]
    by_place = {url: number for number, url in enumerate(dict.fromkeys([*declared, *linked]))}
    ranked = sorted(
        by_place, key=lambda url: (url not in declared, -_common(url, context.url), by_place[url])
    )
    return tuple(Request(url, expects="feed") for url in ranked[:MOST] if url != context.url)


def _declared(root: Element, base: str) -> Iterator[str]:
    for link in root.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        title = link.get("title") or ""
        if (("alternate" in rel and kind in _TYPES) or "feed" in rel) and not _UNWANTED.search(title):
            yield http_link(link.get("href") or "", base)


def _linked(root: Element, base: str) -> Iterator[str]:
    for link in root.iter("a"):
        href = link.get("href") or ""
        named = f"{link.get('title') or ''} {link.get('aria-label') or ''} {link.get('class') or ''}"[:300]
        if not href or not (
            looks_like_feed(href) or (_WORD.search(named) or _WORD.fullmatch(text_of(link, 40).strip()))
        ):
            continue
        if url := http_link(href, base):
            yield url.partition("#")[0]


def _common(url: str, page: str) -> int:
    """How many first parts of the path two addresses share; a feed under the page is nearest."""
    ours, theirs = urlsplit(url), urlsplit(page)
    if ours.hostname != theirs.hostname:
        return -1
    pairs = zip(ours.path.strip("/").split("/"), theirs.path.strip("/").split("/"), strict=False)
    count = 0
    for a, b in pairs:
        if a != b:
            break
        count += 1
    return count
