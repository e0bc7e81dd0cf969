"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF, read by feedparser.

feedparser's own sanitising and resolving of links within HTML are off (3.5 instead of 5.0 ms for
a feed of 20 items): all text is reduced to plain text here. It is given no base address: an
identifier would otherwise be "resolved" into an address, and a link against the wrong base.
"""

from __future__ import annotations

import io
from xml.sax import SAXParseException

from servwatch.model import Parsed, Verdict
from servwatch.sources.drafts import finished
from servwatch.sources.feed import sentences
from servwatch.sources.feed.entry import FeedFacts, Fields, draft
from servwatch.sources.feed.xml_document import XmlDocument, prepare
from servwatch.sources.language_code import language_code
from servwatch.sources.links import http_link
from servwatch.sources.plain_text import plain_text
from servwatch.sources.source_kind import ParseContext, Unreadable

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
MAX_TTL = 30 * 86_400.0


def read_xml(text: str, context: ParseContext) -> Parsed:
    """Make items of a document that holds a "<". Raises Unreadable where it is no feed."""
    document = prepare(text)
    result = _parsed(document)
    entries, feed = dict.get(result, "entries") or [], dict.get(result, "feed") or {}
    notes = [*document.notes, *_faults(document, result)]
    if document.half_item and entries:
        entries = entries[:-1]
    if not entries:
        _refuse_emptiness(document)
        return Parsed(Verdict.EMPTY, sentences.EMPTY, ttl=_ttl(feed), notes=tuple(notes))
    facts = FeedFacts(
        base=_base(feed, str(dict.get(result, "version") or ""), context.url),
        language=language_code(str(dict.get(feed, "language") or "")),
        zone=context.zone,
        now=context.now,
    )
    items, more = finished([draft(entry, facts) for entry in entries], facts.zone)
    if not items:
        raise Unreadable(Verdict.BROKEN, sentences.HOLLOW)
    return Parsed(Verdict.OK, sentences.OK, items, _ttl(feed), (*notes, *more))


def _parsed(document: XmlDocument) -> Fields:
    import feedparser

    try:
        result: Fields = feedparser.parse(
            io.BytesIO(document.text.encode()), sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise
    except Exception as error:
        raise Unreadable(Verdict.BROKEN, sentences.PARSER_FAILED) from error
    return result


def _faults(document: XmlDocument, result: Fields) -> list[str]:
    if not document.ended:
        half = ", within an item that is left out" if document.half_item else ""
        return [f"The document breaks off{half}."]
    if not dict.get(result, "bozo"):
        return []
    error = dict.get(result, "bozo_exception")
    reason = str(error)
    if isinstance(error, SAXParseException):
        reason = f"line {error.getLineNumber()}: {error.getMessage()}"
    return [f"The XML is not well-formed ({plain_text(reason, limit=200)}); read by the tolerant parser."]


def _refuse_emptiness(document: XmlDocument) -> None:
    """No entry was read: tell a quiet feed from one that could not be read."""
    if not document.ended:
        raise Unreadable(Verdict.BROKEN, sentences.CUT_SHORT)
    if document.has_items:
        raise Unreadable(Verdict.BROKEN, sentences.BROKEN_XML)
    if not document.known:
        raise Unreadable(Verdict.BROKEN, sentences.OTHER_XML)


def _base(feed: Fields, version: str, url: str) -> str:
    """What relative links are relative to: in Atom the document (RFC 4287, section 2), in RSS the site."""
    if version.startswith("atom"):
        return url
    return http_link(str(dict.get(feed, "link") or ""), url) or url


def _ttl(feed: Fields) -> float | None:
    """Seconds from `ttl` (RSS 2.0, minutes), else from the syndication module of RSS 1.0."""
    ttl = _positive(dict.get(feed, "ttl"))
    if ttl:
        return min(ttl * 60, MAX_TTL)
    period = _PERIODS.get(str(dict.get(feed, "sy_updateperiod") or "").strip().lower())
    if period is None:
        return None
    return min(period / (_positive(dict.get(feed, "sy_updatefrequency")) or 1.0), MAX_TTL)


def _positive(value: object) -> float | None:
    try:
        number = float(str(value))
    except (TypeError, ValueError):
        return None
    return number if 0 < number < 1e9 else None
