"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). It has no `feed_url`, for the reason that `atom` gives."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from servwatch.web.console.feeds.channel import Channel, FeedEntry, legible

MEDIA_TYPE = "application/feed+json; charset=utf-8"
_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(channel: Channel) -> bytes:
    """The document, in UTF-8."""
    document = {
        "version": _VERSION,
        "title": legible(channel.title),
        "home_page_url": channel.home,
        "language": channel.language,
        "authors": [{"name": "servwatch"}],
        "items": [_item(entry) for entry in channel.entries],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _item(entry: FeedEntry) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": legible(entry.title),
        "content_text": legible(entry.summary) or legible(entry.title),
        "date_published": _time(entry.published),
        "date_modified": _time(entry.updated),
        "authors": [{"name": legible(entry.author)}],
        "tags": [legible(name) for _, name in entry.categories],
    }
    return found | ({"language": entry.language} if entry.language else {})


def _time(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
