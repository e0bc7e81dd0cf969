"""A feed in XML before the parser sees it: cut to its root element, without a document type.

No document type declaration ever reaches a parser, so that no entity is expanded, no external entity
or DTD is looked for, and no parser's limits have to be trusted. The entities that honest feeds use are
put in place here: those of HTML, which RSS 0.91 got from its DTD and others simply use, and the plain
ones a feed declares itself. Characters that XML forbids are dropped, because one of them turns a
whole feed over to the tolerant parser; bare ampersands, the commonest fault, are escaped for the same reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

from servwatch.model import Verdict
from servwatch.sources.feed import sentences
from servwatch.sources.source_kind import Unreadable

MAX_DEPTH = 5_000
"""Elements within elements. Feeds have ten; thousands are only seen where nobody closes a tag."""
MAX_GROWTH = 1_000_000
"""Characters by which a feed's own entities may make it longer."""

_FEED_ROOTS = frozenset({"rss", "rdf", "feed", "channel", "entry"})
_OF_HTML = (
    "html head body title meta link script style base noscript div span p br b i a h1 h2 h3 center table "
    "form iframe img hr pre font strong main section header"
)
_HTML_ROOTS = frozenset(_OF_HTML.split())
_NAME = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*))(?=[\s/>])")
_LATER_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|RDF)(?=[\s>])")
_JUNK = 65_536  # how far into a document its root may be looked for

_DOCTYPE = re.compile(r"<!DOCTYPE\s*([^\s\[>]*)[^\[>]*(\[)?", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s*>")
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]{0,40})\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_CDATA = r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
_PREDEFINED = r"lt;|gt;|amp;|quot;|apos;|#\d{1,10};|#x[0-9a-fA-F]{1,8};"
_SECTION = re.compile(f"({_CDATA})", re.DOTALL)
_AMPERSAND = re.compile(rf"&(?!{_PREDEFINED})([A-Za-z_][\w.-]{{0,40}};)?")
_REFERENCE = re.compile(rf"&(?!{_PREDEFINED})([A-Za-z_][\w.-]{{0,40}};)")
# Those whose characters would be markup keep their names.
_HTML_ENTITIES = {k: v for k, v in html5.items() if k.endswith(";") and not set(v) & set("<>&\"'")}

# XML 1.0, production 2, "Char": what is not one, as a character and as a reference to it.
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SUSPECT = re.compile(r"&#(?:(0*\d\d?|\d{5,})|x(0*[0-9a-fA-F]{1,2}|[0-9a-fA-F]{4,}));")

_TAG = re.compile(rf"{_CDATA}|<!--.*?(?:-->|\Z)|<(/)?[A-Za-z_][^<>]*+>", re.DOTALL)
_LONE_ELEMENT = re.compile(r"<[^<>]*/>\s*")
_ITEM_START = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_CHANNEL = re.compile(r"<(?:[\w.-]+:)?channel(?=[\s/>])")  # RDF is used for many things
_ITEM_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """A document that is safe to parse, and what was seen of it on the way."""

    text: str  # begins with an XML declaration; lines are numbered as they were
    known: bool  # its root is that of a feed
    has_items: bool
    ended: bool  # its root is closed
    half_item: bool  # it breaks off within an item
    notes: tuple[str, ...] = ()


def prepare(text: str) -> XmlDocument:
    """Make `text`, which holds a "<", safe to parse.

    Raises Unreadable where it is HTML or other XML, or where it attacks.
    """
    notes: list[str] = []
    start, name, doctype = _root(text)
    if name[1] not in _FEED_ROOTS:
        later = None if name[1] == "html" else _LATER_ROOT.search(text, start, start + _JUNK)
        if later is not None:
            notes.append("Something else stood before the feed, and was skipped.")
            start, name, _ = _root(text, later.start())
        elif name[1] in _HTML_ROOTS or _doctype_name(doctype) == "html":
            raise Unreadable(Verdict.BLOCKED, sentences.HTML)
    body, mended = _mended(text[start:], _entities(doctype))
    if mended:
        notes.append("Characters that XML forbids were dropped.")
    first = _ITEM_START.search(body)
    known = name[1] in _FEED_ROOTS and (name[1] != "rdf" or _CHANNEL.search(body) is not None)
    if first is None and not known:
        raise Unreadable(Verdict.BROKEN, sentences.OTHER_XML)
    _refuse_depth(body)
    ended = body.rfind(f"</{name[0]}") >= 0 or _LONE_ELEMENT.fullmatch(body) is not None
    return XmlDocument(
        text="<?xml version='1.0' encoding='utf-8'?>" + "\n" * text.count("\n", 0, start) + body,
        known=known,
        has_items=first is not None,
        ended=ended,
        half_item=not ended and _breaks_off_in_item(body),
        notes=tuple(notes),
    )


def _root(text: str, start: int = 0) -> tuple[int, tuple[str, str], str]:
    """Where the root element begins, its name (as written, and local in lower case), its document type."""
    doctype, closed = "", True
    at = text.find("<", start)
    while at >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text.startswith("<?", at):
            end = text.find("?>", at)
        elif (declared := _DOCTYPE.match(text, at)) is not None:
            end = declared.end()
            if declared[2] and closed:
                closing = _SUBSET_END.search(text, end)
                closed = closing is not None  # what has no end once is not searched for one again
                end = closing.end() if closing else end
            doctype = text[at:end]
        elif (name := _NAME.match(text, at)) is not None:
            return at, (name[1], name[2].lower()), doctype
        else:
            end = at + 1
        at = text.find("<", end) if end >= 0 else -1
    raise Unreadable(Verdict.BROKEN, sentences.OTHER_XML)


def _doctype_name(doctype: str) -> str:
    match = _DOCTYPE.match(doctype)
    return match[1].lower() if match else ""


def _entities(doctype: str) -> dict[str, str]:
    """The plain general entities of an internal subset; external and parameter entities are ignored."""
    found: dict[str, str] = {}
    for name, double, single in _ENTITY.findall(doctype):
        value = _REFERENCE.sub(lambda m: _HTML_ENTITIES.get(m[1], m[0]), double or single)
        if _REFERENCE.search(value):
            raise Unreadable(Verdict.BROKEN, sentences.NESTED_ENTITIES)
        found.setdefault(f"{name};", value)  # the first declaration binds (XML 1.0, section 4.2)
    return found


def _mended(body: str, own: dict[str, str]) -> tuple[str, bool]:
    """`body` with its entities in place and without forbidden characters, and whether it had any."""
    growth = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal growth
        name = match[1]
        if name not in own:
            return _HTML_ENTITIES.get(name) or f"&amp;{name or ''}"
        growth += len(own[name])
        if growth > MAX_GROWTH:
            raise Unreadable(Verdict.BROKEN, sentences.GROWING_ENTITIES)
        return own[name]

    parts = _SECTION.split(body)
    parts[::2] = [_AMPERSAND.sub(replaced, part) for part in parts[::2]]  # the others are CDATA sections
    text = "".join(parts)
    clean = _SUSPECT.sub(_allowed, _NO_CHARACTER.sub("", text))
    return clean, len(clean) != len(text)


def _allowed(match: re.Match[str]) -> str:
    digits, base = (match[1], 10) if match[1] else (match[2], 16)
    code = int(digits, base) if len(digits) <= 10 else -1
    return match.group() if 0 <= code <= 0x10FFFF and not _NO_CHARACTER.match(chr(code)) else ""


def _refuse_depth(body: str) -> None:
    depth = 0
    for tag in _TAG.finditer(body):
        if tag[1]:
            depth -= depth > 0
        elif body[tag.end() - 2] not in "/]-":
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable(Verdict.BROKEN, sentences.TOO_DEEP)


def _breaks_off_in_item(body: str) -> bool:
    last = end = -1
    for match in _ITEM_START.finditer(body):
        last = match.start()
    for match in _ITEM_END.finditer(body):
        end = match.start()
    return last > end
