"""The European Commission: Press Corner, the sites of its directorates-general, the portal of the Union.

What the simulation does, and where that is described:

    20 items, `pagesize` up to 100, `page` ignored   Press Corner, ec.europa.eu/commission/presscorner/api/rss
    policyAreaCodes and the like change nothing      the same; a client-side check is needed
    POLICY_AREA=A,B in one category                  the same, capture of 28 July 2026
    "IP/26/301"-style references in the link         Press Corner, detail pages: /detail/en/ip_26_301
    Brussels midnight said in GMT on some items,     the same capture: 8 of 20 items at 22:00 GMT, the others
    the true time on the others                      at the time of the clock
    "Daily News 27 / 07 / 2026", tagged GENINFO      the same capture
    descriptions open with type, place and date      the same capture
    a factsheet of 2024 comes again                  the same capture: fs_24_6565 with a date of July 2026
    gzip whose TLS ends without a goodbye            the same address, reports of clients in 2026
    any wrong path is 200 with a shell               ec.europa.eu: "Have your say", some 4 KB, August 2026
    30 items at /node/N/rss_en, cached by Drupal     {site}.ec.europa.eu, audits of August 2026
    a feed that answers but stands still             economy-finance.ec.europa.eu/node/2/rss_en: 30 items that
                                                     ended on 23 October 2025, audit of August 2026
    the host of an older name redirects              neighbourhood-enlargement.ec.europa.eu
    ECL cards, relative links, time[datetime]        the newsrooms of the sites, /news_en, 2026
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from tests.institutions.channel import Channel, Entry, Host, Page, query_of
from tests.institutions.listings import document, ecl_cards
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.syndication import Rss, brussels, brussels_midnight, gmt
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

SHELL = Reply(
    body=(
        "<!doctype html><html><head><title>Have your say</title>"
        + "".join(f'<link rel="stylesheet" href="/assets/{n}.css">' for n in range(100))
        + "</head><body><app-root></app-root></body></html>"
    ).encode(),
    content_type="text/html",
)

AREAS = (
    "ESAI",
    "ESAI,EQUALITY",
    "ECOMONAFF",
    "CLIMACTION",
    "TRADEPOL",
    "GENINFO",
    "ENERGY,COMPETITIVE",
    "UKRAINE",
)
_TYPES = ("ip", "ip", "statement", "speech", "qanda", "fs")


def _press(made: Publication, rng: random.Random) -> Publication:
    kind = "mex" if made.number % 100 == 0 else rng.choice(_TYPES)
    reference = f"{kind}_{made.day:%y}_{made.number % 100_000}"
    return replace(
        made,
        reference=reference,
        link=f"https://ec.europa.eu/commission/presscorner/detail/en/{reference}",
        title=f"Daily News {made.day:%d / %m / %Y}" if kind == "mex" else made.title,
        category="GENINFO" if kind == "mex" else made.category,
    )


def _press_date(date: datetime) -> str:
    """Two kinds of item: of a time of the clock, and of a day."""
    return brussels_midnight(date) if date.second % 5 < 2 else gmt(date)


def _press_text(entry: Entry) -> str:
    return escape(f"European Commission Press release Brussels, {entry.local:%d %b %Y} {entry.summary}")


PRESS_CORNER = Rss(
    "Press corner",
    about="Search={format=RSS,size=100}",
    guid=lambda entry: escape(entry.guid),
    date=_press_date,
    description=_press_text,
    extra=lambda entry: f"<category>POLICY_AREA={entry.publication.category}</category>",
)


def _press_window(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    size = query_of(asked.path).get("pagesize", ["20"])[0]
    found = channel.stream.newest(now, min(int(size), 100) if size.isdigit() else 20)
    monday = now - timedelta(days=now.weekday() + 300, hours=now.hour, minutes=now.minute)
    again = channel.stream.newest(monday, 1)  # each week, one of old is published anew
    return sorted((*found, *again), key=lambda p: p.published, reverse=True)


def _stale(channel: Channel, _asked: Asked, _now: datetime) -> list[Publication]:
    return channel.stream.newest(datetime(2025, 10, 23, 12, tzinfo=UTC), channel.window)


def _site(id_: str, host: str, node: int, per_week: float) -> Channel:
    stream = Stream(id_, f"https://{host}/news/{{slug}}-{{yyyy}}-{{mm}}-{{dd}}_en", Rhythm(per_week))
    return Channel(
        id_,
        f"https://{host}/node/{node}/rss_en",
        stream,
        Rss(host, guid_is_link=True, date=brussels, home=f"https://{host}/"),
        window=30,
        wire={"content_type": "application/rss+xml; charset=utf-8", "cache_control": "public, max-age=900"},
        validators="modified",
    )


SITES = {
    "ec-empl": ("employment-social-affairs.ec.europa.eu", 2, 6),
    "ec-taxud": ("taxation-customs.ec.europa.eu", 2, 5),
    "ec-trade": ("policy.trade.ec.europa.eu", 2, 6),
    "ec-energy": ("energy.ec.europa.eu", 2, 7),
    "ec-climate": ("climate.ec.europa.eu", 2, 5),
    "ec-food": ("food.ec.europa.eu", 2, 4),
    "ec-jrc": ("joint-research-centre.ec.europa.eu", 2, 8),
    "ec-rtd": ("research-and-innovation.ec.europa.eu", 2, 9),
    "ec-enlargement": ("enlargement.ec.europa.eu", 2, 6),
    "ec-enlargement-documents": ("enlargement.ec.europa.eu", 3436, 1),
    "ec-agri": ("agriculture.ec.europa.eu", 2, 5),
    "ec-mare": ("oceans-and-fisheries.ec.europa.eu", 2, 4),
    "ec-environment": ("environment.ec.europa.eu", 92, 6),
    "eu-portal": ("european-union.europa.eu", 309, 4),
}


def _empl_cards(page: Page) -> str:
    return document("News", ecl_cards(page))


def _newsrooms() -> list[Channel]:
    """Listing pages of sites whose feeds are there too, or stand still."""
    empl, ecfin = "employment-social-affairs.ec.europa.eu", "economy-finance.ec.europa.eu"
    ecfin_news = Stream("ec-ecfin-news", f"https://{ecfin}/news/{{slug}}_en", Rhythm(4), history=400)
    found = [
        Channel("ec-ecfin-news", f"https://{ecfin}/ecfin-news_en", ecfin_news, _empl_cards, 10, pages="page"),
        Channel("ec-ecfin", f"https://{ecfin}/node/2/rss_en", ecfin_news, Rss("ECFIN"), 30, chooses=_stale),
    ]
    for id_, path, per_week in (
        ("ec-empl-publications", "publications_en", 2),
        ("ec-empl-events", "events-1_en", 1),
    ):
        stream = Stream(id_, f"https://{empl}/{path.partition('_')[0]}/{{slug}}_en", Rhythm(per_week))
        found.append(Channel(id_, f"https://{empl}/{path}", stream, _empl_cards, 10, pages="page"))
    return found


def _old_name(asked: Asked, _now: datetime) -> Reply:
    return Reply(status=301, location=f"https://enlargement.ec.europa.eu{asked.path}")


def institution() -> Institution:
    """The Commission."""
    press = Stream(
        "ec-press-corner", "", Rhythm(70, burst=0.0), categories=AREAS, finish=_press, history=3000
    )
    digital = "digital-strategy.ec.europa.eu"
    digital_stream = Stream("ec-digital", f"https://{digital}/en/news/{{slug}}", Rhythm(7))
    channels = [
        Channel(
            "ec-press-corner",
            "https://ec.europa.eu/commission/presscorner/api/rss?language=en&pagesize=100",
            press,
            PRESS_CORNER,
            window=100,
            strict=("language",),
            chooses=_press_window,
            wire={
                "content_type": "application/rss+xml",
                "encoding": "gzip",
                "no_close_notify": True,
                "keeps_alive": False,
            },
            validators="none",
        ),
        Channel(
            "ec-digital",
            f"https://{digital}/en/rss.xml",
            digital_stream,
            Rss("Shaping Europe's digital future", guid_is_link=False, date=brussels),
            wire={"content_type": "application/rss+xml; charset=utf-8"},
        ),
        *(_site(id_, *facts) for id_, facts in SITES.items()),
        *_newsrooms(),
    ]
    hosts = {"ec.europa.eu": Host(lost=SHELL), "neighbourhood-enlargement.ec.europa.eu": Host(gate=_old_name)}
    return Institution("European Commission", tuple(channels), hosts)
