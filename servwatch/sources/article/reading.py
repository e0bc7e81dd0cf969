"""From the page of an item to its title, date and summary."""

from __future__ import annotations

import logging
import re

from lxml import etree

from servwatch.model import Detail, Parsed, RawItem, Verdict
from servwatch.sources.article.metadata import Metadata, metadata_of
from servwatch.sources.css import css
from servwatch.sources.date_of import date_of
from servwatch.sources.dates import Stated, settle
from servwatch.sources.drafts import MAX_SUMMARY, MAX_TITLE
from servwatch.sources.html_document import Element, html_document, text_of
from servwatch.sources.language_code import language_code
from servwatch.sources.plain_text import plain_text, shorten
from servwatch.sources.source_kind import ParseContext
from servwatch.sources.summary_tails import without_tails

OK = "It is a page that tells of itself."
SILENT = "The page tells neither title nor date nor summary of itself."
PAYWALL = "The page is behind a paywall: only its date is taken."

MAX_TEXT = 1_200
"""Characters of an article's own text: enough to know its subject, too few to replace it."""
_WORD = re.compile(r"[^\W\d_]{5,}")
ENOUGH = 60
"""Characters from which a description says something."""


def read_article(body: bytes, context: ParseContext) -> Parsed:
    """Read the page of one item. Raises Unreadable where it is no page."""
    root, notes = html_document(body, context)
    detail = context.detail or Detail()
    told = metadata_of(root, context)
    title = _selected(root, detail.title, MAX_TITLE) or told.title
    stated = _date(root, detail, context) or told.published
    ((published, day_only),) = settle([stated], context.zone)
    summary = ""
    if told.paywall:
        notes.append(PAYWALL)
    elif told.may_quote:
        text = _selected(root, detail.summary, MAX_SUMMARY) or _summary(root, told, title)
        summary = without_tails(text, title)
    if not (title or published or summary):
        return Parsed(Verdict.EMPTY, SILENT, notes=tuple(notes))
    item = RawItem(
        title=title or shorten(summary, MAX_TITLE) or context.url,
        url=context.url,
        summary="" if summary == title else summary,
        published=published,
        day_only=day_only,
        language=language_code(root.get("lang") or ""),
        made_title=not title,
    )
    return Parsed(Verdict.OK, OK, (item,), notes=tuple(notes))


def _selected(root: Element, selector: str, limit: int) -> str:
    for element, attribute in css(selector).found(root) if selector else ():
        value = element.get(attribute) or "" if attribute else ""
        text = plain_text(value, markup=False, limit=limit) if attribute else text_of(element, limit)
        if text:
            return text
    return ""


def _date(root: Element, detail: Detail, context: ParseContext) -> Stated | None:
    return date_of(root, detail.date, detail.date_format, context) if detail.date else None


def _summary(root: Element, told: Metadata, title: str) -> str:
    """The description, unless it says little or tells of the site, not of the page: then the text."""
    long, about = len(told.summary) >= ENOUGH, _is_about(told.summary, title)
    if long and about:
        return told.summary
    text = _text(root).removeprefix(title).lstrip(" .:-–")
    return told.summary if (long or about) and len(text) < ENOUGH else text


def _is_about(description: str, title: str) -> bool:
    """Whether a description has a word of the title: "The European Central Bank is the central bank ..." has none."""
    words = {word.casefold() for word in _WORD.findall(title)}
    return not words or any(word.casefold() in words for word in _WORD.findall(description))


def _text(root: Element) -> str:
    """The first words of the article, "" where there are none to be found."""
    import trafilatura  # half a second and 33 MiB: only where nothing else told

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(
            etree.tostring(root, encoding="unicode", method="html"),
            include_comments=False,
            include_tables=False,
            include_images=False,
            favor_precision=True,
        )
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it meets pages of every kind, and is only the last resort
        return ""
    return shorten(plain_text(re.sub(r"(?m)^\s*[-*•]\s+", "", found or ""), markup=False), MAX_TEXT)
