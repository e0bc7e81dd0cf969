"""The date that an element of a page shows."""

from __future__ import annotations

from datetime import timedelta

from servwatch.sources.css import css
from servwatch.sources.dates import Stated
from servwatch.sources.html_document import Element, spaced_text_of
from servwatch.sources.source_kind import ParseContext
from servwatch.sources.stated_dates import date_in

_ATTRIBUTES = ("datetime", "content")
_ZONES = timedelta(days=1, hours=2)  # so far two writings of one instant may lie apart


def date_of(element: Element, selector: str, date_format: str, context: ParseContext) -> Stated | None:
    """The first date at `selector` within `element`, None where there is none.

    Where a format is stated, it decides, and the words are read.
    """
    for found, attribute in css(selector).found(element):
        if attribute:
            stated = date_in(found.get(attribute) or "", date_format, context)
        elif date_format:
            stated = date_in(spaced_text_of(found), date_format, context)
        else:
            stated = shown_date(found, context)
        if stated:
            return stated
    return None


def shown_date(element: Element, context: ParseContext) -> Stated | None:
    """The date of an element: for machines (`datetime` of `<time>`, `content` of `<meta>`), else in words.

    Where the two mean different days, readers go by the words: the Parliament's observatory has
    <time datetime="2018-07-01T20:00:00">13/11/2025</time> on its pages. Only where the words are the
    same day with day and month exchanged, they are the ones that were misread.
    """
    attributes = (element.get(name) for name in _ATTRIBUTES)
    told = next((date for text in attributes if text and (date := date_in(text, "", context))), None)
    seen = date_in(spaced_text_of(element), "", context)
    if told is None or seen is None:
        return told or seen
    exchanged = (told.day.year, told.day.day, told.day.month) == (seen.day.year, seen.day.month, seen.day.day)
    return told if exchanged or abs(told.instant - seen.instant) <= _ZONES else seen
