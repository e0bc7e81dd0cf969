import contextlib
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servwatch.insight.house_calendar import joined, read_calendar
from servwatch.insight.working_days import is_working_day
from servwatch.model import Calendar, Meeting
from tests import examples

TODAY = date(2026, 11, 20)
ZONE = ZoneInfo("Europe/Brussels")


def calendar(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//House//EN"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@house", *event.split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def told(*events):
    return read_calendar(calendar(*events), TODAY, ZONE)


def meetings(*events):
    return [(m.date.isoformat(), m.title("nl")) for m in told(*events).meetings]


def test_an_event_is_a_meeting_on_its_day_in_brussels():
    late = "DTSTART:20261202T233000Z\nSUMMARY:Dagelijks bestuur"  # half past midnight on the third
    assert meetings(late) == [("2026-12-03", "Dagelijks bestuur")]


def test_an_event_of_a_closing_category_is_no_meeting_and_no_working_day():
    found = told("DTSTART;VALUE=DATE:20270104\nDTEND;VALUE=DATE:20270106\nCATEGORIES:Recess\nSUMMARY:Dicht")
    assert found.meetings == ()
    assert [is_working_day(date(2027, 1, day), found) for day in (4, 5, 6)] == [False, False, True]


def test_a_weekly_meeting_is_followed_without_those_left_out_and_with_those_moved():
    weekly = "DTSTART;TZID=Europe/Brussels:20260107T093000\nRRULE:FREQ=WEEKLY;UNTIL=20261217T000000Z\nEXDATE;TZID=Europe/Brussels:20261125T093000\nSUMMARY:DB"
    moved = "DTSTART;TZID=Europe/Brussels:20261203T093000\nRECURRENCE-ID;TZID=Europe/Brussels:20261202T093000\nSUMMARY:DB"
    lines = calendar(weekly, moved).replace(b"UID:1@house", b"UID:0@house")
    days = [m.date.isoformat() for m in read_calendar(lines, TODAY, ZONE).meetings if m.date >= TODAY]
    assert days == ["2026-12-03", "2026-12-09", "2026-12-16"]


def test_a_meeting_is_known_again_when_it_moves_by_its_uid_and_the_day_it_was_meant_for():
    weekly = "DTSTART;TZID=Europe/Brussels:20261202T093000\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:DB"
    moved = "DTSTART:20261204T093000Z\nRECURRENCE-ID;TZID=Europe/Brussels:20261202T093000\nSUMMARY:DB"
    lines = calendar(weekly, moved, "DTSTART:20261210T093000Z\nSUMMARY:Raad").replace(b"UID:1@", b"UID:0@")
    found = {m.date.isoformat(): m.uid for m in read_calendar(lines, TODAY, ZONE).meetings}
    assert found == {
        "2026-12-04": "0@house 2026-12-02",
        "2026-12-09": "0@house 2026-12-09",
        "2026-12-10": "2@house",
    }


def test_a_cancelled_meeting_is_none():
    assert meetings("DTSTART:20261202T093000Z\nSTATUS:CANCELLED\nSUMMARY:DB") == []


def test_what_lies_far_behind_or_ahead_is_left_out():
    assert meetings("DTSTART:20200101T093000Z\nSUMMARY:Oud", "DTSTART:20400101T093000Z\nSUMMARY:Ver") == []


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=1,2,3", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=NONE"]
)
def test_a_hostile_rule_ends_soon(rule):
    assert len(told(f"DTSTART:20261202T093000Z\nRRULE:{rule}\nSUMMARY:X").meetings) <= 400


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe"])
def test_what_is_no_calendar_is_refused(body):
    with pytest.raises(ValueError, match="iCalendar"):
        read_calendar(body, TODAY, ZONE)


_LINES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "DTSTART:20261202", "DTSTART:x", "DTEND;VALUE=DATE:20261101",
     "DURATION:-P1D", "RRULE:FREQ=DAILY", "RRULE:X", "EXDATE:20261202", "RDATE;VALUE=PERIOD:20261202T000000Z/PT1H", "CATEGORIES:a,b", "SUMMARY:x", "UID:1"]
)  # fmt: skip


@settings(max_examples=examples.of(150), deadline=None)
@given(st.lists(_LINES | st.text(max_size=8), max_size=14))
def test_whatever_comes_is_a_calendar_or_refused(lines):
    body = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]).encode()
    with contextlib.suppress(ValueError):  # refused, which it may be
        assert isinstance(read_calendar(body, TODAY, ZONE), Calendar)


def test_two_calendars_are_one_and_a_meeting_in_both_stands_once():
    own = Calendar(meetings=(Meeting(date(2026, 12, 2), {"nl": "DB"}),))
    more = Calendar(
        meetings=(Meeting(date(2026, 12, 2), {"": "DB"}), Meeting(date(2026, 11, 25), {"": "DB"}))
    )
    assert [m.date.day for m in joined(own, more).meetings] == [25, 2]


NEVER = "DTSTART;VALUE=DATE:20260102\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:Nooit"


def test_a_rule_that_no_day_fits_takes_no_other_event_with_it():
    assert meetings(NEVER, "DTSTART;VALUE=DATE:20261203\nSUMMARY:Raad") == [("2026-12-03", "Raad")]


@pytest.mark.timeout(20)  # some seconds; all of them followed takes minutes
def test_a_calendar_of_rules_that_no_day_fits_is_refused():
    with pytest.raises(ValueError, match="never come"):
        told(*[NEVER] * 200)


@pytest.mark.timeout(20)  # some seconds; all of them followed takes minutes
def test_a_calendar_of_thousands_of_daily_events_since_long_ago_is_refused():
    with pytest.raises(ValueError, match="too long"):
        told(*["DTSTART;VALUE=DATE:19900101\nRRULE:FREQ=DAILY\nSUMMARY:Elke dag"] * 2000)


def test_an_old_series_that_ended_by_its_count_is_no_fault():
    ended = "DTSTART;VALUE=DATE:20200107\nRRULE:FREQ=WEEKLY;COUNT=10\nSUMMARY:Oud"
    assert meetings(*[ended] * 20, "DTSTART;VALUE=DATE:20261203\nSUMMARY:Raad") == [("2026-12-03", "Raad")]
