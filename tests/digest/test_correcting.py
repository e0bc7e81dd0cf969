"""Which changed facts are told, and from what to what."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from servwatch.digest.correcting import UNSAID_FOR, ToldEntry, changed_title, moved_deadline
from servwatch.model import DeadlineChange, RegisteredDeadline

CUTOFF = datetime(2026, 11, 20, 6, tzinfo=UTC)
NOW = CUTOFF + timedelta(days=7)
TODAY = NOW.date()
TOLD = ToldEntry(47, 3, 9, CUTOFF, "Consultation", "https://ec.example.org/9", "Consultation")
FIFTEENTH, EIGHTEENTH, TWENTIETH = date(2026, 12, 15), date(2026, 12, 18), date(2026, 12, 20)


def entry(day=EIGHTEENTH, **fields):
    made = RegisteredDeadline(5, day, "consultation", "until", item=9, seen=CUTOFF - timedelta(days=2))
    return replace(made, **fields)


def moved(old, new, *, days=1.0):
    return DeadlineChange(5, CUTOFF + timedelta(days=days), "", "date", old.isoformat(), new.isoformat())


def correction(*history, said=(), now=NOW, **fields):
    found = moved_deadline(TOLD, entry(**fields), history, said, now=now, today=now.date())
    return (found.old, found.new) if found is not None else None


def told(old, new, what="deadline", item=9):
    return item, what, old.isoformat() if old else "", new.isoformat() if new else ""


def test_a_deadline_that_moved_after_it_was_told_is_corrected():
    found = moved_deadline(TOLD, entry(), [moved(FIFTEENTH, EIGHTEENTH)], (), now=NOW, today=TODAY)
    assert (found.number, found.place, found.item, found.what) == (47, 3, 9, "deadline")
    assert (found.old, found.new, found.title) == ("2026-12-15", "2026-12-18", "Consultation")


def test_from_what_was_told_to_what_it_is_now_whatever_lay_between():
    history = [moved(FIFTEENTH, TWENTIETH), moved(TWENTIETH, EIGHTEENTH, days=2)]
    assert correction(*history) == ("2026-12-15", "2026-12-18")


def test_what_moved_back_before_anybody_was_told_is_no_correction():
    assert correction(moved(EIGHTEENTH, TWENTIETH), moved(TWENTIETH, EIGHTEENTH, days=2)) is None


def test_what_moved_before_it_was_told_was_told_right():
    assert correction(moved(FIFTEENTH, EIGHTEENTH, days=-1)) is None


def test_a_deadline_that_came_after_the_edition_was_not_told_wrong():
    assert correction(moved(FIFTEENTH, EIGHTEENTH, days=2), seen=CUTOFF + timedelta(days=1)) is None


def test_a_correction_is_told_once_and_the_next_change_from_there():
    history = [moved(FIFTEENTH, EIGHTEENTH)]
    said = [told(FIFTEENTH, EIGHTEENTH)]
    assert correction(*history, said=said) is None
    history.append(moved(EIGHTEENTH, TWENTIETH, days=3))
    assert correction(*history, said=said, day=TWENTIETH) == ("2026-12-18", "2026-12-20")


def test_back_to_what_was_told_first_is_told_too_and_once():
    history = [moved(FIFTEENTH, EIGHTEENTH), moved(EIGHTEENTH, FIFTEENTH, days=3)]
    said = [told(FIFTEENTH, EIGHTEENTH)]
    assert correction(*history, said=said, day=FIFTEENTH) == ("2026-12-18", "2026-12-15")
    assert correction(*history, said=[*said, told(EIGHTEENTH, FIFTEENTH)], day=FIFTEENTH) is None


def test_what_was_told_of_another_item_or_of_its_title_does_not_count():
    said = [told(FIFTEENTH, EIGHTEENTH, item=8), told(FIFTEENTH, EIGHTEENTH, what="title")]
    assert correction(moved(FIFTEENTH, EIGHTEENTH), said=said) == ("2026-12-15", "2026-12-18")


def test_another_deadline_of_the_same_day_that_did_not_move_is_as_it_was_told():
    assert correction(said=[told(FIFTEENTH, EIGHTEENTH)], day=FIFTEENTH) is None


def test_what_is_over_by_both_days_is_not_put_right_any_more():
    late = datetime(2026, 12, 19, tzinfo=UTC)
    assert correction(moved(FIFTEENTH, EIGHTEENTH), now=late) is None


def test_a_deadline_that_is_over_sooner_than_told_is_put_right():
    assert correction(moved(FIFTEENTH, date(2026, 11, 25)), day=date(2026, 11, 25)) == (
        "2026-12-15",
        "2026-11-25",
    )


def test_what_a_page_does_not_say_any_more_is_told_when_that_lasts():
    gone = NOW - UNSAID_FOR
    assert correction(unsaid=gone, day=FIFTEENTH) == ("2026-12-15", "")
    assert correction(unsaid=gone + timedelta(minutes=1), day=FIFTEENTH) is None
    assert correction(unsaid=gone, day=FIFTEENTH, said=[told(FIFTEENTH, None)]) is None
    assert correction(unsaid=CUTOFF - timedelta(days=1), day=FIFTEENTH) is None


def test_what_is_said_again_is_told_from_the_last_day_that_readers_had():
    said = [told(FIFTEENTH, None)]
    assert correction(said=said, day=FIFTEENTH) is None
    history = [moved(FIFTEENTH, EIGHTEENTH, days=4)]
    assert correction(*history, said=said) == ("2026-12-15", "2026-12-18")
    assert correction(*history, said=[*said, told(FIFTEENTH, EIGHTEENTH)]) is None


def titled(now, then, *said):
    found = changed_title(replace(TOLD, title=now, title_then=then), said)
    return (found.what, found.old, found.new) if found is not None else None


@pytest.mark.parametrize(
    ("then", "now", "what"),
    [
        ("Growth of 2.1%", "Growth of 1.9%", "title"),
        ("Opinion on wages", "Corrigendum: opinion on wages", "title"),
        ("Call for projects", "Withdrawn: call for projects", "withdrawn"),
        ("Growth of 2.1%", "Growth of 2,1%", None),
        ("Opinion on wages", "Opinion on wages and prices", None),
        ("Withdrawn: call", "WITHDRAWN: call", None),
        ("Corrigendum: opinion", "CORRIGENDUM opinion", None),
    ],
)
def test_a_title_is_corrected_where_it_says_something_else(then, now, what):
    found = titled(now, then)
    assert (found[0] if found else None) == what
    if what == "withdrawn":
        assert found[1:] == (then, "")
    elif what:
        assert found[1:] == (then, now)


def test_a_title_is_corrected_once_and_then_from_there():
    said = (9, "title", "Growth of 2.1%", "Growth of 1.9%")
    assert titled("Growth of 1.9%", "Growth of 2.1%", said) is None
    assert titled("Growth of 1.7%", "Growth of 2.1%", said) == ("title", "Growth of 1.9%", "Growth of 1.7%")


def test_what_is_withdrawn_is_told_once():
    said = (9, "withdrawn", "Call", "")
    assert titled("Withdrawn: call 2", "Call", said) is None
