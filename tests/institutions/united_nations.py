"""The UN and its neighbours in Geneva: UN News, UN Geneva, the WTO, UNFCCC; the Council of Europe.

WTO      ten items; the day only, as midnight in GMT; an element <content> outside any namespace with Word markup
         and relative links; guid = link; itunes and media namespaces; robots.txt forbids all but the feed
             www.wto.org/library/rss/latest_news_e.xml, capture of 31 July 2026
UN News  30 items at /topic/{slug}/feed/rss.xml    news.un.org, August 2026
Geneva   press releases as RSS                     www.ungeneva.org, August 2026
UN press a feed; 406 for pages                     press.un.org, August 2026
UNFCCC   a valid feed that is always empty; pages behind a wall (Imperva)    unfccc.int/rss.xml, 2026
Council of Europe, Social Charter    Liferay: "dd/mm/yyyy Strasbourg", "Read More", detail addresses with long
         p_p_id queries; one date with a wrong year    www.coe.int/en/web/european-social-charter, to 2024
Court    HUDOC's search as RSS, sorted by date     hudoc.echr.coe.int/app/transform/rss, August 2026
"""

from __future__ import annotations

from html import escape

from tests.institutions.channel import Channel, Entry, Host, Page
from tests.institutions.listings import document, rows
from tests.institutions.rhythm import WHOLE_WEEK, Rhythm
from tests.institutions.stream import Stream
from tests.institutions.syndication import XML, Rss, cdata, drupal, gmt, midnight_gmt
from tests.institutions.world import Institution
from tests.internet import Reply

_TOPICS = {
    "economic-development": 4, "climate-change": 4, "migrants-and-refugees": 4, "human-rights": 8, "un-affairs": 4,
}  # fmt: skip


def _word(entry: Entry) -> str:
    """The whole text, as Word wrote it, outside any namespace."""
    text = f'<p class="MsoNormal">{escape(entry.summary)} <a href="/english/news_e/news_e.htm">More</a></p>'
    return f"<content>{cdata(text)}</content><category domain='DISP'>DS{entry.publication.number % 600}</category>"


def _wto() -> Channel:
    writer = Rss(
        "WTO | News", date=midnight_gmt, extra=_word, guid_is_link=True,
        namespaces='xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/"',
    )  # fmt: skip
    link = "https://www.wto.org/english/news_e/news{yy}_e/{slug}_e.htm"
    stream = Stream("wto-news", link, Rhythm(9, burst=0.0))
    address = "https://www.wto.org/library/rss/latest_news_e.xml"
    return Channel(
        "wto-news", address, stream, writer, 10, wire={"content_type": "text/xml"}, validators="modified"
    )


def _un_topic(slug: str, per_week: float) -> Channel:
    id_ = f"un-news-{slug}"
    stream = Stream(
        id_, "https://news.un.org/en/story/{yyyy}/{mm}/{number}", Rhythm(per_week, WHOLE_WEEK, august=0.8)
    )
    address = f"https://news.un.org/feed/subscribe/en/news/topic/{slug}/feed/rss.xml"
    return Channel(id_, address, stream, Rss("UN News", guid_is_link=True, date=gmt), 30)


def _empty(_page: Page) -> str:
    return f'{XML}<rss version="2.0"><channel><title>UNFCCC</title><link>https://unfccc.int/</link></channel></rss>'


def _social_charter(page: Page) -> str:
    def teaser(entry: Entry) -> str:
        year = entry.local.year - (1 if entry.publication.number % 37 == 0 else 0)
        date = f"{entry.local:%d/%m}/{year} Strasbourg" if entry.date else "Strasbourg"
        query = "?p_p_id=com_liferay_asset_publisher&amp;p_p_lifecycle=0&amp;redirect=%2Fen%2Fweb"
        return (
            f'<div class="element clearfix"><h3 class="header-title"><a href="{entry.link}{query}">'
            f"{escape(entry.title)}</a></h3><span class='date'>{date}</span><p>{escape(entry.summary)[:80]}...</p>"
            f'<a class="read-more" href="{entry.link}{query}">Read More</a></div>'
        )

    return document("News", rows(page, teaser))


def institution() -> Institution:
    """The UN, the WTO and the Council of Europe."""
    geneva = Stream(
        "un-geneva", "https://www.ungeneva.org/news-media/press-release/{yyyy}/{mm}/{slug}", Rhythm(10)
    )
    press = Stream("un-press", "https://press.un.org/en/{yyyy}/{slug}.doc.htm", Rhythm(20))
    court = Stream("echr-press", "https://hudoc.echr.coe.int/eng-press?i=003-{number}", Rhythm(6))
    charter_link = (
        "https://www.coe.int/en/web/european-social-charter/-/asset_publisher/XQMjuU3idtzC/content/{slug}"
    )
    charter = Stream("coe-social-charter", charter_link, Rhythm(1))
    nothing = Stream("unfccc", "https://unfccc.int/news/{slug}", Rhythm(3))
    court_address = (
        "https://hudoc.echr.coe.int/app/transform/rss?length=20&library=echrengpress&query=contentsitename%3AECHR+AND"
        "+doctype%3DPR+AND+languageisocode%3AENG&rankingModelId=11111111-0000-0000-0000-000000000000"
        "&sort=kpdate+Descending&start=0"
    )
    channels = (
        _wto(),
        *(_un_topic(slug, per_week) for slug, per_week in _TOPICS.items()),
        Channel(
            "un-geneva", "https://www.ungeneva.org/news-media/press-releases-list/rss.xml", geneva, drupal("UNOG"), 20
        ),
        Channel("un-press", "https://press.un.org/en/rss.xml", press, drupal("UN press"), 25),
        Channel("unfccc", "https://unfccc.int/rss.xml", nothing, _empty, chooses=lambda *_: []),
        Channel("echr-press", court_address, court, Rss("HUDOC", date=gmt), 20),
        Channel(
            "coe-social-charter", "https://www.coe.int/en/web/european-social-charter/coming-events", charter,
            _social_charter, 10,
        ),
    )  # fmt: skip
    closed = Reply(body=b"User-agent: *\nDisallow: /\n", content_type="text/plain")
    imperva = Reply(body=b'<html><script src="/_Incapsula_Resource?SWJIYLWA=1"></script></html>')
    hosts = {
        "press.un.org": Host(lost=Reply(status=406)),
        "www.wto.org": Host(robots=closed),
        "unfccc.int": Host(lost=imperva),
    }
    return Institution("United Nations and neighbours", channels, hosts)
