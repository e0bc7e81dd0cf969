"""When the service wakes, and that it never does so without pause."""

import threading
from datetime import timedelta

import pytest

from servwatch.cycle.configuration import in_force
from servwatch.service.timetable import STILL_DUE, Timetable
from tests.cycle.watch import brussels

SOON = timedelta(seconds=20)
"""Within so much a time counts as that time: it is told by the machine's clock, however busy."""


@pytest.fixture
def woken():
    return threading.Event()


@pytest.fixture
def timetable(watch, woken):
    watch.source("ec", every="2h")
    watch.digest("board", schedule="0 7 * * fri")
    watch.member("a@example.org", "board")
    watch.run("2026-11-27 06:00")  # nobody answers: the source is tried again later
    current = in_force(watch.path, {})
    timetable = Timetable(current.settings, woken.set)
    timetable.start()
    yield timetable
    timetable.stop()


def wakes_after(timetable, watch, began, now):
    from datetime import UTC, datetime

    with watch.archive() as archive:
        timetable.update(archive, brussels(began), brussels(now))
    return timetable.next_wake() - datetime.now(UTC)


def test_the_next_source_or_digest_decides(timetable, watch):
    wait = wakes_after(timetable, watch, "2026-11-27 06:00", "2026-11-27 06:00:01")
    with watch.archive() as archive:
        due = archive.sources.all()["ec"].next_poll - brussels("2026-11-27 06:00:01")
    assert due - SOON < wait <= due
    assert due < timedelta(hours=1)


def test_what_became_due_during_a_cycle_is_done_at_once(timetable, watch, woken):
    with watch.archive() as archive:
        timetable.update(archive, brussels("2026-11-27 06:59:50"), brussels("2026-11-27 07:00:20"))
    assert woken.wait(SOON.total_seconds())


def test_what_was_due_before_the_cycle_and_still_is_waits_a_while(timetable, watch):
    wait = wakes_after(timetable, watch, "2026-11-27 08:00", "2026-11-27 08:00:01")
    assert STILL_DUE - SOON < wait <= STILL_DUE


def test_a_source_that_is_watched_no_more_wakes_nobody(timetable, watch):
    wakes_after(timetable, watch, "2026-11-27 06:00", "2026-11-27 06:00:01")
    timetable._replace({})
    assert timetable.next_wake() is None
