"""What is remembered of a source between two polls."""

from dataclasses import fields, replace
from datetime import date

import pytest

from servwatch.archive.source_state import SourceState, SourceStates
from servwatch.insight.habits import Habit
from servwatch.insight.source_faults import Finding, Outlook, SourceFault
from servwatch.model import Verdict
from tests.archive.arrivals import DAY, HOUR, NOW, harvest, keep, state

FULL = SourceState(
    source="ilo-news",
    reading="r",
    first_seen=NOW,
    moved_to="https://new.example/",
    etag='W/"x"',
    last_modified="Thu, 03 Sep 2026 16:00:00 GMT",
    last_poll=NOW,
    last_ok=NOW - HOUR,
    last_item=NOW - DAY,
    next_poll=NOW + HOUR,
    interval=7200.5,
    failures=3,
    verdict=Verdict.UNREACHABLE,
    rule="No route.",
    verdict_since=NOW - 2 * HOUR,
    baselined=True,
    acked_until=date(2026, 10, 1),
    ack_note="They know.",
)


def test_a_state_comes_out_as_it_went_in(database):
    keep(database, harvest(state=FULL))
    assert SourceStates(database).all() == {"ilo-news": FULL}


def test_an_empty_state_too(database):
    bare = SourceState("ilo-news", "r", NOW)
    keep(database, harvest(state=bare))
    assert SourceStates(database).all() == {"ilo-news": bare}


def test_every_field_but_those_of_people_follows_the_last_poll(database):
    keep(database, harvest(state=FULL))
    after = SourceState("ilo-news", "r2", NOW + DAY, verdict=Verdict.OK)
    keep(database, harvest(state=after))
    found = SourceStates(database).all()["ilo-news"]
    kept = {"first_seen", "acked_until", "ack_note"}
    for field in fields(SourceState):
        expected = FULL if field.name in kept else after
        assert getattr(found, field.name) == getattr(expected, field.name), field.name


def test_an_acknowledgement_given_during_a_poll_is_not_lost(database):
    states = SourceStates(database)
    keep(database, harvest(state=state()))
    read_before_the_poll = states.all()["ilo-news"]
    assert states.acknowledge("ilo-news", date(2026, 9, 30), "Their server moves.")
    keep(database, harvest(state=replace(read_before_the_poll, failures=1)))
    found = states.all()["ilo-news"]
    assert (found.acked_until, found.ack_note, found.failures) == (
        date(2026, 9, 30),
        "Their server moves.",
        1,
    )


def test_an_acknowledgement_holds_through_its_last_day_and_can_be_taken_back(database):
    states = SourceStates(database)
    keep(database, harvest(state=state()))
    states.acknowledge("ilo-news", date(2026, 9, 30), "")
    found = states.all()["ilo-news"]
    assert found.acknowledged(date(2026, 9, 30))
    assert not found.acknowledged(date(2026, 10, 1))
    assert states.acknowledge("ilo-news", None, "")
    assert not states.all()["ilo-news"].acknowledged(date(2026, 9, 1))


def test_a_source_that_was_never_polled_cannot_be_acknowledged(database):
    assert not SourceStates(database).acknowledge("nowhere", date(2026, 9, 30), "")
    assert SourceStates(database).all() == {}


LEARNT = Outlook(
    last=date(2026, 9, 1),
    quiet_on=date(2026, 9, 8),
    silent_on=date(2026, 9, 15),
    dates=Finding(SourceFault.UNDATED, date(2026, 8, 1)),
    empty_since=date(2026, 9, 2),
    filtered_since=date(2026, 9, 3),
    misread_since=date(2026, 9, 4),
)
HABIT = Habit(
    (date(2026, 8, 31), date(2026, 9, 1)), ((date(2026, 9, 1), None), (date(2026, 9, 1), date(2026, 8, 31)))
)


def test_what_was_learnt_comes_out_as_it_went_in_with_the_habit_it_was_learnt_from(database):
    keep(database, harvest(state=replace(FULL, outlook=LEARNT), habit=HABIT))
    states = SourceStates(database)
    assert states.all() == {"ilo-news": replace(FULL, outlook=LEARNT)}
    assert states.habit("ilo-news") == HABIT
    assert states.habit("nowhere") == Habit()
    keep(database, harvest(state=replace(FULL, outlook=Outlook())))
    assert states.all()["ilo-news"].outlook == LEARNT, "it is written only with its habit"


@pytest.mark.parametrize(
    ("verdict", "outlook", "doubtful"),
    [
        (Verdict.OK, Outlook(), False),
        (Verdict.OK, Outlook(silent_on=date(2026, 9, 4), quiet_on=date(2026, 9, 1)), False),
        (Verdict.OK, Outlook(silent_on=date(2026, 9, 3)), True),
        (Verdict.NOT_MODIFIED, Outlook(empty_since=date(2026, 9, 3)), True),
        (Verdict.NOT_MODIFIED, Outlook(filtered_since=date(2026, 9, 3)), True),
        (Verdict.OK, Outlook(dates=Finding(SourceFault.DATES_FROZEN, date(2026, 9, 3))), True),
        (Verdict.BROKEN, Outlook(misread_since=date(2026, 9, 3)), True),
        (Verdict.TIMEOUT, Outlook(), True),
    ],
)
def test_those_that_may_have_a_grave_fault_are_found_without_the_others(database, verdict, outlook, doubtful):
    keep(database, harvest(state=state(verdict=verdict, outlook=outlook), habit=Habit()))
    assert bool(SourceStates(database).doubtful(date(2026, 9, 3))) is doubtful
