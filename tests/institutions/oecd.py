"""The OECD: search results as RSS and JSON, the embargo calendar, blogs.

a wall before everything on www.oecd.org (403)      www.oecd.org/en/about/newsroom.html, September 2026
RSS of any search, not behind it; dates of Paris' midnight in GMT (22:00); guid = link
                                                    api.oecd.org/webcms/search/rss, September 2026
repeated parameters `facets` and `hiddenFacets`; pageSize up to 100, page from 0; searchTerm matches loosely
JSON: results[] of title, description, url (can be relative), publicationDateTime, tags[]
                                                    api.oecd.org/webcms/search/faceted-search, September 2026
the embargo calendar: dates ahead of us, guids that are new at every build, one title and summary on two DOIs,
built on working days      oecd.github.io/embargo-calendar/embargoes.rss, daily captures June to August 2026
WordPress at oecdecoscope.blog/feed, wp.oecd.ai/feed (links lead to oecd.ai), oecd-opsi.org/feed    August 2026
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from xml.sax.saxutils import escape

from tests.institutions.channel import Channel, Host, Page, query_of
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.syndication import XML, Rss, brussels_midnight, gmt, wordpress
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

API = "https://api.oecd.org/webcms/search"
PRESS = (
    f"{API}/rss?siteName=oecd&interfaceLanguage=en&path=%2Fcontent%2Foecd%2Fen%2Fabout%2Fnews"
    "&facets=oecd-content-types%3Anews%2Fpress-releases&facets=oecd-languages%3Aen"
)
PUBLICATIONS = (
    f"{API}/rss?siteName=oecd&interfaceLanguage=en"
    "&hiddenFacets=oecd-search-config-pillars%3Apublications&facets=oecd-languages%3Aen"
)
SEARCH = (
    f"{API}/faceted-search?siteName=oecd&interfaceLanguage=en&orderBy=mostRecent&pageSize=20&page=0"
    "&facets=oecd-languages:en&searchTerm=employment"
)


def _loosely(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    """The newest, whatever the search term: the real one is hardly stricter."""
    query = query_of(asked.path)
    size = min(int(query.get("pageSize", [str(channel.window)])[0]), 100)
    return channel.stream.newest(now, size, size * int(query.get("page", ["0"])[0]))


def _results(page: Page) -> str:
    results = [
        {
            "title": e.title,
            "description": e.summary,
            "url": e.link if e.publication.number % 2 else e.link.removeprefix("https://www.oecd.org"),
            **({"publicationDateTime": f"{e.date:%Y-%m-%dT%H:%M:%S.000Z}"} if e.date else {}),
            "tags": [{"id": "oecd-policy-areas:pa5", "title": "Economy"}],
        }
        for e in page.entries
    ]
    return json.dumps({"total": page.total, "results" if page.generation == 1 else "hits": results})


def _embargo(made: Publication, rng: random.Random) -> Publication:
    """Announced some weeks ahead; twins share title and summary."""
    day = made.published + timedelta(days=rng.randint(5, 40))
    link = f"https://doi.org/10.1787/{made.number:08x}-en"
    title = "Country notes" if made.number % 11 == 0 else made.title
    return replace(
        made, link=link, opens=day, title=title, summary="" if made.number % 11 == 0 else made.summary
    )


def _calendar(page: Page) -> str:
    """Of each publication the day to come; identifiers made of the day of the build."""
    built = page.now - timedelta(days=max(page.now.weekday() - 4, 0))

    def item(entry: object) -> str:
        publication = entry.publication
        guid = blake2b(f"{publication.number}{built:%Y%m%d}".encode(), digest_size=8).hexdigest()
        date = f"<pubDate>{gmt(publication.opens)}</pubDate>" if entry.date else ""
        return (
            f"<item><title>{escape(entry.title)}</title><link>{escape(entry.link)}</link>"
            f'<description>{escape(entry.summary)}</description>{date}<guid isPermaLink="false">{guid}</guid>'
            "<oe:directorate>Directorate for Employment, Labour and Social Affairs</oe:directorate></item>"
        )

    items = "\n".join(map(item, page.entries))
    space = 'xmlns:oe="https://oecd.github.io/embargo-calendar/"'
    head = "<title>Upcoming publications</title><link>https://www.oecd.org/</link><description/>"
    return f'{XML}<rss version="2.0" {space}><channel>{head}{items}</channel></rss>'


def _to_come(channel: Channel, _asked: Asked, now: datetime) -> list[Publication]:
    """What is still under embargo, the nearest first."""
    built = now - timedelta(days=max(now.weekday() - 4, 0))
    return sorted(
        (p for p in channel.stream.newest(built, 120) if p.opens and p.opens > now), key=lambda p: p.opens
    )


def institution() -> Institution:
    """The OECD."""
    press = Stream(
        "oecd-press", "https://www.oecd.org/en/about/news/press-releases/{yyyy}/{mm}/{slug}.html", Rhythm(4)
    )
    books = Stream("oecd-publications", "https://www.oecd.org/en/publications/{slug}.html", Rhythm(14))
    search = Rss("OECD search", guid_is_link=True, date=brussels_midnight)
    upcoming = Stream("oecd-upcoming", "https://unused.example/", Rhythm(8), finish=_embargo)
    wire = {"content_type": "application/rss+xml;charset=utf-8"}
    blogs = (
        (
            "oecd-ecoscope",
            "https://oecdecoscope.blog/feed/",
            "https://oecdecoscope.blog/{yyyy}/{mm}/{dd}/{slug}/",
            1.5,
        ),
        ("oecd-ai", "https://wp.oecd.ai/feed/", "https://oecd.ai/en/wonk/{slug}", 1.5),
        ("oecd-opsi", "https://oecd-opsi.org/feed/", "https://oecd-opsi.org/blog/{slug}/", 1),
    )
    channels = (
        Channel("oecd-press", PRESS, press, search, 10, ("facets",), chooses=_loosely, wire=wire, validators="none"),
        Channel(
            "oecd-publications", PUBLICATIONS, books, search, 20, ("hiddenFacets",), chooses=_loosely, wire=wire,
            validators="none",
        ),
        Channel("oecd-search", SEARCH, books, _results, 20, chooses=_loosely, validators="none"),
        Channel(
            "oecd-upcoming", "https://oecd.github.io/embargo-calendar/embargoes.rss", upcoming, _calendar, 60,
            chooses=_to_come,
        ),
        *(Channel(id_, url, Stream(id_, link, Rhythm(n)), wordpress(id_), 10) for id_, url, link, n in blogs),
    )  # fmt: skip
    wall = Reply(
        status=403, headers=(("cf-mitigated", "challenge"),), body=b"<title>Just a moment...</title>"
    )
    return Institution("OECD", channels, {"www.oecd.org": Host(gate=lambda _asked, _now: wall)})
