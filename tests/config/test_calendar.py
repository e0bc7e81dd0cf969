"""`[calendar]`, `[[meeting]]` and the iCalendar: what they become, and each fault at its place."""

from datetime import date

import pytest

from servwatch.insight.working_days import is_working_day, last_meeting
from tests.config.configurations import FOLDER, faults, loaded

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
