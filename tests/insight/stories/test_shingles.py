"""Copies of a text, whoever brings it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.stories.shingles import copies_of, likeness, runs_of

TEXT = (
    "The social partners signed an agreement on telework today. It gives employees the right to agree with "
    "their employer on the days they work from home, and says who pays for the equipment that they need there."
)
OTHER = (
    "Heavy rain flooded the cellars of a dozen houses along the river this weekend. The fire brigade pumped "
    "until late at night, and the mayor thanked the volunteers who had brought sandbags from all over town."
)


def test_a_text_with_a_few_words_changed_is_a_copy():
    changed = TEXT.replace("today", "on Monday") + " Source: agency."
    assert likeness(runs_of("Telework", TEXT), runs_of("Agreement on telework", changed)) >= 0.5


def test_two_texts_on_one_subject_are_no_copies():
    another = "Telework was discussed by the social partners. " + OTHER
    assert likeness(runs_of("Telework", TEXT), runs_of("Telework", another)) < 0.3


def test_a_short_text_tells_nothing():
    assert runs_of("Annual report 2026", "") == ()
    assert likeness((), runs_of("", TEXT)) == 0.0


def test_copies_are_found_among_the_known_and_the_new():
    new = {5: runs_of("", TEXT), 6: runs_of("", OTHER), 7: runs_of("", TEXT + " More."), 8: ()}
    known = [(1, runs_of("", OTHER.replace("weekend", "week"))), (2, ())]
    found = copies_of(new, known, {number: f"source-{number}" for number in (*new, 1, 2)})
    assert [(item, other) for item, other, _ in found] == [(6, 1), (7, 5)]


def test_a_source_is_no_copy_of_itself():
    new = {5: runs_of("", TEXT), 6: runs_of("", TEXT + " More."), 7: runs_of("", TEXT)}
    found = copies_of(new, [], {5: "one", 6: "one", 7: "other"})
    assert [(item, other) for item, other, _ in found] == [(7, 5)]


@pytest.mark.timeout(20)  # a second; a cost that grows as a square takes minutes
def test_ten_thousand_items_that_repeat_one_text_are_soon_compared():
    notices = {number: runs_of(f"Notice {number}", TEXT) for number in range(10_000)}
    notices[10_000] = runs_of("", TEXT)
    found = copies_of(notices, [], dict.fromkeys(range(10_000), "one") | {10_000: "other"})
    assert [item for item, _, _ in found] == [10_000]


@given(st.text(max_size=400), st.text(max_size=400))
def test_likeness_is_mutual_and_whole_for_one_text(one, other):
    a, b = runs_of("", one), runs_of("", other)
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, a) == (1.0 if a else 0.0)
