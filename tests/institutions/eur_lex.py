"""EUR-Lex feeds, and CELLAR: the SPARQL endpoint and the content of the Publications Office.

an empty 202 with x-amzn-waf-action for pages    eur-lex.europa.eu/legal-content, reports of 2026
links with /./ and AUTO; guid by CELLAR, link by CELEX; "CELEX:...: title"; an empty description;
dates as midnight with the offset of Brussels; dc:creator with a comma at its end
                                            eur-lex.europa.eu/EN/display-feed.rss?rssId=162, June and July 2026
now and then a bare CELEX as title, of a corrigendum: "CELEX:32015R0757R(03)"    the same
no pubDate ever, dc:creator names the department    the same, rssId=161 (Commission proposals)
SPARQL over GET and POST; JSON by Accept or format=; every third request in a row is a 503 at bad times;
CELEX as xsd:string, the date as xsd:date, titles by language
                                            publications.europa.eu/webapi/rdf/sparql, 2026
content by Accept and Accept-Language; without a language 400; with a suffix 404
                                            publications.europa.eu/resource/celex/{CELEX}, 30 September 2026
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from tests.institutions.channel import Channel, Entry, Host, Page
from tests.institutions.listings import document
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.syndication import DUBLIN_CORE, Rss, brussels_day
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

HOST = "eur-lex.europa.eu"
CELLAR = "publications.europa.eu"
_SINCE = re.compile(r"""['"](\d{4}-\d{2}-\d{2})['"]\^\^""")


def _celex(sector: str) -> object:
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
        id_, "https://unused.example/", Rhythm(per_week, august=0.5, burst=0.0), finish=_celex(sector)
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


# CELLAR


def sparql_query(asked: Asked) -> str:
    """The query of a request, from the address or the body."""
    text = asked.content.decode() if asked.content else asked.path.partition("?")[2]
    if asked.headers.get("content-type", "").startswith("application/sparql-query"):
        return text
    return parse_qs(text).get("query", [""])[0]


def _works(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    """The works from the date of the query on, newest first. Of the query no more is understood."""
    found = _SINCE.search(sparql_query(asked))
    since = date.fromisoformat(found[1]) if found else date.min
    return [p for p in channel.stream.newest(now, 400) if p.day >= since]


def _bindings(page: Page) -> str | Reply:
    if "SELECT" not in sparql_query(page.asked).upper():
        return Reply(
            status=400, body=b"Virtuoso 37000 Error SP030: SPARQL compiler", content_type="text/plain"
        )
    wanted = page.asked.headers.get("accept", "") + str(page.query.get("format"))
    if "json" not in wanted:
        return Reply(body=b"<html><title>SPARQL</title><form></form></html>", content_type="text/html")
    names = ("celex", "date", "title") if page.generation == 1 else ("celexnumber", "datum", "titre")
    rows = [
        dict(
            zip(
                names,
                (
                    {"type": "typed-literal", "datatype": "xsd:string", "value": e.publication.reference},
                    {"type": "typed-literal", "datatype": "xsd:date", "value": f"{e.local:%Y-%m-%d}"},
                    {"type": "literal", "xml:lang": "en", "value": e.title},
                ),
                strict=True,
            )
        )
        for e in page.entries
    ]
    return json.dumps({"head": {"link": [], "vars": list(names)}, "results": {"bindings": rows}})


def _work(sector: str) -> object:
    numbered = _celex(sector)

    def finish(made: Publication, rng: random.Random) -> Publication:
        made_so = numbered(made, rng)
        return replace(made_so, title=made.title, link=f"http://{CELLAR}/resource/celex/{made_so.reference}")

    return finish


class _Moods:
    """The moods of the endpoint: at bad times, the first request of three is a 503."""

    def __init__(self) -> None:
        self._asked = 0

    def __call__(self, asked: Asked, now: datetime) -> Reply | None:
        if asked.path.startswith("/resource/celex/"):
            return _content(asked)
        if "/webapi/rdf/sparql" not in asked.path or now.toordinal() % 10:
            return None
        self._asked += 1
        return Reply(status=503, retry_after=2) if self._asked % 3 == 1 else None


def _content(asked: Asked) -> Reply:
    celex = asked.path.removeprefix("/resource/celex/")
    if not re.fullmatch(r"[0-9CE]\d{4}[A-Z]{1,2}\d{4}", celex):
        return Reply(status=404)
    if "accept-language" not in asked.headers:
        return Reply(status=400, body=b"Accept-Language is missing", content_type="text/plain")
    if "application/xhtml+xml" not in asked.headers.get("accept", ""):
        return Reply(status=406)
    return Reply(
        body=document(celex, "<p>Text of the act.</p>").encode(), content_type="application/xhtml+xml"
    )


def _cellar(method: str) -> Channel:
    stream = Stream("cellar", "https://unused.example/", Rhythm(30), finish=_work("3R"), history=800)
    return Channel(
        "cellar" if method == "GET" else "cellar-post",
        f"https://{CELLAR}/webapi/rdf/sparql",
        stream,
        _bindings,
        window=100,
        chooses=_works,
        wire={"content_type": "application/sparql-results+json"},
        validators="none",
        method=method,
    )


def institution() -> Institution:
    """EUR-Lex and CELLAR."""
    channels = (
        _feed(162, "eurlex-acts", "3L", 12),
        _feed(161, "eurlex-proposals", "5PC", 7, dated=False),
        _feed(222, "eurlex-oj-l", "3R", 45),
        _feed(221, "eurlex-oj-c", "5XC", 45),
        _cellar("GET"),
        _cellar("POST"),
    )
    return Institution("EUR-Lex", channels, {HOST: Host(gate=_wall), CELLAR: Host(gate=_Moods())})
