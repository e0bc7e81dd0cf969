"""EUR-Lex: the feeds of legislation, proposals and the Official Journal.

an empty 202 with x-amzn-waf-action for pages    eur-lex.europa.eu/legal-content, reports of 2026
links with /./ and AUTO; guid by CELLAR, link by CELEX; "CELEX:...: title"; an empty description;
dates as midnight with the offset of Brussels; dc:creator with a comma at its end
                                            eur-lex.europa.eu/EN/display-feed.rss?rssId=162, June and July 2026
now and then a bare CELEX as title, of a corrigendum: "CELEX:32015R0757R(03)"    the same
no pubDate ever, dc:creator names the department    the same, rssId=161 (Commission proposals)
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from xml.sax.saxutils import escape

from tests.institutions.channel import Channel, Entry, Host
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Finish, Publication, Stream
from tests.institutions.syndication import DUBLIN_CORE, Rss, brussels_day
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

HOST = "eur-lex.europa.eu"


def numbered(sector: str) -> Finish:
    """Gives works of a sector their CELEX numbers, such as "3L"."""

    def finish(made: Publication, _rng: random.Random) -> Publication:
        of_year = made.day.timetuple().tm_yday * 27 + made.number % 100  # four digits, and each once a year
        celex = f"{sector[0]}{made.day.year}{sector[1:]}{of_year:04}"
        corrigendum = sector == "3L" and made.number % 29 == 0
        title = f"CELEX:{celex}R(01)" if corrigendum else f"CELEX:{celex}: {made.title}"
        link = f"https://{HOST}/legal-content/AUTO/?uri=CELEX:{celex}{'R(01)' if corrigendum else ''}"
        return replace(made, reference=celex, title=title, link=link)

    return finish


def _feed(rss: int, id_: str, sector: str, per_week: float, *, dated: bool = True) -> Channel:
    writer = Rss(
        f"{rss} - EUR-Lex",
        item_title=lambda e: escape(e.title),
        link=lambda e: escape(e.link.replace(f"{HOST}/", f"{HOST}/./", 1)),
        guid=lambda e: escape(_by_cellar(e)),
        date=brussels_day if dated else None,
        description=lambda _: "",
        extra=lambda _: "<category>Lex Alerts</category><dc:creator>European Parliament,</dc:creator>",
        namespaces=DUBLIN_CORE,
    )
    stream = Stream(
        id_, "https://unused.example/", Rhythm(per_week, august=0.5, burst=0.0), finish=numbered(sector)
    )
    address = f"https://{HOST}/EN/display-feed.rss?rssId={rss}"
    wire = {"content_type": "application/rss+xml;charset=UTF-8"}
    return Channel(id_, address, stream, writer, 50, strict=("rssId",), wire=wire, validators="none")


def _by_cellar(entry: Entry) -> str:
    if entry.guid != entry.link:
        return entry.guid
    work = f"{entry.publication.number:08x}-741e-11f1-9800-01aa75ed71a1"
    return f"https://{HOST}/./legal-content/AUTO/?uri=CELLAR:{work}"


def _wall(asked: Asked, _now: datetime) -> Reply | None:
    if "/display-feed.rss" in asked.path:
        return None
    return Reply(status=202, headers=(("x-amzn-waf-action", "challenge"),))


def institution() -> Institution:
    """EUR-Lex."""
    channels = (
        _feed(162, "eurlex-acts", "3L", 12),
        _feed(161, "eurlex-proposals", "5PC", 7, dated=False),
        _feed(222, "eurlex-oj-l", "3R", 45),
        _feed(221, "eurlex-oj-c", "5XC", 45),
    )
    return Institution("EUR-Lex", channels, {HOST: Host(gate=_wall)})
