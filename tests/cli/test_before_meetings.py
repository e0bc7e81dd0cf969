"""A digest before meetings, from the command line on virtual time."""

import pytest

from tests.cli.line import servwatch
from tests.cycle.watch import THEMES

EDITOR = "redactie@example.org"


class House:
    """A watch whose digest comes two working days before the meetings that its calendar has now."""

    def __init__(self, watch):
        self.watch = watch
        self.watch.source("ec", enabled=False)  # what it tells is no matter here, and takes time
        self.watch.member("a@example.org", "board")
        self.watch.mail = f'editors = ["{EDITOR}"]'
        self.digest()
        self.meets()

    def digest(self, schedule="2 working days before meeting at 07:00", **keys):
        self.watch.digest("board", schedule=schedule, **keys)

    def meets(self, *days, name="Bureau"):
        self.watch.themes = THEMES + "".join(
            f'[[meeting]]\nname = {{ nl = "{name}" }}\ndate = {day}\n' for day in days
        )
        self.watch.write()

    def run(self, when, *, code=0):
        """What this run built."""
        told = servwatch(self.watch.folder, "run", "--now", when).well(code).out
        return [line for line in told.splitlines() if line.startswith("board no.")]

    def mails(self, to="a@example.org"):
        return len(self.watch.letters(to))


@pytest.fixture
def house(watch):
    return House(watch)


def test_a_digest_comes_once_before_each_meeting_wherever_that_moves(house):
    house.meets("2037-12-11", "2037-12-18")
    assert house.run("2037-12-01T08:00") == []
    assert house.run("2037-12-08T08:00") == []
    assert len(house.run("2037-12-09T07:00")) == 1  # a Wednesday, before Friday
    assert house.run("2037-12-09T08:00") == []
    house.meets("2037-12-14", "2037-12-18")  # it was put off, and had its edition
    assert house.run("2037-12-10T08:00") == []
    assert house.run("2037-12-11T08:00") == []
    house.meets("2037-12-14", "2037-12-15", name="Bureau")  # the other comes sooner
    assert len(house.run("2037-12-11T12:00")) == 1
    house.meets("2037-12-14", "2037-12-15", "2037-12-17", name="Bureau")  # and one more, late
    assert len(house.run("2037-12-16T12:00")) == 1
    assert house.mails() == 3


def test_a_digest_that_never_leaves_is_noticed(house):
    assert "there are none: it will never leave" in servwatch(house.watch.folder, "check").well().out
    told = servwatch(house.watch.folder, "run", "--now", "2037-12-01T08:00").out
    assert "no meeting of its groups is ahead" in told
    house.meets("2020-12-11")
    assert "never: no meeting is ahead" in servwatch(house.watch.folder, "check").well().out
    assert "never: no meeting ahead" in servwatch(house.watch.folder, "digest", "list").well().out
    (row,) = servwatch(house.watch.folder, "digest", "list", "--json").well().lines
    assert (row["next"], row["no_meeting"]) == (None, True)
    status = servwatch(house.watch.folder, "status", "--json").well(3).json
    assert [(a["what"], a["id"]) for a in status["attention"] if a["what"] == "meeting"] == [
        ("meeting", "board")
    ]
    house.meets("2037-12-11")
    assert "Wed 09 Dec 2037 07:00" in " ".join(servwatch(house.watch.folder, "check").well().out.split())
    (row,) = servwatch(house.watch.folder, "digest", "list", "--json").well().lines
    assert (row["next"][:16], row["no_meeting"]) == ("2037-12-09T06:00", False)


def test_the_draft_is_made_ahead_and_follows_the_meeting(house):
    house.digest(review="required", draft="18h")
    house.meets("2037-12-11")
    assert house.run("2037-12-08T08:00") == []
    assert house.run("2037-12-08T13:30") == []
    assert house.mails(EDITOR) == 1
    house.meets("2037-12-16")  # put off, when the draft is with the editors
    assert house.run("2037-12-08T14:00") == []
    assert house.mails(EDITOR) == 2
    draft = servwatch(house.watch.folder, "digest", "draft", "board", "--now", "2037-12-08T15:00").well().out
    assert "draft for Mon 14 Dec 2037 07:00" in draft
    assert house.run("2037-12-09T08:00") == []  # the old time: nothing is asked for
    servwatch(
        house.watch.folder, "digest", "release", "board", "--now", "2037-12-09T09:00", "--by", "An"
    ).well()
    assert house.run("2037-12-10T07:00") == []
    house.meets("2037-12-11")  # sooner again: what was released leaves at once
    assert len(house.run("2037-12-10T09:00")) == 1
    assert house.run("2037-12-10T10:00") == []


@pytest.mark.slow
def test_a_draft_for_a_meeting_that_is_called_off_is_gone(house):
    house.digest(review="window", draft="18h")
    house.meets("2037-12-11")
    assert house.run("2037-12-07T13:30") == []
    assert house.run("2037-12-08T13:30") == []
    house.meets("2037-11-11")
    assert house.run("2037-12-08T14:00", code=3) == []
    asked = servwatch(house.watch.folder, "digest", "draft", "board", "--now", "2037-12-08T15:00").well(1)
    assert "no meeting is ahead" in asked.err


@pytest.mark.slow
def test_an_icalendar_that_names_other_days_is_followed(house):
    house.watch.general = 'calendar = "house.ics"'
    house.meets()

    def says(day):
        event = f"BEGIN:VEVENT\r\nUID:1@house\r\nDTSTART:{day}T090000Z\r\nSUMMARY:Bureau\r\nEND:VEVENT\r\n"
        (house.watch.folder / "house.ics").write_text(
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//H//EN\r\n{event}END:VCALENDAR\r\n"
        )

    says("20371211")
    assert house.run("2037-12-01T08:00") == []
    assert len(house.run("2037-12-09T07:00")) == 1
    says("20380128")  # the same event, far off: it had its edition
    assert house.run("2037-12-10T07:00") == []
    assert house.run("2038-01-26T07:00") == []


def test_a_time_far_after_the_last_run_is_told_before_anything_is_done(house):
    house.meets("2037-12-11")
    assert house.run("2037-12-01T08:00") == []
    told = servwatch(house.watch.folder, "run", "--now", "2037-12-05T08:00").well().err
    assert "--now lies 4 days after the archive's last run" in told
    assert "--now lies" not in servwatch(house.watch.folder, "run", "--now", "2037-12-06T08:00").well().err
