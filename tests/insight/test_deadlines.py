import re
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.insight.deadlines import find_deadlines
from servwatch.insight.deadlines.dates import may_name_days, mentions
from servwatch.model import Given, ItemKind
from tests import examples
from tests.insight.deadline_sentences import score, sentences

DAY = date(2026, 11, 20)


def test_the_table_holds_two_hundred_sentences_half_of_them_traps_in_three_languages():
    table = sentences()
    assert len(table) == 200
    assert sum(bool(s.trap) for s in table) == 100
    assert {s.language for s in table} == {"nl", "en", "fr"}
    assert len({s.text for s in table}) == 200


def test_of_the_two_hundred_sentences_what_is_found_is_right_and_little_is_missed():
    total = score(sentences())
    assert total.precision >= 0.97
    assert total.recall >= 0.90
    assert total.kinds >= 0.9 * total.right
    assert total.times >= 0.97 * total.right


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_no_language_hides_behind_the_others(language):
    total = score([s for s in sentences() if s.language == language])
    assert total.precision >= 0.95
    assert total.recall >= 0.88


def test_the_words_of_a_deadline_stand_where_it_says():
    summary = "Een nieuw plan. Reageren kan uiterlijk op 4 december 2026 om 12 uur. Meer op de site."
    (found,) = find_deadlines("Raadpleging", summary, published=DAY)
    assert found.text == "Reageren kan uiterlijk op 4 december 2026 om 12 uur."
    assert summary[found.start : found.end] == found.text
    assert (found.field, found.time, found.rule, found.source) == (
        "summary",
        time(12),
        "at-the-latest",
        "text",
    )


def test_a_field_of_the_source_goes_before_its_text_and_borrows_its_words():
    stated = Given(deadline=datetime(2026, 12, 4, 22, 59, 59, tzinfo=UTC))
    (found,) = find_deadlines(
        "Quality jobs",
        "Give your feedback by 4 December 2026.",
        published=DAY,
        kind=ItemKind.CONSULTATION,
        given=stated,
    )
    assert (found.date, found.time, found.kind) == (date(2026, 12, 4), time(23, 59), "consultation")
    assert (found.source, found.confidence) == ("field", 1.0)
    assert found.text == "Give your feedback by 4 December 2026."


def test_a_field_stands_for_what_the_text_says_of_the_same_kind_on_another_day():
    stated = Given(deadline=datetime(2027, 1, 8, tzinfo=UTC), day_only=True)
    found = find_deadlines(
        "", "Give feedback until 4 December 2026.", published=DAY, kind=ItemKind.CONSULTATION, given=stated
    )
    assert [(d.date, d.time) for d in found] == [(date(2027, 1, 8), None)]


def test_a_day_given_as_midnight_in_brussels_keeps_its_day():
    stated = Given(deadline=datetime(2026, 12, 3, 23, 0, tzinfo=UTC), day_only=True)
    (found,) = find_deadlines("", "", published=DAY, kind=ItemKind.TENDER, given=stated)
    assert (found.date, found.kind) == (date(2026, 12, 4), "tender")


def test_the_first_day_of_an_event_is_the_day_and_its_last_is_kept():
    stated = Given(begins=date(2026, 12, 9), ends=date(2026, 12, 10))
    (found,) = find_deadlines("Plenary", "", published=DAY, kind=ItemKind.EVENT, given=stated)
    assert (found.kind, found.date, found.ends) == ("event", date(2026, 12, 9), date(2026, 12, 10))


def test_the_kind_by_which_a_source_knows_the_item_goes_before_general_words():
    text = "Deadline: 15 April 2027."
    (found,) = find_deadlines("", text, published=DAY, kind=ItemKind.TENDER)
    assert found.kind == "tender"


def test_the_days_that_an_act_sets_are_no_deadlines_of_ours():
    text = "Applications for import licences shall be submitted no later than 15 April 2027."
    assert find_deadlines("", text, published=DAY)
    assert find_deadlines("", text, published=DAY, kind=ItemKind.ACT) == ()


def test_the_period_of_a_quota_is_no_period_to_act_in():
    text = "Applications for import licences for the period 1 January to 31 March 2027 can be accepted"
    assert find_deadlines("", text, published=DAY) == ()


def test_a_title_that_names_the_act_gives_meaning_to_a_last_day_in_the_text():
    (found,) = find_deadlines(
        "Call for proposals: social innovation", "Closes 12 January 2027.", published=DAY
    )
    assert (found.kind, found.date) == ("call", date(2027, 1, 12))


def test_a_time_elsewhere_is_told_in_brussels_even_where_that_is_the_next_day():
    (found,) = find_deadlines("", "Applications close on January 28, 2027 at 11:59 PM EST.", published=DAY)
    assert (found.date, found.time) == (date(2027, 1, 29), time(5, 59))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("31 november 2026", []),
        ("2026-13-01", []),
        ("29 februari 2028", [date(2028, 2, 29)]),
        ("29 februari", []),  # there is none in the coming year
        ("12 may apply", []),
        ("5 maart", [date(2027, 3, 5)]),
        ("van 28 december tot 8 januari 2027", [date(2026, 12, 28), date(2027, 1, 8)]),
    ],
)
def test_days_are_read_as_they_are_meant(text, days):
    found = mentions(text, DAY)
    assert [day for m in found for day in dict.fromkeys((m.first, m.last))] == days


_PIECES = st.sampled_from(
    ["4 ", "december ", "2026", " tot ", "van ", "1", "deadline ", ": ", ".", "\n", "uiterlijk ", "until ", "12/", "–", " "]
)  # fmt: skip


@settings(max_examples=examples.of(200), deadline=None)
@given(st.lists(_PIECES | st.text(max_size=5), max_size=60).map("".join))
def test_whatever_is_read_is_found_in_its_text_and_found_again(text):
    found = find_deadlines("", text, published=DAY)
    assert found == find_deadlines("", text, published=DAY)
    for deadline in found:
        assert text[deadline.start : deadline.end] == deadline.text
        assert 0 < deadline.confidence <= 1
        assert deadline.rule
    if mentions(text, DAY):
        assert may_name_days(text)


@pytest.mark.parametrize(
    "piece",
    ["1 ", "4 december ", "tot ", "deadline: ", "4 december 2026 tot ", "12/12/", "within ", "a" * 9 + " ", "1st of of "],
)  # fmt: skip
@pytest.mark.timeout(20)  # a second or two each; a cost that grows as a square takes minutes
def test_hostile_text_costs_no_more_than_its_length(piece):
    text = piece * (200_000 // len(piece))
    for deadline in find_deadlines(text, text, published=DAY):
        assert len(deadline.text) < 1_000


def test_no_pattern_repeats_without_a_bound_what_repeats_itself():
    """Nested repetition is what makes patterns explode; none may hold a group that repeats unboundedly."""
    from servwatch.insight.deadlines import clauses, clock_times, cues, dates, judging, relative

    for module in (clauses, clock_times, cues, dates, judging, relative):
        for pattern in (p for p in vars(module).values() if isinstance(p, re.Pattern)):
            assert not re.search(r"[*+]\)[*+]", pattern.pattern), pattern.pattern


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Reply from 29 February - 3 March 2027.", [date(2028, 2, 29), date(2027, 3, 3)]),
        ("Open from 1 February 2027 until 29 February.", [date(2027, 2, 1), date(2028, 2, 29)]),
    ],
)
def test_a_day_that_the_year_of_the_other_has_not_is_no_range_and_stops_nothing(text, days):
    assert [mention.last for mention in mentions(text, date(2028, 1, 10))] == days


def test_a_deadline_at_the_end_of_all_days_is_kept_as_that_day():
    never = Given(deadline=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    [found] = find_deadlines("Permanent call", "", published=date(2026, 1, 1), given=never)
    assert found.date == date(9999, 12, 31)
