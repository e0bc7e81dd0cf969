"""The date that an element of a page shows."""

from __future__ import annotations

from collections.abc import Iterator

from servwatch.sources.css import css
from servwatch.sources.date_format import read_formatted
from servwatch.sources.dates import Stated, read_date
from servwatch.sources.html_document import Element, spaced_text_of
from servwatch.sources.plain_text import visible
from servwatch.sources.source_kind import ParseContext

_ATTRIBUTES = ("datetime", "content")


def date_of(element: Element, selector: str, date_format: str, context: ParseContext) -> Stated | None:
    """The first date at `selector` within `element`, None where there is none.

    A machine's date goes before the words: the attribute `datetime` of `<time>`, `content` of `<meta>`.
    Where a format is stated, it decides, and the words are read.
    """
    for found, attribute in css(selector).found(element):
        for text in _texts(found, attribute, bare=bool(date_format)):
            if stated := date_in(text, date_format, context):
                return stated
    return None


def date_in(text: str, date_format: str, context: ParseContext) -> Stated | None:
    """The date in a text, by its format where one is stated."""
    value = visible(text)
    if date_format:
        return read_formatted(value, date_format, zone=context.zone, now=context.now)
    return read_date(value, zone=context.zone, now=context.now)


def _texts(element: Element, attribute: str, *, bare: bool) -> Iterator[str]:
    if attribute:
        yield element.get(attribute) or ""
        return
    if not bare:
        yield from (element.get(name) for name in _ATTRIBUTES if element.get(name))
    yield spaced_text_of(element)
