"""Reading the past of a source: all of it, none of it as news, and on from where it was broken off."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.item_query import ItemQuery
from servwatch.cycle.back_filling import STOPPED, BackFiller
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force, understanding_of
from servwatch.cycle.harvesting import Harvester
from tests.cycle.ninety_days import Season
from tests.cycle.reckoning import plain
from tests.cycle.shipped_sources import enabled, wants
from tests.institutions import World, everything, faults

FIRST = datetime(2026, 9, 7, tzinfo=UTC)
NOW = FIRST + timedelta(days=1, hours=6.5)
SINCE = date(2026, 3, 1)
START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def world(internet):
    return World(internet, everything())


def season(watch, world, id_):
    """A watch that has polled one source for a day."""
    found = Season(watch, world, [source for source in enabled() if source["id"] == id_])
    found.live(FIRST, 1, hours=(6.5,))
    world.now = NOW
    return found


def fill(season, since=SINCE, stopping=lambda: False):
    """Read its source back; with what was told of each page."""
    current = in_force(season.watch.path, {})
    settings = current.settings
    told = []
    with Archive(settings.database) as archive:
        understanding = understanding_of(settings)
        rng = random.Random(1)
        harvester = Harvester(archive, understanding, settings.timezone, settings.fetch.ceiling, rng)
        filler = BackFiller(settings, archive, harvester, FixedClock(NOW), 1, told.append, stopping)
        (source,) = settings.sources
        return filler.fill(source, since), told


def archived(season):
    with season.watch.archive() as archive:
        return [item for item, _ in archive.items.find(ItemQuery())]


def truth(season):
    """Every address that its publisher has published since the day, as far as the source wants it."""
    ((id_, source),) = season.sources.items()
    stream = season.channels[id_].stream
    return {plain(p.link) for p in stream.between(START, FIRST) if wants(source, p)}


WITH_A_PAST = [
    "cor-news",
    "etuc-news",
    "eesc-opinions-ongoing",
    "cellar-acts",
    "cellar-eesc",
    "ted",
    "flemish-parliament",
    "planbureau",
]


@pytest.mark.parametrize("id_", WITH_A_PAST)
def test_all_that_was_published_since_is_found_and_none_of_it_is_news(watch, world, id_):
    lived = season(watch, world, id_)
    before = {item.id for item in archived(lived)}
    filled, told = fill(lived)
    assert filled.fault == ""
    assert (filled.pages, filled.items) == (len(told), told[-1].items)
    items = archived(lived)
    assert len(items) == len(before) + filled.items
    assert truth(lived) <= {plain(item.url) for item in items}
    assert all(item.baseline for item in items)
    assert len({plain(item.url) for item in items}) == len(items)


def test_what_is_older_than_the_day_is_not_stored(watch, world):
    lived = season(watch, world, "cor-news")
    known = {item.id for item in archived(lived)}
    fill(lived, since=date(2026, 8, 1))
    found = [item for item in archived(lived) if item.id not in known]
    assert found
    assert all(item.published and item.published.date() >= date(2026, 7, 31) for item in found)


def test_read_again_it_finds_nothing_more(watch, world):
    lived = season(watch, world, "cor-news")
    fill(lived)
    again, _ = fill(lived)
    assert (again.items, again.fault) == (0, "")


def test_broken_off_it_goes_on_where_it_was(watch, world, internet):
    lived = season(watch, world, "cor-news")
    pages = []
    first, told = fill(lived, stopping=lambda: len(pages) >= 3 or pages.append(1) is not None)
    assert first.fault == STOPPED
    assert len(told) < 3
    before = len(internet.asked())
    second, _ = fill(lived)
    assert second.fault == ""
    asked = [a.path for a in internet.asked()[before:] if "all-news" in a.path]
    assert "page=" in asked[0], "the first page is not asked for again"
    assert second.pages > len(asked), "what was read before is counted"
    assert truth(lived) <= {plain(item.url) for item in archived(lived)}


def test_a_page_that_cannot_be_read_breaks_it_off_and_loses_nothing(watch, world):
    lived = season(watch, world, "cor-news")
    world.inject("cor-news", faults.dies(), NOW, NOW + timedelta(hours=1))
    broken, _ = fill(lived)
    assert broken.fault == "a fault of the server (500)"
    world.faults.clear()
    whole, _ = fill(lived)
    assert whole.fault == ""
    assert truth(lived) <= {plain(item.url) for item in archived(lived)}


def test_another_day_or_another_reading_begins_anew(watch, world):
    lived = season(watch, world, "cor-news")
    fill(lived, stopping=lambda: True)
    filled, _ = fill(lived, since=date(2026, 6, 1))
    assert (filled.fault, filled.since) == ("", date(2026, 6, 1))
    assert filled.pages > 1


def test_the_polls_after_it_know_what_it_found(watch, world):
    lived = season(watch, world, "etuc-news")
    fill(lived)
    count = len(archived(lived))
    lived.live(FIRST, 2, hours=(6.5, 16.5))
    news = [item for item in archived(lived) if not item.baseline]
    assert len(archived(lived)) == count + len(news)
    assert all(item.published and item.published >= FIRST - timedelta(days=1) for item in news)


def test_what_was_read_back_before_the_first_good_poll_is_not_there_twice(watch, world):
    world.inject("cor-news", faults.dies(), FIRST, FIRST + timedelta(days=1))
    lived = season(watch, world, "cor-news")
    assert archived(lived) == []
    filled, _ = fill(lived)
    lived.live(FIRST + timedelta(days=2), 1, hours=(6.5,))
    addresses = [plain(item.url) for item in archived(lived)]
    assert len(addresses) == len(set(addresses)) >= filled.items
