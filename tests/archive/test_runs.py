"""The log of runs and polls, small settings, and revisions of the configuration."""

import pytest

from servwatch.archive.revisions import Revisions
from servwatch.archive.runs import KEEP_POLLS, Runs
from servwatch.errors import ClockBehind
from servwatch.model import Verdict
from tests.archive.arrivals import DAY, HOUR, NOW, harvest, keep, polled, state


@pytest.fixture
def runs(database):
    return Runs(database)


@pytest.fixture
def revisions(database):
    return Revisions(database)


def start(runs, clock=NOW, command="run", **more):
    return runs.start(
        command, started=clock, clock=clock, holder="host:1", version="1.0", fingerprint="f" * 300, **more
    )


def test_a_run_is_logged_when_it_starts_and_when_it_ends(runs):
    number = start(runs)
    running = runs.last()
    assert (running.id, running.command, running.clock, running.holder) == (number, "run", NOW, "host:1")
    assert (running.finished, running.outcome, running.report) == (None, None, None)
    runs.finish(number, finished=NOW + HOUR, outcome="attention", report={"sources": {"é": [1, None]}})
    done = runs.last()
    assert (done.finished, done.outcome, done.report) == (
        NOW + HOUR,
        "attention",
        {"sources": {"é": [1, None]}},
    )


def test_the_last_run_is_the_newest_of_its_command_or_of_any(runs):
    assert runs.last() is None
    start(runs)
    fetch = start(runs, NOW + HOUR, "fetch")
    assert runs.last().id == fetch
    assert runs.last("run").clock == NOW
    assert runs.last("serve") is None


def test_a_clock_before_that_of_an_earlier_run_is_refused_and_nothing_is_logged(runs):
    first = start(runs)
    with pytest.raises(ClockBehind) as refused:
        start(runs, NOW - HOUR)
    assert "2026-09-03T15:00:00" in refused.value.sentence()
    assert "--now" in refused.value.sentence()
    assert runs.last().id == first


def test_the_machines_own_clock_is_never_refused(runs):
    start(runs, NOW + 30 * DAY)
    assert start(runs, NOW, given=False)
    assert runs.latest_clock() == NOW + 30 * DAY


def test_the_same_time_again_is_no_clock_behind(runs):
    assert start(runs) < start(runs)


def test_a_run_that_was_killed_counts_for_the_clock_too(runs):
    start(runs, NOW + 30 * DAY)
    with pytest.raises(ClockBehind):
        start(runs)


def test_polls_come_newest_first_by_source_since_a_time_and_so_many(database, runs):
    for n in range(4):
        keep(
            database,
            *(
                harvest(source=s, state=state(s), polled=polled(at=NOW + n * HOUR, seen=n))
                for s in ("a", "b")
            ),
        )
    assert [(p.source, p.seen) for p in runs.polls()][:3] == [("b", 3), ("a", 3), ("b", 2)]
    assert [p.seen for p in runs.polls(source="a")] == [3, 2, 1, 0]
    assert [p.seen for p in runs.polls(source="a", since=NOW + 2 * HOUR)] == [3, 2]
    assert [p.seen for p in runs.polls(source="b", limit=1)] == [3]
    assert runs.polls(source="c") == []
    assert {p.verdict for p in runs.polls()} == {Verdict.OK}


def test_when_a_run_ends_polls_and_runs_that_are_too_old_are_let_go(database, runs):
    old = start(runs, NOW - KEEP_POLLS - HOUR)
    kept = start(runs, NOW - KEEP_POLLS)
    keep(database, harvest(source="a", polled=polled(at=NOW - KEEP_POLLS - HOUR)), run=old)
    keep(database, harvest(source="b", polled=polled(at=NOW - KEEP_POLLS)), run=kept)
    number = start(runs)
    assert len(runs.polls()) == 2
    runs.finish(number, finished=NOW, outcome="ok", report={})
    assert [p.source for p in runs.polls()] == ["b"]
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT id FROM run ORDER BY id").scalars().all() == [kept, number]


def test_a_setting_is_kept_and_replaced(runs):
    assert runs.setting("machine") is None
    runs.set("machine", "a")
    runs.set("machine", {"id": "b"})
    runs.set("other", [1])
    assert runs.setting("machine") == {"id": "b"}


def test_a_valid_configuration_is_kept_once_as_long_as_it_stays(revisions):
    files = {"/etc/servwatch/feeds.toml": "[servwatch]\n", "/etc/servwatch/members.toml": "é"}
    assert revisions.newest("/etc/servwatch/feeds.toml") is None
    assert revisions.keep("/etc/servwatch/feeds.toml", files, NOW, author="ann", reason="first")
    assert not revisions.keep("/etc/servwatch/feeds.toml", dict(reversed(files.items())), NOW + HOUR)
    newest = revisions.newest("/etc/servwatch/feeds.toml")
    assert (newest.files, newest.made, newest.author, newest.reason) == (files, NOW, "ann", "first")


def test_a_changed_configuration_is_the_newest_and_so_is_the_first_one_put_back(revisions):
    for n, text in enumerate(["one", "two", "one"]):
        assert revisions.keep("/a.toml", {"/a.toml": text}, NOW + n * HOUR)
        assert revisions.newest("/a.toml").files == {"/a.toml": text}
    assert revisions.newest("/a.toml").made == NOW + 2 * HOUR


def test_each_configuration_path_has_revisions_of_its_own(revisions):
    revisions.keep("/a.toml", {"/a.toml": "a"}, NOW)
    revisions.keep("/b.toml", {"/b.toml": "b"}, NOW)
    assert revisions.newest("/a.toml").files == {"/a.toml": "a"}
    assert not revisions.keep("/a.toml", {"/a.toml": "a"}, NOW)
