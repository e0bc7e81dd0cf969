"""Reads feeds in tests as a cycle would, with a clock that stands still."""

from datetime import UTC, datetime
from pathlib import Path

from servwatch.model import Parsed
from servwatch.sources import KINDS, ParseContext

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FEEDS = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://publisher.example/rss/feed.xml"


def context(**changes: object) -> ParseContext:
    values = {"source_id": "publisher", "url": URL, "now": NOW} | changes
    return ParseContext(**values)  # type: ignore[arg-type]


def read(body: bytes | str, **changes: object) -> Parsed:
    return KINDS["feed"].parse(body.encode() if isinstance(body, str) else body, context(**changes))


def rss(
    *items: str, channel: str = "<link>https://site.example/</link>", prolog: str = "", spaces: str = ""
) -> str:
    """An RSS 2.0 document around the inner XML of some items."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'{prolog}<rss version="2.0" {spaces}><channel><title>T</title>{channel}{inner}</channel></rss>'


def atom(*entries: str, attributes: str = "", feed: str = "") -> str:
    """An Atom 1.0 document around the inner XML of some entries."""
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>T</title>{feed}{inner}</feed>'
