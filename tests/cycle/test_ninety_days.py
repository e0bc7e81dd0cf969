"""Ninety virtual days over the shipped watch list: nothing missing, nothing twice, faults injected one by one.

The short sample takes some sources of each dialect for eight days; `-m slow` takes all of them for ninety days.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from servwatch.archive.item_query import ItemQuery
from tests.cycle.ninety_days import Season, plan_of_faults
from tests.cycle.reckoning import reckon, table
from tests.cycle.shipped_sources import channel_of, enabled, host_of
from tests.institutions import World, everything, faults

FIRST = datetime(2026, 9, 7, tzinfo=UTC)
SAMPLE = (
    "ec-press-corner", "ec-empl", "council-press", "council-meetings-epsco", "ep-press-nl", "ep-plenary-nl", "eprs-blog",
    "eurlex-acts", "eurlex-proposals", "eesc-news", "ela", "etf", "eurostat-releases", "ecb-press", "oecd-publications",
    "oecd-upcoming", "wto-news", "un-geneva", "social-europe", "ser-nl", "ec-empl-events", "have-your-say", "ted",
    "cellar-acts", "cellar-eesc", "eesc-opinions", "eesc-opinions-ongoing", "cor-news", "ilo-news", "oecd-employment",
    "business-europe", "planbureau", "flemish-government", "flemish-parliament",
)  # fmt: skip
NOTICED_AT_ONCE = {
    "dies", "times out", "vanishes", "challenge page", "wall", "drops mid-body", "resets", "floods",
}  # fmt: skip
"""Faults that the first poll under them must tell. The others show in time, or only in the listing itself."""

OLD_ARCHIVES = {"ec-press-corner": faults.floods(60), "eurlex-proposals": faults.floods()}
"""Floods that are less than half of an answer; of a list without dates, whose addresses are alive."""


@pytest.fixture
def world(internet):
    return World(internet, everything())


def undated(season):
    """The sources none of whose new items has a date."""
    dates = defaultdict(list)
    with season.watch.archive() as archive:
        for item, _ in archive.items.find(ItemQuery()):
            if not item.baseline:
                dates[item.source].append(item.published)
    return {source for source, found in dates.items() if not any(found)}


def some(*ids):
    return [source for source in enabled() if source["id"] in ids]


def judge(season):
    """Nothing missing, nothing twice, nothing old as new, no false alarm."""
    found = reckon(season)
    print(table(found))
    assert found.missing == []
    assert found.false_new == []
    assert found.poured == []
    assert found.false_alarms == []
    assert found.archived + sum(found.unlisted.values()) == found.published
    assert found.unlisted["gone again before the next poll"] <= found.published * 0.02
    return found


def test_every_shipped_source_is_played_at_its_address(world):
    for source in enabled():
        assert urlsplit(channel_of(world, source).address).hostname == host_of(source)


def test_eight_days_without_faults(watch, world):
    season = Season(watch, world, some(*SAMPLE))
    season.live(FIRST, 8, hours=(6.5, 16.5))
    found = judge(season)
    assert found.archived > 200
    assert undated(season) == {"eurlex-proposals"}, "its feed bears none"


def test_eight_days_with_every_fault(watch, world):
    season = Season(watch, world, some(*SAMPLE))
    for number, make in enumerate(faults.EVERY):
        season.inject(SAMPLE[number], make(), FIRST + timedelta(days=2, hours=12), 4)
    season.live(FIRST, 8, hours=(6.5, 16.5))
    found = judge(season)
    assert {told.fault for told in found.faults if told.noticed} >= NOTICED_AT_ONCE


@pytest.mark.parametrize(("source", "fault"), OLD_ARCHIVES.items())
def test_an_old_archive_is_held_back_whatever_its_share_and_dates(watch, world, source, fault):
    season = Season(watch, world, some(source))
    season.inject(source, fault, FIRST + timedelta(days=5), 2)
    season.live(FIRST, 8, hours=(6.5, 16.5))
    assert judge(season).held > 15


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_ninety_days_of_every_shipped_source_with_each_fault(watch, world):
    season = Season(watch, world, enabled())
    plan_of_faults(season, FIRST)
    season.live(FIRST, 90)
    found = judge(season)
    for name in NOTICED_AT_ONCE:
        of_it = [told for told in found.faults if told.fault == name]
        noticed = sum(told.noticed is not None for told in of_it)
        assert noticed >= len(of_it) * 0.8, name  # an unchanged listing is a 304, with nothing to break off
