"""The states of a message: which fate leads where, and when the next attempt is."""

from datetime import timedelta

import pytest

from servwatch.mail.hand_over import Fate, HandOver, Phase
from servwatch.mail.retry import after, after_crash, after_probe
from servwatch.model import Hold, MessageState
from tests.mail.letters import NOON, letter


def outcome(fate, reply="250 ok"):
    return HandOver(fate, reply, None, Phase.REPLY)


def minutes(number):
    return NOON + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("fate", "state", "hold", "again"),
    [
        (Fate.ACCEPTED, MessageState.ACCEPTED, None, None),
        (Fate.DEFERRED, MessageState.DEFERRED, None, minutes(5)),
        (Fate.REFUSED_RECIPIENT, MessageState.REFUSED, None, None),
        (Fate.REFUSED_US, MessageState.HELD, Hold.RELAY, NOON),
        (Fate.UNKNOWN, MessageState.UNKNOWN, None, minutes(15)),
    ],
)
def test_each_fate_has_its_state(fate, state, hold, again):
    settled = after(letter(attempts=1), outcome(fate), NOON)
    assert (settled.state, settled.hold, settled.next_attempt) == (state, hold, again)
    assert settled.reply == "250 ok"


def test_every_fate_has_a_state():
    assert all(after(letter(), outcome(fate), NOON) for fate in Fate)


@pytest.mark.parametrize(("attempts", "wait"), [(1, 5), (2, 15), (3, 30), (4, 60), (5, 60), (40, 60)])
def test_a_deferred_message_waits_longer_each_time_up_to_an_hour(attempts, wait):
    assert after(letter(attempts=attempts), outcome(Fate.DEFERRED), NOON).next_attempt == minutes(wait)


def test_a_second_unseen_answer_holds_the_message_for_a_person():
    once = after(letter(attempts=1), outcome(Fate.UNKNOWN), NOON)
    twice = after(once, outcome(Fate.UNKNOWN), NOON)
    assert (once.state, once.doubts) == (MessageState.UNKNOWN, 1)
    assert (twice.state, twice.hold, twice.doubts) == (MessageState.HELD, Hold.DOUBT, 2)


def test_an_answer_between_does_not_make_a_doubt_forgotten():
    deferred = after(letter(attempts=2, doubts=1), outcome(Fate.DEFERRED), NOON)
    assert after(deferred, outcome(Fate.UNKNOWN), NOON).hold is Hold.DOUBT


def test_a_probe_that_is_put_off_proves_nothing_and_goes_to_the_end_of_the_line():
    kept = after_probe(letter(attempts=3), outcome(Fate.DEFERRED), NOON)
    assert (kept.state, kept.hold, kept.next_attempt) == (MessageState.HELD, Hold.RELAY, NOON)
    assert after_probe(letter(), outcome(Fate.ACCEPTED), NOON).state is MessageState.ACCEPTED
    assert after_probe(letter(), outcome(Fate.UNKNOWN), NOON).state is MessageState.UNKNOWN


@pytest.mark.parametrize(
    ("marked", "idempotent", "doubts", "state"),
    [
        (None, False, 0, MessageState.PENDING),
        (None, False, 1, MessageState.PENDING),
        (NOON, False, 0, MessageState.UNKNOWN),
        (NOON, False, 1, MessageState.HELD),
        (NOON, True, 1, MessageState.PENDING),
    ],
)
def test_a_killed_sender_leaves_a_doubt_only_after_the_mark(marked, idempotent, doubts, state):
    left = letter(state=MessageState.SENDING, marked=marked, doubts=doubts)
    assert after_crash(left, NOON, idempotent=idempotent).state is state
