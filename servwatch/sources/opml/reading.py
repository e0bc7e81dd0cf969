"""From a list of subscriptions to the feeds it names."""

from __future__ import annotations

import re

from lxml import etree

from servwatch.model import Parsed, RawItem, Verdict
from servwatch.sources.decoding import decode, unpacked
from servwatch.sources.drafts import MAX_ITEMS, MAX_TITLE
from servwatch.sources.html_document import Element
from servwatch.sources.language_code import language_code
from servwatch.sources.links import http_link
from servwatch.sources.plain_text import plain_text
from servwatch.sources.source_kind import ParseContext, Unreadable

OK = "It is a list of feeds."
EMPTY = "It is a list of subscriptions that names no feed."
NO_LIST = "It is no list of subscriptions (OPML)."
DOCTYPE = "It declares entities of its own, which no list of subscriptions needs: it is not read."

MOST_GROUPS = 5

_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(r"<opml[\s>]", re.IGNORECASE)
_PROLOG = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SCHEME = re.compile(r"^feed:(?://)?(?=https?://)|^feed://", re.IGNORECASE)


def read_outlines(body: bytes, context: ParseContext) -> Parsed:
    """Make items of a list. Raises Unreadable where it is none."""
    content, *_ = unpacked(body)
    decoded = decode(content, context.content_type)
    text = _PROLOG.sub("", _NO_CHARACTER.sub(" ", decoded.text.lstrip("\ufeff")))
    if _DECLARATION.search(text):
        # A page begins with a document type too, and is just no list.
        raise Unreadable(Verdict.BROKEN, DOCTYPE if _ROOT.search(text) else NO_LIST)
    if not _ROOT.search(text):
        raise Unreadable(Verdict.BROKEN, NO_LIST)
    # Without a document type there is nothing to expand; the settings say so once more.
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(Verdict.BROKEN, NO_LIST) from error
    if root is None:
        raise Unreadable(Verdict.BROKEN, NO_LIST)
    found: dict[str, RawItem] = {}
    for outline in root.iter("outline"):
        item = _feed(outline)
        if item is not None and len(found) < MAX_ITEMS:
            found.setdefault(item.url, item)
    if not found:
        return Parsed(Verdict.EMPTY, EMPTY)
    return Parsed(Verdict.OK, OK, tuple(found.values()))


def _feed(outline: Element) -> RawItem | None:
    given = _lower(outline)
    url = http_link(_SCHEME.sub(_web, given.get("xmlurl", "").strip()))
    if not url:
        return None
    title = _name(given)
    return RawItem(
        title=title or url[:MAX_TITLE],
        url=url,
        identifier=http_link(given.get("htmlurl", "")),
        language=language_code(given.get("language", "")),
        categories=_groups(outline),
        made_title=not title,
    )


def _groups(outline: Element) -> tuple[str, ...]:
    """The names of the outlines around it, the outermost first; one that is a feed itself was never closed."""
    around = (_lower(above) for above in outline.iterancestors("outline"))
    names = [name for given in around if "xmlurl" not in given and (name := _name(given))]
    return tuple(reversed(names[:MOST_GROUPS]))


def _web(match: re.Match[str]) -> str:
    """feed:https://x is https://x; feed://x is a feed of the web too."""
    return (
        "https://"
        if match.group().lower() == "feed://" and not match.string[match.end() :].startswith("http")
        else ""
    )


def _lower(outline: Element) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in outline.attrib.items()}


def _name(given: dict[str, str]) -> str:
    return plain_text(given.get("text") or given.get("title") or "", markup=False, limit=MAX_TITLE)
