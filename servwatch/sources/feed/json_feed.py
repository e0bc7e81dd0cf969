"""JSON Feed, versions 1 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from servwatch.model import Parsed, Verdict
from servwatch.sources.categories import categories
from servwatch.sources.dates import Stated, read_date
from servwatch.sources.drafts import MAX_IDENTIFIER, MAX_SUMMARY, MAX_TITLE, Draft, finished
from servwatch.sources.feed import sentences
from servwatch.sources.feed.entry import FeedFacts
from servwatch.sources.language_code import language_code
from servwatch.sources.links import http_link
from servwatch.sources.plain_text import plain_text, visible
from servwatch.sources.source_kind import ParseContext, Unreadable
from servwatch.sources.summary_tails import without_tails

_VERSION = "jsonfeed.org/version/"


def read_json(text: str, context: ParseContext) -> Parsed:
    """Make items of a document that begins with "{" or "[". Raises Unreadable where it is no feed."""
    try:
        feed = json.loads(text.strip("\ufeff\0 \t\r\n"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(Verdict.BROKEN, sentences.BROKEN_JSON) from error
    if not isinstance(feed, dict) or _VERSION not in _string(feed, "version"):
        raise Unreadable(Verdict.BROKEN, sentences.OTHER_JSON)
    entries = feed.get("items")
    if not isinstance(entries, list):
        raise Unreadable(Verdict.BROKEN, sentences.OTHER_JSON)
    facts = FeedFacts(
        base=context.url,
        language=language_code(_string(feed, "language")),
        zone=context.zone,
        now=context.now,
    )
    if not entries:
        return Parsed(Verdict.EMPTY, sentences.EMPTY)
    drafts = [_draft(entry, facts) for entry in entries if isinstance(entry, dict)]
    items, notes = finished(drafts, facts.zone)
    if not items:
        raise Unreadable(Verdict.BROKEN, sentences.HOLLOW)
    return Parsed(Verdict.OK, sentences.OK, items, notes=notes)


def _draft(entry: Mapping[str, Any], feed: FeedFacts) -> Draft:
    title = plain_text(_string(entry, "title"), markup=False, limit=MAX_TITLE)
    tags = entry.get("tags")
    return Draft(
        title=title,
        url=_address(entry, feed.base),
        summary=_summary(entry, title),
        identifier=visible(_string(entry, "id"))[:MAX_IDENTIFIER],
        published=_date(entry, "date_published", feed) or _date(entry, "date_modified", feed),
        updated=_date(entry, "date_modified", feed),
        language=language_code(_string(entry, "language")) or feed.language,
        categories=categories(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def _string(entry: Mapping[str, Any], name: str) -> str:
    """A field as text. Numbers are taken for what they show: "id" was a number in many version 1 feeds."""
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return value if isinstance(value, str) else f"{value}"


def _address(entry: Mapping[str, Any], base: str) -> str:
    """`url`, else `external_url`, else an `id` that is an address, else the first attachment."""
    values = [_string(entry, "url"), _string(entry, "external_url")]
    identifier = _string(entry, "id")
    if identifier.startswith(("http://", "https://")):
        values.append(identifier)
    attachments = entry.get("attachments")
    if isinstance(attachments, list):
        values.extend(_string(a, "url") for a in attachments if isinstance(a, dict))
    return next((url for value in values if value and (url := http_link(value, base))), "")


def _summary(entry: Mapping[str, Any], title: str) -> str:
    for name, markup in (("summary", False), ("content_text", False), ("content_html", True)):
        text = plain_text(_string(entry, name), markup=markup, limit=MAX_SUMMARY)
        if text:
            return without_tails(text, title)
    return ""


def _date(entry: Mapping[str, Any], name: str, feed: FeedFacts) -> Stated | None:
    return read_date(_string(entry, name), zone=feed.zone, now=feed.now)
