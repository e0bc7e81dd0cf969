"""The Netherlands and Belgium: SER, CPB, CBS, the Planning Bureau, Statbel, SERV, and Flanders' own institutions.

SER Nederland      a feed at /nl/rss in three lists, never probed    www.ser.nl/nl/rss, 2026
CPB, CBS           feeds in lists, never probed    www.cpb.nl/rss.xml, www.cbs.nl/nl-nl/rss/longread, 2026
Statbel            200 and no entry                statbel.fgov.be/en/rss.xml, 28 July 2026
Planning Bureau    a sitemap of three pages, filter /nl/publicaties/; its list refuses any page but the first;
                   on the page h1, div.field--node-post-date (DD/MM/YYYY)    www.plan.be/sitemap.xml, 2026
SERV               "28/01/2017 - 15:36", title, teaser    www.serv.be/serv/persberichten, January 2017
Flemish government JSON:API of mu-search, filter[:gte,lte:meetingDate] and sort; no page for an item; meetings
                   on Fridays, none in the recess; several values may be one
                   scalar    beslissingenvlaamseregering.vlaanderen.be/news-items/search, API description
Flemish Parliament JSON only by Accept, else XML; dates as ddmmyyyy in the question; a count that is a string; all but
                   title and snippet in a list of names and values, some twice;
                   ws.vlpar.be/e/opendata, ws.vlpar.be/api/search, 2024 to 2026
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import datetime
from html import escape
from urllib.parse import quote, unquote

from tests.institutions.channel import Channel, Entry, Page
from tests.institutions.ilo import sitemap as big_sitemap
from tests.institutions.listings import document, relative, rows
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import Publication, Stream
from tests.institutions.syndication import XML, Rss, brussels, drupal
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

PLAN = "https://www.plan.be"
DECISIONS = "https://beslissingenvlaamseregering.vlaanderen.be"
_RANGE = re.compile(r"filter\[:gte,lte:meetingDate\]=([^,&]+),([^&]+)")
_DAYS = re.compile(r"inmeta:publicatiedatum:daterange:([\d-]{10})\.\.([\d-]{10})")
FRIDAY = (4,)


def _plan_sitemap(page: Page) -> str:
    return big_sitemap(page).replace("https://www.ilo.org", PLAN)


def _three_pages(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    number = asked.path.partition("page=")[2]
    found = channel.stream.until(now)
    if not number.isdigit():
        return []
    start = (int(number) - 1) * 50
    return found[start : start + 50]


def _plan_page(page: Page) -> str:
    (entry,) = page.entries
    date = f'<div class="field field--node-post-date">{entry.local:%d/%m/%Y}</div>'
    return document(
        entry.title, f'{date}<div class="field--name-body"><p>{escape(entry.summary)}</p></div>', "nl"
    )


def _serv(page: Page) -> str:
    def row(entry: Entry) -> str:
        date = f'<span class="date">{entry.local:%d/%m/%Y - %H:%M}</span>' if entry.date else ""
        return (
            f'<li class="views-row">{date} <a href="{relative(entry.link)}">{escape(entry.title)}</a>'
            f"<p>{escape(entry.summary)}</p></li>"
        )

    return document("Persberichten", f"<ul>{rows(page, row)}</ul>", "nl")


def _decision(made: Publication, rng: random.Random) -> Publication:
    """Decided on a Friday morning. There is no page of its own: a search for the title leads there."""
    day = f"{made.day}"
    link = f"{DECISIONS}/?search={quote(made.title)}&dateOption=select&startDate={day}&endDate={day}"
    return replace(made, link=link, category=rng.choice(("Nota", "Nota", "Mededeling")))


def _in_range(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    found = channel.stream.newest(now, 400)
    wanted = _RANGE.search(unquote(asked.path))
    if wanted:
        first, last = wanted[1][:10], wanted[2][:10]
        found = [p for p in found if first <= str(p.day) <= last]
    size = re.search(r"page\[size\]=(\d+)", unquote(asked.path))
    number = re.search(r"page\[number\]=(\d+)", unquote(asked.path))
    count = int(size[1]) if size else 25
    start = count * int(number[1]) if number else 0
    return found[start : start + count]


def _decisions(page: Page) -> Reply | str:
    rows_ = [
        {
            "type": "news-items",
            "id": f"{entry.publication.number:024X}",
            "attributes": {
                "title": entry.title,
                "alternativeTitle": "",
                "htmlContent": f"<p>{escape(entry.summary)}</p>",
                **({"meetingDate": f"{entry.date:%Y-%m-%dT%H:%M:%SZ}"} if entry.date else {}),
                "agendaitemType": entry.publication.category,
                "themeId": "fd6c39f5" if entry.publication.number % 2 else ["fd6c39f5", "faf802ff"],
            },
        }
        for entry in page.entries
    ]
    return json.dumps({"count": page.total, "data" if page.generation == 1 else "items": rows_})


def _in_days(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    """Those of the days in the path, a hundred a page from 1."""
    wanted = _DAYS.search(unquote(asked.path))
    found = channel.stream.newest(now, 10_000)
    if wanted:
        found = [p for p in found if wanted[1] <= str(p.day) <= wanted[2]]
    skip = channel.skipped(asked)
    return found[skip : skip + channel.window]


def _questions(page: Page) -> Reply | str:
    if "application/json" not in page.asked.headers.get("accept", ""):
        return Reply(
            body=f"{XML}<result count='{len(page.entries)}'/>".encode(), content_type="application/xml"
        )
    result = [
        {
            "id": str(entry.publication.number),
            "title": entry.title,
            "snippet": entry.summary,
            "metatags": {
                "metatag": [
                    {"name": "aggregaattype", "value": "Schriftelijke vraag"},
                    {
                        "name": "opendata",
                        "value": f"https://ws.vlpar.be/e/opendata/schv/{entry.publication.number}",
                    },
                    {"name": "document", "value": entry.link},
                    *({"name": "minister", "value": name} for name in ("A", "B")),
                    *(
                        [{"name": "publicatiedatum", "value": f"{entry.local:%Y-%m-%d}"}]
                        if entry.date
                        else []
                    ),
                ]
            },
        }
        for entry in page.entries
    ]
    return json.dumps({"count": str(page.total), "result" if page.generation == 1 else "hits": result})


def _flanders() -> tuple[Channel, ...]:
    decided = Stream(
        "flemish-government", "https://unused.example/", Rhythm(30, FRIDAY, august=0.0, burst=0.0, hours=(8, 10)),
        ("nl",), finish=_decision,
    )  # fmt: skip
    asked = Stream(
        "flemish-parliament", "https://www.vlaamsparlement.be/nl/parlementaire-documenten/vragen-en-interpellaties/{number}",
        Rhythm(40, august=0.05), ("nl",),
    )  # fmt: skip
    search = (
        "https://ws.vlpar.be/api/search/query/?collection=vp_collection"
        "&requiredfields=aggregaattype:Schriftelijke%20vraag&page=1&max=100&sort=date"
    )
    json_api = {"content_type": "application/vnd.api+json"}
    return (
        Channel(
            "flemish-government", f"{DECISIONS}/news-items/search", decided, _decisions, 25, chooses=_in_range,
            wire=json_api, validators="none",
        ),
        Channel(
            "flemish-parliament", search, asked, _questions, 100, pages="page", first_page=1, deep=True, chooses=_in_days,
            wire={"content_type": "application/json;charset=UTF-8"}, validators="none",
        ),
    )  # fmt: skip


def institution() -> Institution:
    """The Low Countries."""
    ser = Stream("ser-nl", "https://www.ser.nl/nl/actueel/Nieuws/{slug}", Rhythm(3), ("nl",))
    cpb = Stream("cpb", "https://www.cpb.nl/{slug}", Rhythm(2), ("nl",))
    cbs = Stream("cbs-longread", "https://www.cbs.nl/nl-nl/longread/{yyyy}/{slug}", Rhythm(0.8), ("nl",))
    plan = Stream("planbureau", f"{PLAN}/nl/publicaties/{{slug}}", Rhythm(1.5), ("nl",), history=120)
    serv = Stream("serv-press", "https://www.serv.be/serv/persbericht/{slug}", Rhythm(1.5), ("nl",))
    none = Stream("statbel", "https://statbel.fgov.be/en/news/{slug}", Rhythm(3))
    channels = (
        Channel("ser-nl", "https://www.ser.nl/nl/rss", ser, Rss("SER", date=brussels), 20),
        Channel("cpb", "https://www.cpb.nl/rss.xml", cpb, drupal("CPB"), 10),
        Channel("cbs-longread", "https://www.cbs.nl/nl-nl/rss/longread", cbs, Rss("CBS", date=brussels), 20),
        Channel(
            "statbel", "https://statbel.fgov.be/en/rss.xml", none, drupal("Statbel"), chooses=lambda *_: []
        ),
        Channel(
            "planbureau", f"{PLAN}/sitemap.xml", plan, _plan_sitemap, chooses=_three_pages, detail=_plan_page
        ),
        Channel("serv-press", "https://www.serv.be/serv/persberichten", serv, _serv, 10),
        *_flanders(),
    )
    return Institution("Low Countries", channels)
