"""An old archive poured out beside the usual list: less than half of a fetch, and no news."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.insight.taking_in import HOUR, START, InMemory, fates, feed

DAY = timedelta(days=1)
LATER = START + 2 * HOUR


def old(count, days=31):
    """Entries that nobody has seen, dated so long ago."""
    return [replace(entry, published=START - days * DAY) for entry in feed(count, 50)]


def undated(entries):
    return [replace(entry, published=None) for entry in entries]


@pytest.fixture
def archive():
    """An archive that has read a feed of ten, and then four more above them."""
    taken = InMemory()
    taken.take_in(undated(feed(10)))
    taken.take_in(undated(feed(4, 11) + feed(10)), START + HOUR)
    return taken


def listed():
    return undated(feed(4, 11) + feed(10))


def test_five_dated_a_month_before_the_last_reading_are_held_back(archive):
    assert fates(archive.take_in(listed() + old(5), LATER)) == ["same"] * 14 + ["quarantined"] * 5
    assert fates(archive.take_in(listed() + old(5), LATER + HOUR)) == ["same"] * 19


def test_a_week_is_enough_where_the_fetch_reaches_back_no_further():
    archive = InMemory()
    archive.take_in(feed(10))
    assert fates(archive.take_in(feed(10) + old(5, days=6), LATER)) == ["same"] * 10 + ["new"] * 5
    again = InMemory()
    again.take_in(feed(10))
    assert fates(again.take_in(feed(10) + old(5, days=8), LATER)) == ["same"] * 10 + ["quarantined"] * 5


def test_a_list_that_reaches_far_back_may_fill_its_gaps():
    archive = InMemory()
    archive.take_in([*feed(9), *old(1, days=20)])
    late = [replace(entry, published=START - 15 * DAY) for entry in feed(6, 70)]
    assert fates(archive.take_in([*feed(9), *old(1, days=20), *late], LATER)) == ["same"] * 10 + ["new"] * 6


def test_four_are_late_news(archive):
    assert fates(archive.take_in(old(4) + listed(), LATER)) == ["new"] * 4 + ["same"] * 14


def test_only_the_old_ones_of_a_busy_day_are_held_back(archive):
    fresh = [replace(entry, published=LATER - HOUR) for entry in feed(3, 80)]
    found = fates(archive.take_in(fresh + listed() + old(6), LATER))
    assert found == ["new"] * 3 + ["same"] * 14 + ["quarantined"] * 6


@pytest.mark.parametrize(("lag", "fate"), [(9, "quarantined"), (11, "new")])
def test_a_source_that_is_always_late_may_be_so(archive, lag, fate):
    found = fates(archive.take_in(old(6, days=32) + listed(), LATER, usual_lag=lag * DAY))
    assert found == [fate] * 6 + ["same"] * 14


def test_where_those_with_a_date_are_old_so_are_those_without(archive):
    found = fates(archive.take_in([*undated(feed(3, 90)), *old(5), *listed()], LATER))
    assert found == ["quarantined"] * 8 + ["same"] * 14


def test_where_most_of_those_with_a_date_are_fresh_those_without_are_new(archive):
    fresh = [replace(entry, published=LATER - HOUR) for entry in feed(6, 80)]
    found = fates(archive.take_in([*undated(feed(3, 90)), *fresh, *old(5), *listed()], LATER))
    assert found == ["new"] * 9 + ["quarantined"] * 5 + ["same"] * 14


def test_after_a_long_absence_old_dates_are_what_was_missed(archive):
    assert fates(archive.take_in(old(6, days=1) + listed(), START + 60 * DAY)) == ["new"] * 6 + ["same"] * 14


def test_without_dates_what_stands_below_all_that_is_known_is_held_back(archive):
    found = fates(archive.take_in(listed() + undated(old(6)), LATER))
    assert found == ["same"] * 14 + ["quarantined"] * 6


def test_without_dates_what_stands_above_is_new(archive):
    assert fates(archive.take_in(undated(old(6)) + listed(), LATER)) == ["new"] * 6 + ["same"] * 14


def test_where_the_newest_stand_last_what_stands_below_is_new():
    archive = InMemory()
    archive.take_in(undated(feed(10)))
    archive.take_in(undated(feed(10) + feed(4, 11)), START + HOUR)
    found = fates(archive.take_in(undated(feed(10) + feed(4, 11) + feed(6, 50)), LATER))
    assert found == ["same"] * 14 + ["new"] * 6


def test_where_only_one_reading_is_known_the_order_is_not_known_either():
    archive = InMemory()
    archive.take_in(undated(feed(10)))
    assert fates(archive.take_in(undated(feed(10) + feed(6, 50)), LATER)) == ["same"] * 10 + ["new"] * 6
