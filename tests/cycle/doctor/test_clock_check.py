"""The clock, against the archive and against a host that tells the time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.doctor.clock_check import against_archive, against_hosts, told_by
from servwatch.model import Fetched, FetchSettings, Verdict
from tests.cycle.doctor.test_hosts import BASE, source
from tests.cycle.doctor.told import ends
from tests.internet import Internet

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


def answered(**headers):
    return Fetched("x", "x", Verdict.GONE, "", headers=headers)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"date": "Sun, 22 Nov 2026 12:00:00 GMT"}, NOON),
        ({"date": "Sun, 22 Nov 2026 11:00:00 GMT", "age": "3600"}, NOON),
        ({"date": "Sunday", "age": "3600"}, None),
        ({"date": "Sun, 22 Nov 2026 11:00:00 GMT", "age": "old"}, None),
        ({}, None),
    ],
)
def test_the_time_of_an_answer(headers, expected):
    assert told_by(answered(**headers)) == expected


@pytest.mark.parametrize(
    ("ahead", "state", "words"),
    [
        (0, "good", "agrees with"),
        (600, "doubt", "s ahead of"),
        (-7200, "wrong", "s behind"),
        (86400, "wrong", "ahead of"),
    ],
)
def test_a_watched_host_tells_the_time(internet, ahead, state, words):
    internet.at("www.ilo.org/robots.txt").answers(404)
    settings = replace(
        BASE,
        sources=(source("ilo", "https://www.ilo.org/rss"),),
        fetch=FetchSettings(connect_to=internet.connect_to(), ca_file=internet.ca_file),
    )
    clock = FixedClock(datetime.now(UTC) + timedelta(seconds=ahead))
    (finding,) = against_hosts(settings, clock)
    assert (finding.state, words in finding.text) == (state, True), finding
    assert ends([finding]) == []


def test_hosts_that_are_silent_leave_a_doubt_and_no_hosts_nothing():
    nowhere = FetchSettings(connect_to={"www.ilo.org": "127.0.0.1:1"})
    settings = replace(BASE, sources=(source("ilo", "https://www.ilo.org/rss"),), fetch=nowhere)
    (finding,) = against_hosts(settings, FixedClock(NOON))
    assert finding.state == "doubt"
    assert list(against_hosts(replace(BASE, sources=()), FixedClock(NOON))) == []


def test_a_run_that_lies_ahead_is_wrong():
    with Archive("sqlite://") as archive:
        assert [f.state for f in against_archive(archive, NOON)] == ["good"]
        later = NOON + timedelta(hours=1)
        archive.runs.start("run", started=later, clock=later, holder="x", version="x", fingerprint="x")
        assert [f.state for f in against_archive(archive, NOON)] == ["wrong"]
        assert [f.state for f in against_archive(archive, later)] == ["good"]
