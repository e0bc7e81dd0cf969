"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, CDF and JSON Feed, whatever they call themselves.

```toml
[[source]]
id = "ilo-news"
name = "ILO, news"
body = "ilo"
kind = "feed"
url = "https://www.example.org/rss.xml"
```

The kind has no keys of its own. The body decides which format it is; the Content-Type only helps
with the encoding, since half the feeds of the world are served under a wrong one.
"""

from __future__ import annotations

from datetime import datetime

from servwatch.model import Parsed, Request, Source, Verdict
from servwatch.sources.decoding import decode, unpacked
from servwatch.sources.feed import sentences
from servwatch.sources.source_kind import ParseContext, Unreadable, plain_request

_OPENING = 10_000  # characters in which something other than space must come


class Feed:
    """The source kind `feed`: RSS, Atom, RDF, CDF, JSON Feed."""

    name = "feed"

    def request(self, source: Source, now: datetime) -> Request:
        """A feed is published to be polled: no robots.txt, the usual Accept of feeds."""
        return plain_request(source, now, expects="feed")

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """Make items of a feed.

        OK with items; EMPTY for a good feed without any; BLOCKED for HTML or nothing at all, which
        stand in the publisher's place; BROKEN for everything else. What was mended is in `notes`.
        """
        try:
            return _parse(body, context)
        except Unreadable as refusal:
            return refusal.parsed()


def _parse(body: bytes, context: ParseContext) -> Parsed:
    content, *notes = unpacked(body)
    decoded = decode(content, context.content_type)
    opening = decoded.text[:_OPENING].lstrip("\ufeff\0 \t\r\n")[:1]
    # Imported here, in the parser process, so that the main process never carries feedparser.
    if opening in ("{", "["):
        from servwatch.sources.feed.json_feed import read_json as read
    elif "<" in decoded.text:
        from servwatch.sources.feed.xml_feed import read_xml as read
    elif opening:
        raise Unreadable(Verdict.BROKEN, sentences.NEITHER)
    else:
        raise Unreadable(Verdict.BLOCKED, sentences.NOTHING)
    parsed = read(decoded.text, context)
    notes = [note for note in (*notes, decoded.note) if note]
    return Parsed(parsed.verdict, parsed.rule, parsed.items, parsed.ttl, (*notes, *parsed.notes))
