"""A backup that holds a draft whose edition left since: the draft is done with."""

import pytest

from servwatch.cycle.backing_up import back_up
from servwatch.cycle.clock import FixedClock
from servwatch.cycle.configuration import in_force
from servwatch.cycle.guard import lift_brake
from servwatch.cycle.restoring import restore
from servwatch.model import ActKind, DraftState
from tests.cycle.draft_desk import EDITORS, FEED, act, drafts, subjects, under_review
from tests.cycle.watch import brussels, rss
from tests.cycle.weekly import news


@pytest.fixture
def drafted(weekly):
    """A digest that must be released, and its draft of Thursday."""
    under_review(weekly, "required")
    weekly.run("2026-11-26 14:00")
    return weekly


def settings(watch):
    return in_force(watch.path, {}).settings


def back(watch, time):
    with watch.archive() as archive:
        back_up(settings(watch), archive, watch.folder / "backup.zip", brussels(time))


def restored(watch, time):
    restore(settings(watch), watch.folder / "backup.zip", brussels(time))
    with watch.archive() as archive:
        lift_brake(archive, FixedClock(brussels(time)))


def released(watch, time):
    act(watch, time, lambda r: r.stand(ActKind.RELEASE))


@pytest.mark.parametrize("first", ["backup", "release"])
def test_nobody_is_asked_again_for_what_left_and_the_next_edition_comes(drafted, internet, first):
    if first == "release":
        released(drafted, "2026-11-26 15:00")
    back(drafted, "2026-11-26 16:00")
    if first == "backup":
        released(drafted, "2026-11-26 17:00")
    drafted.run("2026-11-27 07:00")
    restored(drafted, "2026-11-27 10:00")
    assert drafted.run("2026-11-30 10:00").attention == []
    assert drafts(drafted)[0].state is DraftState.SENT
    assert len(subjects(drafted)) == 1
    internet.at(FEED).serves(rss(news(1), news(2), news(3, date=brussels("2026-12-02 08:00"))))
    drafted.run("2026-12-03 14:00", everything=True)
    released(drafted, "2026-12-03 15:00")
    (edition,) = drafted.run("2026-12-04 07:00").editions
    assert (edition.number, edition.entries) == (2, 1)


def test_a_draft_of_which_nothing_left_goes_on(drafted):
    back(drafted, "2026-11-26 16:00")
    restored(drafted, "2026-11-26 18:00")
    released(drafted, "2026-11-26 19:00")
    (edition,) = drafted.run("2026-11-27 07:00").editions
    assert (edition.number, edition.entries) == (1, 2)


@pytest.mark.parametrize("drafted_before", [False, True])
def test_what_was_put_on_hold_since_the_backup_does_not_leave_by_itself(weekly, drafted_before):
    weekly.mail = EDITORS
    weekly.digest("board", review="window", limit=4)
    weekly.source("ec", every="30m")
    weekly.run("2026-11-25 08:00", everything=True)
    if not drafted_before:
        back(weekly, "2026-11-25 12:00")
    weekly.run("2026-11-26 14:00")
    if drafted_before:
        back(weekly, "2026-11-26 14:30")
    act(weekly, "2026-11-26 15:00", lambda r: r.stand(ActKind.HOLD))
    restored(weekly, "2026-11-26 18:00")
    report = weekly.run("2026-11-27 07:00")
    assert (report.editions, [a.what for a in report.attention]) == ([], ["draft"])
    assert (drafts(weekly)[0].state, drafts(weekly)[0].shown) == (DraftState.HELD, (1, 2))
    released(weekly, "2026-11-27 08:00")
    assert [e.entries for e in weekly.run("2026-11-27 08:05").editions] == [2]
