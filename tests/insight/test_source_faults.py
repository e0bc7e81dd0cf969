"""The ways in which a source that answers may be of no use, each with its name and its remedy."""

from datetime import date, timedelta

import pytest

from servwatch.insight.habits import Habit, learnt
from servwatch.insight.source_faults import REMEDIES, Outlook, SourceFault, judge
from servwatch.model import Verdict

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
DAILY = tuple(TODAY - n * DAY for n in range(60, 0, -1))


USUAL = Habit(DAILY)


def found(habit=USUAL, verdict=Verdict.OK, *, since=TODAY - 3 * DAY, today=TODAY):
    outlook = Outlook(empty_since=since if verdict is Verdict.EMPTY else None)
    finding = judge(learnt(outlook, habit, today), verdict, today)
    return finding and (finding.fault.value, finding.since)


def test_every_fault_has_a_remedy():
    assert set(REMEDIES) == set(SourceFault)


def test_a_source_that_keeps_its_rhythm_has_no_fault():
    assert found() is None
    assert found(verdict=Verdict.NOT_MODIFIED) is None
    assert found(Habit()) is None


@pytest.mark.parametrize("verdict", [v for v in Verdict if not v.good and v is not Verdict.EMPTY])
def test_who_does_not_answer_is_not_said_to_be_silent(verdict):
    assert found(Habit((TODAY - 300 * DAY,)), verdict) is None


def test_the_same_items_for_ever_are_told_from_a_server_that_says_nothing_changed():
    later = TODAY + 40 * DAY
    assert found(today=later)[0] == "same-old"
    assert found(verdict=Verdict.NOT_MODIFIED, today=later)[0] == "silent"
    assert TODAY < found(today=later)[1] < later


def test_before_it_is_silent_it_is_quiet_and_that_is_not_grave():
    told = [found(today=TODAY + n * DAY) for n in range(20)]
    names = list(dict.fromkeys(name[0] if name else "" for name in told))
    assert names == ["", "quiet", "same-old"]
    assert not SourceFault.QUIET.grave
    assert SourceFault.SAME_OLD.grave


def test_empty_is_a_fault_when_it_lasts():
    assert found(verdict=Verdict.EMPTY, since=TODAY - 13 * DAY) is None
    assert found(verdict=Verdict.EMPTY, since=TODAY - 14 * DAY) == ("always-empty", TODAY - 14 * DAY)


def test_a_filter_of_our_own_that_leaves_nothing_is_grave_when_it_lasts():
    for days, grave in ((0, False), (6, False), (7, True)):
        finding = judge(Outlook(filtered_since=TODAY - days * DAY), Verdict.OK, TODAY)
        assert (finding.fault, finding.grave) == (SourceFault.ALL_FILTERED, grave)


def test_a_part_that_fails_is_a_fault_when_it_lasts():
    for days, name in ((6, None), (7, SourceFault.PART_MISSING)):
        finding = judge(Outlook(partial_since=TODAY - days * DAY), Verdict.OK, TODAY)
        assert (finding.fault if finding else None) is name


def test_what_is_grave_goes_before_a_filter_that_may_let_something_through_tomorrow():
    outlook = Outlook(filtered_since=TODAY, silent_on=TODAY - DAY)
    assert judge(outlook, Verdict.OK, TODAY).fault is SourceFault.SAME_OLD


def test_new_items_that_all_carry_one_date_have_frozen_dates():
    stuck = tuple((TODAY - n * DAY, date(2026, 11, 1)) for n in range(8, 0, -1))
    assert found(Habit(DAILY, stuck)) == ("dates-frozen", TODAY - 8 * DAY)
    at_once = tuple((TODAY - DAY, date(2026, 11, 1)) for _ in range(8))
    assert found(Habit(DAILY, at_once)) is None, "eight items of one day on one day are a busy day"
    event = tuple((TODAY - n * DAY, TODAY + 30 * DAY) for n in range(8, 0, -1))
    assert found(Habit(DAILY, event)) is None, "documents for one day to come"
    moving = (*stuck[:-1], (TODAY, TODAY))
    assert found(Habit(DAILY, moving)) is None


def test_items_without_a_date_are_told_and_are_not_grave():
    undated = tuple((TODAY - n * DAY, None) for n in range(8, 0, -1))
    assert found(Habit(DAILY, undated))[0] == "undated"
    assert found(Habit(DAILY, undated[:7])) is None
    assert not SourceFault.UNDATED.grave
