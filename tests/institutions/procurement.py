"""Tenders and calls: TED's search, and the search of the Funding & Tenders portal (SEDIA).

TED     POST of JSON; `limit` up to 250; page numbers from 1, to 15,000 notices; dates "yyyy-MM-dd+02:00"; titles by
        language of three letters; deadlines per lot and often missing; an unknown field, "SORT BY ... ASC" or
        broken syntax is 400 with a message    api.ted.europa.eu/v3/notices/search, September 2026
SEDIA   POST of multipart/form-data whose parts are JSON; sent as plain JSON the filters are ignored, with 200;
        GET is 405; every value of `metadata` is a list; dates with +0000; one result per language, so that a
        call stands there several times    api.tech.ec.europa.eu/search-api/prod/rest/search, September 2026
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import datetime

from tests.institutions.channel import Channel, Entry, Host, Page, query_of
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import BRUSSELS, Publication, Stream, closing_after
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

TED = "https://api.ted.europa.eu/v3/notices/search"
SEDIA = "https://api.tech.ec.europa.eu/search-api/prod/rest/search"
FIELDS = {
    "publication-number", "notice-title", "publication-date", "buyer-name", "deadline-receipt-request",
    "deadline-receipt-tender-date-lot", "links", "buyer-country", "classification-cpv", "notice-type",
}  # fmt: skip
_SINCE = re.compile(r"PD\s*>=\s*(\d{8})")
_UNTIL = re.compile(r"PD\s*<=\s*(\d{8})")
_PART = re.compile(rb'name="(\w+)".*?\r\n\r\n(.*?)\r\n--', re.DOTALL)


def _notice(made: Publication, rng: random.Random) -> Publication:
    number = f"{made.number}-{made.day.year}"
    link = f"https://ted.europa.eu/en/notice/-/detail/{number}"
    made = replace(made, reference=number, link=link)
    return closing_after(20, 50)(made, rng) if rng.random() < 0.6 else made


def _json_body(asked: Asked) -> dict[str, object]:
    try:
        found = json.loads(asked.content or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _notices(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    body = _json_body(asked)
    since, until = (pattern.search(str(body.get("query", ""))) for pattern in (_SINCE, _UNTIL))
    found = channel.stream.newest(now, 500)
    if since:
        found = [p for p in found if f"{p.day:%Y%m%d}" >= since[1]]
    if until:
        found = [p for p in found if f"{p.day:%Y%m%d}" <= until[1]]
    size, page = int(body.get("limit", 10)), int(body.get("page", 1))
    if "SORT BY" not in str(body.get("query", "")):
        found = found[::-1]  # the oldest first
    return found[(page - 1) * size : page * size]


def _ted_fault(body: dict[str, object]) -> str:
    query, fields = str(body.get("query", "")), body.get("fields") or []
    if not query or " ASC" in query:
        return "Syntax error in expert query"
    unknown = [field for field in fields if field not in FIELDS]
    return f"Unknown field {unknown[0]}, did you mean one of {sorted(FIELDS)[:3]}?" if unknown else ""


def _ted(page: Page) -> Reply | str:
    body = _json_body(page.asked)
    if (fault := _ted_fault(body)) or int(body.get("limit", 10)) > 250:
        said = {"message": fault or "limit", "error": {"type": "QUERY_SYNTAX_ERROR"}}
        return Reply(status=400, body=json.dumps(said).encode(), content_type="application/json")
    notices = [_ted_notice(entry) for entry in page.entries]
    name = "notices" if page.generation == 1 else "results"
    return json.dumps(
        {name: notices, "totalNoticeCount": page.total, "iterationNextToken": None, "timedOut": False}
    )


def _ted_notice(entry: Entry) -> dict[str, object]:
    made = entry.publication
    notice: dict[str, object] = {
        "publication-number": made.reference,
        "notice-title": {"eng": entry.title, "nld": entry.title},
        "buyer-name": {"eng": ["A contracting authority"]},
        "links": {"html": {"ENG": entry.link}, "xml": {"MUL": f"{entry.link}/xml"}},
    }
    if entry.date:
        notice["publication-date"] = _with_offset(entry.date)
    if made.closes:
        notice["deadline-receipt-tender-date-lot"] = [_with_offset(made.closes)] * 2
    return notice


def _with_offset(moment: datetime) -> str:
    offset = f"{moment.astimezone(BRUSSELS):%z}"
    return f"{moment.astimezone(BRUSSELS):%Y-%m-%d}{offset[:3]}:{offset[3:]}"


def _call(made: Publication, rng: random.Random) -> Publication:
    made = closing_after(30, 120)(made, rng)
    reference = f"ESF-{made.day.year}-SOC-{made.number % 100_000:05}"
    link = (
        f"https://ec.europa.eu/info/funding-tenders/opportunities/data/topicDetails/{reference.lower()}.json"
    )
    return replace(made, reference=reference, link=link)


def parts(asked: Asked) -> dict[str, object]:
    """The parts of a multipart body, read as JSON; none of any other body."""
    if not asked.headers.get("content-type", "").startswith("multipart/form-data"):
        return {}
    return {name.decode(): json.loads(value) for name, value in _PART.findall(asked.content)}


def _calls(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    """Open calls only where the filter was sent as it must be; else everything there ever was."""
    filtered = "31094502" in json.dumps(parts(asked).get("query", ""))
    found = channel.stream.open_at(now) if filtered else channel.stream.until(now)[::-1]
    query = query_of(asked.path)
    size, page = int(query.get("pageSize", ["10"])[0]), int(query.get("pageNumber", ["1"])[0])
    return found[(page - 1) * size : page * size]


def _sedia(page: Page) -> str:
    results = [
        {
            "reference": f"{entry.publication.reference}{language}",
            "url": entry.link,
            "summary": entry.summary,
            "metadata": {
                "title": [entry.title],
                "identifier": [entry.publication.reference],
                "type": ["1"],
                "status": ["31094502"],
                "deadlineDate": [f"{entry.publication.closes:%Y-%m-%dT%H:%M:%S.000+0000}"],
                **({"startDate": [f"{entry.date:%Y-%m-%dT%H:%M:%S.000+0000}"]} if entry.date else {}),
            },
        }
        for entry in page.entries
        for language in ("en", "fr")
    ]
    return json.dumps({"totalResults": len(results), "results" if page.generation == 1 else "hits": results})


def _only_post(asked: Asked, _now: datetime) -> Reply | None:
    return None if asked.method == "POST" else Reply(status=405)


def institution() -> Institution:
    """TED and SEDIA."""
    notices = Stream("ted", "https://unused.example/", Rhythm(20, august=0.8), finish=_notice)
    calls = Stream("funding-tenders", "https://unused.example/", Rhythm(4), finish=_call)
    wire = {"content_type": "application/json"}
    channels = (
        Channel("ted", TED, notices, _ted, 100, chooses=_notices, wire=wire, validators="none", method="POST"),
        Channel(
            "funding-tenders", f"{SEDIA}?apiKey=SEDIA&text=***&pageSize=50&pageNumber=1", calls, _sedia, 50,
            chooses=_calls, wire=wire, validators="none", method="POST",
        ),
    )  # fmt: skip
    hosts = {"api.ted.europa.eu": Host(gate=_only_post), "api.tech.ec.europa.eu": Host(gate=_only_post)}
    return Institution("Tenders and calls", channels, hosts)
