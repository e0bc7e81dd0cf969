"""From a feed to the mail: deadlines in whole cycles, with the calendar of the house."""

from datetime import date

import pytest

from servwatch.archive.deadlines import Decision
from servwatch.model import DeadlineState
from tests.cycle.lone_source import STAFF, mails
from tests.cycle.watch import brussels, days, entry, rss

FEED = "ec.example.org/rss"
CALENDAR = "cal.example.org/meetings.ics"
START = brussels("2026-11-16 09:00")  # a Monday
CLOSES = date(2026, 12, 4)  # fourteen working days after
TITLE = "Raadpleging over kwaliteitsvolle jobs"


def feed(text="Reageren kan tot en met 4 december 2026.", *, title=TITLE, more=()):
    return rss(entry(title, "https://ec.example.org/1", date=START - days(3), text=text), *more)


def ics(*events):
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@x\r\nDTSTART:{when}\r\nSUMMARY:{name}\r\n{more}END:VEVENT\r\n"
        for n, (when, name, more) in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n"


@pytest.fixture
def council(watch, internet):
    """A watch of one feed, whose editors are the cell."""
    watch.mail = STAFF
    watch.source("ec")
    internet.at(FEED).serves(feed())
    return watch


def text(watch, number=-1):
    letters = sorted(watch.letters("cell@"), key=lambda letter: letter["Date"].datetime)
    return " ".join(letters[number].get_body(("plain",)).get_content().split())


def live(watch, *numbers):
    for n in numbers:
        watch.run(START + days(n), everything=True)


def test_the_cell_is_told_three_times_at_the_latest_and_each_time_once(council, internet):
    live(council, 0, 1, 4, 7, 15, 16)
    assert mails(council, "cell@") == [
        "servwatch: 1 deadline, op 4 december 2026",
        "servwatch: 1 deadline, op 4 december 2026",
        "servwatch: 1 deadline, op 4 december 2026",
    ]
    assert (
        "4 december 2026, nog 14 werkdagen: Raadpleging over kwaliteitsvolle jobs (raadpleging, nr. 1)"
        in text(council, 0)
    )
    assert "nog 10 werkdagen" in text(council, 1)
    assert "nog 3 werkdagen" in text(council, 2)


def test_nothing_is_told_of_what_is_done(council):
    live(council, 0, 1)
    with council.archive() as archive:
        archive.deadlines.decide(1, Decision(DeadlineState.DONE), who="Els", at=START + days(1))
    live(council, 4, 15)
    assert len(mails(council, "cell@")) == 1


def test_what_is_ours_is_told_with_its_owner_and_one_mail_tells_all(council, internet):
    other = entry(
        "Oproep", "https://ec.example.org/2", date=START, text="De oproep sluit op 3 december 2026."
    )
    internet.at(FEED).serves(feed(more=(other,)))
    council.run(START)
    with council.archive() as archive:
        archive.deadlines.decide(1, Decision(DeadlineState.OURS, "LV"), who="Els", at=START)
    live(council, 4)
    assert mails(council, "cell@") == ["servwatch: 2 deadlines, de eerste op 3 december 2026"] * 2
    assert text(council).index("nr. 2") < text(council).index("nr. 1")
    assert "Van ons: LV." in text(council)


def test_a_deadline_that_moved_is_told_with_the_day_it_was(council, internet):
    council.run(START)
    internet.at(FEED).serves(feed("Reageren kan tot en met 11 december 2026."))
    council.run(START + days(1), everything=True)
    assert "11 december 2026" in text(council)
    assert "). Het was 4 december 2026." in text(council)


def test_a_page_that_lost_its_words_is_told_as_such(council, internet):
    council.run(START)
    internet.at(FEED).serves(feed("Zie de site."))
    live(council, 1, 4)
    assert "De pagina zegt het niet meer" in text(council)


def test_without_editors_nobody_is_told_and_once_there_are_some_they_are(council):
    council.mail = ""
    live(council, 0, 1)
    council.mail = STAFF
    live(council, 2)
    assert len(mails(council, "cell@")) == 1


def test_the_calendar_is_read_and_its_recess_and_meetings_count(council, internet):
    council.general = f'calendar = "http://{CALENDAR}"'
    recess = ("20261123", "Reces", "DTEND;VALUE=DATE:20261128\r\nCATEGORIES:Reces\r\n")
    internet.at(CALENDAR).serves(
        ics(("20261202T093000", "Dagelijks bestuur", ""), recess), content_type="text/calendar"
    )
    council.run(START)
    assert "nog 9 werkdagen" in text(council)
    assert "Laatste vergadering ervoor: 2 december 2026, Dagelijks bestuur." in text(council)


def test_a_calendar_that_cannot_be_had_or_is_none_leaves_the_last_good_one(council, internet):
    council.general = f'calendar = "http://{CALENDAR}"'
    internet.at(CALENDAR).serves(
        ics(("20261202T093000", "Dagelijks bestuur", "")), content_type="text/calendar"
    )
    council.run(START)
    internet.at(CALENDAR).serves("<html><body>Meld u aan <a href='/'>hier</a></body></html>")
    council.run(START + days(1))
    internet.at(CALENDAR).answers(500)
    live(council, 4)
    assert "Dagelijks bestuur" in text(council)
    with council.archive() as archive:
        kept = archive.calendars.get(f"http://{CALENDAR}")
    assert kept.fetched == START
    assert kept.failing == START + days(1)
    assert [a.what for a in council.report.attention] == []
    live(council, 5)
    assert [(a.what, a.id) for a in council.report.attention] == [("calendar", f"http://{CALENDAR}")]


def test_a_calendar_in_a_file_needs_no_network(council):
    council.general = 'calendar = "house.ics"'
    (council.folder / "house.ics").write_text(ics(("20261201T093000", "Raad", "")), newline="")
    council.run(START)
    assert "Laatste vergadering ervoor: 1 december 2026, Raad." in text(council)


def test_a_file_that_is_not_there_stops_nothing(council):
    council.general = 'calendar = "nowhere.ics"'
    council.run(START)
    assert len(mails(council, "cell@")) == 1


def test_what_the_configuration_says_of_the_house_counts_too(council):
    council.general = ""
    council.themes += """
[calendar]
recess = ["11-23/11-27"]
[[meeting]]
name = { nl = "Commissie" }
date = 2026-12-03
"""
    council.run(START)
    assert "nog 9 werkdagen" in text(council)
    assert "3 december 2026, Commissie" in text(council)
