"""When a digest is due: by crontab and before meetings alike, through every change of the calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.digest.timing import CronTiming, MeetingTiming, known_by, timing_by
from servwatch.insight.meeting_moments import fitting, moment_before, waiting_moments
from servwatch.insight.working_days import is_working_day, working_days_left
from servwatch.model import BeforeMeeting, Calendar, CalendarDay, Digest, Meeting, Window

BRUSSELS = ZoneInfo("Europe/Brussels")
FIVE = BeforeMeeting(5, time(7))
DIGEST = Digest("board", {"nl": "Bestuur"}, "5 working days before meeting at 07:00", before=FIVE)
RECESS = Window(CalendarDay(12, 21, 2026), CalendarDay(12, 31, 2026))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)


def meeting(day, name="Bureau", uid="", groups=()):
    return Meeting(date.fromisoformat(day), {"nl": name}, groups, uid)


class Desk:
    """One digest that is looked at now and then, and comes when it is due."""

    def __init__(self, began, digest=DIGEST):
        self.digest, self.anchor, self.known = digest, began, ()
        self.editions = []

    def run(self, now, *meetings, closed=()):
        """The time of the edition that left at this run, None for none."""
        calendar = Calendar(closed=closed, meetings=meetings)
        self.known = known_by(self.digest, self.known, calendar, BRUSSELS, self.anchor, now)
        scheduled = MeetingTiming(tuple(waiting_moments(self.known))).due(self.anchor, now)
        if scheduled is not None:
            self.told = [k for k in self.known if not k.settled and self.anchor < k.moment <= scheduled]
            self.anchor = scheduled
            self.editions.append((now, scheduled))
        return scheduled


# --- the moment ------------------------------------------------------------------------------------


def test_five_working_days_before_a_friday_is_the_friday_before():
    found = moment_before(date(2026, 12, 18), FIVE, Calendar(), BRUSSELS)
    assert found == at("2026-12-11 07:00")
    assert working_days_left(date(2026, 12, 11), date(2026, 12, 18), Calendar()) == 5


def test_weekends_holidays_and_recess_do_not_count():
    found = moment_before(date(2027, 1, 8), FIVE, Calendar(closed=(RECESS,)), BRUSSELS)
    assert found == at("2026-12-18 07:00")  # 4 to 7 January are the other four; the first is a holiday


def test_a_house_that_never_works_before_it_does_not_count_for_ever():
    closed = Window(CalendarDay(1, 1), CalendarDay(12, 31))
    found = moment_before(date(2026, 12, 18), FIVE, Calendar(closed=(closed,)), BRUSSELS)
    assert found < at("2026-01-01 00:00")


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 60), st.sampled_from([(), (RECESS,)]))
def test_there_are_so_many_working_days_from_the_moment_to_the_meeting(day, days, closed):
    calendar = Calendar(closed=closed)
    first = moment_before(day, BeforeMeeting(days, time(7)), calendar, BRUSSELS).astimezone(BRUSSELS).date()
    between = [first + timedelta(days=n) for n in range((day - first).days)]
    assert sum(is_working_day(one, calendar) for one in between) == days
    assert is_working_day(first, calendar)


# --- which meetings --------------------------------------------------------------------------------


def test_the_meetings_are_those_of_its_groups_and_those_of_everybody():
    held = Calendar(
        meetings=(
            meeting("2026-12-10", groups=("board",)),
            meeting("2026-12-11"),
            meeting("2026-12-12", groups=("work",)),
        )
    )
    found = fitting(replace(DIGEST, groups=("board",)), held)
    assert [m.date.day for m in found] == [10, 11]


def test_a_name_is_found_in_any_language_and_case_whatever_the_groups():
    named = replace(DIGEST, groups=("board",), before=replace(FIVE, name="commission  internationale"))
    own = Meeting(
        date(2026, 12, 10),
        {"nl": "Commissie Internationaal", "fr": "Commission internationale"},
        ("other",),
    )
    assert fitting(named, Calendar(meetings=(own, meeting("2026-12-11")))) == [own]


# --- editions --------------------------------------------------------------------------------------


def test_it_comes_once_before_each_meeting():
    desk, held = Desk(at("2026-12-01 08:00")), (meeting("2026-12-11"), meeting("2026-12-18"))
    found = [desk.run(at("2026-12-01 08:00") + timedelta(hours=n), *held) for n in range(24 * 20)]
    assert [one for one in found if one] == [at("2026-12-04 07:00"), at("2026-12-11 07:00")]


def test_a_missed_time_is_made_good_once_even_after_the_meeting():
    desk, held = Desk(at("2026-12-01 08:00")), (meeting("2026-12-11"),)
    assert desk.run(at("2026-12-01 08:00"), *held) is None
    assert desk.run(at("2026-12-12 09:00"), *held) == at("2026-12-04 07:00")
    assert desk.run(at("2026-12-12 10:00"), *held) is None


def test_one_edition_makes_good_all_that_were_missed():
    desk, held = Desk(at("2026-12-01 08:00")), (meeting("2026-12-11"), meeting("2026-12-15"))
    desk.run(at("2026-12-01 08:00"), *held)
    assert desk.run(at("2026-12-10 09:00"), *held) == at("2026-12-08 07:00")
    assert desk.run(at("2026-12-10 10:00"), *held) is None


def test_a_meeting_added_late_is_due_at_once():
    desk = Desk(at("2026-12-01 08:00"))
    desk.run(at("2026-12-01 08:00"))
    now = at("2026-12-09 15:00")
    assert desk.run(now, meeting("2026-12-11")) == now
    assert desk.run(at("2026-12-10 07:00"), meeting("2026-12-11")) is None


@pytest.mark.parametrize(("now", "due"), [("2026-12-11 08:00", True), ("2026-12-12 08:00", False)])
def test_on_its_day_a_meeting_is_still_ahead_and_afterwards_no_more(now, due):
    desk = Desk(at("2026-12-01 08:00"))
    desk.run(at("2026-12-01 08:00"))
    assert (desk.run(at(now), meeting("2026-12-11")) is not None) is due


def test_a_digest_seen_for_the_first_time_waits_for_the_next_meeting():
    now, held = at("2026-12-09 15:00"), (meeting("2026-12-11"), meeting("2026-12-21"))
    desk = Desk(now)
    assert [desk.run(now, *held), desk.run(now + timedelta(hours=1), *held)] == [None, None]
    assert desk.run(at("2026-12-14 07:00"), *held) == at("2026-12-14 07:00")


@pytest.mark.parametrize("uid", ["", "one@example.org"])
def test_a_meeting_that_moves_after_its_edition_gets_no_other(uid):
    desk = Desk(at("2026-12-01 08:00"))
    desk.run(at("2026-12-01 08:00"), meeting("2026-12-11", uid=uid))
    assert desk.run(at("2026-12-04 07:00"), meeting("2026-12-11", uid=uid))
    for day in range(20):
        now = at("2026-12-05 08:00") + timedelta(days=day)
        assert desk.run(now, meeting("2026-12-22", uid=uid)) is None


def test_a_meeting_that_is_renamed_on_its_day_gets_no_other():
    desk = Desk(at("2026-12-01 08:00"))
    desk.run(at("2026-12-01 08:00"), meeting("2026-12-11"))
    assert desk.run(at("2026-12-04 07:00"), meeting("2026-12-11"))
    assert desk.run(at("2026-12-07 07:00"), meeting("2026-12-11", "Dagelijks bestuur")) is None


def test_a_calendar_that_could_not_be_read_for_a_while_repeats_nothing():
    desk = Desk(at("2026-12-01 08:00"))
    desk.run(at("2026-12-01 08:00"), meeting("2026-12-11"))
    assert desk.run(at("2026-12-04 07:00"), meeting("2026-12-11"))
    assert desk.run(at("2026-12-05 07:00")) is None
    assert desk.run(at("2026-12-06 07:00"), meeting("2026-12-14")) is None


def test_a_meeting_that_moves_nearer_is_due_at_once_and_one_put_off_at_its_new_time():
    desk = Desk(at("2026-12-01 08:00"))
    desk.run(at("2026-12-01 08:00"), meeting("2026-12-18"), meeting("2026-12-21", "Raad"))
    now = at("2026-12-03 09:00")
    assert desk.run(now, meeting("2026-12-04"), meeting("2027-01-21", "Raad")) == now
    assert desk.run(at("2026-12-14 07:00"), meeting("2027-01-21", "Raad")) is None
    assert desk.run(at("2027-01-14 07:00"), meeting("2027-01-21", "Raad"))


def test_a_meeting_that_is_called_off_has_no_edition_and_does_not_take_that_of_next_month():
    desk, january = Desk(at("2026-12-01 08:00")), meeting("2027-01-12")
    desk.run(at("2026-12-01 08:00"), meeting("2026-12-11"), january)
    assert desk.run(at("2026-12-04 07:00"), january) is None
    assert desk.run(at("2027-01-05 07:00"), january)


def test_a_day_that_becomes_free_does_not_repeat_what_was_sent():
    desk, held = Desk(at("2026-12-01 08:00")), meeting("2027-01-08")
    desk.run(at("2026-12-01 08:00"), held, closed=(RECESS,))
    assert desk.run(at("2026-12-18 07:00"), held, closed=(RECESS,))
    assert desk.run(at("2027-01-07 07:00"), held) is None


def test_an_edition_that_left_ahead_of_its_time_counts_and_a_meeting_added_then_waits_for_that_time():
    desk, held = Desk(at("2026-12-01 08:00")), meeting("2026-12-11")
    desk.run(at("2026-12-01 08:00"), held)
    desk.anchor = at("2026-12-04 07:00")  # a draft that was sent out of turn
    late = meeting("2026-12-04", "Raad")
    assert desk.run(at("2026-12-03 12:00"), held, late) is None
    assert desk.run(at("2026-12-04 07:01"), held, late) == at("2026-12-04 07:00") + timedelta(seconds=1)


# --- whatever happens to the calendar --------------------------------------------------------------

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
changes = st.lists(
    st.tuples(
        st.integers(1, 90),  # hours until the next run
        st.sampled_from(["add", "move", "call off", "nothing", "nothing", "unreadable"]),
        st.integers(0, 9),  # which
        st.integers(-3, 25),  # days from now, or by which it moves
    ),
    max_size=40,
)


def changed(held, name, change, number, today):
    """Somebody changes the calendar."""
    which, by = number
    chosen = sorted(held)[which] if which < len(held) else None
    if change == "add":
        held[name] = today + timedelta(days=by)
    elif change == "move" and chosen and held[chosen] >= today:
        held[chosen] = max(held[chosen] + timedelta(days=by), today)
    elif change == "call off" and chosen:
        del held[chosen]


@given(changes, st.booleans(), st.integers(1, 15))
def test_no_meeting_has_two_editions_and_each_has_one_before_it_when_that_is_possible(steps, uids, days):
    digest = replace(DIGEST, before=BeforeMeeting(days, time(7)))
    desk, held, now = Desk(START, digest), {}, START
    desk.run(now)
    told, renamed = {}, set()
    for number, (hours, change, which, by) in enumerate(steps):
        now += timedelta(hours=hours)
        today = now.astimezone(BRUSSELS).date()
        changed(held, f"m{number:02}", change, (which, by), today)
        days_told = {known.date for known in desk.known if known.settled or known.moment <= desk.anchor}
        shown = [
            Meeting(day, {"": name}, uid=name if uids else "")
            for name, day in held.items()
            if change != "unreadable"
        ]
        if desk.run(now, *shown) is not None:
            for one in desk.told:
                told.setdefault(one.name, []).append((now, one.date))
        assert all(len(editions) == 1 for editions in told.values())
        for one in shown:
            moment = moment_before(one.date, digest.before, Calendar(), BRUSSELS)
            if moment <= now and one.date >= today:
                name = one.title("")
                if one.date in days_told:
                    renamed.add(name)  # for all one knows
                assert name in told or name in renamed
    for ((when, day),) in told.values():
        due = moment_before(day, digest.before, Calendar(), BRUSSELS)
        assert due <= when


# --- alike -----------------------------------------------------------------------------------------


def test_a_draft_is_made_ahead_of_the_first_meeting_to_come_though_another_follows_the_day_after():
    timing = MeetingTiming((at("2026-12-10 07:00"), at("2026-12-11 07:00")))
    since, ahead = at("2026-12-01 07:00"), timedelta(hours=48)
    assert timing.draft_due(since, ahead, at("2026-12-08 06:00")) is None
    assert timing.draft_due(since, ahead, at("2026-12-09 08:00")) == at("2026-12-10 07:00")
    assert timing.draft_due(since, ahead, at("2026-12-10 08:00")) == at("2026-12-11 07:00")
    assert timing.draft_due(at("2026-12-11 07:00"), ahead, at("2026-12-12 08:00")) is None


@given(st.sampled_from([5, 20]), st.integers(0, 40))
def test_both_kinds_answer_alike(hours, step):
    """`due` is the last of the times up to now, `next` the first after it."""
    start = at("2026-11-20 00:00")
    weekly = CronTiming("0 7 * * fri", BRUSSELS)
    fridays = MeetingTiming(tuple(islice(weekly.times(start), 10)))
    now = start + timedelta(hours=hours * step)
    assert weekly.next(now) == fridays.next(now)
    assert weekly.due(start, now) == fridays.due(start, now)
    ahead = timedelta(hours=18)
    assert weekly.draft_due(start, ahead, now) == fridays.draft_due(start, ahead, now)


def test_with_no_meeting_ahead_there_is_no_next_time():
    timing = timing_by(DIGEST, Calendar(meetings=(meeting("2026-11-01"),)), BRUSSELS, START)
    assert (timing.next(START), list(timing.times(START)), timing.due(START, START)) == (None, [], None)
