"""What a feed says of itself: its name, its language, the page it belongs to."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

from servwatch.sources.feed.xml_document import prepare
from servwatch.sources.language_code import language_code
from servwatch.sources.links import http_link
from servwatch.sources.plain_text import plain_text
from servwatch.sources.source_kind import ParseContext

LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """The name, the language code and the page; empty where the feed does not say."""

    title: str = ""
    language: str = ""
    home: str = ""


def feed_facts(text: str, context: ParseContext) -> FeedFacts:
    """Of a document that was read as a feed before."""
    if text.lstrip("\ufeff\0 \t\r\n")[:1] in ("{", "["):
        feed = json.loads(text.strip("\ufeff\0 \t\r\n"))
        return _facts(feed, "title", "language", "home_page_url", context)
    import feedparser

    document = feedparser.parse(
        io.BytesIO(prepare(text).text.encode()), sanitize_html=False, resolve_relative_uris=False
    )
    return _facts(dict.get(document, "feed") or {}, "title", "language", "link", context)


def _facts(
    feed: Mapping[str, object], title: str, language: str, home: str, context: ParseContext
) -> FeedFacts:
    return FeedFacts(
        plain_text(str(dict.get(feed, title) or ""), limit=LONGEST_TITLE),  # type: ignore[call-overload]
        language_code(str(dict.get(feed, language) or "")),  # type: ignore[call-overload]
        http_link(str(dict.get(feed, home) or ""), context.url),  # type: ignore[call-overload]
    )
