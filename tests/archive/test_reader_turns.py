"""Whose turn it is moves with the edition that is frozen: nothing is owed twice, nothing forgotten."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servwatch.archive.editions import Editions
from servwatch.archive.reader_turns import ReaderTurns, Rota
from servwatch.model import Turn
from tests.archive.arrivals import DAY, NOW
from tests.archive.ledgers import known, row

AN, BO = "an@example.org", "bo@example.org"


@pytest.fixture
def board(database):
    return known(database, at=NOW - DAY)


@pytest.fixture
def turns(database):
    return ReaderTurns(database)


def freeze(database, board, number, rota):
    edition = row(number=number, scheduled=NOW + number * DAY)
    return Editions(database).freeze(edition, [], [], state=board, lookback=DAY, newest=0, rota=rota)


def test_a_waiting_reader_is_owed_each_edition_until_one_tells_them_all(database, board, turns):
    first = freeze(database, board, 1, Rota(told=(AN,), waiting=(BO,)))
    second = freeze(database, board, 2, Rota(waiting=(AN, BO)))
    assert turns.of("board") == {AN: Turn(NOW + DAY, (second,)), BO: Turn(None, (first, second))}
    freeze(database, board, 3, Rota(told=(AN,), released=(BO,)))
    assert turns.of("board") == {AN: Turn(NOW + 3 * DAY)}
    assert turns.of("tenders") == {}


def test_an_edition_that_was_frozen_before_moves_no_turn(database, board, turns):
    first = freeze(database, board, 1, Rota(waiting=(AN,)))
    assert freeze(database, board, 1, Rota(told=(AN,))) is None
    assert turns.of("board") == {AN: Turn(None, (first,))}


def test_a_period_begins_once(database, board, turns):
    turns.begin("An@example.org", ["board", "tenders"], NOW)
    turns.begin(AN, ["board"], NOW + DAY)
    assert turns.of("board") == turns.of("tenders") == {AN: Turn(NOW)}


def test_a_thousand_readers_wait_at_once(database, board, turns):
    many = tuple(f"{n}@example.org" for n in range(1000))
    freeze(database, board, 1, Rota(waiting=many))
    second = freeze(database, board, 2, Rota(waiting=many))
    assert {turn.owed[-1] for turn in turns.of("board").values()} == {second}
    freeze(database, board, 3, Rota(released=many))
    assert turns.of("board") == {}


@given(steps=st.lists(st.sampled_from(["told", "released", "waiting"]), max_size=6))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_owed_is_exactly_what_was_not_told(database, steps):
    digest = f"digest-{len(known_digests(database))}"
    state, turns, owed = known(database, digest, at=NOW - DAY), ReaderTurns(database), []
    for number, step in enumerate(steps, 1):
        edition = row(digest, number=number, scheduled=NOW + number * DAY)
        key = Editions(database).freeze(
            edition, [], [], state=state, lookback=DAY, newest=0, rota=Rota(**{step: (AN,)})
        )
        owed = [*owed, key] if step == "waiting" else []
        assert list(turns.of(digest).get(AN, Turn()).owed) == owed


def known_digests(database):
    from servwatch.archive.digests import DigestStates

    return DigestStates(database).all()
