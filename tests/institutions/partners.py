"""The European social partners, and those who write about them.

ETUC            "06.03.2025 Press release", title, teaser; `page` from 0; no feed; copies of the site on other
                hosts (here: stage.)          www.etuc.org/en/news, March 2025, August 2026
BusinessEurope  WordPress with Search & Filter, `sf_paged` from 1; no dates in the list, "DD.MM.YYYY" on the
                page; menu links beside /publications/{slug}/    www.businesseurope.eu/publications/, 2026
                a valid feed without entries   www.businesseurope.eu/feed/, August 2026
CEPS            div.ut-post-card, h3.ut-caption-title-xsmall a, only the year in the list; on the page
                article:published_time         www.ceps.eu/ceps-publications/, August 2026
                its feed is a 500              www.ceps.eu/feed/, 2026
Bruegel         ten items                      www.bruegel.org/rss.xml, September 2026
Euractiv        a wall for some clients (here: for names without "Mozilla")    www.euractiv.com/feed/, 2026
Social Europe   guid "?p=slug" that is no link, numeric entities in titles, an image before the standfirst
                                               www.socialeurope.eu/feed, September 2026
ILERA, BVOED    WordPress; a few items a year, and a weekly digest in German
                                               ilo-ilera.org (2025), bvoed.de/sgi-newsletter-... (to February 2026)
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from tests.institutions.channel import Channel, Entry, Host, Page
from tests.institutions.listings import document, iso, pager, relative, rows
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Stream
from tests.institutions.syndication import XML, Rss, cdata, gmt, wordpress, zero
from tests.institutions.world import Institution
from tests.internet import Asked, Reply


def _etuc(page: Page) -> str:
    def row(entry: Entry) -> str:
        date = f"{entry.local:%d.%m.%Y} " if entry.date else ""
        return (
            f'<div class="views-row"><div class="info">{date}Press release</div><h3><a href="{relative(entry.link)}">'
            f"{escape(entry.title)}</a></h3><p>{escape(entry.summary)}</p></div>"
        )

    return document("News", rows(page, row) + pager(page, 10))


def _business_europe(page: Page) -> str:
    def row(entry: Entry) -> str:
        return f'<div class="search-filter-result-item"><a href="{entry.link}"><h4>{escape(entry.title)}</h4></a></div>'

    menu = '<a href="https://www.businesseurope.eu/publications/">All</a><a href="https://www.businesseurope.eu/team/">Team</a>'
    return document("Publications", menu + rows(page, row) + pager(page, 12, "sf_paged"))


def _business_europe_page(page: Page) -> str:
    (entry,) = page.entries
    return document(entry.title, f'<p class="date">{entry.local:%d.%m.%Y}</p><p>{escape(entry.summary)}</p>')


def _ceps(page: Page) -> str:
    def card(entry: Entry) -> str:
        return (
            f'<div class="ut-post-card" data-publications-year="{entry.local.year}"><h3 class="ut-caption-title-xsmall">'
            f'<a href="{entry.link}">{escape(entry.title)}</a></h3></div>'
        )

    return document("Publications", rows(page, card))


def _ceps_page(page: Page) -> str:
    (entry,) = page.entries
    meta = f'<meta property="article:published_time" content="{iso(entry)}">'
    about = f'<meta property="og:description" content="{escape(entry.summary)}">'
    return document(entry.title, "<p>Text.</p>").replace("</head>", f"{meta}{about}</head>")


def _numeric(text: str) -> str:
    return escape(text, quote=False).replace("'", "&#8217;").replace("work", "w&#111;rk")


SOCIAL_EUROPE = Rss(
    "Social Europe",
    item_title=lambda e: _numeric(e.title),
    guid=lambda e: (
        f"https://www.socialeurope.eu/?p={e.publication.number}" if e.guid == e.link else escape(e.guid)
    ),
    guid_is_link=False,
    date=zero,
    description=lambda e: cdata(f'<img src="https://www.socialeurope.eu/x.jpg" /><p>{escape(e.summary)}</p>'),
    extra=lambda _: "<dc:creator><![CDATA[A. Writer and B. Writer]]></dc:creator>",
    namespaces='xmlns:dc="http://purl.org/dc/elements/1.1/"',
)


def _euractiv_gate(asked: Asked, _now: datetime) -> Reply | None:
    if asked.headers.get("user-agent", "").startswith("Mozilla/"):
        return None
    return Reply(
        status=403, headers=(("cf-mitigated", "challenge"),), body=b"<title>Just a moment...</title>"
    )


def _no_entries(_page: Page) -> str:
    return f'{XML}<rss version="2.0"><channel><title>BusinessEurope</title><description/></channel></rss>'


def _broken(_page: Page) -> Reply:
    return Reply(status=500, body=b"<html><title>Error</title></html>")


def institution() -> Institution:
    """The partners."""
    etuc = Stream("etuc-news", "https://www.etuc.org/en/pressrelease/{slug}", Rhythm(4))
    business = Stream("business-europe", "https://www.businesseurope.eu/publications/{slug}/", Rhythm(5))
    ceps = Stream("ceps", "https://www.ceps.eu/ceps-publications/{slug}/", Rhythm(4))
    bruegel = Stream("bruegel", "https://www.bruegel.org/analysis/{slug}", Rhythm(8, burst=0.0))
    euractiv = Stream("euractiv", "https://www.euractiv.com/news/{slug}/", Rhythm(60, burst=0.0))
    social = Stream("social-europe", "https://www.socialeurope.eu/{slug}", Rhythm(8, burst=0.0))
    ilera = Stream("ilera", "https://ilo-ilera.org/{yyyy}/{mm}/{slug}/", Rhythm(0.2), history=30)
    digest = Stream("sgi-europe-newsletter", "https://www.bvoed.de/sgi-{slug}", Rhythm(1, (4,)), ("de",))
    stage = Stream("etuc-stage", "https://stage.etuc.org/en/pressrelease/{slug}", Rhythm(4))
    business_address = "https://www.businesseurope.eu/publications/"
    channels = (
        Channel("etuc-news", "https://www.etuc.org/en/news", etuc, _etuc, 10, pages="page"),
        Channel("etuc-stage", "https://stage.etuc.org/en/news", stage, _etuc, 10, pages="page"),
        Channel(
            "business-europe", business_address, business, _business_europe, 12, pages="sf_paged", first_page=1,
            detail=_business_europe_page,
        ),
        Channel("business-europe-feed", "https://www.businesseurope.eu/feed/", business, _no_entries, chooses=lambda *_: []),
        Channel("ceps", "https://www.ceps.eu/ceps-publications/", ceps, _ceps, 12, detail=_ceps_page),
        Channel("ceps-feed", "https://www.ceps.eu/feed/", ceps, _broken, chooses=lambda *_: []),
        Channel("bruegel", "https://www.bruegel.org/rss.xml", bruegel, Rss("Bruegel", date=gmt), 10),
        Channel("euractiv", "https://www.euractiv.com/feed/", euractiv, wordpress("Euractiv"), 60),
        Channel("social-europe", "https://www.socialeurope.eu/feed", social, SOCIAL_EUROPE, 10),
        Channel("ilera", "https://ilo-ilera.org/feed/", ilera, wordpress("ILERA"), 10),
        Channel("sgi-europe-newsletter", "https://www.bvoed.de/feed/", digest, wordpress("BVÖD"), 10),
    )  # fmt: skip
    return Institution("Social partners", channels, {"www.euractiv.com": Host(gate=_euractiv_gate)})
