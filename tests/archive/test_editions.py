"""Freezing an edition: all of it or nothing, and each only once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from servwatch.archive.digests import DigestStates
from servwatch.archive.editions import Editions
from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.archive.schema import ledger
from servwatch.model import Annotation, Deadline, Decision, Outcome
from tests.archive.arrivals import DAY, HOUR, NOW, arrival, stored
from tests.archive.ledgers import WEEK, decided, freeze, known, letter, row, sizes, waiting


@pytest.fixture
def board(database):
    return known(database, at=NOW - DAY)


@pytest.fixture
def editions(database):
    return Editions(database)


def test_a_frozen_edition_its_ledger_and_its_messages_are_there_together(database, editions, board):
    numbers = stored(database, arrival(1), arrival(2), arrival(3), arrival(4))
    decisions = [
        Decision(
            numbers[0], Outcome.CHOSEN, "Chosen for its themes.", {"themes": ["a"]}, place=1, score=2.123456
        ),
        Decision(numbers[1], Outcome.MERGED, "It has the same address.", into=numbers[0]),
        Decision(
            numbers[2],
            Outcome.CUT,
            "Over the limit of {limit} entries.",
            {"limit": 8, "rank": 9},
            place=9,
            score=1.0,
        ),
        Decision(numbers[3], Outcome.REJECTED, "No theme was found in it."),
    ]
    number = freeze(editions, board, decisions, [letter(1), letter(2)], edition=row(number=46))
    assert editions.of("board", NOW) == replace(row(number=46), id=number)
    assert editions.by_id(number) == replace(row(number=46), id=number)
    assert editions.ledger("board", number) == [replace(decisions[0], score=2.1235), *decisions[1:]]
    assert {m.recipient: m.edition for m in OutboxDesk(database).messages()} == {
        "lid1@example.org": number,
        "lid2@example.org": number,
    }
    assert DigestStates(database).all()["board"].anchor == NOW


def test_the_second_freezing_of_one_scheduled_time_writes_nothing(database, editions, board):
    numbers = stored(database, arrival(1), arrival(2))
    first = freeze(editions, board, decided(numbers[0]), [letter(1)])
    before = sizes(database)
    again = freeze(editions, board, decided(numbers[1]), [letter(2)], edition=row(number=2, subject="Other"))
    assert (first is not None, again) == (True, None)
    assert sizes(database) == before
    assert editions.of("board", NOW).number == 1
    assert waiting(editions, board) == [numbers[1]]


def test_the_same_time_in_another_digest_is_another_edition(database, editions, board):
    other = known(database, "energy")
    assert freeze(editions, board) is not None
    assert freeze(editions, other) is not None


def test_an_item_is_decided_on_once_or_nothing_of_the_edition_is_written(database, editions, board):
    numbers = stored(database, arrival(1), arrival(2))
    freeze(editions, board, decided(*numbers))
    before = sizes(database)
    later = row(number=2, scheduled=NOW + WEEK)
    with pytest.raises(IntegrityError):
        freeze(editions, board, decided(numbers[1], outcome=Outcome.CHOSEN), [letter(7)], edition=later)
    assert sizes(database) == before
    assert DigestStates(database).all()["board"].anchor == NOW
    assert editions.of("board", NOW + WEEK) is None


def test_two_decisions_on_one_item_freeze_nothing(database, editions, board):
    numbers = stored(database, arrival(1))
    with pytest.raises(IntegrityError):
        freeze(editions, board, decided(*numbers, *numbers))
    assert sizes(database) == [0, 0, 0, 0]


def test_a_message_that_is_in_the_outbox_already_is_not_put_there_twice(database, editions, board):
    assert OutboxDesk(database).notify([letter(1)]) == 1
    freeze(editions, board, messages=[letter(1), letter(2), letter(2)])
    assert sorted(m.recipient for m in OutboxDesk(database).messages()) == [
        "lid1@example.org",
        "lid2@example.org",
    ]


def test_an_edition_may_be_empty(database, editions, board):
    number = freeze(editions, board, edition=row(state="skipped", number=0, html="", text="", counts={}))
    assert editions.ledger("board", number) == []
    assert editions.of("board", NOW).state == "skipped"


def test_the_next_number_follows_the_last_that_was_sent(database, editions, board):
    assert editions.next_number("board") == 1
    freeze(editions, board, edition=row(number=1))
    freeze(editions, board, edition=row(number=0, scheduled=NOW + WEEK, state="skipped"))
    assert editions.next_number("board") == 2
    assert editions.next_number("energy") == 1


def test_recent_editions_come_newest_first(database, editions, board):
    other = known(database, "energy")
    for n in range(1, 4):
        freeze(editions, board, edition=row(number=n, scheduled=NOW + n * WEEK))
    freeze(editions, other, edition=row("energy"))
    assert [(e.digest, e.number) for e in editions.recent()] == [
        ("energy", 1),
        ("board", 3),
        ("board", 2),
        ("board", 1),
    ]
    assert [e.number for e in editions.recent("board", limit=2)] == [3, 2]
    assert editions.recent("unknown") == []


def test_what_is_not_there_is_none(editions):
    assert editions.of("board", NOW) is None
    assert editions.by_id(4711) is None
    assert editions.decisions(4711) == []
    assert editions.ledger("board", 4711) == []


def test_an_item_tells_what_each_digest_did_with_it(database, editions, board):
    other = known(database, "energy")
    (number,) = stored(database, arrival(1))
    chosen = Decision(number, Outcome.CHOSEN, "Chosen for its themes.", {"themes": ["é"]}, place=1, score=2.5)
    freeze(editions, board, [chosen], edition=row(number=46))
    freeze(editions, other, decided(number), edition=row("energy", number=3))
    board_line, energy_line = editions.decisions(number)
    assert (board_line.digest, board_line.item, board_line.decision, board_line.edition.number) == (
        "board",
        number,
        chosen,
        46,
    )
    assert (energy_line.decision.outcome, energy_line.edition.html) == (Outcome.REJECTED, "<p>é</p>")


def test_what_was_sent_since_a_time_is_what_was_chosen(database, editions, board):
    other = known(database, "energy")
    numbers = stored(database, *(arrival(n) for n in range(1, 6)))
    early = row(number=1, scheduled=NOW - WEEK, frozen=NOW - WEEK)
    freeze(editions, board, decided(numbers[0], outcome=Outcome.CHOSEN, place=1), edition=early)
    decisions = [
        *decided(numbers[1], outcome=Outcome.CHOSEN, place=2), *decided(numbers[2], outcome=Outcome.CHOSEN, place=1),
        *decided(numbers[3], outcome=Outcome.CUT),
    ]  # fmt: skip
    freeze(editions, board, decisions, edition=row(number=2))
    freeze(editions, other, decided(numbers[4], outcome=Outcome.CHOSEN), edition=row("energy", number=9))
    sent = editions.sent_since("board", NOW - HOUR)
    assert [(s.item.id, s.number) for s in sent] == [(numbers[2], 2), (numbers[1], 2)]
    assert [s.item.id for s in editions.sent_since("board", NOW - WEEK)] == [
        numbers[0],
        numbers[2],
        numbers[1],
    ]
    assert editions.sent_since("board", NOW + HOUR) == []


def test_reopened_items_are_candidates_again_where_they_had_been_rejected(database, editions, board):
    numbers = stored(database, *(arrival(n) for n in range(1, 5)))
    other = known(database, "energy")
    freeze(editions, board, decided(*numbers[:3]) + decided(numbers[3], outcome=Outcome.CHOSEN))
    freeze(editions, other, decided(*numbers), edition=row("energy"))
    assert editions.reopen("board", [numbers[1], numbers[3], 4711]) == 1
    assert waiting(editions, board) == [numbers[1]]
    assert waiting(editions, other) == []
    freeze(editions, board, decided(numbers[1]), edition=row(number=2, scheduled=NOW + WEEK))
    assert waiting(editions, board) == []
    assert editions.reopen("board", list(range(1, 3000))) == 3
    assert editions.reopen("board", []) == 0


def test_what_a_digest_looked_at_and_rejected_is_listed_and_not_what_lay_beyond_its_reach(database, editions):
    late = known(database, at=NOW + 30 * DAY)  # the digest starts when the first items are a month old
    old = stored(database, arrival(1), arrival(2))
    young = stored(
        database, arrival(3, seen=NOW + 30 * DAY, published=NOW + 30 * DAY), arrival(4, seen=NOW + 30 * DAY)
    )
    newest = max(old + young)
    freeze(editions, late, decided(young[0]) + decided(young[1], outcome=Outcome.CHOSEN), newest=newest)
    (edition,) = editions.recent("board")
    assert len(editions.ledger("board", edition.id)) == 4
    assert [found.id for found, _ in editions.rejected("board")] == [young[0]]
    assert list(editions.rejected("board", since=(NOW + 60 * DAY).date())) == []
    assert list(editions.rejected("energy")) == []


def test_hostile_words_in_a_reason_do_not_stop_an_edition(database, editions, board):
    (number,) = stored(database, arrival(1))
    decision = Decision(number, Outcome.REJECTED, "{themes}" * 100, {"themes": ["a\x00b", "\ud800"]})
    key = freeze(editions, board, [decision])
    assert editions.ledger("board", key)[0].facts == {"themes": ["ab", "?"]}


def test_a_row_of_the_ledger_is_told_with_all_it_has(database, editions, board):
    (number,) = stored(database, arrival(1))
    key = freeze(editions, board, decided(number))
    with database.read() as connection:
        line = connection.execute(select(ledger)).one()
    assert (line.digest, line.item, line.edition, line.outcome, line.facts) == (
        "board",
        number,
        key,
        "rejected",
        None,
    )


def test_what_was_sent_comes_with_what_was_understood_of_its_companions(database, editions, board):
    note = Annotation(0, "x", "nl", deadlines=(Deadline(date(2026, 12, 18), "consultation", "until"),))
    lead, beside = stored(database, arrival(1), arrival(2, annotation=note))
    merged = Decision(beside, Outcome.MERGED, "It has the same title.", into=lead)
    freeze(editions, board, [*decided(lead, outcome=Outcome.CHOSEN, place=1), merged])
    (sent,) = editions.sent_since("board", NOW - WEEK)
    assert [one.deadlines for one in sent.companions] == [note.deadlines]
