"""What each answer of a source teaches of it, and when its habit is asked for."""

from datetime import UTC, date, datetime, timedelta

from servwatch.archive.source_state import SourceState
from servwatch.cycle.learning import after_answer, after_news
from servwatch.insight.habits import Habit
from servwatch.insight.source_faults import NOTHING_LEARNT, Outlook
from servwatch.model import Parsed, RawItem, Verdict
from servwatch.sources.selection import ALL_LEFT_OUT

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
ITEMS = Parsed(Verdict.OK, "", (RawItem("a", "https://e/"),))
EMPTY = Parsed(Verdict.EMPTY, "")
FILTERED = Parsed(Verdict.OK, ALL_LEFT_OUT)
MISREAD = Parsed(Verdict.BROKEN, "no card")


def follow(*answers, outlook=NOTHING_LEARNT):
    """The outlook after one answer a day; None for a body that did not come."""
    for n, (verdict, parsed) in enumerate(answers):
        outlook = after_answer(outlook, verdict, parsed, TODAY + n * DAY)
    return outlook


def test_what_is_odd_is_odd_since_its_first_day_and_an_unchanged_answer_leaves_it():
    for parsed, name in ((EMPTY, "empty_since"), (FILTERED, "filtered_since")):
        same = [(Verdict.NOT_MODIFIED, None), (parsed.verdict, parsed), (Verdict.TIMEOUT, None)]
        found = follow((Verdict.OK, ITEMS), (parsed.verdict, parsed), *same)
        assert found == Outlook(**{name: TODAY + DAY})
        assert follow((parsed.verdict, parsed), (Verdict.OK, ITEMS)) == NOTHING_LEARNT


def test_a_shape_is_lost_only_where_a_body_came():
    lost = follow((Verdict.BROKEN, MISREAD), (Verdict.BROKEN, None), (Verdict.BROKEN, MISREAD))
    assert lost == Outlook(misread_since=TODAY)
    assert follow((Verdict.BROKEN, None), (Verdict.BLOCKED, Parsed(Verdict.BLOCKED, ""))) == NOTHING_LEARNT
    for verdict, parsed in ((Verdict.OK, ITEMS), (Verdict.NOT_MODIFIED, None)):
        assert after_answer(lost, verdict, parsed, TODAY) == NOTHING_LEARNT


def state(**fields):
    return SourceState("s", "r", datetime(2026, 1, 1, tzinfo=UTC), **fields)


def unasked(_source):
    raise AssertionError("the habit was asked for")


def test_a_poll_without_news_asks_for_no_habit():
    learnt = state(baselined=True, outlook=Outlook(silent_on=TODAY))
    assert after_news(learnt, learnt, [], unasked, TODAY) == (learnt, None)
    never = state()
    assert after_news(never, never, [], unasked, TODAY) == (never, None)


def test_the_first_good_poll_begins_a_habit_and_news_make_it_grow():
    after, habit = after_news(state(), state(baselined=True), [TODAY, None], lambda _: Habit(), TODAY)
    assert habit == Habit((TODAY,))
    assert after.outlook.last == TODAY
    later = TODAY + DAY
    after, habit = after_news(after, after, [later], lambda _: habit, later)
    assert habit == Habit((TODAY, later), ((later, later),))
    assert after.outlook.last == later


def test_an_older_archive_is_learnt_from_at_its_first_poll_whatever_that_brings():
    upgraded = state(baselined=True)
    days = tuple(TODAY - n * DAY for n in range(20, 10, -1))
    after, habit = after_news(upgraded, upgraded, [], lambda _: Habit(days), TODAY)
    assert habit == Habit(days)
    assert after.outlook.silent_on is not None
    assert after.outlook.silent_on <= TODAY


def test_a_change_of_what_is_odd_keeps_the_habit():
    before = state(baselined=True, outlook=Outlook(silent_on=TODAY + 9 * DAY))
    after = state(baselined=True, outlook=Outlook(silent_on=TODAY + 9 * DAY, empty_since=TODAY))
    assert after_news(before, after, [], lambda _: Habit((TODAY,)), TODAY) == (after, Habit((TODAY,)))
