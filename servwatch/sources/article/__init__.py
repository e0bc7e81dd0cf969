"""The page of one item, read for the date and summary that its listing lacks.

```toml
detail = true
detail = { date = ".field--node-post-date", summary = ".intro", date_format = "%d/%m/%Y", most = 10 }
```

What is tried, in this order: the source's own selectors, what the page says of itself for machines
(JSON-LD, `<meta>`, the one `<time>` of its article), and for the summary the first words of the text, as
trafilatura finds them. A page behind a paywall gives its date and nothing else. Robots.txt is obeyed.
An item is asked about once, when it is new or changes: what its page withholds then is not asked for again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from servwatch.model import Parsed, RawItem, Request, Source
from servwatch.sources.source_kind import ParseContext, Unreadable

_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|csv|zip|epub|ics|mp[34]|jpe?g|png)$", re.IGNORECASE
)
REFRAIN = 3
"""So many pages of one poll with the same summary, and it is the site's slogan."""


class Article:
    """Reads the page of one item; no source kind, but read in the same child process."""

    name = "article"

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """One item with what the page tells of itself; EMPTY where it tells nothing. Never raises."""
        from servwatch.sources.article.reading import read_article

        try:
            return read_article(body, context)
        except Unreadable as refusal:
            return refusal.parsed()


def detail_request(source: Source, url: str) -> Request:
    """The page of an item, asked for as the source is, where its robots.txt allows."""
    return Request(
        url=url,
        expects="page",
        user_agent=source.user_agent,
        timeout=source.timeout,
        max_bytes=source.max_bytes,
        obey_robots=True,
        tries=2,  # an item is new once, and what its page says is not asked for again
    )


def is_lacking(raw: RawItem) -> bool:
    """Whether an item lacks what its own page may say."""
    return raw.published is None or not raw.summary or raw.made_title


def has_page(raw: RawItem) -> bool:
    """Whether the address of an item may be that of a page, and not of a document to be downloaded."""
    return bool(raw.url) and _DOCUMENT.search(urlsplit(raw.url).path) is None


def completed(raw: RawItem, page: RawItem | None) -> RawItem:
    """An item with what it lacks from its own page; what the listing says goes before.

    The language that a page declares is not taken: sites show English texts under Dutch menus.
    """
    if page is None:
        return raw
    return replace(
        raw,
        title=page.title if raw.made_title and page.title else raw.title,
        summary=raw.summary or page.summary,
        published=raw.published or page.published,
        day_only=raw.day_only if raw.published else page.day_only,
    )


def without_refrain(pages: Mapping[str, RawItem]) -> dict[str, RawItem]:
    """The pages without a summary that stands on several of them: it tells of the site, not of the item."""
    times = Counter(page.summary for page in pages.values() if page.summary)
    return {
        url: replace(page, summary="") if times[page.summary] >= REFRAIN else page
        for url, page in pages.items()
    }
