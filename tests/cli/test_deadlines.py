"""`deadlines` through the real command line."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from servwatch.archive.archive import Archive
from servwatch.model import Annotation, Deadline
from tests.archive.arrivals import arrival, stored, themes
from tests.cli.line import servwatch

TODAY = datetime.now(UTC).date()


def coming(days):
    return TODAY + timedelta(days=days)


@pytest.fixture
def desk(demo):
    """The demo, with the deadlines of two items more and of one that is over."""
    with Archive(f"sqlite:///{demo / 'servwatch.db'}") as archive:
        for number, days, score in ((901, 14, themes(energy=3)), (902, 30, ()), (903, -1, ())):
            said = Deadline(coming(days), "consultation", f"Until {coming(days)}.")
            seen = datetime.now(UTC) - timedelta(days=5)
            stored(
                archive.database,
                arrival(
                    number,
                    title=f"Consultation {number}",
                    seen=seen,
                    annotation=Annotation(0, "x", "en", score, deadlines=(said,)),
                ),
            )
    return demo


def listed(folder, *options):
    lines = servwatch(folder, "deadlines", *options, "--json").well().lines
    return [line for line in lines if line["title"].startswith("Consultation")]


def number_of(folder, title):
    return next(line["id"] for line in listed(folder, "--all") if line["title"] == title)


def test_the_register_lists_by_itself_the_earliest_first_with_the_keys_that_stay(desk):
    found = listed(desk)
    assert [line["title"] for line in found] == ["Consultation 901", "Consultation 902"]
    first = found[0]
    assert list(first)[:7] == ["date", "kind", "item", "text", "state", "owner", "working_days"]
    assert (first["date"], first["state"]) == (coming(14).isoformat(), "open")
    assert 0 < first["working_days"] <= 10
    assert servwatch(desk, "deadlines").well().out.count("Consultation") == 2
    assert listed(desk, "--all")[0]["standing"] == "passed"


def test_the_list_can_be_of_a_theme_a_state_or_up_to_a_day(desk):
    assert [line["title"] for line in listed(desk, "--theme", "energy")] == ["Consultation 901"]
    assert [line["title"] for line in listed(desk, "--until", coming(20))] == ["Consultation 901"]
    assert listed(desk, "--state", "done") == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--state", "lost"], "must be one of open, ours, not-for-us, done"),
        (["--theme", "enrgy"], "no theme has the id enrgy. Did you mean energy?"),
        (["--digest", "none"], "no digest has the id none"),
        (["--until", "soon"], "must be a day such as"),
    ],
)
def test_what_is_asked_wrongly_is_told(desk, options, told):
    outcome = servwatch(desk, "deadlines", *options)
    assert outcome.code in (1, 2)
    assert told in " ".join(outcome.err.replace("│", " ").split())


def test_a_decision_is_kept_with_who_took_it(desk):
    number = number_of(desk, "Consultation 901")
    out = (
        servwatch(desk, "deadlines", "set", number, "--state", "ours", "--owner", "LV", "--by", "Els")
        .well()
        .out
    )
    assert out == f"{number}: {coming(14)} Consultation 901: ours, LV.\n"
    assert [(d["state"], d["owner"]) for d in listed(desk, "--state", "ours")] == [("ours", "LV")]
    shown = servwatch(desk, "deadlines", "show", number).well().out
    assert "Els" in shown
    assert "open > ours" in shown


def test_a_decision_that_decides_nothing_is_refused_and_so_is_one_of_no_deadline(desk):
    assert "nothing is decided" in servwatch(desk, "deadlines", "set", 1).well(1).err
    assert (
        "no deadline has the number 999"
        in servwatch(desk, "deadlines", "set", 999, "--state", "done").well(1).err
    )


def test_a_deadline_by_hand_is_in_the_register(desk):
    when = f"{coming(9)}T17:00"
    added = (
        "deadlines",
        "add",
        when,
        "Answer the minister",
        "--url",
        "https://www.example.org/x",
        "--by",
        "Els",
    )
    servwatch(desk, *added).well()
    (mine,) = [d for d in servwatch(desk, "deadlines", "--json").well().lines if d["found"] == "hand"]
    assert (mine["time"], mine["text"], mine["url"]) == (
        "17:00",
        "Answer the minister",
        "https://www.example.org/x",
    )
    assert mine["date"] == coming(9).isoformat()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["soon", "x"], "must be a day such as 2027-03-12"),
        (["2027-03-12", " "], "must say what is to be done"),
        (["2027-03-12", "x", "--kind", "party"], "must be one of consultation"),
        (["2027-03-12", "x", "--item", "99999"], "no item has the number 99999"),
        (["2027-03-12", "x", "--item", "1", "--url", "https://x.example.org"], "do not go together"),
    ],
)
def test_what_cannot_be_added_is_told(desk, arguments, told):
    outcome = servwatch(desk, "deadlines", "add", *arguments)
    assert outcome.code in (1, 2)
    assert told in " ".join(outcome.err.replace("│", " ").split())


def test_the_calendar_of_all_of_a_theme_and_of_a_digest(desk):
    digest = servwatch(desk, "digest", "list", "--json").well().lines[0]["id"]
    for options, least in (([], 2), (["--theme", "energy"], 1), (["--digest", digest], 0)):
        servwatch(desk, "deadlines", *options, "--ics", "out.ics").well()
        events = Calendar.from_ical((desk / "out.ics").read_bytes()).walk("VEVENT")
        assert len(events) >= least
    assert "written to" in servwatch(desk, "deadlines", "--ics", "out.ics").well().out


def test_the_deadlines_of_a_text_are_told_by_tag(desk):
    day = date(TODAY.year + 1, 6, 4)
    text = f"Apply no later than 4 June {day.year}."
    (found,) = json.loads(servwatch(desk, "tag", "--text", text, "--json").well().out)["deadlines"]
    assert (found["date"], found["kind"], found["rule"]) == (day.isoformat(), "application", "at-the-latest")
    assert str(day) in servwatch(desk, "tag", "--text", text).well().out


def test_a_list_that_is_narrowed_to_nothing_says_that_and_a_day_that_is_past_is_told(desk):
    assert (
        "No such deadline is still to come. --all"
        in servwatch(desk, "deadlines", "--state", "done").well().out
    )
    assert "That day is past" in servwatch(desk, "deadlines", "add", "2020-01-01", "old").well().out
    assert "past" not in servwatch(desk, "deadlines", "add", coming(9).isoformat(), "new").well().out
