"""What is remembered of what a source published: short, and without what cannot be believed."""

from datetime import date, timedelta

from servwatch.insight.habits import DAYS_KEPT, RECENT_KEPT, Habit, first_habit, grown, learnt
from servwatch.insight.source_faults import NOTHING_LEARNT, SourceFault, judge
from servwatch.model import Verdict

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def test_the_days_of_a_first_reading_count_but_not_those_to_come():
    habit = first_habit([TODAY, TODAY - DAY, None, TODAY - DAY, TODAY + DAY], TODAY)
    assert habit == Habit((TODAY - DAY, TODAY))


def test_without_any_day_time_begins_today():
    assert first_habit([None, TODAY + DAY], TODAY) == Habit((TODAY,))
    few_pages_read = [TODAY - 90 * DAY, TODAY - 80 * DAY, *[None] * 18]
    assert first_habit(few_pages_read, TODAY) == Habit((TODAY,))


def test_a_new_item_counts_on_its_day_where_that_can_be_believed():
    habit = grown(Habit((TODAY - 9 * DAY,)), [TODAY + DAY, TODAY - 300 * DAY, TODAY - DAY, None], TODAY)
    assert habit.days == (TODAY - 9 * DAY, TODAY - DAY, TODAY)
    seen = [(TODAY, day) for day in (None, TODAY - DAY, TODAY - 300 * DAY, TODAY + DAY)]
    assert habit.recent == tuple(seen), "the newest last, with the days they bear"


def test_a_habit_stays_short():
    habit = Habit(tuple(TODAY - n * DAY for n in range(500, 0, -1)))
    habit = grown(habit, [TODAY] * 40, TODAY)
    assert len(habit.days) == DAYS_KEPT
    assert len(habit.recent) == RECENT_KEPT
    assert habit.days[-1] == TODAY
    assert first_habit([TODAY - 900 * DAY, TODAY - 2 * DAY], TODAY).days == (TODAY - 2 * DAY,)


def test_what_is_learnt_needs_only_comparing_days_later():
    days = tuple(day for n in range(60, 0, -1) if (day := TODAY - n * DAY).weekday() < 5)
    outlook = learnt(NOTHING_LEARNT, Habit(days), TODAY)
    assert outlook.last == days[-1]
    assert outlook.last < outlook.quiet_on < outlook.silent_on
    for after in range(30):
        today = TODAY + after * DAY
        found = judge(outlook, Verdict.OK, today)
        expected = (
            SourceFault.SAME_OLD
            if today >= outlook.silent_on
            else SourceFault.QUIET
            if today >= outlook.quiet_on
            else None
        )
        assert (found and found.fault) == expected


def test_a_source_of_which_little_is_known_is_never_quiet_and_silent_after_half_a_year():
    outlook = learnt(NOTHING_LEARNT, Habit((TODAY,)), TODAY)
    assert outlook.quiet_on is None
    assert timedelta(days=150) < outlook.silent_on - TODAY < timedelta(days=220)
