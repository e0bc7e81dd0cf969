"""Whole polls of pages, sitemaps and search interfaces: further pages, and the pages of new items.

The publishers here are played on loopback, with what `tests/internet` lists of their quirks.
"""

import json
from datetime import timedelta

from servwatch.cycle.reading_on import MAX_FOLLOW
from servwatch.model import Verdict
from tests.cycle.listed_source import HOST, MORNING, items, listing, page, paths, state


def test_the_next_pages_belong_to_the_poll_as_many_as_were_wanted(watch):
    watch.internet.at(f"{HOST}/news").serves(listing(1, 2, next_="?page=1"))
    watch.internet.at(f"{HOST}/news?page=1").serves(listing(3, next_="?page=2"))
    watch.internet.at(f"{HOST}/news?page=2").serves(listing(4))
    page(watch, next="a[rel=next]", pages=2)
    watch.run(MORNING)
    assert paths(watch) == ["/news", "/news?page=1"]
    assert [item.title for item in items(watch)] == [f"Nieuws {n} over werk" for n in (1, 2, 3)]


def test_a_page_that_leads_to_itself_is_read_once(watch):
    watch.internet.at(f"{HOST}/news").serves(listing(1, next_="/news?page=1"))
    watch.internet.at(f"{HOST}/news?page=1").serves(listing(1, next_="/news?page=1"))
    page(watch, next="a[rel=next]", pages=20)
    watch.run(MORNING)
    assert paths(watch) == ["/news", "/news?page=1"]


def test_no_poll_asks_without_end(watch):
    for n in range(40):
        watch.internet.at(f"{HOST}/s/{n}.xml").serves(
            f'<?xml version="1.0"?><urlset><url><loc>http://{HOST}/news/{n}</loc></url></urlset>'
        )
    parts = "".join(f"<sitemap><loc>http://{HOST}/s/{n}.xml</loc></sitemap>" for n in range(40))
    watch.internet.at(f"{HOST}/sitemap.xml").serves(
        f'<?xml version="1.0"?><sitemapindex>{parts}</sitemapindex>'
    )
    watch.source("n", f"http://{HOST}/sitemap.xml", kind="sitemap", last=20)
    watch.run(MORNING)
    assert len(paths(watch)) == 1 + MAX_FOLLOW
    assert len(items(watch)) == MAX_FOLLOW


def test_what_came_before_a_page_that_fails_is_kept_and_the_failure_is_told(watch):
    watch.internet.at(f"{HOST}/news").serves(listing(1, next_="?page=1"), etag='"a"')
    watch.internet.at(f"{HOST}/news?page=1").answers(503)
    page(watch, next="a[rel=next]", pages=2)
    watch.run(MORNING)
    now = state(watch)
    assert (now.verdict, now.etag) == (Verdict.OK, None)  # the next poll reads all of it again
    assert "A further page could not be read: the server is not available for now (503)" in now.rule
    assert len(items(watch)) == 1


def test_an_index_whose_parts_fail_has_failed(watch):
    watch.internet.at(f"{HOST}/sitemap.xml").serves(
        f'<?xml version="1.0"?><sitemapindex><sitemap><loc>http://{HOST}/1.xml</loc></sitemap></sitemapindex>'
    )
    watch.source("n", f"http://{HOST}/sitemap.xml", kind="sitemap")
    watch.run(MORNING)
    assert state(watch).verdict is Verdict.GONE


def test_an_unchanged_index_says_nothing_of_its_parts(watch):
    watch.internet.at(f"{HOST}/sitemap.xml").serves(
        f'<?xml version="1.0"?><sitemapindex><sitemap><loc>http://{HOST}/1.xml</loc></sitemap></sitemapindex>',
        etag='"always"',
    )
    place = watch.internet.at(f"{HOST}/1.xml")
    place.serves(
        f'<?xml version="1.0"?><urlset><url><loc>http://{HOST}/news/een-nieuw-akkoord</loc></url></urlset>'
    )
    watch.source("n", f"http://{HOST}/sitemap.xml", kind="sitemap")
    watch.run(MORNING)
    watch.run(MORNING + timedelta(days=1))
    assert paths(watch) == ["/sitemap.xml", "/1.xml"] * 2
    assert [item.title for item in items(watch)] == ["Een nieuw akkoord"]


def test_a_search_is_posted_page_after_page_with_its_days(watch):
    def answer(*ids):
        return json.dumps({"notices": [{"id": n, "t": f"Opdracht {n}"} for n in ids]})

    watch.internet.at(f"{HOST}/search").serves(answer(1, 2), content_type="application/json").then.serves(
        answer(3), content_type="application/json"
    ).then.serves(answer(), content_type="application/json")
    watch.source(
        "n",
        f"http://{HOST}/search",
        kind="json_api",
        list="notices",
        fields={"title": "t", "link": f"http://{HOST}/notice/{{id}}", "id": "id"},
        json={"query": "PD>={since:%Y%m%d}"},
        paging={"page": "page", "in_json": True},
        pages=5,
        window="7d",
    )
    watch.run(MORNING)
    sent = [json.loads(asked.content) for asked in watch.internet.asked()]
    assert sent == [
        {"query": "PD>=20261116"},
        {"query": "PD>=20261116", "page": 2},
        {"query": "PD>=20261116", "page": 3},
    ]
    assert [item.url for item in items(watch)] == [f"http://{HOST}/notice/{n}" for n in (1, 2, 3)]


def test_a_query_is_asked_anew_each_time_with_its_own_days(watch):
    row = {
        "title": {"type": "literal", "value": "Richtlijn"},
        "id": {"type": "literal", "value": "32026L0001"},
    }
    body = json.dumps({"results": {"bindings": [row]}})
    watch.internet.at(f"{HOST}/sparql").serves(
        body, content_type="application/sparql-results+json", etag='"1"'
    )
    watch.source(
        "n",
        f"http://{HOST}/sparql",
        kind="sparql",
        query='SELECT ?title ?id WHERE { FILTER(?d >= "{since}") }',
        window="10d",
    )
    watch.run(MORNING)
    watch.run(MORNING + timedelta(days=1))
    contents = [asked.content.decode() for asked in watch.internet.asked()]
    assert ["2026-11-13" in contents[0], "2026-11-14" in contents[1]] == [True, True]
    assert not any("if-none-match" in asked.headers for asked in watch.internet.asked())
    assert [item.title for item in items(watch)] == ["Richtlijn"]
