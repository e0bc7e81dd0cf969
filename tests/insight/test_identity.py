"""The rules of semantics, "Identity of an item, within a source", one by one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servwatch.insight.identity import Fate, entries_of, text_hash
from servwatch.model import Given
from tests.insight.taking_in import HOUR, START, InMemory, fates, feed, raw

DAY = timedelta(days=1)


@pytest.fixture
def archive():
    return InMemory()


def taken_in(archive, *raws, **where):
    return fates(archive.take_in(raws, **where))


def test_what_was_never_seen_is_new_and_the_same_again_is_the_same(archive):
    assert taken_in(archive, raw(), raw("Another", "/b")) == ["new", "new"]
    assert taken_in(archive, raw(), raw("Another", "/b")) == ["same", "same"]


def test_the_address_decides_however_it_is_dressed_and_whatever_the_identifier(archive):
    taken_in(archive, raw(url="https://example.org/a?id=4", identifier="1"))
    dressed = raw(url="http://www.example.org//a/?utm_source=rss&id=4", identifier="2")
    assert taken_in(archive, dressed) == ["same"]


def test_a_new_title_or_summary_at_a_known_address_is_a_new_version(archive):
    taken_in(archive, raw(summary="One."))
    assert taken_in(archive, raw("A better title", summary="One.")) == ["changed"]
    assert taken_in(archive, raw("A better title", summary="Two.")) == ["changed"]
    assert archive.versions == {1: 3}


def test_a_deadline_that_moves_and_a_stage_that_is_reached_are_new_versions(archive):
    until = datetime(2026, 12, 4, 23, tzinfo=UTC)
    open_ = replace(raw(), given=Given(until, stage="Open"))
    assert taken_in(archive, open_) == ["new"]
    assert taken_in(archive, replace(open_, given=Given(until, stage="open", references=("18805",)))) == [
        "same"
    ]
    assert taken_in(archive, replace(open_, given=Given(until + DAY, stage="open"))) == ["changed"]
    assert taken_in(archive, replace(open_, given=Given(until + DAY, stage="Closed"))) == ["changed"]


def test_case_spacing_and_the_hosts_of_links_in_the_text_are_no_change(archive):
    taken_in(archive, raw("A  Title", summary="See https://old.example/a for more"))
    assert taken_in(archive, raw("a title", summary="see  http://new.example/a for MORE")) == ["same"]
    assert taken_in(archive, raw("a title", summary="see http://new.example/b for more")) == ["changed"]


def test_a_new_address_is_a_new_item_though_its_text_is_known(archive):
    taken_in(archive, raw(summary="The same.", published=START))
    assert taken_in(archive, raw(url="/b", summary="The same.", published=START)) == ["new"]


def test_a_stable_reference_goes_before_the_address(archive):
    taken_in(archive, raw(url="/old", reference="CELEX:32026L1472"))
    assert taken_in(archive, raw("Another title", "/new", reference="CELEX:32026L1472")) == ["changed"]
    assert taken_in(archive, raw(url="/new", reference="CELEX:32026L1473")) == ["new"]


def test_an_item_keeps_its_place_when_its_source_starts_to_give_references(archive):
    taken_in(archive, raw())
    assert taken_in(archive, raw(reference="IP/26/1")) == ["same"]
    assert taken_in(archive, raw("Changed", "/elsewhere", reference="IP/26/1")) == ["changed"]


def test_without_an_address_the_identifier_of_the_feed_decides(archive):
    taken_in(archive, raw(url="", identifier="urn:1"))
    assert taken_in(archive, raw("Changed", "", identifier="urn:1")) == ["changed"]
    assert taken_in(archive, raw("Changed", "", identifier="urn:2")) == ["new"]


def test_without_address_and_identifier_the_text_decides(archive):
    taken_in(archive, raw(url="", summary="One."))
    assert taken_in(archive, raw(url="", summary="One.")) == ["same"]
    assert taken_in(archive, raw(url="", summary="Two.")) == ["new"]


def test_what_has_no_address_and_gets_a_new_identifier_is_known_by_its_text_on_the_same_date(archive):
    taken_in(archive, raw(url="", identifier="1", published=START))
    assert taken_in(archive, raw(url="", identifier="2", published=START)) == ["same"]
    assert taken_in(archive, raw("changed", "", identifier="2", published=START)) == ["changed"]
    assert taken_in(archive, raw("changed", "", identifier="3", published=START + DAY)) == ["new"]
    taken_in(archive, raw("Undated", "", identifier="4"))
    assert taken_in(archive, raw("Undated", "", identifier="5")) == ["new"]


def test_a_host_that_moves_takes_its_items_along(archive):
    taken_in(archive, raw(url="https://old.example/a/b?c=1", identifier="1"))
    assert taken_in(archive, raw(url="https://new.example.org/a/b?c=1", identifier="2")) == ["same"]
    assert taken_in(archive, raw("Changed", "https://new.example.org/a/b?c=1")) == ["changed"]
    assert taken_in(archive, raw("Changed", "https://third.example/a/c?c=1")) == ["new"]


def test_a_moved_item_may_have_a_new_summary_but_not_at_a_home_page(archive):
    taken_in(archive, raw(url="https://old.example/a/b", summary="12 signatures"))
    assert taken_in(archive, raw(url="https://new.example/a/b", summary="13 signatures")) == ["changed"]
    taken_in(archive, raw("Newsletter", url="https://old.example/", summary="September"))
    assert taken_in(archive, raw("Newsletter", url="https://new.example/", summary="October")) == ["new"]
    assert taken_in(archive, raw("Newsletter", url="https://third.example/", summary="October")) == ["same"]


def test_a_host_that_moves_may_stand_in_the_titles_of_its_items(archive):
    taken_in(archive, raw("Added via http://old.example/map", "https://old.example/change/1"))
    assert taken_in(archive, raw("Added via https://new.example/map", "https://new.example/change/1")) == [
        "same"
    ]
    assert taken_in(
        archive, raw("Added via https://new.example/other", "https://third.example/change/1")
    ) == ["new"]


def test_two_hosts_that_a_source_shows_together_are_two_items(archive):
    both = raw(url="https://one.example/a"), raw(url="https://two.example/a")
    assert taken_in(archive, *both) == ["new", "new"]
    assert taken_in(archive, *both) == ["same", "same"]


def test_nothing_is_known_by_an_empty_text(archive):
    taken_in(archive, raw("", "https://old.example/a"))
    assert taken_in(archive, raw("", "https://new.example/a")) == ["new"]
    taken_in(archive, *[raw("", f"/{n}") for n in range(6)])
    assert set(taken_in(archive, *[raw("", f"/x{n}") for n in range(6)])) == {"quarantined"}


def test_with_identity_by_address_and_title_an_overwritten_page_is_a_new_item_each_time(archive):
    def page(title, summary=""):
        return taken_in(archive, raw(title, "/this-week", summary=summary), identity="url+title")

    assert page("Week 1") == ["new"]
    assert page("Week 2") == ["new"]
    assert page("week  1") == ["same"]
    assert page("Week 2", "Now with a summary.") == ["changed"]
    assert len(archive.items) == 2


def test_a_date_that_appears_or_moves_by_a_day_is_a_change_and_an_hour_is_none(archive):
    taken_in(archive, raw())
    for published, fate in [
        (START, "changed"), (START + 5 * HOUR, "same"), (START + DAY, "changed"), (None, "same"), (START, "changed"),
    ]:  # fmt: skip
        intake = archive.take_in([raw(published=published)])
        assert fates(intake) == [fate]
        assert intake.sorted[0].redated is (fate == "changed")


def test_a_source_that_dates_all_its_items_anew_changes_none(archive):
    archive.take_in(feed(6))
    redated = [replace(entry, published=START + 9 * DAY) for entry in feed(6)]
    assert set(fates(archive.take_in(redated))) == {"same"}
    one_rewritten = [replace(redated[0], summary="Rewritten."), *redated[1:]]
    intake = archive.take_in(one_rewritten)
    assert (fates(intake)[0], intake.sorted[0].redated) == ("changed", False)


def test_an_entry_that_stands_twice_is_one_item_as_it_was_changed_last(archive):
    older = raw("Draft", identifier="1", updated=START)
    newer = raw("Final", identifier="1", updated=START + HOUR)
    for both in ((older, newer), (newer, older)):
        assert [entry.raw.title for entry in entries_of(both)] == ["Final"]
    undated = raw("One", identifier="1"), raw("Two", identifier="1")
    assert entries_of(undated) == entries_of(undated[::-1])


class TestSharedLinks:
    """Feeds that repeat one link: a home page, a section, the feed itself."""

    ONE = raw("One", "/tenders", summary="1", identifier="1")
    TWO = raw("Two", "/tenders", summary="2", identifier="2")
    THREE = raw("Three", "/tenders", summary="3", identifier="3")

    def test_entries_that_share_a_link_are_known_by_their_titles(self, archive):
        assert taken_in(archive, self.ONE, self.TWO) == ["new", "new"]
        assert taken_in(archive, self.TWO, self.ONE) == ["same", "same"]
        assert taken_in(archive, replace(self.TWO, summary="2b"), self.ONE) == ["changed", "same"]

    def test_a_link_once_shared_never_identifies_again(self, archive):
        taken_in(archive, self.ONE, self.TWO)
        assert taken_in(archive, self.THREE) == ["new"]
        assert taken_in(archive, self.ONE) == ["same"]
        assert len(archive.items) == 3

    def test_who_had_the_link_alone_keeps_its_item(self, archive):
        taken_in(archive, self.ONE)
        assert taken_in(archive, self.TWO, self.ONE) == ["new", "same"]
        assert taken_in(archive, self.ONE) == ["same"]

    def test_who_had_the_link_alone_is_known_though_it_was_away_when_others_took_it(self, archive):
        taken_in(archive, self.ONE)
        assert taken_in(archive, self.TWO, self.THREE) == ["new", "new"]
        assert taken_in(archive, self.ONE) == ["same"]
        assert taken_in(archive, replace(self.ONE, summary="1b")) == ["changed"]

    def test_a_home_page_can_be_shared(self, archive):
        home = [
            replace(entry, url="https://www.aldaily.com/", identifier="") for entry in (self.ONE, self.TWO)
        ]
        assert taken_in(archive, *home) == ["new", "new"]
        assert taken_in(archive, home[1]) == ["same"]

    @pytest.mark.parametrize(
        "identifier", ["", "https://example.org/tenders", "http://www.example.org/tenders/"]
    )
    def test_an_identifier_that_only_repeats_the_link_does_not_make_two_titles_one(self, archive, identifier):
        pair = [replace(entry, identifier=identifier) for entry in (self.ONE, self.TWO)]
        assert taken_in(archive, *pair) == ["new", "new"]
        assert taken_in(archive, *pair) == ["same", "same"]

    def test_one_identifier_with_two_titles_is_one_entry(self, archive):
        assert len(archive.take_in([self.ONE, replace(self.TWO, identifier="1")]).sorted) == 1

    def test_regenerated_identifiers_under_one_title_are_one_entry(self, archive):
        assert len(archive.take_in([self.ONE, replace(self.ONE, identifier="9")]).sorted) == 1

    def test_references_are_never_taken_for_a_shared_link(self, archive):
        pair = [replace(entry, reference=entry.identifier) for entry in (self.ONE, self.TWO)]
        intake = archive.take_in(pair)
        assert (fates(intake), intake.shared_keys) == (["new", "new"], ())


@pytest.mark.parametrize("hostile", ["\x00", "\ud800", "a\x00b\udfff", "\U0010ffff", "x" * 10_000])
@pytest.mark.parametrize("place", ["title", "url", "identifier", "reference", "summary"])
def test_hostile_entries_have_keys_that_can_be_stored_and_found_again(archive, hostile, place):
    entry = replace(raw("t", ""), **{place: hostile})
    archive.take_in([entry])
    assert set(fates(archive.take_in([entry]))) <= {"same"}
    for key in entries_of([entry])[0].keys:
        assert "\x00" not in key
        assert len(key.encode()) < 2600  # the largest entry of a PostgreSQL index is 2,704 bytes


def test_long_keys_that_differ_only_at_the_end_are_different():
    keys = {entries_of([raw(url="", identifier="x" * 5000 + end)])[0].keys for end in "abc"}
    assert len(keys) == 3


def test_title_and_summary_are_told_apart_in_the_name_of_a_text():
    assert text_hash("a b", "") != text_hash("a", "b")
    assert text_hash("", "a") != text_hash("a", "")


def test_an_intake_counts_its_fates(archive):
    archive.take_in([raw()])
    intake = archive.take_in([raw("Changed"), raw("New", "/b"), raw("Newer", "/c")])
    assert [intake.count(fate) for fate in Fate] == [2, 0, 1, 0]
