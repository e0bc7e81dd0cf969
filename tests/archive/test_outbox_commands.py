"""Between choosing a message and starting it, or while it is being sent, an administrator gives a command."""

from dataclasses import replace

import pytest

from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.model import Hold, MessageState
from tests.archive.messages import LATER, NOON, holding, message, states

S = MessageState


@pytest.fixture
def outbox_of(database):
    return lambda *messages: holding(database, *messages)


def held(number, why=Hold.RELAY, **fields):
    return message(number, state=S.HELD, hold=why, **fields)


@pytest.mark.parametrize("command", ["hold", "drop"])
def test_what_was_held_or_dropped_is_not_started(database, outbox_of, command):
    outbox, desk = outbox_of(message(1), message(2)), OutboxDesk(database)
    assert outbox.next_due(NOON) == 1
    assert getattr(desk, command)([1]) == 1
    assert outbox.start(1, NOON) is None
    assert outbox.next_due(NOON) == 2


def test_what_is_being_sent_is_let_alone(database, outbox_of):
    outbox, desk = outbox_of(message(1)), OutboxDesk(database)
    sending = outbox.start(1, NOON)
    assert [desk.hold(None), desk.drop([1]), desk.retry(None, NOON), desk.release(None)] == [0, 0, 0, 0]
    outbox.mark(1, NOON)
    outbox.settle(replace(sending, state=S.ACCEPTED), now=NOON, fate="accepted", phase="dot", code=250)
    assert states(outbox, 1) == ["accepted"]


def test_what_was_held_is_not_probed_deferred_or_released_with_the_rest(database, outbox_of):
    outbox = outbox_of(message(1), held(2), held(3, Hold.DOUBT))
    assert OutboxDesk(database).hold(None) == 2
    assert (
        outbox.probe(),
        outbox.release_held(NOON),
        outbox.defer_due(NOON, LATER, ""),
        outbox.expire(NOON),
    ) == (None, 0, 0, 0)
    assert [outbox.read(n).hold for n in (1, 2, 3)] == [Hold.BRAKE, Hold.BRAKE, Hold.DOUBT]
