"""The International Labour Organization (www.ilo.org): no feed since 2024; listings and a sitemap.

/rss, /rss.xml, /rss/news.xml are 404         www.ilo.org since the migration of 2024, checks of September 2026
.views-row with a link, a teaser and a visible date ("24 September 2026"); a link to the listing itself among
them; now and then a failure that passes       www.ilo.org/resource/news/all-news-recent, September 2026
the date of the page itself stands in JSON-LD and in time[datetime]    the same
cards a.ilo--card--link: title in an attribute and in a span, some with a blank at its end, absolute links,
typographic characters escaped in the address, no date, cards that lead elsewhere
(videos, photos, newsletter)                  the newsroom's cards, autumn 2026
an index of sitemaps, ?page=N, newest at the end; lastmod is a change, not a publication
                                              www.ilo.org/sitemap.xml, July 2026
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from html import escape
from urllib.parse import quote

from tests.institutions.channel import Channel, Entry, Host, Page
from tests.institutions.listings import detail, document, long_date, relative, rows
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.syndication import XML
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

ILO = "https://www.ilo.org"
PER_SITEMAP = 50


def _views_rows(page: Page) -> str:
    def row(entry: Entry) -> str:
        date = f'<div class="date">{long_date(entry)}</div>' if entry.date else ""
        return (
            f'<div class="views-row"><a href="{relative(entry.link)}">{escape(entry.title)}</a>'
            f"<p>{escape(entry.summary)}</p>{date}</div>"
        )

    itself = '<div class="views-row"><a href="/resource/news/all-news-recent">All news</a></div>'
    return document("All news (recent)", rows(page, row) + itself)


def _cards(page: Page) -> str:
    def card(entry: Entry) -> str:
        title = escape(entry.title) + (" " if entry.publication.number % 3 == 0 else "")
        link = entry.link + quote("’s")
        return (
            f'<a class="ilo--card--link" href="{link}" title="{title}">'
            f'<span class="ilo--card--link--text">{title}</span></a>'
        )

    elsewhere = "".join(
        f'<a class="ilo--card--link" href="{link}" title="{name}"><span>{name}</span></a>'
        for link, name in (
            ("https://videodownload.ilo.org/", "Video"),
            ("https://www.flickr.com/photos/ilopictures/", "Photos"),
            ("https://adestra.ilo.org/k/Ilo/news_updates", "Newsletter"),
        )
    )
    return document("Newsroom", rows(page, card) + elsewhere)


def _all_oldest_first(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    """One sitemap's addresses: those of the page asked for; without a page none, since that is the index."""
    found = channel.stream.until(now)
    number = asked.path.partition("page=")[2]
    if not number.isdigit():
        return []
    start = (int(number) - 1) * PER_SITEMAP
    return found[start : start + PER_SITEMAP]


def sitemap(page: Page) -> str:
    """An index of sitemaps, or one of them. Every seventh page was changed some days after it came out."""
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    if "page=" not in page.asked.path:
        pages = -(-page.total // PER_SITEMAP)
        places = "".join(
            f"<sitemap><loc>{ILO}/sitemap.xml?page={n}</loc></sitemap>" for n in range(1, pages + 1)
        )
        return f"{XML}<sitemapindex {space}>{places}</sitemapindex>"
    return f"{XML}<urlset {space}>{''.join(_place(entry, page.now) for entry in page.entries)}</urlset>"


def _place(entry: Entry, now: datetime) -> str:
    if entry.date is None:
        return f"<url><loc>{escape(entry.link)}</loc></url>"
    changed = entry.date + timedelta(days=5 if entry.publication.number % 7 == 0 else 0)
    return f"<url><loc>{escape(entry.link)}</loc><lastmod>{min(changed, now):%Y-%m-%dT%H:%MZ}</lastmod></url>"


class _Stumbling:
    """Every ninth request for the listing fails, once."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()

    def __call__(self, asked: Asked, _now: datetime) -> Reply | None:
        self._asked[asked.path] += 1
        if asked.path == "/resource/news/all-news-recent" and self._asked[asked.path] % 9 == 8:
            return Reply(status=502, body=b"<html><title>Bad gateway</title></html>")
        return None


def institution() -> Institution:
    """The ILO."""
    news = Stream("ilo-news", f"{ILO}/resource/news/{{slug}}", Rhythm(9))
    country = Stream("ilo-brussels", f"{ILO}/resource/news/eu-{{slug}}", Rhythm(0.7))
    turin = Stream("itc-ilo", "https://www.itcilo.org/news/{slug}", Rhythm(1.5))
    channels = (
        Channel("ilo-news", f"{ILO}/resource/news/all-news-recent", news, _views_rows, 12, detail=detail),
        Channel("ilo-newsroom", f"{ILO}/newsroom", news, _cards, 9),
        Channel("ilo-brussels", f"{ILO}/all-news-for-country?cf0=206", country, _views_rows, 10, ("cf0",)),
        Channel(
            "ilo-sitemap", f"{ILO}/sitemap.xml", news, sitemap, PER_SITEMAP, chooses=_all_oldest_first,
            wire={"content_type": "application/xml"},
        ),
        Channel("itc-ilo", "https://www.itcilo.org/news", turin, _views_rows, 10, detail=detail),
    )  # fmt: skip
    return Institution("ILO", channels, {"www.ilo.org": Host(gate=_Stumbling())})
