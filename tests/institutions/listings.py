"""Listing pages as the engines of publishers' sites write them. Their second generation has other names.

Where a page follows one known publisher, its function stands with that publisher.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from tests.institutions.channel import Entry, Page

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_CLASS = re.compile(r'class="([^"]*)"')


def document(title: str, body: str, language: str = "en") -> str:
    """A whole page, with a menu and a foot that are not items."""
    menu = "".join(f'<li><a href="/{w}">{w.title()}</a></li>' for w in ("about", "topics", "news", "contact"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"</head><body><header><nav><ul>{menu}</ul></nav></header><main><h1>{escape(title)}</h1>{body}</main>"
        f'<footer><a href="/legal-notice">Legal notice</a> <a href="/cookies">Cookies</a></footer></body></html>'
    )


def remade(page: Page, html: str) -> str:
    """The page; of a second generation with other classes and other elements around the items."""
    if page.generation == 1:
        return html
    renamed = _CLASS.sub(lambda m: 'class="' + " ".join(f"x-{c[::-1]}" for c in m[1].split()) + '"', html)
    return renamed.replace("<article", "<section").replace("</article>", "</section>")


def rows(page: Page, row: Callable[[Entry], str]) -> str:
    """All rows, in the markup of the page's generation."""
    return remade(page, "\n".join(map(row, page.entries)))


def relative(link: str) -> str:
    """The address without scheme and host."""
    parts = urlsplit(link)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def long_date(entry: Entry, language: str = "en") -> str:
    """24 September 2026, 24 september 2026, 24 septembre 2026."""
    day = entry.local
    return f"{day.day} {MONTHS[language].split()[day.month - 1]} {day.year}"


def iso(entry: Entry) -> str:
    """2026-09-24T08:00:00Z."""
    return f"{(entry.date or entry.publication.published):%Y-%m-%dT%H:%M:%SZ}"


def time_tag(entry: Entry, shown: str, attributes: str = "") -> str:
    """A time element, or nothing for an undated entry."""
    return f'<time datetime="{iso(entry)}"{attributes}>{shown}</time>' if entry.date else ""


def pager(page: Page, size: int, parameter: str = "page") -> str:
    """Displaying 81 - 90 of 455, and links to the pages around."""
    here = page.skipped // size
    links = "".join(f'<a href="?{parameter}={n}">{n + 1}</a>' for n in range(max(here - 2, 0), here + 3))
    first, last = page.skipped + 1, page.skipped + len(page.entries)
    return f'<p>Displaying {first} - {last} of {page.total}</p><nav class="pager">{links}</nav>'


def ecl_cards(page: Page) -> str:
    """The cards of the Europa Component Library, as in the newsrooms of the Commission."""

    def card(entry: Entry) -> str:
        return (
            '<article class="ecl-content-item"><div class="ecl-content-block"><ul>'
            '<li class="ecl-content-block__primary-meta-item">News article</li>'
            f'<li class="ecl-content-block__primary-meta-item">{time_tag(entry, long_date(entry))}</li></ul>'
            f'<div class="ecl-content-block__title"><a href="{relative(entry.link)}" class="ecl-link">'
            f"{escape(entry.title)}</a></div>"
            f'<div class="ecl-content-block__description"><p>{escape(entry.summary)}</p></div></div></article>'
        )

    return rows(page, card)


def detail(page: Page) -> str:
    """The page of one item: heading, date in a time element and in JSON-LD, text."""
    (entry,) = page.entries
    published = f'{{"@type":"NewsArticle","datePublished":"{iso(entry)}"}}'
    return document(
        entry.title,
        f'<script type="application/ld+json">{published}</script>{time_tag(entry, long_date(entry))}'
        f"<p>{escape(entry.summary)}</p>" + f"<p>{escape(entry.summary)}</p>" * 3,
        entry.publication.language,
    )
