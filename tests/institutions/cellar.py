"""CELLAR, the repository of the Publications Office: the SPARQL endpoint, and the content of works.

SPARQL over GET and POST; JSON by Accept or format=, else a page; no SELECT is 400
CELEX as xsd:string, the date as xsd:date, titles by language; a date window in a FILTER
one work in five is there in English first, in Dutch a day later
every third request of a bad day is a 503        publications.europa.eu/webapi/rdf/sparql, May to October 2026
content by Accept and Accept-Language; without a language 400; with a suffix 404
                                                 publications.europa.eu/resource/celex/{CELEX}, 30 September 2026

Of a query only what a watch needs is understood: which variables stand for the number, the date, the title
in each language, the first title there is (COALESCE), and an address made of the number; the window; a REGEX on
the number; LIMIT.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs

from tests.institutions.channel import Channel, Entry, Host, Page
from tests.institutions.eur_lex import numbered
from tests.institutions.listings import document
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

CELLAR = "publications.europa.eu"
SECTORS = ("3R", "3R", "3L", "5PC", "5AE", "5AR", "6CJ")
_SINCE = re.compile(r""">= ["'](\d{4}-\d{2}-\d{2})["']\^\^""")
_UNTIL = re.compile(r"""<= ["'](\d{4}-\d{2}-\d{2})["']\^\^""")
_NUMBERS = re.compile(r'REGEX\(STR\(\?\w+\), "([^"]+)"\)')
_LIMIT = re.compile(r"LIMIT (\d+)")
_CELEX = re.compile(r"resource_legal_id_celex\s+\?(\w+)")
_DATE = re.compile(r"work_date_document\s+\?(\w+)")
_TITLE = re.compile(r"expression_title\s+\?(\w+)(?:\s*;\s*cdm:expression_uses_language <[^>]*/(\w+)>)?")
_FIRST = re.compile(r"BIND\(COALESCE\(\?(\w+), \?(\w+)\) AS \?(\w+)\)")
_LANGUAGES = {"": "nl", "NLD": "nl", "ENG": "en"}
_ADDRESS = re.compile(r'BIND\(CONCAT\("([^"]+)",[^)]+\)\) AS \?(\w+)\)')


def query_asked(asked: Asked) -> str:
    """The query of a request, from the address or the body."""
    return _fields(asked).get("query", [""])[0]


def _fields(asked: Asked) -> dict[str, list[str]]:
    return parse_qs(asked.content.decode() if asked.content else asked.path.partition("?")[2])


def _works(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    """The works that the query asks for, newest first."""
    query = query_asked(asked)
    since, until, numbers, limit = (pattern.search(query) for pattern in (_SINCE, _UNTIL, _NUMBERS, _LIMIT))
    oldest = date.fromisoformat(since[1]) if since else date.min
    newest = date.fromisoformat(until[1]) if until else date.max
    found = [p for p in channel.stream.newest(now, 10_000) if oldest <= p.day <= newest]
    if numbers:
        found = [p for p in found if re.search(numbers[1], p.reference)]
    return found[: int(limit[1]) if limit else 10_000]


def _results(page: Page) -> str | Reply:
    query = query_asked(page.asked)
    if "SELECT" not in query.upper():
        said = b"Virtuoso 37000 Error SP030: SPARQL compiler"
        return Reply(status=400, body=said, content_type="text/plain")
    formats = [page.asked.headers.get("accept", ""), *_fields(page.asked).get("format", [])]
    if not any("json" in name for name in formats):
        return Reply(body=b"<html><title>SPARQL</title><form></form></html>", content_type="text/html")
    entries = page.entries if page.generation == 1 else ()  # a new vocabulary: the old names bind nothing
    rows = [_row(query, entry, page.now) for entry in entries]
    names = sorted({name for row in rows for name in row})
    return json.dumps({"head": {"link": [], "vars": names}, "results": {"bindings": rows}})


def _row(query: str, entry: Entry, now: datetime) -> Mapping[str, Mapping[str, str]]:
    celex = entry.publication.reference
    row: dict[str, Mapping[str, str]] = {}
    if name := _CELEX.search(query):
        row[name[1]] = {"type": "typed-literal", "datatype": "xsd:string", "value": celex}
    if (name := _DATE.search(query)) and entry.date:
        row[name[1]] = {"type": "typed-literal", "datatype": "xsd:date", "value": f"{entry.local:%Y-%m-%d}"}
    for variable, language in _TITLE.findall(query):
        tag = _LANGUAGES[language]
        if not (tag == "nl" and _awaits_dutch(celex, entry, now)):
            row[variable] = {"type": "literal", "xml:lang": tag, "value": entry.title}
    if first := _FIRST.search(query):
        chosen = next((row[name] for name in (first[1], first[2]) if name in row), None)
        row |= {first[3]: chosen} if chosen else {}
    if address := _ADDRESS.search(query):
        row[address[2]] = {"type": "literal", "value": address[1] + celex}
    return row


def _awaits_dutch(celex: str, entry: Entry, now: datetime) -> bool:
    return int(celex[-1]) % 5 == 0 and now < entry.publication.published + timedelta(days=1)


def _work(made: Publication, rng: random.Random) -> Publication:
    celex = numbered(rng.choice(SECTORS))(made, rng).reference
    return replace(made, reference=celex, link=f"http://{CELLAR}/resource/celex/{celex}")


class _Moods:
    """The moods of the endpoint: on bad days, the first request of three is a 503."""

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
    body = document(celex, "<p>Text of the act.</p>").encode()
    return Reply(body=body, content_type="application/xhtml+xml")


def institution() -> Institution:
    """The Publications Office. One endpoint, two methods, one stream of works."""
    works = Stream("cellar", "https://unused.example/", Rhythm(30), ("nl",), finish=_work, history=800)
    wire = {"content_type": "application/sparql-results+json"}
    channels = tuple(
        Channel(
            id_, f"https://{CELLAR}/webapi/rdf/sparql", works, _results, 100, chooses=_works, wire=wire,
            validators="none", method=method,
        )
        for id_, method in (("cellar", "POST"), ("cellar-get", "GET"))
    )  # fmt: skip
    return Institution("Publications Office", channels, {CELLAR: Host(gate=_Moods())})
