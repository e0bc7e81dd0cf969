"""What is remembered of a source between two polls."""

from dataclasses import fields, replace
from datetime import date

from servwatch.archive.source_state import SourceState, SourceStates
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
