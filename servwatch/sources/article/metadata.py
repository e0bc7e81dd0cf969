"""What a page says of itself for machines: JSON-LD (schema.org), Open Graph, Dublin Core, `<time>`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from servwatch.sources.dates import Stated, read_date
from servwatch.sources.drafts import MAX_SUMMARY, MAX_TITLE
from servwatch.sources.html_document import Element
from servwatch.sources.plain_text import plain_text
from servwatch.sources.source_kind import ParseContext

_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date.issued", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date",
    "publish-date", "publication_date", "pubdate", "date",
)  # fmt: skip
_SUMMARIES = ("og:description", "description", "dc.description", "dcterms.description", "twitter:description")
_TITLES = ("og:title", "dc.title", "dcterms.title", "twitter:title")
_NAMES = ("property", "name", "itemprop")
# https://schema.org/Article and its kin; an Organization's founding date is none of an article.
_ARTICLES = (
    "article",
    "report",
    "posting",
    "webpage",
    "publication",
    "event",
    "pressrelease",
    "governmentservice",
)
_NOT_FREE = frozenset({"locked", "metered", "paid", "premium"})  # article:content_tier, Open Graph
_MAX_LD = 500_000  # characters of one JSON-LD block
_MAX_NODES = 500


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was said. `may_quote` is false where the page forbids snippets (robots meta, nosnippet)."""

    title: str
    published: Stated | None
    summary: str
    paywall: bool
    may_quote: bool


def metadata_of(root: Element, context: ParseContext) -> Metadata:
    """Read it from the whole page."""
    meta = _meta(root)
    nodes = [node for node in _linked_data(root) if _is_article(node)]
    dates = [_string(node, "datePublished") for node in nodes]
    dates += [meta.get(name, "") for name in _DATES]
    stated = (_stated(text, context) for text in dates if text)
    published = next((date for date in stated if date), None) or _only_time(root, context)
    titles = (
        [meta.get(name, "") for name in _TITLES] + [_string(n, "headline") for n in nodes] + _headings(root)
    )
    summaries = [meta.get(name, "") for name in _SUMMARIES] + [_string(n, "description") for n in nodes]
    robots = meta.get("robots", "").lower()
    return Metadata(
        title=_first(titles, MAX_TITLE),
        published=published,
        summary=_first(summaries, MAX_SUMMARY),
        paywall=meta.get("article:content_tier", "").lower() in _NOT_FREE or any(map(_is_closed, nodes)),
        may_quote="nosnippet" not in robots and "max-snippet:0" not in robots.replace(" ", ""),
    )


def _meta(root: Element) -> dict[str, str]:
    """The `<meta>` elements by lower-case name; of a repeated one the first counts."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        for name in _NAMES:
            key = (element.get(name) or "").strip().lower()
            if key and content:
                found.setdefault(key, content)
    return found


def _linked_data(root: Element) -> Iterator[Mapping[str, Any]]:
    """Every object of the page's JSON-LD, those within others too."""
    waiting: list[Any] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            try:
                waiting.append(json.loads((script.text or "")[:_MAX_LD], strict=False))
            except (ValueError, RecursionError):
                continue
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting[:0] = node[:_MAX_NODES]
        elif isinstance(node, dict):
            yield node
            waiting[:0] = [v for k, v in node.items() if k in ("@graph", "mainEntity", "hasPart")]


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(n, str) and n.lower().endswith(_ARTICLES) for n in names)


def _is_closed(node: Mapping[str, Any]) -> bool:
    """https://schema.org/isAccessibleForFree, as a boolean or as its word."""
    return str(node.get("isAccessibleForFree", "")).strip().lower() in ("false", "http://schema.org/false")


def _string(node: Mapping[str, Any], name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""


def _stated(text: str, context: ParseContext) -> Stated | None:
    return read_date(text, zone=context.zone, now=context.now)


def _only_time(root: Element, context: ParseContext) -> Stated | None:
    """The `<time>` of the article, where all of them mean one day: else some are of other articles."""
    for place in ("article", "main"):
        texts = [t.get("datetime") or "".join(t.itertext()) for e in root.iter(place) for t in e.iter("time")]
        stated = [date for text in texts if (date := _stated(text, context))]
        if stated:
            return stated[0] if len({date.day for date in stated}) == 1 else None
    return None


def _headings(root: Element) -> list[str]:
    """The first heading, else the title of the page."""
    return [" ".join(e.itertext()) for name in ("h1", "title") for e in list(root.iter(name))[:1]]


def _first(texts: list[str], limit: int) -> str:
    clean = (plain_text(text, markup=False, limit=limit) for text in texts if text.strip())
    return next((text for text in clean if text), "")
