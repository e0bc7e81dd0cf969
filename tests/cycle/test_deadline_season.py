"""No deadline passes while it waits without the notices that were still possible, and none comes twice."""

import pytest

from servwatch.cycle import deadline_notices
from tests.cycle.deadline_season import Season


def hold(found, *, count):
    assert found.deadlines == found.entries + found.over == count
    assert found.missing == []
    assert found.twice == []
    assert found.after_decision == []
    assert found.mails <= found.runs
    assert found.moved
    assert found.decided
    assert min(found.notices[step] for step in (20, 10, 3)) > count // 12
    assert 0 < found.late < found.passed


def test_a_sample_of_deadlines_over_two_months(tmp_path):
    hold(Season(tmp_path, count=60, days=60).live(), count=60)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 11, 13])
def test_hundreds_of_deadlines_over_ninety_days(tmp_path, seed):
    hold(Season(tmp_path, count=400, days=90, seed=seed).live(), count=400)


@pytest.mark.parametrize("flaw", ["forgets what it told", "leaves out one notice"])
def test_the_reckoning_notices_what_goes_wrong(tmp_path, flaw, monkeypatch):
    due = deadline_notices.due_notices

    def flawed(entries, told, today, calendar):
        if flaw == "forgets what it told":
            return due(entries, {one for one in told if one[2] != 10}, today, calendar)
        return [notice for notice in due(entries, told, today, calendar) if notice.deadline.id % 5]

    monkeypatch.setattr(deadline_notices, "due_notices", flawed)
    if flaw == "forgets what it told":
        monkeypatch.setattr("servwatch.archive.deadlines.Deadlines.keep_told", _keep_all)
    found = Season(tmp_path, count=30, days=45).live()
    assert found.twice if flaw == "forgets what it told" else found.missing


def _keep_all(register, notices, messages, at):
    """Write the mails and forget the notices."""
    from servwatch.archive.outbox import enqueue

    with register._database.write() as connection:
        enqueue(connection, None, messages)
