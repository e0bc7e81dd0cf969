"""When a source has been quiet for too long, by its own rhythm."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.insight.holidays import holidays, is_holiday
from servwatch.insight.rhythm import UNKNOWN, Pace, Rhythm, learn, pace, silent_on, weighted

TODAY = date(2026, 11, 20)  # a Friday
DAY = timedelta(days=1)


def days(count, *, before=TODAY, keep=lambda _day: True):
    """The last so many days before a day that are kept."""
    found, day = [], before
    while len(found) < count:
        day -= DAY
        if keep(day):
            found.append(day)
    return found


def working(day):
    return day.weekday() < 5 and not is_holiday(day)


def test_the_holidays_of_a_year_are_those_of_belgium_and_of_the_institutions():
    of_2026 = holidays(2026)
    easter_monday, ascension, whit_monday = date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)
    assert {easter_monday, ascension, whit_monday, date(2026, 7, 21), date(2026, 12, 29)} <= of_2026
    assert date(2026, 4, 7) not in of_2026
    assert len(of_2026) == 9 + 6 + 8


def test_a_source_of_every_working_day_is_quiet_after_days_and_silent_after_a_week():
    rhythm = learn(days(120, keep=working), TODAY)
    assert pace(rhythm, TODAY - DAY, TODAY) is Pace.STEADY
    assert pace(rhythm, TODAY - 4 * DAY, TODAY) is Pace.STEADY
    assert pace(rhythm, TODAY - 7 * DAY, TODAY) is Pace.QUIET
    assert pace(rhythm, TODAY - 9 * DAY, TODAY) is Pace.SILENT


@pytest.mark.parametrize(("every", "silent_after"), [(2, 12), (5, 36), (10, 76)])
def test_a_rarer_source_is_given_the_time_that_chance_may_take(every, silent_after):
    rhythm = Rhythm(weekend=0.1, holiday=0.2, august=0.4, usual=every, longest=every, days=50)
    assert silent_after - 1 < rhythm.silent_after < silent_after


def test_a_weekend_is_no_silence_for_who_rests_then_and_is_for_who_does_not():
    resting, restless = learn(days(120, keep=working), TODAY), learn(days(120), TODAY)
    friday, monday = date(2026, 11, 13), date(2026, 11, 16)
    assert weighted(resting, friday, monday) < 1.2
    assert weighted(restless, friday, monday) == 3.0


def test_christmas_and_august_are_no_silence():
    rhythm = learn(days(200, before=date(2026, 7, 30), keep=working), date(2026, 7, 30))
    assert pace(rhythm, date(2026, 7, 31), date(2026, 8, 17)) is not Pace.SILENT
    before = learn(days(200, before=date(2026, 12, 23), keep=working), date(2026, 12, 23))
    assert pace(before, date(2026, 12, 22), date(2027, 1, 4)) is Pace.STEADY
    assert pace(before, date(2026, 12, 22), date(2027, 1, 6)) is not Pace.SILENT


def test_a_source_that_published_through_august_is_expected_to():
    rhythm = learn(days(330, before=date(2027, 7, 20), keep=lambda day: day.weekday() < 5), date(2027, 7, 20))
    assert rhythm.august > 0.9


def test_a_monthly_source_is_not_silent_after_six_weeks_and_is_after_a_year():
    rhythm = learn([date(2025, 12, 10) + n * 30 * DAY for n in range(11)], TODAY)
    last = date(2026, 10, 6)
    assert pace(rhythm, last, last + 42 * DAY) is Pace.STEADY
    assert pace(rhythm, last, last + 365 * DAY) is Pace.SILENT


@pytest.mark.parametrize(
    "known", [[], days(5), [TODAY + DAY] * 9, [TODAY - 500 * DAY - n * DAY for n in range(9)]]
)
def test_too_few_days_and_those_of_long_ago_or_to_come_teach_nothing(known):
    assert learn(known, TODAY) == UNKNOWN


def test_of_a_source_without_a_known_rhythm_months_are_needed():
    assert pace(UNKNOWN, TODAY - 60 * DAY, TODAY) is Pace.STEADY
    assert pace(UNKNOWN, TODAY - 400 * DAY, TODAY) is Pace.SILENT


@pytest.mark.parametrize("chance", [0.9, 0.5, 0.2, 0.07])
def test_a_source_that_publishes_by_chance_gives_hardly_any_false_alarm(chance):
    rng, alarms, days_watched = random.Random(chance), 0, 0
    for _ in range(8):
        known = [d for d in days(500, before=TODAY, keep=working) if rng.random() < chance]
        first = TODAY
        last = max(known)
        for n in range(120):
            today = first + n * DAY
            if n % 7 == 0:
                rhythm = learn(known, today)
            days_watched += 1
            alarms += pace(rhythm, last, today) is Pace.SILENT
            if working(today) and rng.random() < chance:
                known.append(today)
                last = today
    assert alarms / days_watched < 0.002


@given(st.lists(st.dates(date(2025, 1, 1), date(2027, 12, 31))), st.integers(0, 500))
def test_silence_comes_on_the_day_that_is_told_and_not_before(known, later):
    rhythm = learn(known, TODAY)
    last = max((d for d in known if d <= TODAY), default=TODAY)
    told = silent_on(rhythm, last)
    assert pace(rhythm, last, told) is Pace.SILENT
    assert pace(rhythm, last, told - DAY) is not Pace.SILENT
    assert pace(rhythm, last, told + later * DAY) is Pace.SILENT
    assert 0.02 <= rhythm.weekend <= 1.0
