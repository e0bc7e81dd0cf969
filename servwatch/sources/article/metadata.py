"""What a page says of itself for machines: JSON-LD (schema.org), Open Graph, Dublin Core, `<time>`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from servwatch.sources.date_format import read_formatted
from servwatch.sources.date_of import shown_date
from servwatch.sources.dates import Stated, read_date
from servwatch.sources.drafts import MAX_SUMMARY, MAX_TITLE
from servwatch.sources.html_document import Element, text_of
from servwatch.sources.plain_text import plain_text, visible
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
_AMERICAN = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}(?::\d{2})? [AaPp]\.?[Mm]\.?")  # .NET, en-US
_MAX_LD = 500_000  # characters of one JSON-LD block
_MAX_NODES = 500
_TELLING = 8  # characters from which a heading names something


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
    titles = [meta.get(name, "") for name in _TITLES] + [_string(node, "headline") for node in nodes]
    summaries = [meta.get(name, "") for name in _SUMMARIES] + [_string(n, "description") for n in nodes]
    robots = meta.get("robots", "").lower()
    return Metadata(
        title=_title(root, titles),
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
    """A date; with a time of twelve hours behind it, "8/5/2026 10:00 AM" is of an American format."""
    value = visible(text)
    if _AMERICAN.fullmatch(value):
        return read_formatted(value, "%m/%d/%Y", zone=context.zone, now=context.now)
    return read_date(value, zone=context.zone, now=context.now)


def _only_time(root: Element, context: ParseContext) -> Stated | None:
    """The `<time>` of the article, where all of them mean one day: else some are of other articles."""
    for place in ("article", "main"):
        times = (time for within in root.iter(place) for time in within.iter("time"))
        stated = [date for time in times if (date := shown_date(time, context))]
        if stated:
            return stated[0] if len({date.day for date in stated}) == 1 else None
    return None


def _title(root: Element, told: list[str]) -> str:
    """The heading, where a title of the page holds it or is held by it; else what the page calls itself.

    Titles for machines carry the name of the site ("... | News | European Parliament"), headings may be
    those of a search form: together they tell.
    """
    names = [text for text in (plain_text(t, markup=False, limit=MAX_TITLE) for t in told) if text]
    page = next((text for e in root.iter("title") if (text := text_of(e, MAX_TITLE))), "")
    headings = [text for e in root.iter("h1") if (text := text_of(e, MAX_TITLE))]
    for heading in headings:
        if any(_is_part(heading, name) for name in (*names, page)):
            return heading
        shorter = (name.partition(" | ")[0] for name in (*names, page))
        if short := next((s for s in shorter if 2 * len(s) > len(heading) and _is_part(s, heading)), ""):
            return short
    if not names and len(headings) == 1:
        return headings[0]
    return next((name.partition(" | ")[0] for name in (*names, page, *headings) if name), "")


def _is_part(text: str, whole: str) -> bool:
    return len(text) >= _TELLING and text.casefold() in whole.casefold()


def _first(texts: list[str], limit: int) -> str:
    clean = (plain_text(text, markup=False, limit=limit) for text in texts if text.strip())
    return next((text for text in clean if text), "")
