"""Where the feed of a page may be: what the page declares, what it links, and where sites usually have it.

Declared: `<link rel="alternate">` with a type of feeds (rssboard.org/rss-autodiscovery; jsonfeed.org/version/1.1,
"Discovery"). Usual places are those of the engines that publishers run; `usual_places` names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from servwatch.model import Request
from servwatch.sources.html_document import Element, base_of, text_of
from servwatch.sources.links import http_link
from servwatch.sources.source_kind import ParseContext

MOST = 8
"""Addresses that a page may give."""
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_PATH = re.compile(
    r"(?:^|[/._-])(?:rss|feeds?|atom|rdf)(?:[/._-]|\d?$)|\.(?:rss|atom|rdf)$|rss_[a-z]{2}$|[?&](?:feed|format|type)=(?:rss|atom|feed)",
    re.IGNORECASE,
)
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
            _PATH.search(href) or (_WORD.search(named) or _WORD.fullmatch(text_of(link, 40).strip()))
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


def usual_places(url: str) -> list[str]:
    """Where a site may have the feed of a page, the likeliest first. Pure.

    Drupal: `rss.xml`, a view's own `rss.xml` or `.rss`, `taxonomy/term/N/feed`, and in the sites of the
    European Commission `node/N/rss_en`. WordPress: `feed/` under every archive, and `?feed=rss2`.
    Static sites: `index.xml`, `feed.xml`, `atom.xml`. TYPO3 and others: `rss`.
    """
    parts = urlsplit(url)
    site = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
    path = parts.path.rstrip("/")
    found: list[str] = []
    if path:
        found += [f"{site}{path}/feed/", f"{site}{path}/rss.xml", f"{site}{path}.rss", f"{site}{path}/rss"]
    if language := re.search(r"_([a-z]{2})$", path):
        found += [f"{site}{path}/rss_{language[1]}", f"{site}/node/2/rss_{language[1]}"]
    if language := re.match(r"/([a-z]{2})(?=/|$)", path):
        found += [f"{site}/{language[1]}/rss.xml", f"{site}/{language[1]}/feed/"]
    found += [
        f"{site}{tail}" for tail in ("/rss.xml", "/feed/", "/feed.xml", "/rss", "/atom.xml", "/index.xml")
    ]
    if not path:
        found.append(_with(url, "feed", "rss2"))
    return [place for place in dict.fromkeys(found) if place != url]


def _with(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query), (name, value)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))
