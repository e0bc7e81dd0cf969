"""Many unknown entries at once: a source that published much, or one that rewrote what it had."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.insight.taking_in import HOUR, START, InMemory, fates, feed, raw

DAY = timedelta(days=1)
LATER = START + 2 * HOUR


def readdressed(entries, **changes):
    """The same entries at other paths, with other identifiers."""
    return [
        replace(entry, url=f"https://example.org/portal/{n}.html", identifier=f"new-{n}", **changes)
        for n, entry in enumerate(entries)
    ]


def rewritten(entries):
    """The same entries at other paths, and with other summaries too."""
    return [replace(entry, summary=f"{entry.summary} Read more.") for entry in readdressed(entries)]


@pytest.fixture
def archive():
    """An archive that has read a feed of ten."""
    taken = InMemory()
    taken.take_in(feed(10))
    return taken


def test_a_feed_whose_addresses_all_change_is_known_by_its_texts(archive):
    assert fates(archive.take_in(readdressed(feed(10)), LATER)) == ["same"] * 10
    assert fates(archive.take_in(readdressed(feed(10)), LATER + HOUR)) == ["same"] * 10
    assert fates(archive.take_in(rewritten(feed(10)), LATER + 2 * HOUR)) == ["changed"] * 10
    assert len(archive.items) == 10


def test_equal_texts_are_matched_one_to_one():
    archive = InMemory()
    twins = [raw("Lithuania", f"/doi/{n}", published=START + n * DAY) for n in range(6)]
    archive.take_in(twins)
    intake = archive.take_in(readdressed(twins), LATER)
    assert fates(intake) == ["same"] * 6
    assert sorted(taken.item for taken in intake.sorted) == [1, 2, 3, 4, 5, 6]
    assert [archive.items[taken.item].published for taken in intake.sorted] == [t.published for t in twins]


def test_fewer_than_five_at_new_addresses_are_new_items(archive):
    four = readdressed(feed(4, 20)) + feed(2)
    assert fates(archive.take_in(four, LATER)) == ["new"] * 4 + ["same"] * 2


def test_less_than_half_a_fetch_at_new_addresses_are_new_items(archive):
    late = [replace(entry, published=START - 6 * DAY) for entry in feed(9, 50)]
    assert fates(archive.take_in(late + feed(10), LATER)) == ["new"] * 9 + ["same"] * 10


def test_the_first_reading_of_a_source_is_no_flood():
    assert fates(InMemory().take_in(feed(30), START)) == ["new"] * 30


@pytest.mark.parametrize("date", [None, START + 30 * DAY, START - 2 * DAY], ids=["none", "ahead", "old"])
def test_a_flood_that_matches_nothing_is_quarantined(archive, date):
    unknown = [replace(entry, published=date) for entry in rewritten(feed(10))]
    assert fates(archive.take_in(unknown, LATER)) == ["quarantined"] * 10
    assert fates(archive.take_in(unknown, LATER + HOUR)) == ["same"] * 10


def test_entries_dated_after_the_last_reading_are_what_a_busy_source_publishes(archive):
    fresh = [replace(entry, published=LATER - HOUR) for entry in feed(10, 100)]
    assert fates(archive.take_in(fresh, LATER)) == ["new"] * 10


def test_after_a_long_outage_all_that_was_published_since_is_new(archive):
    back = START + 40 * DAY
    missed = [replace(entry, published=START + n * DAY) for n, entry in enumerate(feed(30, 100))]
    assert fates(archive.take_in(missed, back)) == ["new"] * 30


def test_a_calendar_that_adds_many_days_ahead_has_new_items_while_its_addresses_live():
    archive = InMemory()
    ahead = [replace(entry, published=START + 20 * DAY) for entry in feed(80)]
    archive.take_in(ahead[:30])
    assert fates(archive.take_in(ahead, LATER)) == ["same"] * 30 + ["new"] * 50


def test_a_page_without_dates_has_new_items_while_its_addresses_live():
    archive = InMemory()
    page = feed(20, published=None)
    archive.take_in(page[7:17])
    assert fates(archive.take_in(page[:10], LATER)) == ["new"] * 7 + ["same"] * 3


def test_a_back_fill_is_quarantined_though_the_addresses_live(archive):
    old = [replace(entry, published=START - 400 * DAY) for entry in feed(15, 100)]
    intake = archive.take_in(feed(10) + old, LATER)
    assert fates(intake) == ["same"] * 10 + ["quarantined"] * 15


def test_one_entry_that_stays_does_not_vouch_for_all_the_rest(archive):
    undated = [replace(entry, published=None) for entry in rewritten(feed(9, 2))]
    assert fates(archive.take_in([*feed(1), *undated], LATER)) == ["same"] + ["quarantined"] * 9


def test_what_a_flood_of_known_texts_leaves_is_new_by_its_date_and_else_quarantined(archive):
    fresh = raw("Really new", "/portal/new.html", published=LATER - HOUR)
    undated = raw("Who knows", "/portal/who.html")
    old = raw("Rewritten", "/portal/old.html", published=START - 9 * DAY)
    intake = archive.take_in([*readdressed(feed(10)), fresh, undated, old], LATER)
    assert fates(intake) == ["same"] * 10 + ["new", "quarantined", "quarantined"]


def test_a_title_that_returns_every_week_is_no_old_item_in_a_busy_week():
    archive = InMemory()
    weekly = raw("Weekly agenda", "/agenda/35", published=START - 7 * DAY)
    archive.take_in([weekly, *feed(9)])
    busy = [replace(entry, published=LATER - HOUR) for entry in feed(9, 100)]
    again = raw("Weekly agenda", "/agenda/36", published=LATER - HOUR)
    assert fates(archive.take_in([again, *busy], LATER)) == ["new"] * 10


def test_two_publications_with_one_text_stay_two_while_the_addresses_live():
    archive = InMemory()
    ahead = [replace(entry, published=START + 20 * DAY) for entry in feed(30)]
    twin = raw("Brazil", "/doi/1", published=START + 20 * DAY)
    archive.take_in([*ahead, twin])
    more = [replace(entry, published=START + 20 * DAY) for entry in feed(40, 100)]
    other = raw("Brazil", "/doi/2", published=START + 20 * DAY)
    intake = archive.take_in([*ahead, *more, other], LATER)
    assert fates(intake) == ["same"] * 30 + ["new"] * 41


def test_a_source_that_moves_and_dates_everything_anew_has_nothing_new(archive):
    later = START + 5 * DAY
    moved = readdressed(feed(10), published=later - HOUR)
    assert fates(archive.take_in(moved, later)) == ["quarantined"] * 10


def test_a_rewritten_calendar_has_nothing_new_though_its_dates_lie_about_today(archive):
    today = [replace(entry, published=LATER - HOUR) for entry in feed(10)]
    archive.take_in(today, LATER)
    churned = [*rewritten(today), raw("Really new", "/portal/new.html", published=LATER)]
    intake = archive.take_in(churned, LATER + HOUR)
    assert fates(intake) == ["quarantined"] * 10 + ["new"]


def test_titles_that_return_every_week_are_new_every_week():
    archive = InMemory()
    titles = ["Agriculture", "Ecofin", "Employment", "Environment", "Transport", "Youth"]
    for week in range(4):
        now = START + week * 7 * DAY
        meetings = [raw(t, f"/{week}/{t}", summary=f"Week {week}", published=now - HOUR) for t in titles]
        found = fates(archive.take_in(meetings, now))
        if week != 1:  # in the second week they could as well be the first week's, rewritten
            assert found == ["new"] * 6
    assert len(archive.items) == 24


def test_a_flood_is_counted_in_entries_not_in_doubles(archive):
    four = readdressed(feed(4, 100))
    assert fates(archive.take_in(four * 3, LATER)) == ["new"] * 4


def test_a_feed_of_thousands_under_one_title_does_not_keep_us_busy():
    """Each pass looks at a hundred items of a title; with all of them it would be minutes."""
    archive = InMemory()
    every = [raw("Publication", f"/{n}", published=START - DAY) for n in range(3000)]
    archive.take_in(every)
    intake = archive.take_in(readdressed(every, published=START - 9 * DAY), LATER)
    assert "new" not in fates(intake)
    assert len(intake.sorted) == 3000
