"""Sitemaps (sitemaps.org, protocol 0.9): the addresses of a site that has neither feed nor a list to read.

```toml
[[source]]
id = "plan-publications"
name = "Federaal Planbureau, publicaties"
body = "planbureau"
kind = "sitemap"
url = "https://www.example.org/sitemap.xml"
include = ["/nl/publicaties/"]
last = 2                                 # of an index, only so many parts: the newest, else the last
detail = true                            # the pages tell titles, dates and summaries
```

An index leads to its parts in the same poll. An address without a title (`news:title`) is called by the
words of its path until its own page tells better. `lastmod` says when a page was changed, not when it was
published: it chooses the newest parts and addresses, and dates nothing. Sitemaps are published to be read by
programs, so that robots.txt is not asked for them.
"""

from __future__ import annotations

from datetime import datetime

from servwatch.model import Parsed, Request, Source
from servwatch.sources.source_kind import ParseContext, Unreadable, plain_request


class Sitemap:
    """The source kind `sitemap`: an index of sitemaps, or a sitemap."""

    name = "sitemap"

    def request(self, source: Source, now: datetime) -> Request:
        """The sitemap itself."""
        return plain_request(source, now, expects="sitemap")

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """Make items of a sitemap, or name the parts of an index.

        OK with items or parts; EMPTY for a sitemap without any address, or without one that `include` and
        `exclude` leave (ALL_LEFT_OUT); BLOCKED for HTML or nothing at all; BROKEN for everything else.
        """
        # Imported here, in the parser process, so that the main process never carries lxml.
        from servwatch.sources.sitemap.reading import read_sitemap

        try:
            return read_sitemap(body, context)
        except Unreadable as refusal:
            return refusal.parsed()
