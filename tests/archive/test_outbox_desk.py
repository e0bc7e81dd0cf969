"""What administrators do with messages."""

from datetime import timedelta

import pytest

from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.model import Hold, MessageState
from tests.archive.arrivals import DAY
from tests.archive.ledgers import letter
from tests.archive.messages import BEFORE, LATER, NOON, holding, message, states

S = MessageState


@pytest.fixture
def desk(database):
    return OutboxDesk(database)


@pytest.fixture
def one_of_each(database):
    """A message in each state, with its place among the states as its id, and some that are held."""
    rows = [message(n, state=state, expires=LATER) for n, state in enumerate(S, 1) if state is not S.HELD]
    rows += [message(20 + n, state=S.HELD, hold=why, expires=LATER) for n, why in enumerate(Hold)]
    return holding(database, *rows)


def changed(outbox, before):
    return {m.id: outbox.read(m.id).state.value for m in before if outbox.read(m.id).state is not m.state}


def rows(desk):
    return list(desk.messages())


def test_messages_come_newest_first_without_their_bytes(desk, one_of_each):
    found = rows(desk)
    assert [m.id for m in found] == sorted((m.id for m in found), reverse=True)
    assert {m.mime for m in found} == {b""}
    assert found[0].hold is Hold.DOUBT
    assert len(found) == 11


def test_messages_can_be_asked_for_by_state_edition_and_number(database, desk):
    holding(
        database,
        message(1, edition=7),
        message(2, edition=8, state=S.ACCEPTED),
        message(3, edition=7, state=S.ACCEPTED),
    )
    assert [m.id for m in desk.messages(states=[S.ACCEPTED])] == [3, 2]
    assert [m.id for m in desk.messages(edition=7)] == [3, 1]
    assert [m.id for m in desk.messages(states=[S.ACCEPTED, S.PENDING], edition=7, limit=1)] == [3]
    assert list(desk.messages(edition=9)) == []


def test_counts_are_by_state(database, desk):
    holding(database, message(1), message(2), message(3, state=S.UNKNOWN))
    assert desk.counts() == {S.PENDING: 2, S.UNKNOWN: 1}


def test_the_next_attempt_is_the_earliest_of_what_waits_for_a_time(database, desk):
    assert desk.next_attempt() is None
    held = message(3, state=S.HELD, next_attempt=BEFORE)
    holding(database, message(1, next_attempt=LATER), message(2, state=S.UNKNOWN, next_attempt=NOON), held)
    assert desk.next_attempt() == NOON
    holding(database, message(1), held)
    assert desk.next_attempt() is None


def test_retry_makes_due_what_waits_for_another_attempt(desk, one_of_each):
    before = rows(desk)
    assert desk.retry(None, BEFORE) == 2
    assert changed(one_of_each, before) == {}
    due = [m.id for m in rows(desk) if m.next_attempt == BEFORE]
    assert {one_of_each.read(n).state for n in due} == {S.DEFERRED, S.UNKNOWN}


def test_release_sends_after_all_what_was_held_refused_or_expired(desk, one_of_each):
    before = rows(desk)
    assert desk.release(None) == 6
    assert set(changed(one_of_each, before).values()) == {"pending"}
    released = [one_of_each.read(n) for n in changed(one_of_each, before)]
    assert {(m.hold, m.expires, m.next_attempt) for m in released} == {(None, None, None)}
    assert one_of_each.expire(LATER + DAY) == 3  # what was due before; nothing of what was released
    assert {one_of_each.read(m.id).state for m in released} == {S.PENDING}


def test_hold_is_the_brake_for_all_that_has_not_left(desk, one_of_each):
    before = rows(desk)
    assert desk.hold(None) == 4
    assert set(changed(one_of_each, before).values()) == {"held"}
    assert {m.id: m.hold for m in rows(desk) if m.id >= 20} == {
        20: Hold.BRAKE,
        21: Hold.ORDER,
        22: Hold.BRAKE,
        23: Hold.DOUBT,
    }
    assert one_of_each.next_due(NOON) is None
    assert one_of_each.probe() is None


def test_drop_takes_away_whatever_is_not_being_sent(database, desk, one_of_each):
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET edition = 7")
    numbers = [m.id for m in rows(desk)]
    assert desk.drop(numbers) == 10
    assert [m.state for m in rows(desk)] == [S.SENDING]


def test_a_notice_that_was_dropped_is_not_made_again_nor_released(desk):
    told = letter(0)
    desk.notify([told])
    (notice,) = rows(desk)
    assert desk.drop([notice.id]) == 1
    assert desk.notify([told]) == 0
    assert desk.release(None) == 0
    assert [m.state for m in rows(desk)] == [S.EXPIRED]
    assert desk.counts(settled_since=NOON - 9 * DAY) == {}


@pytest.mark.parametrize("command", ["retry", "release", "hold", "drop"])
def test_a_command_for_no_message_changes_none(desk, one_of_each, command):
    before = rows(desk)
    arguments = ([], NOON) if command == "retry" else ([],)
    assert getattr(desk, command)(*arguments) == 0
    assert rows(desk) == before


@pytest.mark.parametrize(("command", "state"), [("release", S.HELD), ("hold", S.PENDING), ("drop", S.HELD)])
def test_a_command_for_one_message_changes_one(database, desk, command, state):
    held = holding(
        database,
        *(
            message(n, edition=7, state=state, hold=Hold.ORDER if state is S.HELD else None)
            for n in (1, 2, 3)
        ),
    )
    assert getattr(desk, command)([2, 99]) == 1
    assert states(held, 1, 3) == [state.value] * 2


def test_a_dropped_message_takes_its_attempts_along(database, desk):
    held = holding(database, message(1, edition=7))
    held.settle(held.start(1, NOON), now=NOON, fate="deferred", phase="rcpt", code=451)
    assert len(held.attempts(1)) == 1
    # `settle` was given the message as it was started, so it is still being sent
    assert desk.drop([1]) == 0
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'deferred'")
    assert desk.drop([1]) == 1
    assert held.attempts(1) == []


def test_old_bytes_are_forgotten_where_the_message_left_and_what_was_sent_stays_known(database, desk):
    gone = [
        message(n, state=s, created=NOON - 90 * DAY)
        for n, s in enumerate((S.ACCEPTED, S.REFUSED, S.EXPIRED), 1)
    ]
    kept = [
        message(n, state=s, created=NOON - 90 * DAY)
        for n, s in enumerate((S.PENDING, S.HELD, S.UNKNOWN, S.DEFERRED, S.SENDING), 4)
    ]
    young = message(9, state=S.ACCEPTED, created=NOON)
    held = holding(database, *gone, *kept, young)
    assert desk.purge(NOON - DAY) == 3
    assert [n for n in range(1, 10) if held.read(n).mime == b""] == [1, 2, 3]
    assert held.read(1).message_id == message(1).message_id
    assert desk.purge(NOON - DAY) == 0
    assert desk.notify([letter(1, message_id=message(1).message_id)]) == 0


def test_the_age_of_what_left_counts_from_when_it_left(database, desk):
    held = holding(database, message(1, created=NOON - 90 * DAY))
    sending = held.start(1, NOON)
    held.settle(
        message(1, state=S.ACCEPTED, doubts=sending.doubts), now=NOON, fate="accepted", phase="dot", code=250
    )
    assert desk.purge(NOON) == 0
    assert desk.purge(NOON + timedelta(seconds=1)) == 1


def test_what_was_forgotten_cannot_be_sent_again(database, desk):
    held = holding(database, message(1, state=S.REFUSED), message(2, state=S.REFUSED, created=LATER))
    desk.purge(NOON)
    assert desk.release(None) == 1
    assert states(held, 1, 2) == ["refused", "pending"]


def test_a_notice_goes_out_once_for_ever(desk):
    assert desk.notify([]) == 0
    assert desk.notify([letter(1), letter(2), letter(1)]) == 2
    assert desk.notify([letter(2), letter(3)]) == 1
    assert {m.edition for m in rows(desk)} == {None}
