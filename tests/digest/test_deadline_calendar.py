"""Deadlines as an iCalendar, read back by another reader than the one that wrote it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from servwatch.digest.deadline_calendar import deadline_calendar, uid_domain
from servwatch.locale import words
from servwatch.model import DeadlineState, RegisteredDeadline

BRUSSELS = ZoneInfo("Europe/Brussels")
CHANGED = datetime(2026, 11, 20, 8, tzinfo=UTC)


def deadline(number=12, **fields):
    base = {
        "date": date(2026, 12, 4),
        "kind": "consultation",
        "text": "Closes on 4 December.",
        "changed": CHANGED,
    }
    return RegisteredDeadline(number, **(base | fields))


def written(*entries, language="nl", **more):
    return deadline_calendar(entries, words(language, BRUSSELS), **more)


def events(*entries, **more):
    return Calendar.from_ical(written(*entries, **more)).walk("VEVENT")


def test_a_deadline_without_a_time_is_a_whole_day():
    (event,) = events(deadline(title="Kwaliteitsvolle jobs"))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 4), date(2026, 12, 5))
    assert event["SUMMARY"] == "Deadline: Kwaliteitsvolle jobs"
    assert event["DTSTAMP"].dt == CHANGED


@pytest.mark.parametrize(("day", "offset"), [(date(2026, 12, 4), 1), (date(2027, 7, 2), 2)])
def test_a_deadline_with_a_time_ends_at_it_in_brussels_in_winter_and_in_summer(day, offset):
    entry = deadline(date=day, time=time(17, 30))
    (event,) = events(entry)
    assert event["DTEND"].params["TZID"] == "Europe/Brussels"
    expected = datetime(day.year, day.month, day.day, 17 - offset, 30, tzinfo=UTC)
    assert event["DTEND"].dt.astimezone(UTC) == expected
    zone = Calendar.from_ical(written(entry)).walk("VTIMEZONE")[0]
    assert zone["TZID"] == "Europe/Brussels"
    assert {str(part.name) for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_the_uid_stays_and_the_sequence_grows():
    before = events(deadline(sequence=0), domain="example.org")[0]
    after = events(deadline(sequence=3, date=date(2027, 1, 8)), domain="example.org")[0]
    assert before["UID"] == after["UID"] == "deadline-12@example.org"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 3)


@pytest.mark.parametrize("state", list(DeadlineState))
def test_what_is_done_or_not_for_us_is_cancelled_and_rings_no_more(state):
    (event,) = events(deadline(state=state))
    assert event["STATUS"] == ("CONFIRMED" if state.waits else "CANCELLED")
    alarms = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    assert alarms == ([timedelta(days=-14), timedelta(days=-3)] if state.waits else [])


def test_one_event_for_each_deadline_and_the_calendar_has_a_name():
    parsed = Calendar.from_ical(written(deadline(1), deadline(2, date=date(2027, 1, 8)), name="Energie"))
    assert [str(e["UID"]) for e in parsed.walk("VEVENT")] == [
        "deadline-1@servwatch.invalid",
        "deadline-2@servwatch.invalid",
    ]
    assert (parsed["X-WR-CALNAME"], parsed["VERSION"], parsed["METHOD"]) == ("Energie", "2.0", "PUBLISH")


def test_a_calendar_without_deadlines_is_one():
    assert Calendar.from_ical(written()).walk("VEVENT") == []


def test_notes_and_what_it_was_before_stand_in_the_description():
    entry = deadline(
        owner="LV", note="draft ready", moved_from=date(2026, 12, 1), url="https://www.example.org/c"
    )
    (event,) = events(entry)
    assert str(event["DESCRIPTION"]).splitlines() == [
        "Closes on 4 December.",
        "Het was 1 december 2026.",
        "Van ons: LV.",
        "draft ready",
        "https://www.example.org/c",
    ]
    assert event["URL"] == "https://www.example.org/c"


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=80))
def test_no_text_breaks_out_of_its_line(title, text, url):
    body = written(deadline(title=title, text=text, url=url, note=text))
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))  # RFC 5545, 3.1
    assert b"\n" not in body.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    assert set(event) <= {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP", "CATEGORIES", "URL",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sender", "domain"),
    [
        ("Watch <watch@Example.org>", "example.org"),
        ("nobody", "servwatch.invalid"),
        ("x@ex ample", "servwatch.invalid"),
    ],
)
def test_the_uids_are_of_the_domain_of_the_watch(sender, domain):
    assert uid_domain(sender) == domain
