"""The register of deadlines in the archive: what enters with items, what moves, what people decide."""

from dataclasses import replace
from datetime import date, time, timedelta
from hashlib import sha256

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.deadlines import DeadlineQuery, Deadlines, Decision
from servwatch.archive.items import Items
from servwatch.errors import NotFound
from servwatch.insight.deadline_register import DueNotice
from servwatch.model import Annotation, Deadline, DeadlineState, Given
from tests.archive.arrivals import DAY, NOW, arrival, harvest, keep, stored, themes

CLOSES = date(2026, 10, 1)
LATER = date(2026, 11, 2)
TODAY = NOW.date()


def said(*found, score=()):
    return Annotation(0, "print-1", "en", score, deadlines=tuple(found))


def until(day=CLOSES, kind="consultation", **more):
    return Deadline(day, kind, f"Reply until {day}.", **more)


def change(database, item, *found, number=1, seen=NOW + DAY, **fields):
    keep(
        database, harvest(changed=[arrival(number, item=item, annotation=said(*found), seen=seen, **fields)])
    )


@pytest.fixture
def register(database):
    return Deadlines(database)


@pytest.fixture
def one(database, register):
    """An item with a deadline, and the entry of it."""
    (item,) = stored(database, arrival(1, annotation=said(until())))
    (entry,) = register.find()
    assert entry.item == item
    return entry


def days(register, **query):
    return [entry.date for entry in register.find(DeadlineQuery(**query))]


def test_an_entry_knows_its_item_its_words_and_when_it_came(one):
    assert (one.date, one.kind, one.text) == (CLOSES, "consultation", f"Reply until {CLOSES}.")
    assert (one.title, one.url, one.body) == ("Title 1", "https://www.example.org/1", "ilo-news")
    assert (one.state, one.owner, one.sequence, one.seen) == (DeadlineState.OPEN, "", 0, NOW)


def test_every_deadline_to_come_enters_whatever_the_theme_and_of_the_baseline_too(database, register):
    stored(
        database,
        arrival(1, annotation=said(until(), until(LATER, "registration"))),
        arrival(2, annotation=said(until(LATER, "call")), baseline=True),
        arrival(3, annotation=said(until(TODAY))),
        arrival(
            4, annotation=said(until(TODAY - timedelta(days=1)), until(LATER, "event"), until(LATER, "vote"))
        ),
    )
    assert days(register) == [TODAY, CLOSES, LATER, LATER]


def test_what_is_in_quarantine_waits_for_its_release(database, register):
    (held,) = stored(database, arrival(1, annotation=said(until()), quarantined=True))
    change(database, held, until(LATER), quarantined=False)
    assert days(register) == []
    Items(database).release("ilo-news", now=NOW + 2 * DAY)
    assert [(e.date, e.seen) for e in register.find()] == [(LATER, NOW + 2 * DAY)]


def test_what_was_over_when_it_was_released_does_not_enter(database, register):
    stored(database, arrival(1, annotation=said(until()), quarantined=True))
    Items(database).release("ilo-news", now=NOW + 90 * DAY)
    assert days(register) == []


def test_a_deadline_that_moves_keeps_its_entry_its_owner_and_its_history(database, register, one):
    register.decide(one.id, Decision(DeadlineState.OURS, "LV"), who="Els", at=NOW)
    change(database, one.item, until(LATER, time=time(17)))
    (moved,) = register.find()
    assert (moved.id, moved.date, moved.moved_from, moved.time) == (one.id, LATER, CLOSES, time(17))
    assert (moved.state, moved.owner, moved.sequence) == (DeadlineState.OURS, "LV", 2)
    told = [(c.who, c.what, c.old, c.new) for c in register.history(one.id)]
    assert told == [
        ("", "seen", "", "2026-10-01"),
        ("Els", "state", "open", "ours"),
        ("Els", "owner", "", "LV"),
        ("", "date", "2026-10-01", "2026-11-02"),
        ("", "time", "", "17:00"),
    ]


def test_a_page_that_loses_its_words_keeps_its_deadline_marked_and_may_find_them_again(
    database, register, one
):
    change(database, one.item)
    (kept,) = register.find()
    assert (kept.date, kept.state, kept.unsaid) == (CLOSES, DeadlineState.OPEN, NOW + DAY)
    change(database, one.item, seen=NOW + 2 * DAY)
    change(database, one.item, until(), seen=NOW + 3 * DAY)
    (again,) = register.find()
    assert again.unsaid is None
    assert [c.what for c in register.history(one.id)] == ["seen", "unsaid", "said"]
    assert again.sequence == 0


def test_the_same_said_in_other_words_is_no_change_for_calendars(database, register, one):
    change(database, one.item, replace(until(), text="By the first of October."))
    (same,) = register.find()
    assert (same.text, same.sequence) == ("By the first of October.", 0)
    assert len(register.history(one.id)) == 1


def test_editions_in_several_languages_are_one_entry_whatever_comes_first(database, register):
    ids = stored(
        database,
        *(
            arrival(n, canonical=f"example.org/{language}/call", annotation=said(until()))
            for n, language in enumerate(("nl", "fr"), 1)
        ),
    )
    stored(
        database, arrival(3, canonical="example.org/en/call", annotation=said(until(), until(LATER, "call")))
    )
    assert [e.date for e in register.find()] == [CLOSES, LATER]
    change(database, ids[1], until(), number=2, canonical="example.org/fr/call")
    assert days(register) == [CLOSES, LATER]


@pytest.mark.parametrize("first", [0, 1])
def test_editions_that_move_together_move_their_one_entry_whichever_is_read_first(database, register, first):
    places = [f"example.org/{language}/call" for language in ("nl", "fr")]
    ids = stored(database, *(arrival(n, canonical=places[n - 1], annotation=said(until())) for n in (1, 2)))
    (entry,) = register.find()
    register.decide(entry.id, Decision(DeadlineState.OURS, "LV"), who="Els", at=NOW)
    changed = [
        arrival(n + 1, item=ids[n], canonical=places[n], annotation=said(until(LATER)), seen=NOW + DAY)
        for n in (first, 1 - first)
    ]
    keep(database, harvest(changed=changed))
    assert [(e.id, e.date, e.owner, e.unsaid) for e in register.find()] == [(entry.id, LATER, "LV", None)]


def test_an_address_of_any_length_may_have_a_deadline(database, register):
    long = "example.org/" + "".join(sha256(str(n).encode()).hexdigest() for n in range(80))
    named = arrival(1, url=f"https://{long}", canonical=long, keys=("url:1",), annotation=said(until()))
    stored(database, named)
    assert days(register) == [CLOSES]


def test_copies_under_one_reference_are_one_entry(database, register):
    stored(
        database,
        arrival(1, source="ted", given=Given(references=("123-2026",)), annotation=said(until())),
        arrival(2, source="oj", given=Given(references=("123-2026",)), annotation=said(until())),
    )
    assert days(register) == [CLOSES]


def test_a_retag_brings_the_register_up_to_what_the_annotations_now_say(database_url):
    with Archive(database_url) as archive:
        ids = stored(archive.database, arrival(1), arrival(2), arrival(3, annotation=said(until())))
        archive.annotate([replace(said(until(LATER)), item=ids[0]), replace(said(), item=ids[2])], at=NOW)
        entries = archive.deadlines.find()
    assert [(e.item, e.date, e.unsaid) for e in entries] == [(ids[2], CLOSES, NOW), (ids[0], LATER, None)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [CLOSES, LATER]),
        ({"states": (DeadlineState.OPEN,)}, [LATER]),
        ({"states": (DeadlineState.OURS, DeadlineState.DONE)}, [CLOSES]),
        ({"theme": "energy"}, [LATER]),
        ({"theme": "nothing"}, []),
        ({"until": CLOSES}, [CLOSES]),
        ({"since": CLOSES + timedelta(days=1)}, [LATER]),
    ],
)
def test_the_register_is_asked_by_state_theme_and_days(database, register, one, query, found):
    register.decide(one.id, Decision(DeadlineState.OURS), who="x", at=NOW)
    stored(database, arrival(2, annotation=said(until(LATER, "call"), score=themes(energy=1))))
    assert days(register, **query) == found


def test_what_was_decided_already_is_not_written_down_again(register, one):
    for _ in range(2):
        register.decide(one.id, Decision(DeadlineState.DONE, note="sent"), who="Els", at=NOW)
    assert [c.what for c in register.history(one.id)] == ["seen", "state", "note"]
    register.decide(one.id, Decision(owner=""), who="Els", at=NOW)
    assert register.get(one.id).note == "sent"


def test_a_deadline_is_added_by_hand_to_an_item_or_an_address(register, one):
    mine = register.add(until(LATER, "reply"), item_id=one.item, url="", who="Els", at=NOW)
    other = register.add(until(LATER), item_id=None, url="https://www.example.org/x", who="Els", at=NOW)
    assert (mine.title, mine.source) == ("Title 1", "hand")
    assert (other.title, other.url, other.item) == ("", "https://www.example.org/x", None)
    assert register.history(other.id)[0].who == "Els"


def test_what_was_added_by_hand_stays_whatever_the_item_says(database, register, one):
    mine = register.add(until(LATER, "reply"), item_id=one.item, url="", who="Els", at=NOW)
    change(database, one.item)
    assert register.get(mine.id).unsaid is None


def test_what_names_nothing_is_told(register):
    with pytest.raises(NotFound, match="no deadline has the number 7"):
        register.get(7)
    with pytest.raises(NotFound, match="no deadline has the number 7"):
        register.decide(7, Decision(DeadlineState.DONE), who="x", at=NOW)
    with pytest.raises(NotFound, match="no item has the number 9"):
        register.add(until(), item_id=9, url="", who="x", at=NOW)


def test_of_what_staff_were_told_is_remembered_with_the_date_it_had(register, one):
    assert register.told({one.id}) == set()
    register.keep_told([DueNotice(one, 10, 9)], [], NOW)
    assert register.told({one.id, 99}) == {(one.id, CLOSES, 10)}
