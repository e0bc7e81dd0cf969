"""`[calendar]`, `[[meeting]]` and the iCalendar: what they become, and each fault at its place."""

from datetime import date, time

import pytest

from servwatch.config.before_meeting import read_before_meeting
from servwatch.insight.working_days import is_working_day, last_meeting
from tests.config.configurations import DIGEST, FOLDER, MEMBER, SOURCE, THEME, faults, loaded, told

TEXT = """
[servwatch]
calendar = "{address}"
[calendar]
holidays = ["07-12", 2027-03-05]
recess = ["07-19/08-13"]
[[meeting]]
name = {{ nl = "Raad", fr = "Conseil" }}
date = 2026-12-09
[[meeting]]
name = {{ nl = "Dagelijks bestuur" }}
date = 2026-12-02
groups = ["board"]
"""


@pytest.fixture
def calendar():
    return loaded(TEXT.format(address="meetings.ics")).require().calendar


def test_closing_days_and_recess_are_no_working_days(calendar):
    closed = [date(2027, 7, 12), date(2027, 3, 5), date(2027, 7, 19), date(2028, 8, 11)]
    assert not any(is_working_day(day, calendar) for day in closed)
    assert is_working_day(date(2028, 3, 6), calendar)


def test_meetings_come_in_the_order_of_their_days(calendar):
    assert [m.title("fr") for m in calendar.meetings] == ["Dagelijks bestuur", "Conseil"]
    found = last_meeting(date(2026, 11, 20), date(2026, 12, 20), calendar, ("board",))
    assert found.title("nl") == "Raad"


def test_a_file_lies_beside_the_configuration_and_an_address_stays(calendar):
    assert calendar.address == str(FOLDER / "meetings.ics")
    web = loaded(TEXT.format(address="https://cal.example.org/m.ics")).require().calendar
    assert web.address == "https://cal.example.org/m.ics"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('[calendar]\nholidays = ["13-40"]\n', "feeds.toml:2:13: the 1st value of holidays of [calendar]"),
        ('[calendar]\nrecess = ["07-19"]\n', "feeds.toml:2:11: the 1st value of recess of [calendar]"),
        ("[calendar]\nholiday = []\n", "feeds.toml:2:1: unknown key 'holiday'"),
        ("[[meeting]]\nname = { nl = 'x' }\n", "[[meeting]]"),
        ("[[meeting]]\nname = 'x'\ndate = 2026-12-09\n", "name of [[meeting]]"),
        ("[[meeting]]\nname = { nl = 'x' }\ndate = 'soon'\n", "date of [[meeting]]"),
    ],
)
def test_a_fault_is_told_with_its_place(text, part):
    assert any(part in fault for fault in faults(text)), faults(text)


# --- digests before meetings -----------------------------------------------------------------------

MEETING = '[[meeting]]\nname = { nl = "Bureau", fr = "Bureau élargi" }\ndate = 2026-12-09\n'


def before(schedule, more=MEETING):
    digest = DIGEST.replace('"0 7 * * fri"', f"'''{schedule}'''")
    return f"{SOURCE}{THEME}{digest}{more}"


@pytest.mark.parametrize(
    ("schedule", "days", "name", "at"),
    [
        ("5 working days before meeting at 07:00", 5, "", time(7)),
        ("1 working day before meeting at 16:30", 1, "", time(16, 30)),
        ('10 working days before "Bureau" at 07:00', 10, "Bureau", time(7)),
        ("10  working days before 'bureau  Élargi' at 07:00", 10, "bureau Élargi", time(7)),
    ],
)
def test_a_digest_may_come_before_meetings(schedule, days, name, at):
    found = loaded(before(schedule)).require().digest("weekly")
    assert (found.before.days, found.before.name, found.before.at) == (days, name, at)
    assert found.comes == schedule


def test_a_name_with_an_apostrophe_is_a_name():
    assert read_before_meeting("2 working days before 'Conseil d'avis' at 07:00").name == "Conseil d'avis"


@pytest.mark.parametrize(
    ("schedule", "part"),
    [
        ("5 days before meeting at 07:00", "this one cannot be read"),
        ("5 working days before Bureau at 07:00", "this one cannot be read"),
        ("5 working days before meeting", "this one cannot be read"),
        ("0 working days before meeting at 07:00", "counts 0 working days, where 1 to 60 are possible"),
        ("61 working days before meeting at 07:00", "counts 61 working days"),
        ("5 working days before meeting at 7", "has '7' as time of day, where 00:00 to 23:59 is possible"),
        ("5 working days before meeting at 24:00", "has '24:00' as time of day"),
        ("5 working days before meeting at 02:30", "between 02:00 and 03:00"),
        ("5 working days before ' ' at 07:00", "names no meeting"),
        ("five to seven", '"5 working days before meeting at 07:00", or "at once"'),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_with_its_line_and_one_that_can(schedule, part):
    (fault,) = faults(before(schedule))
    assert fault.startswith("feeds.toml:13:12: schedule of")
    assert part in fault
    assert "5 working days before" in fault


def test_the_weekly_mail_to_staff_goes_by_no_meeting():
    (fault,) = faults(
        '[servwatch]\nweekly = "5 working days before meeting at 07:00"\n' + before("0 7 * * fri")
    )
    assert "weekly of [servwatch]" in fault


def test_a_name_that_no_meeting_has_is_refused_with_the_nearest():
    (fault,) = faults(before("5 working days before 'Bureu' at 07:00"))
    assert fault == (
        "feeds.toml:13:12: no meeting has the name 'Bureu', before which the digest 'weekly' comes; did you mean 'Bureau'?"
    )


def test_a_digest_that_would_wait_for_ever_is_doubted():
    (doubt,) = told(loaded(before("5 working days before meeting at 07:00", "")), "warning")
    assert doubt == (
        "feeds.toml:13:12: the digest 'weekly' comes before meetings, and there are none: it will never leave;"
        ' expected a [[meeting]], or the key "calendar" in [servwatch]'
    )


def test_an_icalendar_may_hold_any_meeting():
    general = '[servwatch]\ncalendar = "house.ics"\n'
    found = loaded(general + before("5 working days before 'Andere' at 07:00", ""), MEMBER)
    assert told(found) == told(found, "warning") == []
