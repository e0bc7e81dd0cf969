"""Each JSON and SPARQL interface answers as its publisher's does, and with the truth."""

import json
import re
from datetime import timedelta
from urllib.parse import quote

from tests.institutions.conftest import NOON, items
from tests.institutions.stream import BRUSSELS


def test_the_open_data_of_the_parliament_is_not_behind_the_wall_and_says_nothing_with_204(world, visitor):
    world.now = NOON.replace(day=9)
    answer = visitor.read("ep-adopted-texts", agent="servwatch/1.0")
    assert answer.status_code == 200
    assert {d["type"] for d in answer.json()["data"]} == {"Work"}
    assert "title" not in answer.json()["data"][0]
    world.now = NOON.replace(month=1, day=3)
    assert visitor.read("ep-adopted-texts").status_code == 204


def sparql(visitor, world, **how):
    query = 'SELECT * { ?w cdm:work_date_document ?date ; cdm:resource_legal_id_celex ?celex . FILTER(?date >= "2026-10-05"^^xsd:date) }'
    how.setdefault("accept", "application/sparql-results+json")
    return visitor.ask(f"https://publications.europa.eu/webapi/rdf/sparql?query={quote(query)}", **how)


def test_the_sparql_endpoint_heeds_the_date_window(world, visitor):
    bindings = sparql(visitor, world).json()["results"]["bindings"]
    truth = [p for p in world.channels["cellar"].stream.until(NOON) if str(p.day) >= "2026-10-05"]
    assert sorted(b["celex"]["value"] for b in bindings) == sorted(p.reference for p in truth)
    assert bindings[0]["celex"]["datatype"] == "xsd:string"


def test_the_sparql_endpoint_is_html_without_accept_400_without_sense_and_moody(world, visitor):
    assert "<title>SPARQL" in sparql(visitor, world, accept="text/html").text
    assert visitor.ask("https://publications.europa.eu/webapi/rdf/sparql?query=x").status_code == 400
    world.now = next(
        NOON + timedelta(days=n) for n in range(10) if not (NOON + timedelta(days=n)).toordinal() % 10
    )
    assert [sparql(visitor, world).status_code for _ in range(4)] == [503, 200, 200, 503]


def test_a_sparql_query_may_be_posted_with_its_own_names_numbers_and_limit(visitor):
    query = (
        "SELECT ?id ?day ?title ?link { ?w cdm:work_date_document ?day ; cdm:resource_legal_id_celex ?id . "
        '?e cdm:expression_title ?title . FILTER(?day >= "2026-09-08"^^xsd:date) FILTER(REGEX(STR(?id), "^5.*AE")) '
        'BIND(CONCAT("https://x.example.org/", STR(?id)) AS ?link) } LIMIT 3'
    )
    form = {"query": query, "format": "application/sparql-results+json"}
    answer = visitor.ask("https://publications.europa.eu/webapi/rdf/sparql", method="POST", data=form)
    bindings = answer.json()["results"]["bindings"]
    assert len(bindings) == 3
    assert all(re.fullmatch(r"5\d{4}AE\d{4}", b["id"]["value"]) for b in bindings)
    assert all(b["link"]["value"] == "https://x.example.org/" + b["id"]["value"] for b in bindings)
    assert {b["title"]["xml:lang"] for b in bindings} == {"nl"}
    assert [b["day"]["value"] for b in bindings] == sorted(
        (b["day"]["value"] for b in bindings), reverse=True
    )


def test_content_of_cellar_wants_accept_and_language(visitor):
    place = "https://publications.europa.eu/resource/celex/32025R2441"
    assert visitor.ask(place, accept="application/xhtml+xml").status_code == 400
    both = {"accept": "application/xhtml+xml", "headers": {"Accept-Language": "eng"}}
    assert visitor.ask(place, **both).status_code == 200
    assert visitor.ask(f"{place}.ENG", **both).status_code == 404


def test_have_your_say_honours_one_status_and_ignores_the_other(visitor):
    base = "https://ec.europa.eu/info/law/better-regulation/brpapi/searchInitiatives?language=EN"
    only_open = visitor.ask(f"{base}&size=100&feedbackStatus=OPEN").json()["initiativeResultDtoPage"]
    ignored = visitor.ask(f"{base}&size=1000&initiativeStatus=OPEN").json()["initiativeResultDtoPage"]
    assert only_open["totalElements"] < ignored["totalElements"]
    assert (len(ignored["content"]), ignored["size"]) == (100, 100)
    assert len(visitor.ask(base).json()["initiativeResultDtoPage"]["content"]) == 10
    assert visitor.ask(f"{base}&sort=startDate,DESC").status_code == 406


def test_have_your_say_lists_what_is_open_with_odd_ids_and_dates(world, visitor):
    content = visitor.read("have-your-say").json()["initiativeResultDtoPage"]["content"]
    truth = world.channels["have-your-say"].stream.open_at(NOON)
    assert [c["shortTitle"] for c in content] == [p.title for p in truth]
    assert all(isinstance(c["id"], float) for c in content)
    periods = [c["currentStatuses"] for c in content]
    starts = [next(x for x in p if x["isCurrent"])["feedbackStartDate"] for p in periods]
    assert None in starts
    assert all(re.fullmatch(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d", start) for start in starts if start)
    assert {len(p) for p in periods} == {1, 2}
    ends = [next(x for x in p if x["isCurrent"])["feedbackEndDate"] for p in periods]
    assert ends == [f"{p.closes.astimezone(BRUSSELS):%Y/%m/%d} 23:59:59" for p in truth]


def ted(visitor, **body):
    return visitor.read("ted", method="POST", json=body)


def test_ted_pages_sorts_only_in_the_query_and_refuses_what_it_does_not_know(visitor):
    query = "PD>=20261001 SORT BY PD DESC"
    first = ted(visitor, query=query, fields=["publication-number", "links"], limit=5, page=1).json()
    second = ted(visitor, query=query, fields=["publication-number"], limit=5, page=2).json()
    numbers = [n["publication-number"] for n in (*first["notices"], *second["notices"])]
    assert len(set(numbers)) == 10
    dates = [n["publication-date"] for n in first["notices"]]
    assert dates == sorted(dates, reverse=True)
    assert dates[0].endswith("+02:00")
    assert ted(visitor, query="PD>=20261001 SORT BY PD ASC").status_code == 400
    assert "Unknown field" in ted(visitor, query=query, fields=["deadline-receipt-tenders"]).json()["message"]
    assert ted(visitor, query=query, limit=251).status_code == 400
    assert visitor.ask("https://api.ted.europa.eu/v3/notices/search").status_code == 405


def test_the_funding_portal_filters_only_multipart_and_repeats_calls_by_language(world, visitor):
    query = {"bool": {"must": [{"terms": {"status": ["31094502"]}}]}}
    parts = {"query": ("blob", json.dumps(query), "application/json")}
    rightly = visitor.read("funding-tenders", method="POST", files=parts).json()["results"]
    wrongly = visitor.read("funding-tenders", method="POST", json={"query": query}).json()["results"]
    now_open = {p.reference for p in world.channels["funding-tenders"].stream.open_at(NOON)}
    assert {r["metadata"]["identifier"][0] for r in rightly} <= now_open
    assert len(wrongly) == 100
    assert {r["metadata"]["identifier"][0] for r in wrongly} - now_open
    assert len(rightly) == 2 * len({r["metadata"]["identifier"][0] for r in rightly})
    assert rightly[0]["metadata"]["deadlineDate"][0].endswith("+0000")
    assert visitor.ask(world.channels["funding-tenders"].address).status_code == 405


def test_the_fund_dislikes_browsers_and_the_bank_mixes_facets_in(visitor):
    assert visitor.read("imf-news", agent="Mozilla/5.0 (X11)").status_code == 403
    assert visitor.read("imf-news", agent="servwatch/1").status_code == 200
    documents = visitor.read("world-bank-news").json()["documents"]
    assert documents["facets"] == {}
    assert len(documents) == 41


def test_the_oecd_hides_its_site_and_not_its_search(visitor):
    assert visitor.ask("https://www.oecd.org/en/about/newsroom.html").status_code == 403
    stamps = [e.published for e in items(visitor.read("oecd-publications"))]
    assert all(s.endswith(("22:00:00 GMT", "23:00:00 GMT")) for s in stamps)
    results = visitor.read("oecd-search").json()["results"]
    assert {r["url"].startswith("/") for r in results} == {True, False}


def test_flemish_decisions_come_on_fridays_without_pages_of_their_own(world, visitor):
    truth = world.channels["flemish-government"].stream.newest(NOON, 100)
    assert {p.day.weekday() for p in truth} == {4}
    week = "filter[:gte,lte:meetingDate]=2026-10-01T00:00:00.000Z,2026-10-07T00:00:00.000Z"
    base = "https://beslissingenvlaamseregering.vlaanderen.be/news-items/search?page[size]=100"
    found = visitor.ask(f"{base}&{week}").json()["data"]
    assert {d["attributes"]["meetingDate"][:10] for d in found} == {"2026-10-02"}
    assert {type(d["attributes"]["themeId"]) for d in found} == {str, list}
    assert "/?search=" in truth[0].link


def test_the_flemish_parliament_speaks_json_only_when_asked_and_heeds_days(world, visitor):
    assert visitor.read("flemish-parliament").headers["content-type"] == "application/xml"
    answer = visitor.read("flemish-parliament", accept="application/json").json()
    assert isinstance(answer["count"], str)
    assert len(answer["result"]) == 100
    days = "inmeta:publicatiedatum:daterange:2026-10-05..2026-10-06"
    place = f"https://ws.vlpar.be/api/search/query/{days}?collection=vp_collection&page=1&max=100&sort=date"
    found = visitor.ask(place, accept="application/json").json()["result"]
    truth = world.channels["flemish-parliament"].stream.until(NOON)
    assert {r["title"] for r in found} == {
        p.title for p in truth if str(p.day) in ("2026-10-05", "2026-10-06")
    }
