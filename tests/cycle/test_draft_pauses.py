"""A digest that pauses, and the draft that it has."""

from servwatch.archive.pauses import Pause
from servwatch.model import ActKind, DraftState
from tests.cycle.draft_desk import LATE, act, drafts, required, subjects
from tests.cycle.watch import brussels


def test_a_pause_lets_nothing_leave_and_nothing_be_lost(reviewed):
    with reviewed.archive() as archive:
        day = brussels("2026-12-01 08:00")
        archive.pauses.put(Pause("board", day.date(), "An", day))
    assert reviewed.run("2026-11-26 14:00").editions == reviewed.run("2026-11-27 07:00").editions == []
    assert drafts(reviewed) == []
    assert reviewed.run("2026-12-01 08:00").editions == []
    reviewed.run("2026-12-03 14:00")
    (edition,) = reviewed.run("2026-12-04 07:00").editions
    assert (edition.number, edition.entries) == (1, 2)


def test_what_is_held_asks_for_nobody_while_its_digest_pauses(reviewed):
    reviewed.run("2026-11-26 14:00")
    act(reviewed, "2026-11-26 15:00", lambda r: r.stand(ActKind.HOLD))
    assert [a.what for a in reviewed.run("2026-11-27 07:00").attention] == ["draft"]
    with reviewed.archive() as archive:
        day = brussels("2026-12-10 08:00")
        archive.pauses.put(Pause("board", day.date(), "An", day))
    assert reviewed.run("2026-11-27 07:15").attention == []


def test_a_released_draft_whose_digest_paused_at_its_time_is_told_once_and_asked_for(reviewed):
    required(reviewed)
    reviewed.run("2026-11-26 14:30")
    act(reviewed, "2026-11-26 15:30", lambda desk: desk.stand(ActKind.RELEASE))
    with reviewed.archive() as archive:
        archive.pauses.put(Pause("board", brussels("2026-11-30 00:00").date(), "An", LATE))
    assert reviewed.run("2026-11-27 07:00").editions == []
    report = reviewed.run("2026-11-30 09:00")
    assert [a.what for a in report.attention] == ["draft"]
    assert "did not leave" in report.attention[0].remedy
    reviewed.run("2026-11-30 10:00")
    assert sum("Niet vertrokken" in subject for subject in subjects(reviewed)) == 1
    report = reviewed.run("2026-12-03 14:30")  # the next draft takes its place
    assert report.attention == []
    assert drafts(reviewed)[0].state is DraftState.OPEN
