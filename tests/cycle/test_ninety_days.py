"""Ninety virtual days over the shipped watch list: nothing missing, nothing twice, faults injected one by one.

The short sample takes some sources of each dialect for eight days; `-m slow` takes all of them for ninety days.
"""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cycle.ninety_days import Season, table
from tests.docs.sources_table import shipped
from tests.institutions import World, everything, faults

FIRST = datetime(2026, 9, 7, tzinfo=UTC)
SAMPLE = (
    "ec-press-corner", "ec-empl", "council-press", "council-meetings-epsco", "ep-press-nl", "ep-plenary-nl", "eprs-blog",
    "eurlex-acts", "eurlex-proposals", "eesc-news", "ela", "etf", "eurostat-releases", "ecb-press", "oecd-publications",
    "oecd-upcoming", "wto-news", "un-geneva", "social-europe", "ser-nl",
)  # fmt: skip
NOTICED_AT_ONCE = {
    "dies", "times out", "vanishes", "challenge page", "wall", "drops mid-body", "resets", "floods",
}  # fmt: skip
"""Faults that the first poll under them must tell. The others show in time, or only in the listing itself."""

HOLES = {"ec-press-corner": faults.floods(60), "eurlex-proposals": faults.floods()}
"""Floods that come in as new: what is unknown is less than half of an answer; entries without dates, whose
addresses are alive."""


@pytest.fixture
def world(internet):
    return World(internet, everything())


def feeds(world):
    return [
        s for s in shipped() if s["kind"] == "feed" and s.get("enabled", True) and s["id"] in world.channels
    ]


def judge(season, *, holes=False):
    """Nothing missing, nothing twice, no false alarm; `holes`: floods that are not known yet may come in."""
    found = season.reckon()
    print(table(found))
    assert found.missing == []
    assert found.false_new == []
    assert holes or found.poured == []
    assert found.false_alarms == []
    assert found.archived + sum(found.unlisted.values()) == found.published
    assert found.unlisted["gone again before the next poll"] <= found.published * 0.02
    return found


def test_every_shipped_feed_is_played(world):
    assert {s["id"] for s in shipped() if s["kind"] == "feed" and s.get("enabled", True)} <= set(
        world.channels
    )
    for source in feeds(world):
        assert world.channels[source["id"]].address == source["url"]


def test_eight_days_without_faults(watch, world):
    season = Season(watch, world, [s for s in feeds(world) if s["id"] in SAMPLE])
    season.live(FIRST, 8, hours=(6.5, 16.5))
    found = judge(season)
    assert found.archived > 200


def test_eight_days_with_every_fault(watch, world):
    season = Season(watch, world, [s for s in feeds(world) if s["id"] in SAMPLE])
    for number, make in enumerate(faults.EVERY):
        season.inject(SAMPLE[number], make(), FIRST + timedelta(days=2, hours=12), 4)
    season.live(FIRST, 8, hours=(6.5, 16.5))
    found = judge(season)
    assert {told.fault for told in found.faults if told.noticed} >= NOTICED_AT_ONCE


@pytest.mark.xfail(reason="a flood that these rules do not know: it comes in as new", strict=True)
@pytest.mark.parametrize(("source", "fault"), HOLES.items())
def test_an_old_archive_is_held_back_whatever_its_share_and_dates(watch, world, source, fault):
    season = Season(watch, world, [s for s in feeds(world) if s["id"] == source])
    season.inject(source, fault, FIRST + timedelta(days=1), 2)
    season.live(FIRST, 3, hours=(6.5, 16.5))
    found = season.reckon()
    assert found.missing == []
    assert found.false_new == []
    assert found.poured == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_ninety_days_of_every_shipped_feed_with_each_fault(watch, world):
    sources = feeds(world)
    season = Season(watch, world, sources)
    for place, source in enumerate(sources):
        for turn in range(4):
            fault = faults.EVERY[(place + turn * 5) % len(faults.EVERY)]()
            if (source["id"], fault.name) != ("eurlex-proposals", "floods"):
                season.inject(source["id"], fault, FIRST + timedelta(days=10 + turn * 20, hours=12), 8)
    season.live(FIRST, 90)
    found = judge(season, holes=True)
    for name in NOTICED_AT_ONCE - {"floods"}:
        of_it = [told for told in found.faults if told.fault == name]
        noticed = sum(told.noticed is not None for told in of_it)
        assert noticed >= len(of_it) - 1, name  # an unchanged listing is a 304, with nothing to break off
