"""Where a site may have what a page does not name: its feeds and its sitemaps. Pure; without a parser."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from servwatch.sources.links import http_link

_FEED = re.compile(
    r"(?:^|[/._-])(?:rss|feeds?|atom|rdf)(?:[/._-]|\d?$)|\.(?:rss|atom|rdf)$|rss_[a-z]{2}$|[?&](?:feed|format|type)=(?:rss|atom|feed)",
    re.IGNORECASE,
)
_SITEMAP = re.compile(r"(?im)^\s*sitemap\s*:\s*(\S+)")
MOST_SITEMAPS = 3
_ROBOTS = 100_000  # bytes


def looks_like_feed(url: str) -> bool:
    """Whether an address is called as feeds are."""
    return _FEED.search(url) is not None


def usual_places(url: str) -> list[str]:
    """Where a site may have the feed of a page, the likeliest first.

    WordPress: `feed/` under every archive, and `?feed=rss2`. Drupal: `rss.xml`, `.rss` behind a view,
    `taxonomy/term/N/feed`, and in the sites of the European Commission `node/N/rss_en`. Static sites:
    `index.xml`, `feed.xml`, `atom.xml`.
    """
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    path = re.sub(r"/(?:index|home|default)\.\w{2,5}$", "", parts.path).rstrip("/")
    found: list[str] = []
    if path:
        tails = ("/feed", "/feed/") if re.search(r"/(?:node|term)/?\d*$", path) else ("/feed/",)
        found += [f"{site}{path}{tail}" for tail in (*tails, "/rss.xml", ".rss", "/rss")]
    if language := re.search(r"_([a-z]{2})$", path):
        within = f"{path}/rss_{language[1]}" if re.search(r"/node/\d+", path) else ""
        found = [*([f"{site}{within}"] if within else []), f"{site}/node/2/rss_{language[1]}"]
    if language := re.match(r"/([a-z]{2})(?=/|$)", path):
        found += [f"{site}/{language[1]}/rss.xml"]
    found += [
        f"{site}{tail}" for tail in ("/rss.xml", "/feed/", "/feed.xml", "/atom.xml", "/rss", "/index.xml")
    ]
    if not path:
        found.append(_with(url, "feed", "rss2"))
    return [place for place in dict.fromkeys(found) if place != url]


def pages_above(url: str) -> list[str]:
    """The pages above an address that is gone: its folder, the front page of its language, that of the site."""
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    folders = [piece for piece in parts.path.split("/") if piece][:-1]
    paths = ["/".join(folders), *folders[:1], ""]
    return [place for path in dict.fromkeys(paths) if (place := f"{site}/{path}") != url]


def robots_sitemaps(body: bytes) -> list[str]:
    """The sitemaps that a robots.txt names (sitemaps.org/protocol.html, "Submitting your Sitemap")."""
    found = _SITEMAP.findall(body[:_ROBOTS].decode("utf-8", "replace"))
    return [url for url in dict.fromkeys(map(http_link, found)) if url][:MOST_SITEMAPS]


def _with(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query), (name, value)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))
