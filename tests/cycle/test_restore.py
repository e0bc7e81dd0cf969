"""A week-old backup restored: nothing is told again, nothing is lost, and nothing leaves before somebody says so."""

from datetime import timedelta

import pytest

from tests.cycle.restore_weeks import WEEK, Weeks
from tests.cycle.watch import brussels

FRIDAY = brussels("2026-11-06 07:45")


@pytest.fixture
def weeks(request, watch):
    made = Weeks(watch, 11, smtp=getattr(request, "param", "maildir") == "smtp")
    yield made
    made.close()


@pytest.mark.parametrize("weeks", ["maildir", pytest.param("smtp", marks=pytest.mark.slow)], indirect=True)
def test_a_week_old_backup_repeats_nothing_and_misses_nothing(weeks):
    weeks.live(FRIDAY - timedelta(hours=1))
    weeks.run(FRIDAY, deliver=False)  # both editions are built, and wait in the backup
    weeks.back_up()
    weeks.live(FRIDAY + WEEK + timedelta(hours=1))
    before = len(weeks.letters())
    done = weeks.restore()
    assert done.replayed is not None
    assert (done.replayed.editions, done.replayed.gaps) == (6, [])  # five days and a Friday
    assert done.waiting == 0  # what waited in the backup has left since
    weeks.live(weeks.now + timedelta(days=3))  # Monday: an edition was due
    assert len(weeks.letters()) == before, "something left under the brake"
    weeks.release()
    weeks.live(weeks.now + timedelta(days=4))
    found = weeks.account()
    assert found.tellings > 100
    assert (found.repeated, found.missing, found.same_copies, found.numbers_twice) == ([], [], 0, [])


@pytest.mark.slow
def test_without_the_journal_it_would_repeat(weeks):
    """The counter-proof: the account sees what the journal prevents."""
    weeks.live(FRIDAY + timedelta(hours=1))
    weeks.back_up()
    weeks.live(FRIDAY + WEEK + timedelta(hours=1))
    for file in (weeks.watch.folder / "servwatch.db.journal").iterdir():
        file.unlink()
    done = weeks.restore()
    assert done.replayed is None
    assert {doubt.digest for doubt in done.doubts} == {"dag", "week"}
    weeks.release()
    weeks.live(weeks.now + WEEK)
    assert weeks.account().repeated


@pytest.mark.slow
def test_without_a_journal_a_time_says_what_was_told(weeks):
    weeks.live(FRIDAY + timedelta(hours=1))
    weeks.back_up()
    lost = FRIDAY + timedelta(days=6, hours=1)  # Thursday after the daily edition
    weeks.live(lost)
    for file in (weeks.watch.folder / "servwatch.db.journal").iterdir():
        file.unlink()
    done = weeks.restore(told_until=lost)
    assert done.doubts == []
    weeks.release()
    weeks.live(weeks.now + WEEK)
    found = weeks.account()
    assert found.repeated == []
    of_the_day = [name for name in found.missing if " dag " in name]
    assert (
        of_the_day == []
    )  # the weekly one has told nothing since the backup, so that the time is not true of it
