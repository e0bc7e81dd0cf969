"""Whole polls of pages, sitemaps and search interfaces: further pages, and the pages of new items.

The publishers here are played on loopback, with what `tests/internet` lists of their quirks.
"""

import json
from datetime import timedelta

import pytest

from servwatch.archive.items import ItemQuery
from servwatch.cycle.reading_on import MAX_FOLLOW
from servwatch.model import Verdict
from tests.cycle.watch import brussels

HOST = "news.example.org"
MORNING = brussels("2026-11-23 08:00")


def listing(*numbers, next_=""):
    rows = "".join(
        f'<article><h2><a href="/news/{n}">Nieuws {n} over werk</a></h2><p>Tekst {n}.</p></article>'
        for n in numbers
    )
    more = f'<a rel="next" href="{next_}">verder</a>' if next_ else ""
    return f"<!DOCTYPE html><html><head><title>Nieuws</title></head><body>{rows}{more}</body></html>"


def article(
    n, day="2026-11-20", text="Een samenvatting die lang genoeg is om iets over het nieuws te zeggen, en meer"
):
    meta = f'<meta property="article:published_time" content="{day}T09:00:00+01:00">'
    meta += f'<meta property="og:description" content="{text} {n}.">'
    return (
        f"<!DOCTYPE html><html><head><title>{n}</title>{meta}</head><body><h1>Nieuws {n}</h1></body></html>"
    )


def page(watch, **keys):
    usual = {"kind": "page", "item": "article", "title": "h2", "summary": "p"}
    watch.source("n", f"http://{HOST}/news", **(usual | keys))


def items(watch):
    with watch.archive() as archive:
        return sorted((item for item, _ in archive.items.find(ItemQuery())), key=lambda item: item.url)


def paths(watch):
    return [asked.path for asked in watch.internet.asked() if asked.path != "/robots.txt"]


def state(watch):
    with watch.archive() as archive:
        return archive.sources.all()["n"]


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


@pytest.fixture
def detailed(watch):
    """A watch of a listing without dates, past its first poll, whose pages tell more."""
    watch.internet.at(f"{HOST}/news").serves(listing(1, 2)).then.serves(listing(1, 2, 3, 4)).then.serves(
        listing(1, 2, 3, 4)
    )
    for n in range(1, 5):
        watch.internet.at(f"{HOST}/news/{n}").serves(article(n))
    page(watch, summary=".none", detail=True)
    return watch


def test_the_page_of_a_new_item_tells_its_day_and_summary_and_is_read_once(detailed):
    for day in range(3):
        detailed.run(MORNING + timedelta(days=day))
    assert sorted(path for path in paths(detailed) if path != "/news") == [f"/news/{n}" for n in range(1, 5)]
    found = items(detailed)
    assert [str(item.day) for item in found] == ["2026-11-20"] * 4
    assert found[3].summary.endswith("te zeggen, en meer 4.")
    assert {item.version for item in found} == {1}  # its listing never told it, and that is no change


def test_the_first_poll_reads_few_pages(watch):
    watch.internet.at(f"{HOST}/news").serves(listing(*range(30)))
    page(watch, summary=".none", detail={"most": 20})
    watch.run(MORNING)
    assert len([path for path in paths(watch) if path != "/news"]) == 5
    assert len(items(watch)) == 30


def test_a_poll_reads_no_more_pages_than_it_may(watch):
    known = range(20)
    watch.internet.at(f"{HOST}/news").serves(listing(*known)).then.serves(listing(*known, 91, 92, 93, 94))
    page(watch, summary=".none", detail={"most": 2})
    watch.run(MORNING)
    before = len(paths(watch))
    watch.run(MORNING + timedelta(days=1))
    assert len(paths(watch)) == before + 1 + 2


def test_a_page_that_robots_keep_to_themselves_is_not_read_and_not_asked_for_again(watch):
    watch.internet.at(f"{HOST}/robots.txt").serves(
        "User-agent: *\nDisallow: /news/", content_type="text/plain"
    )
    watch.internet.at(f"{HOST}/news").serves(listing(1))
    page(watch, summary=".none", detail=True)
    watch.run(MORNING)
    watch.run(MORNING + timedelta(days=1))
    assert paths(watch) == ["/news", "/news"]
    assert [(item.published, item.summary) for item in items(watch)] == [(None, "")]


def test_a_host_that_is_down_is_left_alone(watch):
    watch.internet.at(f"{HOST}/news").serves(listing(1, 2, 3))
    for n in (1, 2, 3):
        watch.internet.at(f"{HOST}/news/{n}").answers(503)
    page(watch, summary=".none", detail=True)
    watch.run(MORNING)
    assert paths(watch) == ["/news", "/news/1", "/news/1", "/news/2", "/news/2"], (
        "each twice, and not the third"
    )
    assert len(items(watch)) == 3


def test_a_page_behind_a_wall_of_its_own_does_not_keep_the_others_from_being_read(watch):
    watch.internet.at(f"{HOST}/news").serves(listing(1, 2, 3))
    watch.internet.at(f"{HOST}/news/1").answers(403)
    for n in (2, 3):
        watch.internet.at(f"{HOST}/news/{n}").serves(article(n))
    page(watch, summary=".none", detail=True)
    watch.run(MORNING)
    assert [bool(item.summary) for item in items(watch)] == [False, True, True]


def test_an_item_that_changes_keeps_what_its_page_told_where_the_page_is_gone(watch):
    changed = listing(1).replace("Nieuws 1", "Vervolg 1")
    watch.internet.at(f"{HOST}/news").serves(listing(1)).then.serves(changed)
    watch.internet.at(f"{HOST}/news/1").serves(article(1)).then.answers(404)
    page(watch, summary=".none", detail=True)
    watch.run(MORNING)
    watch.run(MORNING + timedelta(days=1))
    (item,) = items(watch)
    assert (item.title, item.version, str(item.day)) == ("Vervolg 1 over werk", 2, "2026-11-20")
    assert item.summary


def test_a_slogan_that_stands_on_every_page_is_no_summary(watch):
    watch.internet.at(f"{HOST}/news").serves(listing(1, 2, 3))
    for n in (1, 2, 3):
        slogan = "Sociale rechtvaardigheid, waardig werk, overal en altijd, voor iedereen in de wereld"
        watch.internet.at(f"{HOST}/news/{n}").serves(article("", text=slogan))
    page(watch, summary=".none", detail=True)
    watch.run(MORNING)
    assert [(item.summary, str(item.day)) for item in items(watch)] == [("", "2026-11-20")] * 3


def test_a_title_made_of_the_address_gives_way_to_that_of_the_page(watch):
    watch.internet.at(f"{HOST}/sitemap.xml").serves(
        f'<?xml version="1.0"?><urlset><url><loc>http://{HOST}/news/1</loc></url></urlset>'
    )
    watch.internet.at(f"{HOST}/news/1").serves(article(1))
    watch.source("n", f"http://{HOST}/sitemap.xml", kind="sitemap", detail=True)
    for day in range(2):
        watch.run(MORNING + timedelta(days=day))
    assert [(item.title, item.version) for item in items(watch)] == [("Nieuws 1", 1)]


def test_a_page_that_changed_its_shape_is_a_fault_and_not_a_day_without_news(watch):
    watch.internet.at(f"{HOST}/news").serves(listing(1)).then.serves(
        "<!DOCTYPE html><html><body><main><section>Nieuw ontwerp</section></main></body></html>"
    )
    page(watch)
    watch.run(MORNING)
    watch.run(MORNING + timedelta(days=1))
    now = state(watch)
    assert now.verdict is Verdict.BROKEN
    assert "item = “article” finds nothing" in now.rule


def test_documents_are_not_downloaded_for_what_they_say(watch):
    rows = '<article><h2><a href="/files/Advies.PDF">Advies over werk</a></h2></article>'
    watch.internet.at(f"{HOST}/news").serves(f"<!DOCTYPE html><html><body>{rows}</body></html>")
    page(watch, summary=".none", detail=True)
    watch.run(MORNING)
    assert paths(watch) == ["/news"]
    assert len(items(watch)) == 1
