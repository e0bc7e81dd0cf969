"""Polling ends when its time is up: what came is kept, and what was not reached is told."""

from datetime import timedelta

import pytest

from servwatch.cli.cycle_report import as_json, tell
from tests.cycle.listed_source import HOST, MORNING, article, items, listing, page, state
from tests.cycle.lone_source import news
from tests.cycle.watch import days

SLOW = {"delay": 30.0}


@pytest.fixture
def short(watch):
    watch.poll_at_most = timedelta(seconds=2)
    return watch


def polled(watch):
    with watch.archive() as archive:
        return {id_ for id_, state in archive.sources.all().items() if state.last_poll}


def test_a_listing_is_kept_with_what_its_pages_told_when_the_time_is_up(short):
    short.internet.at(f"{HOST}/news").serves(listing(1, 2, 3, 4))
    for n in (2, 3, 4):
        short.internet.at(f"{HOST}/news/{n}").serves(article(n), **SLOW)
    short.internet.at(f"{HOST}/news/1").serves(article(1))
    page(short, summary=".none", detail=True)
    report = short.run(MORNING)
    assert [bool(item.published) for item in items(short)] == [True, False, False, False]
    assert (report.unreached, report.exit_code) == (0, 0)


def test_the_pages_of_a_list_that_came_are_kept_and_the_rest_is_asked_for_again(short):
    short.internet.at(f"{HOST}/news").serves(listing(1, next_="?page=1"), etag='"1"')
    short.internet.at(f"{HOST}/news?page=1").serves(listing(2), **SLOW)
    page(short, next="a[rel=next]", pages=2)
    short.run(MORNING)
    assert [item.title for item in items(short)] == ["Nieuws 1 over werk"]
    assert state(short).etag is None
    assert "the time of this run was up" in state(short).rule


def test_a_source_that_is_never_reached_is_counted_and_asks_after_a_day(short, capsys):
    short.source("quick")
    short.source("slow")
    short.internet.at("quick.example.org/rss").serves(news(MORNING))
    short.internet.at("slow.example.org/rss").serves(news(MORNING), **SLOW)
    first = short.run(MORNING)
    assert (first.unreached, first.exit_code, polled(short)) == (1, 0, {"quick"})
    assert (as_json(first)["unreached"], first.as_json()["unreached"]) == (1, 1)
    tell(first, quiet=False)
    assert "1 source not reached" in capsys.readouterr().out
    (asks,) = short.run(MORNING + days(1)).attention
    assert (asks.what, asks.id, asks.since) == ("source", "slow", MORNING)
    assert asks.remedy.startswith("not-reached: It is due since then, and was not polled")
    with short.archive() as archive:
        archive.sources.acknowledge("slow", (MORNING + days(2)).date(), "It is slow.")
    assert short.run(MORNING + days(2)).attention == []
    short.internet.at("slow.example.org/rss").serves(news(MORNING))
    assert short.run(MORNING + days(3)).exit_code == 0
    assert polled(short) == {"quick", "slow"}


def test_who_waits_longest_is_asked_first(short):
    short.per_host = 1
    for n in (1, 2):
        short.source(f"s{n}", f"http://{HOST}/{n}")
        short.internet.at(f"{HOST}/{n}").serves(news(MORNING))
    short.internet.at(f"{HOST}/2").serves(news(MORNING), **SLOW)
    short.run(MORNING)
    short.internet.at(f"{HOST}/2").serves(news(MORNING))
    short.run(MORNING + days(1))
    assert [asked.path for asked in short.internet.asked(HOST)][-2:] == ["/2", "/1"]
