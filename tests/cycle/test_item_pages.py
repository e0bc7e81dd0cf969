"""The pages of new items: read once, politely, for what their listing lacks."""

from datetime import timedelta

import pytest

from servwatch.model import Verdict
from tests.cycle.listed_source import HOST, MORNING, article, items, listing, page, paths, state


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


def test_a_list_that_is_all_new_after_a_while_is_judged_by_the_days_its_pages_tell(watch):
    watch.internet.at(f"{HOST}/news").serves(listing(*range(6))).then.serves(listing(*range(20, 26)))
    day = MORNING + timedelta(days=9)
    for n in range(20, 26):
        watch.internet.at(f"{HOST}/news/{n}").serves(article(n, (day - timedelta(days=n - 19)).date()))
    page(watch, summary=".none", detail=True)
    watch.run(MORNING)
    watch.run(day)
    assert [item.quarantined for item in items(watch)[6:]] == [False] * 6
