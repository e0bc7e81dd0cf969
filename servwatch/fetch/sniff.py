"""What a body is, by its first bytes; what its headers claim does not count.

Pure. The reader of markup here is a scanner, not a parser: it skips what may stand before the root
element (byte order mark, white space, XML declaration, comments, document type) and takes the name
of the first element. It is linear in the bytes it is given.
"""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The kinds of body that verdicts tell apart."""

    FEED = "a feed"
    XML = "XML"
    JSON = "JSON"
    HTML = "HTML"
    TEXT = "plain text"
    BINARY = "no text at all"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The shape of a body and its first bytes as text, for those who look for words in it."""

    shape: Shape
    text: str


_MARKS = (  # longest first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    # without a mark, by the first character of the markup (XML 1.0, appendix F)
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_BINARY = (b"%PDF-", b"\x1f\x8b", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"BZh", b"\xfd7zXZ")
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "rdf:rdf"})
_HTML_ELEMENT = re.compile(
    r"html|head|body|title|meta|link|script|style|noscript|iframe|div|p|span|table|center|h[1-6]"
    r"|form|br|hr|a|b|font|img|[uo]l"
)
_ROOT = re.compile(r"<([a-z_][\w.:-]{0,100})", re.IGNORECASE)
_FEED_INSIDE = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_JUNK = "\ufeff\0 \t\r\n\f\v"


def sniff(head: bytes) -> Sniffed:
    """The shape of the body that begins with `head` (some kilobytes, or all of it)."""
    if head.startswith(_BINARY):
        return Sniffed(Shape.BINARY, "")
    whole = _decoded(head)
    text = whole.lstrip(_JUNK)
    if text.startswith(("{", "[")):
        return Sniffed(Shape.JSON, text)
    if text.startswith("<"):
        return Sniffed(_markup(text), text)
    if _FEED_INSIDE.search(text):
        return Sniffed(Shape.FEED, text)  # after a warning of the server's own program
    return Sniffed(Shape.BINARY if "\0" in whole else Shape.TEXT, text)


def _decoded(head: bytes) -> str:
    """As text, good enough to find markup and a title in: what is not understood is some character."""
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if encoding is not None:
        return head.decode(encoding, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _markup(text: str) -> Shape:
    at, shape = 0, Shape.XML if text[:5].lower() == "<?xml" else Shape.TEXT
    while True:
        at = _skip_blank(text, at)
        if text.startswith("<?", at):
            at, shape = _behind(text, "?>", at), Shape.XML
        elif text.startswith("<!--", at):
            at = _behind(text, "-->", at)
        elif text.startswith("<!", at):
            page = text[at : at + 14].lower() == "<!doctype html"
            at, shape = _behind_doctype(text, at), Shape.HTML if page else Shape.XML
        else:
            break
    root = _ROOT.match(text, at)
    return shape if root is None else _by_root(root[1].lower(), shape)


def _by_root(name: str, before: Shape) -> Shape:
    """A feed is one whatever document type stands before it; a page may lack every declaration."""
    if name in _FEED_ROOTS or name.rpartition(":")[2] in ("rss", "feed"):
        return Shape.FEED
    return Shape.HTML if before is Shape.HTML or _HTML_ELEMENT.fullmatch(name) else Shape.XML


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in _JUNK:
        at += 1
    return at


def _behind(text: str, end: str, at: int) -> int:
    found = text.find(end, at)
    return len(text) if found < 0 else found + len(end)


def _behind_doctype(text: str, at: int) -> int:
    """Behind <!DOCTYPE ...>, whose internal subset in brackets may hold other declarations."""
    close, bracket = text.find(">", at), text.find("[", at)
    if 0 <= bracket < close:
        return _behind(text, ">", _behind(text, "]", bracket))
    return _behind(text, ">", at)


def title(text: str, longest: int = 80) -> str:
    """The title of a page on one line, cut to `longest` characters; "" where there is none."""
    found = _TITLE.search(text)
    if found is None:
        return ""
    words = " ".join(html.unescape(found[1]).split())
    words = "".join(letter for letter in words if letter.isprintable())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
