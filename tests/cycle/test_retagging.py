"""After a change of terms: what is annotated anew, what would now be chosen, and what is considered again."""

import pytest

from servwatch.cycle.configuration import in_force, understanding_of
from servwatch.cycle.retagging import reconsidered, retag_archive
from tests.cycle.watch import brussels, entry, rss


def feed(*titles_and_days):
    return rss(
        *(
            entry(title, f"https://ec.example.org/{n}", date=brussels(f"{day} 08:00"))
            for n, (title, day) in enumerate(titles_and_days)
        )
    )


@pytest.fixture
def decided(watch, internet):
    """A watch whose first edition rejected an item on home offices, and never looked at one of long ago."""
    internet.at("ec.example.org/rss").serves(
        feed(
            ("Over loon en prijzen", "2026-11-23"),
            ("Over telewerken thuis", "2026-11-23"),
            ("Lang geleden over telewerken", "2026-05-01"),
        )
    )
    watch.themes = watch.themes.replace('"werk", ', "")
    watch.source("ec")
    watch.digest("board", lookback="7d")
    watch.member("a@example.org", "board")
    watch.run("2026-11-23 09:00")
    assert [e.entries for e in watch.run("2026-11-27 07:00").editions] == [1]
    watch.themes = watch.themes.replace('"loon*"', '"loon*", "telewerken"')
    watch.write()
    return watch


def open_with(watch):
    settings = in_force(watch.path, {}).settings
    return watch.archive(), settings, understanding_of(settings)


def listed(archive, settings):
    return {digest.id: [item.title for item in found] for digest, found in reconsidered(archive, settings)}


def test_items_annotated_under_other_settings_are_annotated_anew_and_once(decided):
    archive, settings, understanding = open_with(decided)
    told = []
    with archive:
        assert listed(archive, settings) == {"board": []}
        assert retag_archive(archive, understanding, progress=told.append) == 3
        assert retag_archive(archive, understanding) == 0
    assert told == ["3 items"]


def test_what_would_now_be_chosen_is_listed_and_what_lay_beyond_the_reach_is_not(decided):
    archive, settings, understanding = open_with(decided)
    with archive:
        retag_archive(archive, understanding)
        assert listed(archive, settings) == {"board": ["Over telewerken thuis"]}


def test_a_retag_alone_reopens_nothing(decided):
    archive, _, understanding = open_with(decided)
    with archive:
        retag_archive(archive, understanding)
    assert [e.entries for e in decided.run("2026-12-04 07:00").editions] == [0]


def test_what_is_reopened_is_in_the_next_edition_and_nothing_else_twice(decided):
    archive, settings, understanding = open_with(decided)
    with archive:
        retag_archive(archive, understanding)
        for digest, found in list(reconsidered(archive, settings)):
            assert archive.editions.reopen(digest.id, [item.id for item in found]) == 1
    decided.run("2026-12-04 07:00")
    first, second = decided.texts()
    assert "loon en prijzen" in first
    assert "telewerken thuis" in second
    assert "loon en prijzen" not in second
