from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.deadline_register import due_notices, open_deadlines, settle, standing
from servwatch.model import Annotation, Calendar, Deadline, DeadlineState, RegisteredDeadline

TODAY = date(2026, 11, 20)  # a Friday
CLOSES = date(2026, 12, 4)
CALENDAR = Calendar()


def found(day=CLOSES, kind="consultation"):
    return Deadline(day, kind, f"until {day}")


def entry(number=1, day=CLOSES, kind="consultation", **more):
    return RegisteredDeadline(number, day, kind, "words", item=7, **more)


def test_what_is_new_and_still_to_come_enters_and_what_only_happens_does_not():
    settled = settle([], [found(), found(kind="event"), found(TODAY - timedelta(days=1), "call")], TODAY)
    assert settled.enter == (found(),)


def test_a_deadline_of_today_is_still_to_come():
    assert settle([], [found(TODAY)], TODAY).enter == (found(TODAY),)


def test_what_is_said_again_stays():
    settled = settle([entry()], [found()], TODAY)
    assert settled.same == ((entry(), found()),)
    assert not (settled.enter)
    assert not (settled.moved)
    assert not (settled.unsaid)


def test_a_deadline_that_moves_keeps_its_entry():
    later = found(date(2027, 1, 8))
    settled = settle([entry(state=DeadlineState.OURS)], [later], TODAY)
    assert settled.moved == ((entry(state=DeadlineState.OURS), later),)
    assert settled.enter == ()


def test_the_one_that_stays_is_not_moved_in_the_place_of_the_other():
    one, two = entry(1, CLOSES), entry(2, date(2026, 12, 18))
    settled = settle([one, two], [found(date(2026, 12, 18)), found(date(2027, 1, 8))], TODAY)
    assert settled.same == ((two, found(date(2026, 12, 18))),)
    assert settled.moved == ((one, found(date(2027, 1, 8))),)


def test_a_kind_that_is_now_known_better_makes_no_second_entry():
    settled = settle([entry(kind="deadline")], [found(kind="tender")], TODAY)
    assert [e.id for e, _ in settled.same] == [1]
    assert settled.enter == ()


def test_what_is_not_said_any_more_is_noted_and_what_is_over_is_not():
    over = entry(2, TODAY - timedelta(days=1), "call")
    assert settle([entry(), over], [], TODAY).unsaid == (entry(),)


def test_what_was_over_undecided_is_prolonged_but_what_was_done_is_not_done_again():
    day = TODAY - timedelta(days=1)
    later = found(date(2027, 1, 8))
    assert settle([entry(day=day)], [later], TODAY).moved
    assert settle([entry(day=day, state=DeadlineState.DONE)], [later], TODAY).enter == (later,)


def test_what_was_added_by_hand_is_left_alone():
    settled = settle([entry(source="hand")], [found(date(2027, 1, 8))], TODAY)
    assert settled.enter
    assert not (settled.moved)
    assert not (settled.unsaid)


DEADLINES = st.lists(
    st.builds(
        found,
        st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=90)),
        st.sampled_from(["consultation", "call", "event"]),
    ),
    max_size=5,
    unique_by=lambda d: (d.date, d.kind),
)


@given(DEADLINES, DEADLINES)
def test_every_find_to_come_has_its_entry_and_no_entry_two(before, after):
    entries = [entry(n, d.date, d.kind) for n, d in enumerate(before, 1) if d.kind != "event"]
    settled = settle(entries, after, TODAY)
    paired = [*settled.same, *settled.moved]
    coming = [d for d in after if d.kind != "event" and d.date >= TODAY]
    assert sorted([d for _, d in paired if d.date >= TODAY] + list(settled.enter), key=str) == sorted(
        coming, key=str
    )
    used = [e.id for e, _ in paired] + [e.id for e in settled.unsaid]
    assert len(used) == len(set(used))
    assert {e.id for e in entries if e.date >= TODAY} <= set(used)


def due(one, told=(), today=TODAY):
    return [(n.days, n.left) for n in due_notices([one], told, today, CALENDAR)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 1, 29), []),  # more than twenty
        (date(2026, 12, 18), [(20, 20)]),
        (CLOSES, [(10, 10)]),
        (date(2026, 12, 1), [(10, 7)]),
        (date(2026, 11, 25), [(3, 3)]),
        (TODAY, [(3, 0)]),
        (TODAY - timedelta(days=1), []),
    ],
)
def test_the_nearest_notice_is_due(day, expected):
    assert due(entry(day=day)) == expected


@pytest.mark.parametrize(("state", "waits"), [("open", 1), ("ours", 1), ("not-for-us", 0), ("done", 0)])
def test_only_what_waits_is_announced(state, waits):
    assert len(due(entry(state=DeadlineState(state)))) == waits


def test_a_notice_is_given_once_for_a_date_and_again_when_the_date_moved():
    told = {(1, CLOSES, 10)}
    assert due(entry(), told) == []
    assert due(entry(day=date(2026, 12, 2)), told) == [(10, 8)]


@pytest.mark.timeout(10)  # a moment; all days up to each of them counted takes half a minute
def test_thousands_of_deadlines_in_years_cost_a_run_nothing():
    assert due_notices([entry(n, date(2036, 1, 1)) for n in range(8_000)], (), TODAY, CALENDAR) == []


def test_day_after_day_each_notice_comes_once():
    told, days = set(), []
    for n in range(60):
        today = date(2026, 10, 19) + timedelta(days=n)
        for notice in due_notices([entry()], told, today, CALENDAR):
            told.add((1, CLOSES, notice.days))
            days.append((notice.days, notice.left))
    assert days == [(20, 20), (10, 10), (3, 3)]


def test_the_open_deadlines_are_those_to_act_by_the_earliest_first():
    listed = (found(date(2027, 1, 8)), found(), found(kind="event"), found(TODAY - timedelta(days=1)))
    annotation = Annotation(1, "", "nl", deadlines=listed)
    assert [d.date for d in open_deadlines(annotation, TODAY)] == [CLOSES, date(2027, 1, 8)]
    assert open_deadlines(listed, TODAY) == open_deadlines(annotation, TODAY)


def test_an_undecided_deadline_that_is_over_has_passed_and_a_decision_stays():
    over = TODAY - timedelta(days=1)
    assert standing(entry(day=over), TODAY) == "passed"
    assert standing(entry(day=over, state=DeadlineState.DONE), TODAY) == "done"
    assert standing(entry(), TODAY) == "open"
