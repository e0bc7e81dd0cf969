from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.working_days import is_working_day, last_meeting, working_days_left
from servwatch.model import Calendar, CalendarDay, Meeting, Window

EMPTY = Calendar()
FRIDAY = date(2026, 11, 27)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def test_on_a_friday_the_next_friday_is_five_working_days_away():
    assert working_days_left(FRIDAY, date(2026, 12, 4), EMPTY) == 5


def test_today_is_none_and_a_day_that_is_past_is_less_than_none():
    assert working_days_left(FRIDAY, FRIDAY, EMPTY) == 0
    assert working_days_left(FRIDAY, date(2026, 11, 25), EMPTY) == -2


def test_a_weekend_adds_nothing():
    assert working_days_left(FRIDAY, date(2026, 11, 29), EMPTY) == 0


def test_the_closing_days_around_new_year_do_not_count():
    assert working_days_left(date(2026, 12, 23), date(2027, 1, 4), EMPTY) == 1


def test_closing_days_of_the_house_do_not_count_in_one_year_or_in_every():
    once = Calendar(closed=(Window(CalendarDay(11, 30, 2026), CalendarDay(12, 1, 2026)),))
    assert working_days_left(FRIDAY, date(2026, 12, 4), once) == 3
    yearly = Calendar(closed=(Window(CalendarDay(7, 12), CalendarDay(7, 12)),))
    assert not is_working_day(date(2027, 7, 12), yearly)
    assert is_working_day(date(2027, 7, 13), yearly)


def test_a_recess_of_every_year_may_run_over_new_year():
    winter = Calendar(closed=(Window(CalendarDay(12, 21), CalendarDay(1, 8)),))
    assert [is_working_day(date(2026, 12, day), winter) for day in (18, 21)] == [True, False]
    assert [is_working_day(date(2027, 1, day), winter) for day in (8, 11)] == [False, True]


@given(DAYS, DAYS, DAYS)
def test_days_left_add_up(a, b, c):
    a, b, c = sorted((a, b, c))
    assert working_days_left(a, c, EMPTY) == working_days_left(a, b, EMPTY) + working_days_left(b, c, EMPTY)
    assert working_days_left(c, a, EMPTY) == -working_days_left(a, c, EMPTY)


def test_a_day_at_the_end_of_time_is_counted_in_no_time():
    assert working_days_left(FRIDAY, date.max - timedelta(days=1), EMPTY) > 2_000


@given(DAYS, DAYS, st.integers(0, 40))
def test_counting_stops_where_it_is_told_to(a, b, most):
    a, b = sorted((a, b))
    assert working_days_left(a, b, EMPTY, most=most) == min(most, working_days_left(a, b, EMPTY))


def test_the_last_meeting_is_the_nearest_one_before_the_deadline_and_not_one_that_is_past():
    meetings = [
        Meeting(date(2026, month, day), {"nl": f"{day}/{month}"})
        for month, day in ((11, 25), (12, 2), (12, 9))
    ]
    calendar = Calendar(meetings=tuple(meetings))
    assert last_meeting(FRIDAY, date(2026, 12, 4), calendar) is meetings[1]
    assert last_meeting(FRIDAY, date(2026, 12, 9), calendar) is meetings[2]
    assert last_meeting(FRIDAY, date(2026, 12, 1), calendar) is None


def test_a_meeting_of_other_groups_is_none_of_ours_and_one_without_groups_is_everybodys():
    board = Meeting(date(2026, 12, 1), {"nl": "DB"}, ("board",))
    staff = Meeting(date(2026, 12, 3), {"nl": "Team"}, ("staff",))
    every = Meeting(date(2026, 11, 30), {"": "Raad"})
    calendar = Calendar(meetings=(every, board, staff))
    assert last_meeting(FRIDAY, date(2026, 12, 4), calendar, ("board",)) is board
    assert last_meeting(FRIDAY, date(2026, 12, 4), calendar, ("council",)) is every
    assert every.title("fr") == "Raad"
    assert board.title("fr") == "DB"
