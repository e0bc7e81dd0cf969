"""How each digest stands: from when its schedule counts."""

from datetime import UTC, datetime

import pytest

from servwatch.archive.digests import DigestState, DigestStates, Wanted
from servwatch.archive.editions import Editions
from tests.archive.arrivals import DAY, NOW
from tests.archive.ledgers import freeze, row

FRIDAYS = "0 7 * * fri"
BOARD = Wanted("board", FRIDAYS, active=True)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def digests(database):
    return DigestStates(database)


def test_a_digest_seen_for_the_first_time_counts_from_now(digests):
    expected = {"board": DigestState("board", FRIDAYS, True, NOW, NOW)}
    assert digests.reconcile([BOARD], NOW) == expected
    assert digests.all() == expected


def test_at_once_a_new_digest_is_due_immediately_and_a_known_one_is_not(digests):
    digests.reconcile([BOARD], NOW)
    states = digests.reconcile([BOARD, Wanted("energy", FRIDAYS, active=True)], NOW + DAY, at_once=True)
    assert (states["board"].anchor, states["energy"].anchor) == (NOW, LONG_AGO)
    assert (states["energy"].started, digests.all()) == (NOW + DAY, states)


def test_nothing_changes_while_the_configuration_stays(digests):
    first = digests.reconcile([BOARD], NOW)
    assert digests.reconcile([BOARD], NOW + DAY) == first
    assert digests.all() == first


def test_a_changed_schedule_counts_from_now_and_the_digest_keeps_its_age(digests):
    digests.reconcile([BOARD], NOW)
    states = digests.reconcile([Wanted("board", "0 8 * * mon", active=True)], NOW + DAY)
    assert states["board"] == DigestState("board", "0 8 * * mon", True, NOW, NOW + DAY)
    assert digests.all() == states


def test_a_digest_that_is_enabled_again_counts_from_then(digests):
    digests.reconcile([BOARD], NOW)
    off = digests.reconcile([Wanted("board", FRIDAYS, active=False)], NOW + DAY)
    assert off["board"] == DigestState("board", FRIDAYS, False, NOW, NOW)
    on = digests.reconcile([BOARD], NOW + 2 * DAY)
    assert on["board"] == DigestState("board", FRIDAYS, True, NOW, NOW + 2 * DAY)


def test_a_digest_that_leaves_the_configuration_rests_until_it_comes_back(digests):
    digests.reconcile([BOARD, Wanted("energy", FRIDAYS, active=True)], NOW)
    assert set(digests.reconcile([BOARD], NOW + DAY)) == {"board"}
    assert {d: s.active for d, s in digests.all().items()} == {"board": True, "energy": False}
    back = digests.reconcile([BOARD, Wanted("energy", FRIDAYS, active=True)], NOW + 2 * DAY)
    assert back["energy"] == DigestState("energy", FRIDAYS, True, NOW, NOW + 2 * DAY)


def test_all_digests_can_leave_and_none_need_be_wanted(digests):
    assert digests.reconcile([], NOW) == {}
    digests.reconcile([BOARD], NOW)
    assert digests.reconcile([], NOW) == {}
    assert not digests.all()["board"].active


def test_freezing_an_edition_moves_the_anchor_to_the_time_it_is_of(database, digests):
    states = digests.reconcile([BOARD, Wanted("energy", FRIDAYS, active=True)], NOW - DAY)
    freeze(Editions(database), states["board"], edition=row(scheduled=NOW))
    assert (digests.all()["board"].anchor, digests.all()["energy"].anchor) == (NOW, NOW - DAY)
    assert digests.reconcile([BOARD], NOW + DAY)["board"].anchor == NOW


def test_a_long_schedule_and_a_long_name_are_kept(digests):
    schedule = ",".join(map(str, range(60))) + " 7 * * *"
    digests.reconcile([Wanted("d" * 200, schedule, active=True)], NOW)
    assert digests.all()["d" * 200].schedule == schedule
