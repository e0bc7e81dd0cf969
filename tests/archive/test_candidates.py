"""Which items an edition chooses from: those that are committed and have no row in the digest's ledger."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from servwatch.archive.editions import Editions
from servwatch.archive.items import Items
from servwatch.archive.ledger import BASELINE, BEFORE, UNDATED
from servwatch.archive.schema import digest_state, item, ledger
from servwatch.archive.schema import edition as edition_table
from servwatch.model import Outcome
from tests.archive.arrivals import DAY, HOUR, NOW, all_items, arrival, harvest, keep, stored
from tests.archive.ledgers import WEEK, decided, freeze, known, row, waiting


@pytest.fixture
def editions(database):
    return Editions(database)


@pytest.fixture
def board(database):
    """A digest that is known since long."""
    return known(database, at=NOW - 100 * DAY)


def test_candidates_are_the_items_without_a_row_with_their_annotations(database, editions, board):
    first = stored(database, arrival(1), arrival(2))
    found = editions.candidates(board, WEEK)
    assert [(i.id, a.item) for i, a in found.items] == [(n, n) for n in first]
    assert (found.newest, found.out_of_reach) == (first[1], 0)
    freeze(editions, board, decided(first[0]))
    assert waiting(editions, board) == [first[1]]
    second = stored(database, arrival(3))
    assert waiting(editions, board) == [first[1], second[0]]
    freeze(editions, board, decided(first[1], second[0]), edition=row(number=2, scheduled=NOW + WEEK))
    assert waiting(editions, board) == []


def test_each_digest_has_candidates_of_its_own(database, editions, board):
    numbers = stored(database, arrival(1))
    other = known(database, "energy", at=NOW - DAY)
    freeze(editions, board, decided(*numbers))
    assert (waiting(editions, board), waiting(editions, other)) == ([], numbers)


def test_an_archive_without_items_has_no_candidates(editions, board):
    found = editions.candidates(board, WEEK)
    assert (found.items, found.newest, found.out_of_reach) == ((), 0, 0)


@pytest.mark.parametrize(
    ("age", "reachable"),
    [
        (timedelta(0), True),
        (6 * DAY, True),
        (WEEK, True),
        (WEEK + HOUR, False),
        (400 * DAY, False),
        (None, False),
        (-30 * DAY, True),
    ],
)
def test_of_a_baseline_only_what_was_published_within_the_lookback_is_a_candidate(
    database, editions, board, age, reachable
):
    published = None if age is None else NOW - age
    numbers = stored(database, arrival(1, baseline=True, published=published))
    found = editions.candidates(board, WEEK)
    assert ([i.id for i, _ in found.items], found.out_of_reach) == ((numbers, 0) if reachable else ([], 1))
    key = freeze(editions, board, decided(*numbers) if reachable else [])
    (decision,) = editions.ledger("board", key)
    assert (decision.item, decision.outcome) == (numbers[0], Outcome.REJECTED)
    expected = UNDATED if age is None else BASELINE
    assert (decision.reason == expected) is not reachable


def test_what_is_no_baseline_is_a_candidate_however_old_or_undated(database, editions, board):
    numbers = stored(database, arrival(1, published=NOW - 900 * DAY), arrival(2, published=None))
    assert waiting(editions, board) == numbers


def test_a_new_digest_looks_back_over_what_was_there_before_it(database, editions):
    numbers = stored(
        database,
        arrival(1, published=NOW - 8 * DAY, seen=NOW - 8 * DAY),
        arrival(2, published=NOW - 6 * DAY, seen=NOW - 6 * DAY),
        arrival(3, published=None, seen=NOW - 8 * DAY),
        arrival(4, published=None, seen=NOW - 6 * DAY),
        arrival(5, published=NOW - 90 * DAY, seen=NOW + HOUR),
    )
    young = known(database, "energy", at=NOW)
    assert waiting(editions, young) == [numbers[1], numbers[3], numbers[4]]
    key = freeze(editions, young, edition=row("energy"))
    assert [(d.item, d.reason) for d in editions.ledger("energy", key)] == [
        (numbers[0], BEFORE),
        (numbers[2], BEFORE),
    ]


def test_the_lookback_is_the_digests_own(database, editions, board):
    numbers = stored(database, arrival(1, baseline=True, published=NOW - 20 * DAY))
    assert waiting(editions, board, WEEK) == []
    assert waiting(editions, board, 30 * DAY) == numbers


def test_an_item_in_quarantine_is_no_candidate_and_gets_no_row_until_it_is_released(
    database, editions, board
):
    held, plain = stored(database, arrival(1, quarantined=True), arrival(2))
    assert waiting(editions, board) == [plain]
    key = freeze(editions, board, decided(plain))
    assert [d.item for d in editions.ledger("board", key)] == [plain]
    later = stored(database, arrival(3))
    freeze(editions, board, decided(*later), edition=row(number=2, scheduled=NOW + WEEK))
    assert Items(database).release("ilo-news") == 1
    assert waiting(editions, board) == [held]
    freeze(editions, board, decided(held), edition=row(number=3, scheduled=NOW + 2 * WEEK))
    assert waiting(editions, board) == []


def test_old_baseline_in_quarantine_gets_its_row_when_it_was_released(database, editions, board):
    (held,) = stored(database, arrival(1, quarantined=True, baseline=True, published=None))
    assert editions.ledger("board", freeze(editions, board)) == []
    Items(database).release("ilo-news")
    key = freeze(editions, board, edition=row(number=2, scheduled=NOW + WEEK))
    assert [d.item for d in editions.ledger("board", key)] == [held]


def test_what_comes_between_choosing_and_freezing_waits_for_the_next_edition(database, editions, board):
    chosen_from = editions.candidates(board, WEEK)
    late = stored(database, arrival(1), arrival(2, baseline=True, published=None))
    key = freeze(editions, board, newest=chosen_from.newest)
    assert editions.ledger("board", key) == []
    assert waiting(editions, board) == [late[0]]
    assert editions.candidates(board, WEEK).out_of_reach == 1


def test_a_candidate_that_nobody_decided_on_stays_one(database, editions, board):
    numbers = stored(database, *(arrival(n) for n in range(1, 6)))
    freeze(editions, board, decided(numbers[0], numbers[2], numbers[4]))
    assert waiting(editions, board) == [numbers[1], numbers[3]]
    freeze(editions, board, decided(numbers[3]), edition=row(number=2, scheduled=NOW + WEEK))
    assert waiting(editions, board) == [numbers[1]]


def test_an_edition_that_is_taken_back_half_way_leaves_the_candidates_as_they_were(database, editions, board):
    numbers = stored(database, arrival(1), arrival(2))
    freeze(editions, board)
    assert freeze(editions, board, decided(*numbers)) is None
    assert waiting(editions, board) == numbers


def test_the_mark_up_to_which_all_is_settled_passes_what_has_a_row_and_only_that(database, editions, board):
    def mark():
        with database.read() as connection:
            return connection.execute(select(digest_state.c.settled)).scalar_one()

    numbers = stored(database, *(arrival(n, baseline=n == 2, published=None) for n in range(1, 5)))
    freeze(editions, board, decided(numbers[0]))
    assert mark() == numbers[1]  # the third waits
    freeze(editions, board, decided(numbers[2], numbers[3]), edition=row(number=2, scheduled=NOW + WEEK))
    assert mark() == numbers[3]
    known(database, at=NOW, schedule="0 8 * * mon")
    assert mark() == numbers[3]
    editions.reopen("board", [numbers[2]])
    assert mark() == numbers[1]


STEP = st.one_of(
    st.tuples(
        st.just("store"), st.integers(0, 3), st.sampled_from(["plain", "baseline", "old baseline", "held"])
    ),
    st.tuples(st.just("edition"), st.sampled_from(["board", "energy"]), st.integers(0, 9)),
    st.tuples(st.just("release"), st.sampled_from(["ilo-news"]), st.just(0)),
    st.tuples(st.just("reopen"), st.sampled_from(["board", "energy"]), st.integers(0, 9)),
    st.tuples(st.just("digest"), st.sampled_from(["energy"]), st.just(0)),
)


@given(steps=st.lists(STEP, max_size=25))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_every_item_waits_or_has_exactly_one_row_for_each_digest(database, steps):
    """A year in small: intake, editions with gaps, releases, reopening, a digest that comes later."""
    with database.write() as connection:
        for table in (ledger, edition_table, item, digest_state):
            connection.execute(table.delete())
    editions, clock = Editions(database), NOW
    states = {"board": known(database, at=clock)}
    for what, which, how in steps:
        clock += HOUR
        if what == "store":
            fields = {"baseline": "baseline" in how, "quarantined": how == "held", "seen": clock}
            fields["published"] = None if how == "old baseline" else clock
            keep(database, harvest(*(arrival(n, keys=(), **fields) for n in range(which))))
        elif what == "edition" and which in states:
            candidates = editions.candidates(states[which], WEEK)
            numbers = [i.id for i, _ in candidates.items]
            skipped = how % 3 == 0  # one edition in three forgets a candidate
            edition = row(which, scheduled=clock)
            decisions = decided(*(numbers[1:] if skipped else numbers))
            assert freeze(editions, states[which], decisions, edition=edition, newest=candidates.newest)
        elif what == "release":
            Items(database).release(which)
        elif what == "reopen":
            editions.reopen(which, [i.id for i in all_items(database)][how : how + 2])
        elif what == "digest":
            states.setdefault(which, known(database, which, at=clock))
    for digest, state in states.items():
        found = editions.candidates(state, WEEK)
        with database.read() as connection:
            rows = connection.execute(select(ledger.c.item).where(ledger.c.digest == digest)).scalars().all()
            open_ = connection.execute(
                select(func.count())
                .select_from(item)
                .where(item.c.quarantined.is_(False), item.c.id.not_in(rows))
            ).scalar_one()
        assert len(rows) == len(set(rows))
        assert len(found.items) + found.out_of_reach == open_
        free = {i.id for i in all_items(database) if not i.quarantined}
        assert {i.id for i, _ in found.items} <= free - set(rows)
