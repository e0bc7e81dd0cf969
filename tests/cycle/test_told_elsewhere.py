"""What another digest of the same reader told is told in full once."""

import pytest

from servwatch.cycle.read_before import read_before
from servwatch.model import ToldElsewhere
from tests.cycle.test_surroundings import FEED, call, desk, moves_to
from tests.cycle.watch import brussels, entry, rss


@pytest.fixture
def two_digests(watch, internet):
    """Two digests of one morning that tell the same, for some readers both."""
    internet.at(FEED).serves(rss(call("15 december 2026")), etag='"1"')
    watch.source("ec", every="1h")
    watch.digest("board", when_empty="note")
    watch.digest("committee", when_empty="note")
    watch.member("both@example.org", "board", "committee")
    watch.member("one@example.org", "committee")
    watch.run("2026-11-23 09:00")
    return watch


def elsewhere(at, digest="committee"):
    return {who: [told for _, told in reading.elsewhere] for who, reading in at.readings(digest).items()}


BOARD = ToldElsewhere("board", 1, brussels("2026-11-27 07:00").date())


def test_two_digests_of_one_morning_tell_a_story_in_full_once_to_each_reader(two_digests):
    with desk(two_digests, "2026-11-27 07:00") as at:
        assert elsewhere(at) == {"both@example.org": [], "one@example.org": []}
        at.freeze("board")
        assert elsewhere(at) == {"both@example.org": [BOARD], "one@example.org": []}
        lead = at.draft("committee").edition.entries[0].item.id
        assert at.readings("committee")["both@example.org"].elsewhere == ((lead, BOARD),)


def test_a_deadline_that_came_since_is_told_in_full(two_digests, internet):
    two_digests.digest("committee", "0 7 1 12 *", when_empty="note")
    two_digests.write()
    two_digests.run("2026-11-23 10:00")
    two_digests.run("2026-11-27 07:00")
    with desk(two_digests, "2026-12-01 07:00") as at:
        assert elsewhere(at)["both@example.org"] == [BOARD]
    moves_to(two_digests, internet, "18 december 2026", "2026-11-30 09:00")
    with desk(two_digests, "2026-12-01 07:00") as at:
        assert elsewhere(at)["both@example.org"] == []


@pytest.mark.slow
def test_after_14_days_a_story_is_told_in_full_again(two_digests):
    two_digests.digest("committee", "0 7 12 12 *", when_empty="note", lookback="30d")
    two_digests.write()
    two_digests.run("2026-11-23 10:00")
    two_digests.run("2026-11-27 07:00")
    with desk(two_digests, "2026-12-12 07:00") as at:
        assert len(at.draft("committee").edition.entries) == 1
        assert elsewhere(at)["both@example.org"] == []


@pytest.mark.slow
def test_a_copy_of_another_source_is_the_same_story(two_digests, internet):
    title = "Een oproep voor werk in alle regio's van Vlaanderen"
    copy = entry(title, "https://other.example.org/x", date=brussels("2026-11-23 08:00"))
    internet.at(FEED).serves(rss(call("", title=title, text="Niets.")), etag='"2"')
    internet.at("other.example.org/rss").serves(rss(copy))
    two_digests.run("2026-11-23 11:00")
    with desk(two_digests, "2026-11-27 07:00") as at:
        at.freeze("board")
    two_digests.source("other", weight=2.0)
    two_digests.run("2026-11-27 06:50")
    with desk(two_digests, "2026-11-27 07:00") as at:
        (entry_,) = at.draft("committee").edition.entries
        assert entry_.item.source == "other"
        assert elsewhere(at)["both@example.org"] == [BOARD]


def test_readers_who_had_the_same_share_one_reading(two_digests):
    for number in range(40):
        two_digests.member(
            f"m{number}@example.org", *(["board", "committee"] if number % 2 else ["committee"])
        )
    with desk(two_digests, "2026-11-27 07:00") as at:
        at.freeze("board")
        edition = at.draft("committee").edition
        known = read_before(edition, at.settings.digest("committee"), at.settings, at.archive, at.now)
        assert len(known) == 21
        assert len({id(one) for one in known.values()}) == 1
        assert len(set(at.readings("committee").values())) == 2
