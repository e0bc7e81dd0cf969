"""Which elements of an entry hold a date."""

from __future__ import annotations

import re

from servwatch.sources.date_words import MONTHS, plain
from servwatch.sources.dates import read_date
from servwatch.sources.discovery.page_map import PageMap
from servwatch.sources.html_document import Element
from servwatch.sources.source_kind import ParseContext

MAX_DATE_TEXT = 90
"""Characters of a text that may be a date with some words about it."""
MOST_DATE_WORDS = 3
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d\d\b")
_WORD = re.compile(r"[^\W\d_]+")


def dated_elements(element: Element, page: PageMap, context: ParseContext) -> list[Element]:
    """The innermost elements that hold a date and little else, in the order of the page."""
    if element in page.dated:
        return page.dated[element]
    found: list[Element] = []
    for inner in element.iter():
        if not isinstance(inner.tag, str) or not _shows_date(inner, page, context):
            continue
        above = set(inner.iterancestors())
        if any(known in above and known.tag == "time" for known in found):
            continue
        found = [known for known in found if known not in above]
        found.append(inner)
    page.dated[element] = found
    return found


def _shows_date(element: Element, page: PageMap, context: ParseContext) -> bool:
    text = page.text(element)
    if element.tag == "time":
        return _is_date(element.get("datetime") or "", context) or _is_date(text[:MAX_DATE_TEXT], context)
    return len(text) <= MAX_DATE_TEXT and _YEAR.search(text) is not None and _is_date(text, context)


def _is_date(text: str, context: ParseContext) -> bool:
    return bool(text) and read_date(text, zone=context.zone, now=context.now) is not None


def is_mere_date(label: str, context: ParseContext) -> bool:
    """Whether a label is no title but "Wednesday, 3 June 2026, 10:12 am": some blogs link the date."""
    if len(label) > MAX_DATE_TEXT or not _is_date(label, context):
        return False
    return sum(plain(word) not in MONTHS for word in _WORD.findall(label)) <= MOST_DATE_WORDS
