"""Statistics and finance: Eurostat, the ECB, the EIB, the IMF, the World Bank.

Eurostat    Atom titled "Eurostat - Custom RSS Feed" at a Liferay portlet's address, 11 items   August 2026
            406 for any Accept but */*; half of the titles and most links repeat; hundreds of items
                ec.europa.eu/eurostat/api/dissemination/catalogue/rss/en/statistics-update.rss, August 2026
ECB         an RSS body at .html, titles with a blank before them, no description, links with a double slash
            after the host, some to .pdf, dates with the offset of Frankfurt    www.ecb.europa.eu/rss/press.html,
                captures of July and August 2026
EIB         a plain feed; the page itself is denied    www.eib.org/en/press/all/index.rss, August 2026
IMF         403 for names of browsers, an answer for others    www.imf.org/en/News/RSS, May to September 2026
World Bank  `documents` is an object keyed by id with `facets` in it; text under "cdata!"; `lnchdt`; some dates
            lie ahead    search.worldbank.org/api/v2/news, July 2026
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from tests.institutions.channel import Channel, Entry, Host, Page
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Stream
from tests.institutions.syndication import Atom, Rss, brussels, gmt
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

ECB = "https://www.ecb.europa.eu"
_EUROSTAT = (
    "https://ec.europa.eu/eurostat/en/search?p_p_id=estatsearchportlet_WAR_estatsearchportlet&p_p_lifecycle=2"
    "&p_p_state=maximized&p_p_mode=view&p_p_resource_id=atom"
    "&_estatsearchportlet_WAR_estatsearchportlet_collection=CAT_PREREL"
    "&_estatsearchportlet_WAR_estatsearchportlet_theme=PER_ECOFIN"
)


def _double_slash(entry: Entry) -> str:
    return escape(entry.link.replace(f"{ECB}/", f"{ECB}//", 1))


def _ecb(id_: str, file: str, per_week: float) -> Channel:
    writer = Rss(
        "ECB - European Central Bank",
        item_title=lambda entry: f" {escape(entry.title)}",
        link=_double_slash,
        guid=lambda entry: escape(entry.guid.replace(f"{ECB}/", f"{ECB}//", 1)),
        date=brussels,
        description=None,
    )
    stream = Stream(id_, f"{ECB}/{file}/date/{{yyyy}}/html/{{number}}.en.html", Rhythm(per_week))
    return Channel(id_, f"{ECB}/rss/{file}.html", stream, writer, 15, wire={"content_type": "text/html"})


def _catalogue(entry: Entry) -> str:
    """Two thirds of the links repeat: the address is that of the dataset, not of its update."""
    return f"https://ec.europa.eu/eurostat/databrowser/product/view/set{entry.publication.number % 40}"


def _updates() -> Channel:
    writer = Rss(
        "Eurostat",
        item_title=lambda e: f"Dataset {e.publication.number % 40} updated",
        link=_catalogue,
        guid=None,
    )
    stream = Stream("eurostat-updates", "https://unused.example/{number}", Rhythm(400, burst=0.0))
    return Channel(
        "eurostat-updates",
        "https://ec.europa.eu/eurostat/api/dissemination/catalogue/rss/en/statistics-update.rss",
        stream,
        writer,
        window=400,
        wire={"only_accepts": "*/*", "content_type": "application/rss+xml"},
    )


def _bank(page: Page) -> str:
    documents: dict[str, object] = {"facets": {}}
    for entry in page.entries:
        ahead = timedelta(days=20 if entry.publication.number % 31 == 0 else 0)
        date = f"{(entry.date or page.now) + ahead:%Y-%m-%dT%H:%M:%SZ}"
        documents[f"D{entry.publication.number}"] = {
            "id": str(entry.publication.number),
            "title": {"cdata!": entry.title},
            "descr": {"cdata!": entry.summary},
            "url": entry.link,
            **({"lnchdt": date} if entry.date else {}),
        }
    name = "documents" if page.generation == 1 else "items"
    return json.dumps({"rows": len(page.entries), "os": 0, "total": page.total, name: documents})


def _imf_gate(asked: Asked, _now: datetime) -> Reply | None:
    browser = asked.headers.get("user-agent", "").startswith("Mozilla/")
    return Reply(status=403, body=b"<html><title>Access Denied</title></html>") if browser else None


def institution() -> Institution:
    """Statistics and finance."""
    releases = Stream(
        "eurostat-releases",
        "https://ec.europa.eu/eurostat/en/web/products-euro-indicators/w/{slug}",
        Rhythm(4),
    )
    eib = Stream("eib", "https://www.eib.org/en/press/all/{yyyy}-{number}-{slug}", Rhythm(12))
    imf = Stream("imf-news", "https://www.imf.org/en/News/Articles/{yyyy}/{mm}/{dd}/{slug}", Rhythm(15))
    bank = Stream("world-bank-news", "https://www.worldbank.org/en/news/{yyyy}/{mm}/{dd}/{slug}", Rhythm(15))
    atom = {"content_type": "application/atom+xml;charset=UTF-8"}
    imf_address = "https://www.imf.org/en/News/RSS?language=eng"
    channels = (
        Channel(
            "eurostat-releases",
            _EUROSTAT,
            releases,
            Atom("Eurostat - Custom RSS Feed"),
            11,
            ("p_p_id",),
            wire=atom,
        ),
        _updates(),
        _ecb("ecb-press", "press", 8),
        _ecb("ecb-blog", "blog", 1),
        Channel("eib", "https://www.eib.org/en/press/all/index.rss", eib, Rss("EIB", date=gmt), 30),
        Channel("imf-news", imf_address, imf, Rss("IMF News", date=gmt), 20),
        Channel(
            "world-bank-news",
            "https://search.worldbank.org/api/v2/news?format=json&rows=40&src=cq55&apilang=en&lang_exact=English",
            bank,
            _bank,
            window=40,
            wire={"content_type": "application/json"},
            validators="none",
        ),
    )
    return Institution("Statistics and finance", channels, {"www.imf.org": Host(gate=_imf_gate)})
