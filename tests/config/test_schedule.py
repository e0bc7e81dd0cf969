"""When a digest is due: crontab(5) in the council's time zone, through both changes of the clock."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.config.schedule import due, next_time, read_cron, times
from tests import examples

BRUSSELS = ZoneInfo("Europe/Brussels")
OTHERS = [
    ZoneInfo(name) for name in ("Europe/London", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe")
]
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # the clocks change at 01:00 UTC
DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]


def at(text, zone=BRUSSELS):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def wall(moment, zone=BRUSSELS):
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def between(expression, start, end, zone=BRUSSELS):
    """Every time in (start, end]."""
    return list(takewhile(lambda t: t <= end, times(expression, zone, start)))


def field(low, high):
    number = st.integers(low, high)
    spans = st.tuples(number, number).map(lambda t: f"{min(t)}-{max(t)}")
    steps = st.tuples(spans, st.integers(1, 9)).map(lambda t: f"{t[0]}/{t[1]}")
    part = st.one_of(number.map(str), spans, steps)
    return st.one_of(st.just("*"), st.lists(part, min_size=1, max_size=3).map(",".join))


@st.composite
def schedules(draw):
    """Expressions that are not refused, with hours of their own or none."""
    hour = draw(
        st.just("*")
        | st.lists(st.sampled_from([0, 1, *range(3, 24)]), min_size=1, max_size=3).map(
            lambda hours: ",".join(map(str, hours))
        )
    )
    day, weekday = draw(st.tuples(field(1, 28), st.just("*")) | st.tuples(st.just("*"), field(0, 7)))
    return f"{draw(field(0, 59))} {hour} {day} {draw(field(1, 12))} {weekday}"


rare = schedules().filter(lambda text: text.split()[1] != "*")
moments = st.integers(0, 6 * 365 * 1440).map(
    lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


# --- the times of a schedule -----------------------------------------------------------------------


def test_sunday_is_sunday_whether_it_is_0_7_or_sun():
    start = at("2026-11-25")
    sundays = [wall(next_time(f"0 7 * * {day}", BRUSSELS, start)) for day in ("0", "7", "sun")]
    assert sundays == ["2026-11-29 07:00"] * 3


@pytest.mark.parametrize("number", range(7))
def test_each_weekday_is_the_one_of_crontab_not_that_of_the_library_that_counts_from_monday(number):
    found = next_time(f"0 7 * * {number}", BRUSSELS, at("2026-11-25"))
    assert found.astimezone(BRUSSELS).strftime("%a").lower() == DAYS[number]


def test_the_next_time_is_strictly_later():
    friday = at("2026-11-27 07:00")
    assert next_time("0 7 * * fri", BRUSSELS, friday) == at("2026-12-04 07:00")
    assert next_time("0 7 * * fri", BRUSSELS, friday - timedelta(microseconds=1)) == friday


def test_times_are_in_utc():
    assert next_time("0 7 * * fri", BRUSSELS, at("2026-11-25")).utcoffset() == timedelta(0)


def test_the_twenty_ninth_of_february_comes_again_even_after_eight_years():
    found = islice(times("0 7 29 2 *", BRUSSELS, at("2096-01-01")), 2)
    assert [wall(t) for t in found] == ["2096-02-29 07:00", "2104-02-29 07:00"]


def test_hours_around_the_change_keep_their_time_by_the_clock_on_the_wall():
    for day in (SPRING, AUTUMN):
        start = at(f"{day - timedelta(days=1)} 23:30")
        found = islice(times("0 0,1,3,7 * * *", BRUSSELS, start), 4)
        assert [wall(t) for t in found] == [f"{day} {hour:02}:00" for hour in (0, 1, 3, 7)]


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_every_quarter_of_an_hour_runs_through_the_change_without_a_gap_and_without_repeats(day, hours):
    start = at(f"{day}") - timedelta(minutes=1)
    found = between("*/15 * * * *", start, at(f"{day + timedelta(days=1)}") - timedelta(minutes=1))
    assert len(found) == hours * 4
    assert {later - earlier for earlier, later in pairwise(found)} == {timedelta(minutes=15)}


@pytest.mark.parametrize("zone", [BRUSSELS, *OTHERS], ids=str)
def test_a_whole_year_of_every_quarter_has_no_gap_in_any_time_zone(zone):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    found = list(islice(times("*/15 * * * *", zone, start), 365 * 96))
    assert found[0] == start + timedelta(minutes=15)
    assert {later - earlier for earlier, later in pairwise(found)} == {timedelta(minutes=15)}


@settings(max_examples=30, deadline=None)
@given(schedules(), moments)
def test_each_time_on_the_wall_is_met_exactly_once_over_a_year(text, start):
    cron = read_cron(text)
    days = 400 if cron.hour else 40  # a schedule of every hour is dense enough
    end = start + timedelta(days=days)
    found = [t.astimezone(BRUSSELS) for t in between(text, start, end)]
    met = [(t.date(), t.hour, t.minute) for t in found if t.hour != 2]
    assert len(set(met)) == len(met)
    wanted = set()
    for number in range(days + 2):
        day = start.astimezone(BRUSSELS).date() + timedelta(days=number)
        for hour in cron.hour or range(24) if cron.matches(day) else ():
            for minute in cron.minute or range(60):
                moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS).astimezone(UTC)
                wanted |= {(day, hour, minute)} if start < moment <= end and hour != 2 else set()
    assert set(met) == wanted


def test_the_month_after_a_change_of_the_clock_is_not_skipped():
    """As APScheduler 3.11's cron trigger skips it: from any day of March 2024 its next first of a month is 1 May."""
    march = datetime(2024, 3, 2, tzinfo=BRUSSELS).astimezone(UTC)
    assert next(times("0 0 1 * *", BRUSSELS, march)) == datetime(2024, 4, 1, tzinfo=BRUSSELS)


@pytest.mark.parametrize("zone", OTHERS, ids=str)
@settings(max_examples=10, deadline=None)
@given(text=rare, start=moments)
def test_where_the_clocks_change_at_another_hour_no_day_is_left_out_or_doubled(zone, text, start):
    cron = read_cron(text)
    found = between(text, start, start + timedelta(days=370), zone)
    assert found == sorted(set(found))
    by_day = {}
    for moment in found[1:-1]:
        by_day.setdefault(moment.astimezone(zone).date(), []).append(moment)
    most = len(cron.hour) * len(cron.minute or range(60))
    inner = sorted(by_day)[1:-1]
    assert all(1 <= len(by_day[day]) <= most for day in inner)
    assert all(cron.matches(day) for day in inner)


def test_a_time_that_is_skipped_comes_as_much_later_and_one_that_comes_twice_comes_first():
    london = ZoneInfo("Europe/London")
    assert wall(next_time("30 1 * * *", london, at("2026-03-29 00:00", london)), london) == "2026-03-29 02:30"
    twice = between("30 1 * * *", at("2026-10-25 00:00", london), at("2026-10-25 12:00", london), london)
    assert [t.isoformat() for t in twice] == ["2026-10-25T00:30:00+00:00"]


# --- what is due -----------------------------------------------------------------------------------


def test_many_missed_times_are_made_good_by_one_edition_of_the_latest():
    assert due("30 7 * * mon-fri", BRUSSELS, at("2026-11-02 07:30"), at("2026-11-27 12:00")) == at(
        "2026-11-27 07:30"
    )


def test_a_time_that_was_just_met_is_not_due_again():
    friday = at("2026-11-27 07:00")
    assert due("0 7 * * fri", BRUSSELS, friday, friday + timedelta(minutes=15)) is None


def test_a_time_is_due_at_its_very_second_and_not_before():
    friday = at("2026-11-27 07:00")
    anchor = friday - timedelta(days=1)
    assert due("0 7 * * fri", BRUSSELS, anchor, friday) == friday
    assert due("0 7 * * fri", BRUSSELS, anchor, friday - timedelta(microseconds=1)) is None


@pytest.mark.parametrize("back", [timedelta(0), timedelta(seconds=1), timedelta(days=400)])
def test_nothing_is_due_where_now_is_not_later_than_the_anchor(back):
    anchor = at("2026-11-27 12:00")
    assert due("* * * * *", BRUSSELS, anchor, anchor - back) is None


@settings(max_examples=examples.of(80), deadline=None)
@given(
    schedules(),
    moments,
    st.timedeltas(timedelta(hours=-5), timedelta(days=40)),
    st.sampled_from([BRUSSELS, *OTHERS]),
)
def test_what_is_due_is_the_last_of_all_times_up_to_now(text, anchor, passed, zone):
    now = anchor + passed
    listed = list(takewhile(lambda t: t <= now, times(text, zone, anchor)))
    assert due(text, zone, anchor, now) == (listed[-1] if listed else None)


@settings(max_examples=examples.of(100), deadline=None)
@given(schedules(), moments, st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_what_is_due_lies_after_the_anchor_and_never_in_the_future(text, anchor, passed):
    found = due(text, BRUSSELS, anchor, anchor + passed)
    assert found is None or anchor < found <= anchor + passed


@settings(max_examples=30, deadline=None)
@given(rare, moments, st.lists(st.integers(1, 60 * 24 * 20), min_size=2, max_size=12))
def test_however_often_one_looks_each_time_is_made_good_once_and_in_order(text, anchor, gaps):
    made, now = [], anchor
    for gap in gaps:
        now += timedelta(minutes=gap)
        found = due(text, BRUSSELS, made[-1] if made else anchor, now)
        made += [found] if found else []
    assert made == sorted(set(made))
    assert due(text, BRUSSELS, made[-1] if made else anchor, now) is None


class CountingZone(tzinfo):
    """Brussels, counting how often it is asked."""

    asked = 0

    def utcoffset(self, moment):
        CountingZone.asked += 1
        return BRUSSELS.utcoffset(moment.replace(tzinfo=BRUSSELS))

    def fromutc(self, moment):
        CountingZone.asked += 1
        return BRUSSELS.fromutc(moment.replace(tzinfo=BRUSSELS)).replace(tzinfo=self)

    def dst(self, moment):
        return BRUSSELS.dst(moment.replace(tzinfo=BRUSSELS))


@pytest.mark.parametrize("text", ["0 7 * * fri", "*/15 * * * *", "* * * 1 *", "0 7 29 2 *", "* * * * *"])
def test_after_ten_years_of_downtime_a_few_days_are_looked_at_not_every_time_in_between(text):
    anchor, now = datetime(2016, 6, 2, tzinfo=UTC), datetime(2026, 6, 2, tzinfo=UTC)
    CountingZone.asked = 0
    assert due(text, CountingZone(), anchor, now) == due(text, BRUSSELS, anchor, now)
    assert CountingZone.asked < 5 * 24 * 60 * 3
