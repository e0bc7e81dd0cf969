"""Listing pages: the news page of an institution that has no feed.

```toml
[[source]]
id = "cor-news"
name = "Committee of the Regions, news"
body = "cor"
kind = "page"
url = "https://www.example.org/en/news"
item = "article.c-card"                  # what repeats: one element an entry
link = ".c-card__title a"                # else the first link within the item, or the item itself
title = ".c-card__title"                 # else the text of the link
date = "time"                            # its `datetime` where it has one, else its text
summary = ".c-card__text"
category = ".c-card__tag"
deadline = ".c-card__closing"            # until when one can act, read as the date is
stage = ".c-card__status"                # how far it is, in the publisher's own words
date_format = "%m/%d/%Y"                 # only where the date reads otherwise than it looks
strip_query = true                       # where links carry the visitor's way through the site
empty = "p:contains('No results')"       # what stands on the page when the list is truly empty
next = "a[rel=next]"                     # or paging = { page = "page", first = 0 }
pages = 2                                # pages read in one poll
```

Selectors are CSS. `::attr(name)` takes an attribute: `title = "a::attr(aria-label)"`. The page's own
robots.txt is obeyed. Where a selector finds nothing on a page that is otherwise well, the page has
changed its shape, and the poll says so: it is never taken for a list without news.
"""

from __future__ import annotations

from datetime import datetime

from servwatch.model import Parsed, Request, Source
from servwatch.sources.source_kind import ParseContext, Unreadable, plain_request


class Page:
    """The source kind `page`: a listing page, read by CSS selectors."""

    name = "page"

    def request(self, source: Source, now: datetime) -> Request:
        """The page itself, where its robots.txt allows."""
        return plain_request(source, now, expects="page", obey_robots=True)

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """Make items of a listing page.

        OK with items; EMPTY only where the selector `empty` says so; BROKEN where a selector finds
        nothing, with a rule that names it; BLOCKED for nothing at all.
        """
        # Imported here, in the parser process, so that the main process never carries lxml.
        from servwatch.sources.page.listing import read_listing

        try:
            return read_listing(body, context)
        except Unreadable as refusal:
            return refusal.parsed()
