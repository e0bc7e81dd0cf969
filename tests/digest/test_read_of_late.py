"""Whether a reader has had a story in full within 14 days."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from servwatch.digest.read_of_late import WITHIN, Telling, as_told, read_in_full
from servwatch.model import Annotation, Deadline, Given, Reference, Sent
from tests.digest.examples import NOW, ZONE, item

ITEM = item(1)
NOTE = Annotation(1, "f", "nl", references=(Reference("com", "COM(2025) 1", role="own"),))
DUE = Deadline(date(2026, 12, 15), "consultation", "tot 15 december")


def day_of(time):
    return time.astimezone(ZONE).date()


def telling(days, *, digest="weekly", number=1, lead=ITEM, note=NOTE):
    sent = Sent(lead, number, note)
    return Telling(number, digest, number, NOW - timedelta(days=days), sent)


def last(*tellings, lead=ITEM, note=NOTE):
    found = read_in_full(lead, note, tellings, NOW, day_of)
    return (found.digest, found.number) if found is not None else None


def test_what_was_read_within_14_days_is_not_read_in_full_again():
    assert last(telling(3, number=12)) == ("weekly", 12)
    assert last(telling(14)) == ("weekly", 1)


def test_after_14_days_or_where_it_was_never_read_it_is():
    assert last(telling(14.01)) is None
    assert last() is None


def test_the_last_time_in_full_is_named():
    material = replace(NOTE, deadlines=(DUE,))
    assert last(telling(5, number=1), telling(3, number=2, note=material), note=material) == ("weekly", 2)


def test_a_line_that_named_an_earlier_edition_was_no_reading_in_full():
    assert last(telling(20, number=1), telling(10, digest="other", number=2)) is None
    assert last(telling(13, number=1), telling(10, digest="other", number=2)) == ("weekly", 1)


def test_a_new_deadline_stage_or_reference_is_read_in_full():
    assert last(telling(3), note=replace(NOTE, deadlines=(DUE,))) is None
    assert (
        last(
            telling(3),
            note=replace(NOTE, references=(*NOTE.references, Reference("hys", "HYS-1", role="own"))),
        )
        is None
    )
    before = telling(3, lead=replace(ITEM, given=Given(stage="proposal")))
    assert last(before, lead=replace(ITEM, given=Given(stage="first reading"))) is None
    assert last(before, lead=replace(ITEM, given=Given(stage="proposal"))) == ("weekly", 1)


def test_a_deadline_that_came_later_was_not_told_then():
    note = replace(NOTE, deadlines=(DUE,))
    told = as_told(Sent(ITEM, 1, note, (note,)), {DUE.date})
    assert told.annotation.deadlines == ()
    assert told.companions[0].deadlines == ()
    assert last(replace(telling(3), sent=told), note=note) is None
    assert last(replace(telling(3), sent=as_told(Sent(ITEM, 1, note), ())), note=note) == ("weekly", 1)


def test_the_stage_of_then_counts():
    now = replace(ITEM, given=Given(stage="first reading"))
    told = as_told(Sent(now, 1, NOTE), (), "proposal")
    assert told.item.given.stage == "proposal"
    assert last(replace(telling(3), sent=told), lead=now) is None


@given(st.lists(st.floats(0, 60), max_size=12))
def test_nothing_is_read_in_full_twice_within_14_days(ages):
    full = []
    for number, age in enumerate(sorted(ages, reverse=True)):
        at = NOW - timedelta(days=age)
        if read_in_full(ITEM, NOTE, [telling(a, number=n) for n, a in full], at, day_of) is None:
            full.append((number, age))
    gaps = [a - b for (_, a), (_, b) in pairwise(full)]
    assert all(gap >= WITHIN.days - 1e-6 for gap in gaps)
