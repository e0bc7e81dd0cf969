"""A feed as Atom (RFC 4287).

There is no link to itself, which the RFC advises (4.1.1): the address holds the key of the one who asked, and feeds
are passed on.
"""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from servwatch.web.console.feeds.channel import Channel, FeedEntry, legible

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(channel: Channel) -> bytes:
    """The document, in UTF-8."""
    feed = Element("feed", {"xmlns": _ATOM, _LANG: channel.language})
    _texts(feed, ("id", channel.id), ("title", channel.title), ("updated", _time(channel.updated)))
    SubElement(feed, "link", rel="alternate", type="text/html", href=channel.home)
    _texts(SubElement(feed, "author"), ("name", "servwatch"))
    _texts(feed, ("generator", "servwatch"))
    for entry in channel.entries:
        _write(SubElement(feed, "entry"), entry)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _write(element: Element, entry: FeedEntry) -> None:
    if entry.language:
        element.set(_LANG, entry.language)
    times = (("published", _time(entry.published)), ("updated", _time(entry.updated)))
    _texts(element, ("id", entry.id), ("title", entry.title), *times)
    SubElement(element, "link", rel="alternate", type="text/html", href=legible(entry.url))
    _texts(SubElement(element, "author"), ("name", entry.author))
    for term, name in entry.categories:
        SubElement(element, "category", term=legible(term), label=legible(name))
    if entry.summary:
        _texts(element, ("summary", entry.summary))


def _texts(parent: Element, *named: tuple[str, str]) -> None:
    for name, text in named:
        SubElement(parent, name).text = legible(text)


def _time(when: datetime) -> str:
    """A time by RFC 3339, in UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
