"""The world keeps its truth: the same for the same seed, in a publisher's rhythm; and each fault does what it says."""

import re
import time
from datetime import UTC, date, datetime, timedelta

import feedparser
import httpx
import pytest

from tests.institutions import World, everything, faults
from tests.institutions.conftest import NOON
from tests.institutions.rhythm import Rhythm, holidays
from tests.institutions.stream import Stream
from tests.internet import Internet

DAY = timedelta(days=1)


def titles(answer):
    return [e.title for e in feedparser.parse(answer.content).entries]


def test_easter_moves_the_holidays():
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)} <= holidays(2026)
    assert date(2027, 3, 29) in holidays(2027)


def test_publishers_rest_on_weekends_and_holidays_and_in_august():
    stream = Stream("x", "https://x.example.org/{slug}", Rhythm(20), history=10)
    year = stream.between(datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 9, 1, tzinfo=UTC))
    days = {p.day for p in year}
    assert {d.weekday() for d in days} == {0, 1, 2, 3, 4}
    assert not days & (holidays(2026) | holidays(2027))
    august = sum(p.day.month == 8 for p in year)
    october = sum(p.day.month == 10 for p in year)
    assert 0 < august < october / 2


@pytest.mark.parametrize("stream", [c.stream for i in everything() for c in i.channels], ids=lambda s: s.id)
def test_a_stream_is_the_same_in_whatever_order_it_is_asked(stream):
    end = NOON + 30 * DAY
    other = Stream(
        stream.id, stream.link, stream.rhythm, stream.languages, stream.categories, stream.reference, stream.finish,
        stream.history,
    )  # fmt: skip
    piecewise = [other.newest(NOON + n * DAY, 1) for n in range(0, 31, 3)]
    assert stream.until(end) == other.until(end)
    assert piecewise[-1] == stream.newest(end, 1)
    links = {p.link for p in stream.until(end)}
    assert "{" not in stream.link or len(links) == len(stream.until(end))


def test_another_seed_is_another_world():
    with Internet() as internet:
        one, other = (World(internet, everything(), seed=seed) for seed in (1, 2))
        assert one.listed("ec-empl", NOON) != other.listed("ec-empl", NOON)
        assert one.listed("ec-empl", NOON) == World(internet, everything(), seed=1).listed("ec-empl", NOON)


def test_nothing_is_listed_before_it_is_published(world, visitor):
    newest = world.channels["ec-empl"].stream.newest(NOON, 1)[0]
    world.now = newest.published - timedelta(seconds=1)
    assert newest.title not in titles(visitor.read("ec-empl"))
    world.now = newest.published
    assert titles(visitor.read("ec-empl"))[0] == newest.title
    assert world.served["ec-empl"][newest.link] == newest.published


def test_unchanged_listings_get_304(world, visitor):
    first = visitor.read("eesc-news")
    again = visitor.read("eesc-news", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    world.now = NOON + 7 * DAY
    assert visitor.read("eesc-news", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def struck(world, visitor, fault, id_="ec-empl", after=timedelta(hours=1)):
    """The answer before the fault, under it, and after it."""
    before = visitor.read(id_)
    world.inject(id_, fault, NOON + after / 2, NOON + 40 * DAY)
    world.now = NOON + after
    under = visitor.read(id_)
    world.now = NOON + 40 * DAY
    assert len(titles(visitor.read(id_))) == 30
    return before, under


@pytest.mark.parametrize(
    ("fault", "status", "mark"),
    [
        (faults.dies(), 500, "Error"),
        (faults.vanishes(), 404, "Not found"),
        (faults.challenged(), 200, "Just a moment..."),
        (faults.walled(), 202, ""),
    ],
)
def test_faults_that_answer_instead(world, visitor, fault, status, mark):
    _, under = struck(world, visitor, fault)
    assert under.status_code == status
    assert mark in under.text


@pytest.mark.parametrize("fault", [faults.drops_connection(), faults.resets()])
def test_faults_of_the_connection(world, visitor, fault):
    with pytest.raises(httpx.TransportError):
        struck(world, visitor, fault)


def test_a_server_that_never_answers(world, visitor):
    world.inject("ec-empl", faults.times_out(), NOON, NOON + DAY)
    with pytest.raises(httpx.ReadTimeout):
        visitor.read("ec-empl", timeout=0.2)


def test_a_move_redirects_for_good_and_the_new_host_has_its_own_links(world, visitor):
    assert visitor.ask("https://new.employment-social-affairs.ec.europa.eu/node/2/rss_en").status_code == 404
    _, under = struck(world, visitor, faults.moves())
    assert under.status_code == 301
    world.now = NOON + DAY
    there = visitor.ask(under.headers["location"])
    assert "https://new.employment-social-affairs.ec.europa.eu/news/" in there.text
    world.now = NOON + 50 * DAY
    assert visitor.ask(under.headers["location"]).status_code == 200


def test_new_markup_is_another_format_with_the_same_entries(world, visitor):
    before, under = struck(world, visitor, faults.new_markup())
    assert (b"<rss" in before.content, b"<feed" in under.content) == (True, True)
    assert titles(before) == titles(under)


def test_new_markup_of_a_page_has_other_classes(world, visitor):
    world.inject("cor-news", faults.new_markup(), NOON, NOON + DAY)
    page = visitor.read("cor-news").text
    assert "c-card" not in page
    assert all(p.title in page for p in world.listed("cor-news", NOON))


def test_faults_of_the_listing(world, visitor):
    assert titles(struck(world, visitor, faults.empties())[1]) == []


def test_a_flood_brings_the_archive_with_its_old_dates(world, visitor):
    before, under = struck(world, visitor, faults.floods())
    assert len(titles(under)) == len(titles(before)) + 60
    assert (
        feedparser.parse(under.content).entries[-1].published_parsed
        < feedparser.parse(before.content).entries[-1].published_parsed
    )


def test_repeats_stand_twice(world, visitor):
    before, under = struck(world, visitor, faults.repeats())
    assert len(titles(under)) == 2 * len(titles(before))
    assert under.text.count("utm_source=rss") >= 30


def test_flipped_dates_are_other_days(world, visitor):
    before, under = struck(world, visitor, faults.flips_dates())
    days = [[e.published_parsed[1:3] for e in feedparser.parse(a.content).entries] for a in (before, under)]
    assert any(x == y[::-1] and x != y for x, y in zip(*days, strict=True))
    assert all(y in (x, x[::-1]) for x, y in zip(*days, strict=True))


def test_guids_are_issued_anew(world, visitor):
    before, under = struck(world, visitor, faults.reissues_guids())
    names = [[e.id for e in feedparser.parse(a.content).entries] for a in (before, under)]
    assert not set(names[0]) & set(names[1])
    assert titles(before) == titles(under)


def test_links_change_host_and_scheme(world, visitor):
    _, under = struck(world, visitor, faults.changes_host())
    assert set(re.findall("<link>(https?://[^/]+)/news", under.text)) == {
        "http://m.employment-social-affairs.ec.europa.eu"
    }


@pytest.mark.parametrize("fault", [faults.freezes(), faults.lags()])
def test_a_frozen_or_late_listing_lacks_the_newest(world, visitor, fault):
    after = 7 * DAY
    _, under = struck(world, visitor, fault, after=after)
    assert world.channels["ec-empl"].stream.newest(NOON + after, 1)[0].title not in titles(under)


@pytest.mark.parametrize(
    ("fault", "different"), [(faults.freezes_dates(), 1), (faults.dates_of_today(), 1), (faults.undated(), 0)]
)
def test_dates_that_tell_nothing(world, visitor, fault, different):
    _, under = struck(world, visitor, fault)
    dates = {e.get("published") for e in feedparser.parse(under.content).entries} - {None}
    assert len(dates) == different


def test_every_fault_can_be_had_by_every_channel(world):
    for make in faults.EVERY:
        assert make().name
    assert len({make().name for make in faults.EVERY}) == len(faults.EVERY) >= 18


def test_every_channel_answers_on_every_day_of_a_week(world, visitor):
    begun = time.perf_counter()
    asked = [c.id for c in world.channels.values() if c.method == "GET" and c.id != "ceps-feed"]
    for day in range(7):
        world.now = NOON.replace(day=13) + day * DAY
        bad = {id_: s for id_ in asked if (s := visitor.read(id_).status_code) not in (200, 204)}
        assert set(bad) <= {"imf-news", "cellar-get"}
    print(f"{7 * len(asked) / (time.perf_counter() - begun):.0f} listings a second")
    assert sum(map(len, world.served.values())) > 1_000
