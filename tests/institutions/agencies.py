"""The agencies of the Union: Eurofound, Cedefop, ELA, EU-OSHA, ETF, FRA, EIGE.

Eurofound   feed and links on eurofound.mynewsdesk.com, 20 items, three equal answers    August 2026
            429 on its own site, on robots.txt too    www.eurofound.europa.eu/rss, September 2026
Cedefop     50 items; a redirect to /challenge ("mathematical challenge") for a client that asks often,
            which clears after minutes    www.cedefop.europa.eu/news-and-press/news.rss, August 2026
            ?page=N of its listings is a stub of 10 KB    www.cedefop.europa.eu/en/news, August 2026
ELA         one feed for the whole site: news, publications, procurements, by path    www.ela.europa.eu/rss.xml
EU-OSHA     /en/oshnews: anchors around images without text (title in aria-label); no date in the list;
            on the page <time datetime="2026-09-11T00:05:00Z">11/09/2026</time>    osha.europa.eu, 2026
ETF         whole bodies in ten items, some 230 KB    www.etf.europa.eu/en/rss.xml, August 2026
FRA, EIGE   plain Drupal feeds    fra.europa.eu, eige.europa.eu, 2026
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape

from tests.institutions.channel import Channel, Entry, Host, Page
from tests.institutions.listings import document, iso, long_date, relative, rows, time_tag
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.syndication import Rss, drupal, gmt, zero
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

CEDEFOP = "www.cedefop.europa.eu"
MOST_REQUESTS = 6
WITHIN = timedelta(minutes=10)
FRA, EIGE = "https://fra.europa.eu", "https://eige.europa.eu"
PLAIN = (
    ("cedefop-news", f"https://{CEDEFOP}/en/news.rss", f"https://{CEDEFOP}/en/news/{{slug}}", 6, 50),
    ("fra", f"{FRA}/en/news-and-events/news.rss.xml", f"{FRA}/en/news/{{yyyy}}/{{slug}}", 3),
    (
        "fra-publications",
        f"{FRA}/en/publications-and-resources/publications.rss.xml",
        f"{FRA}/en/publication/{{yyyy}}/{{slug}}",
        1,
    ),
    ("eige", f"{EIGE}/newsroom/news/rss.xml", f"{EIGE}/newsroom/news/{{slug}}", 3),
)


class Challenger:
    """A wall that appears where one asks more than so often within some minutes, and goes away again."""

    def __init__(self) -> None:
        self._times: deque[datetime] = deque()

    def __call__(self, asked: Asked, now: datetime) -> Reply | None:
        """What Cedefop answers instead, if it does."""
        if asked.path.startswith("/challenge"):
            page = document("Solve the mathematical challenge", "<p>3 + 4 = <input></p>")
            return Reply(body=page.encode(), content_type="text/html")
        while self._times and self._times[0] <= now - WITHIN:
            self._times.popleft()
        self._times.append(now)
        if len(self._times) > MOST_REQUESTS:
            return Reply(status=302, location=f"https://{CEDEFOP}/challenge?to={asked.path}")
        if "page=" in asked.path:
            stub = document("Cedefop", "<p>Please wait</p>" + "<!-- -->" * 1000)
            return Reply(body=stub.encode(), content_type="text/html")
        return None


def _by_path(made: Publication, rng: random.Random) -> Publication:
    path = rng.choice(("news", "news", "publications", "about-ela/procurements", "about-ela/vacancies"))
    return replace(made, link=made.link.replace("/PATH/", f"/{path}/"), category=path)


def _oshnews(page: Page) -> str:
    def row(entry: Entry) -> str:
        anchor = f'<a href="{relative(entry.link)}" aria-label="{escape(entry.title)}"><img src="/x.jpg" alt=""></a>'
        return f'<div class="views-row"><div class="image">{anchor}</div><p>{escape(entry.summary)}</p></div>'

    return document("OSH news", rows(page, row))


def _oshpage(page: Page) -> str:
    (entry,) = page.entries
    stamp = f'<time datetime="{iso(entry)}" class="datetime">{entry.local:%d/%m/%Y}</time>'
    return document(entry.title, f"{stamp}<p>{escape(entry.summary)}</p>")


def _cards(page: Page) -> str:
    """ELA since August 2026: the title is an anchor without a class."""

    def card(entry: Entry) -> str:
        title = f'<a href="{relative(entry.link)}">{escape(entry.title)}</a>'
        return f"<article>{time_tag(entry, long_date(entry))}<h3>{title}</h3><p>{escape(entry.summary)}</p></article>"

    return document("News", rows(page, card))


def _plain(id_: str, address: str, link: str, per_week: float, window: int = 10) -> Channel:
    stream = Stream(id_, link, Rhythm(per_week))
    return Channel(id_, address, stream, drupal(id_), window, wire={"content_type": "application/rss+xml"})


def _eurofound() -> Channel:
    link = "https://eurofound.mynewsdesk.com/news/{slug}"
    writer = Rss("Eurofound", guid_is_link=True, date=gmt)
    address = "https://eurofound.mynewsdesk.com/rss/current_news/58119"
    stream = Stream("eurofound-news", link, Rhythm(4))
    return Channel("eurofound-news", address, stream, writer, 20, wire={"content_type": "application/xml"})


def institution() -> Institution:
    """The agencies."""
    whole = Rss(
        "ETF",
        date=zero,
        description=lambda e: escape(f"<div>{'<p>' + e.summary * 40 + '</p>'}</div>"),
        guid_is_link=True,
    )
    etf = Stream("etf", "https://www.etf.europa.eu/en/news-and-events/news/{slug}", Rhythm(4))
    ela = Stream("ela", "https://www.ela.europa.eu/en/PATH/{slug}", Rhythm(5), finish=_by_path)
    osha = Stream("eu-osha-news", "https://osha.europa.eu/en/oshnews/{slug}", Rhythm(4))
    channels = (
        _eurofound(),
        *(_plain(*facts) for facts in PLAIN),
        Channel("ela", "https://www.ela.europa.eu/rss.xml", ela, drupal("ELA"), 10),
        Channel("ela-news-page", "https://www.ela.europa.eu/en/news-events/news", ela, _cards, 10),
        Channel("eu-osha-news", "https://osha.europa.eu/en/oshnews", osha, _oshnews, 10, detail=_oshpage),
        Channel("etf", "https://www.etf.europa.eu/en/rss.xml", etf, whole, 10),
    )
    refusing = Reply(status=429, retry_after=600)
    hosts = {
        CEDEFOP: Host(gate=Challenger()),
        "www.eurofound.europa.eu": Host(gate=lambda _asked, _now: refusing, robots=refusing),
    }
    return Institution("Agencies", channels, hosts)
