"""The European Parliament: feeds behind a wall, the research service, the open data.

202 without a body and x-amzn-waf-action for any name but
"Mozilla/5.0 (compatible; x; +url)"        www.europarl.europa.eu, reports of July to September 2026
category with domain "type" and "body"     www.europarl.europa.eu/rss/doc/plenary/nl.xml, summer 2026
guids such as RR_A-10-2026-0181_v02-00_EN  the same
half of the Dutch plenary titles are English    the same
"Type - Title - dd-mm-yyyy"                /thinktank/en/research/advanced-search/rss, 15 September 2026;
                                           25 a page, dates of Brussels midnight in GMT, `page` from 0
WordPress, 10 items, the type in category  epthinktank.eu/feed, 2026
JSON-LD, 204 when empty, ids like eli/dl/doc/TA-10-2026-0234, stubs in feeds
                                           data.europarl.europa.eu/api/v2, 2026; not behind the wall
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape

from tests.institutions.channel import Channel, Entry, Host, Page
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.syndication import Rss, brussels_midnight, gmt, wordpress
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

HOST = "www.europarl.europa.eu"
_TYPES = {"nl": ("Verslag", "Motie", "Gezamenlijke motie", "Aangenomen tekst", "Schriftelijke vraag")}
_COMMITTEES = ("EMPL", "ECON", "ENVI", "ITRE", "INTA", "LIBE")


def wall(asked: Asked, _now: datetime) -> Reply | None:
    """Lets in only names of one form; everything else gets an empty 202."""
    if asked.headers.get("user-agent", "").startswith("Mozilla/5.0 (compatible; "):
        return None
    return Reply(status=202, headers=(("x-amzn-waf-action", "challenge"),))


def _categories(entry: Entry) -> str:
    first = entry.publication.number % len(_COMMITTEES)
    bodies = (_COMMITTEES[first], _COMMITTEES[first - 1])
    kind = _TYPES["nl"][entry.publication.number % 5]
    return f'<category domain="type">{kind}</category>' + "".join(
        f'<category domain="body">{body}</category>' for body in bodies
    )


def _of_year(made: Publication) -> int:
    """Four digits, and each once a year."""
    return made.day.timetuple().tm_yday * 27 + made.number % 100


def _plenary(made: Publication, _rng: random.Random) -> Publication:
    reference = f"A-10-{made.day.year}-{_of_year(made):04}"
    link = f"https://{HOST}/doceo/document/{reference}_NL.html"
    return replace(made, reference=reference, link=link)


def _feed(id_: str, path: str, stream: Stream, writer: Rss, window: int = 25) -> Channel:
    wire = {"content_type": "application/xml;charset=UTF-8"}
    return Channel(id_, f"https://{HOST}/{path}", stream, writer, window, wire=wire)


def _press(id_: str, path: str, language: str, per_week: float) -> Channel:
    link = f"https://{HOST}/news/{language}/press-room/{{yyyy}}{{mm}}{{dd}}IPR{{number}}/{{slug}}"
    stream = Stream(id_, link, Rhythm(per_week), languages=(language,))
    guid = Rss(
        "European Parliament",
        guid=lambda e: escape(
            e.guid if e.guid != e.link else f"IPR-{e.publication.day}-{e.publication.number}"
        ),
        guid_is_link=False,
        date=gmt,
    )
    return _feed(id_, path, stream, guid)


def _studies() -> Channel:
    link = f"https://{HOST}/thinktank/en/document/EPRS_BRI({{yyyy}}){{number}}"
    writer = Rss(
        "Think Tank",
        item_title=lambda e: escape(f"Briefing - {e.title} - {e.local:%d-%m-%Y}"),
        date=brussels_midnight,
    )
    address = f"https://{HOST}/thinktank/en/research/advanced-search/rss"
    stream = Stream("eprs-think-tank", link, Rhythm(12))
    return Channel("eprs-think-tank", address, stream, writer, 25, pages="page")


def _adopted(made: Publication, _rng: random.Random) -> Publication:
    reference = f"TA-10-{made.day.year}-{_of_year(made):04}"
    link = f"https://{HOST}/doceo/document/{reference}_EN.html"
    return replace(made, reference=reference, link=link)


def _last_week(channel: Channel, _asked: Asked, now: datetime) -> list[Publication]:
    return channel.stream.between(now - timedelta(days=7), now)[::-1]


def _json_ld(page: Page) -> str | Reply:
    if not page.entries:
        return Reply(status=204)
    works = [
        {
            "id": f"eli/dl/doc/{entry.publication.reference}",
            "type": "Work",
            "work_type": "def/ep-document-types/TEXT_ADOPTED",
            "identifier": entry.publication.reference,
            "label": f"T10-{entry.publication.reference[-4:]}/{entry.publication.day.year}",
        }
        for entry in page.entries
    ]
    if page.generation > 1:
        return json.dumps({"results": works})
    return json.dumps({"data": works, "@context": [{"data": "@graph"}]})


def _open_data() -> Channel:
    stream = Stream("ep-adopted-texts", "https://unused.example/", Rhythm(6), finish=_adopted)
    form = quote("application/ld+json", safe="")
    return Channel(
        "ep-adopted-texts",
        f"https://data.europarl.europa.eu/api/v2/adopted-texts/feed?timeframe=one-week&format={form}",
        stream,
        _json_ld,
        chooses=_last_week,
        wire={"content_type": "application/ld+json"},
        validators="none",
    )


def institution() -> Institution:
    """The Parliament."""
    plenary = Stream(
        "ep-plenary-nl", "https://unused.example/", Rhythm(25, burst=0.0), ("nl", "en"), finish=_plenary
    )
    papers = Rss(
        "Plenaire vergadering",
        guid=lambda e: e.guid if e.guid != e.link else f"RR_{e.publication.reference}_v02-00_EN",
        guid_is_link=False,
        date=gmt,
        extra=_categories,
    )
    blog = Stream("eprs-blog", "https://epthinktank.eu/{yyyy}/{mm}/{dd}/{slug}/", Rhythm(9))
    channels = (
        _press("ep-press-nl", "rss/doc/press-releases/nl.xml", "nl", 14),
        _press("ep-press-committees", "rss/doc/press-releases-committees/en.xml", "en", 10),
        _press("ep-texts-adopted", "rss/doc/texts-adopted/en.xml", "en", 6),
        _press("ep-agendas-committees", "rss/doc/agendas-committees/en.xml", "en", 6),
        _feed("ep-plenary-nl", "rss/doc/plenary/nl.xml", plenary, papers, 50),
        Channel("eprs-blog", "https://epthinktank.eu/feed/", blog, wordpress("EPRS"), 10),
        _studies(),
        _open_data(),
    )
    return Institution("European Parliament", channels, {HOST: Host(gate=wall)})
