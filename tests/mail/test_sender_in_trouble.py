"""The sender when the relay refuses us, and when the way is down: stop early, hold or defer, come back."""

import pytest

from servwatch.mail import Ended, Fate, HandOver, Phase, send_pending
from servwatch.model import Hold, MessageState
from tests.mail.letters import NOON, letter
from tests.mail.told import (
    ACCEPTED,
    GREYLISTED,
    NO_ROUTE,
    NO_SUCH_USER,
    NOT_US,
    UNSEEN,
    Clock,
    ToldTransport,
    outbox_of,
)


@pytest.fixture
def clock():
    return Clock()


# The relay refuses us


def test_when_the_relay_refuses_us_everything_due_is_held_with_its_words(clock):
    outbox, transport = outbox_of(4), ToldTransport(ACCEPTED, NOT_US)
    report = send_pending(outbox, transport, clock)
    assert outbox.states() == ["accepted", "held", "held", "held"]
    assert {m.hold for m in outbox.rows.values()} == {None, Hold.RELAY}
    assert {m.reply for m in outbox.rows.values()} == {"250 queued as 1", "535 5.7.8 no"}
    assert (len(transport.handed), report.ended, report.reply) == (2, Ended.REFUSED, "535 5.7.8 no")
    assert report.counts == {MessageState.ACCEPTED: 1, MessageState.HELD: 3}


@pytest.mark.parametrize("still", [NOT_US, GREYLISTED, NO_ROUTE, UNSEEN, NO_SUCH_USER])
def test_the_next_run_sends_one_probe_and_no_more_while_the_relay_does_not_accept(clock, still):
    outbox, transport = outbox_of(4), ToldTransport(NOT_US, still, still)
    send_pending(outbox, transport, clock)
    outbox.add(letter(9, mime=b"x\r\n", next_attempt=NOON))  # of a new edition
    clock.forward(minutes=15)
    report = send_pending(outbox, transport, clock)
    assert (len(transport.handed), report.ended) == (2, Ended.PROBED)
    assert report.needs_attention
    clock.forward(minutes=15)
    send_pending(outbox, transport, clock)
    assert len(set(transport.recipients)) == 3, "each probe is another message"


def test_the_first_success_releases_all(clock):
    outbox, transport = outbox_of(4), ToldTransport(NOT_US, NOT_US)
    send_pending(outbox, transport, clock)
    send_pending(outbox, transport, clock)
    clock.forward(minutes=15)
    report = send_pending(outbox, transport, clock)
    assert outbox.states() == ["accepted"] * 4
    assert (report.released, report.ended) == (3, Ended.DONE)


def test_a_message_that_alone_is_refused_as_ours_lets_the_others_pass(clock):
    class Picky(ToldTransport):
        def hand_over(self, message, mark):
            super().hand_over(message, mark)
            return NOT_US if message.id == 1 else ACCEPTED

    outbox, transport = outbox_of(5), Picky()
    for _ in range(3):
        send_pending(outbox, transport, clock)
        clock.forward(minutes=15)
    assert outbox.states() == ["held", *["accepted"] * 4]


def test_what_an_administrator_holds_is_never_probed(clock):
    outbox = outbox_of(2, state=MessageState.HELD, hold=Hold.ORDER)
    transport = ToldTransport()
    send_pending(outbox, transport, clock)
    assert transport.handed == []
    assert outbox.states() == ["held", "held"]


def test_a_message_held_while_others_are_sent_is_not_sent(clock):
    class Holding(ToldTransport):
        def hand_over(self, message, mark):
            outbox.add(letter(2, state=MessageState.HELD, hold=Hold.ORDER))
            return super().hand_over(message, mark)

    outbox, transport = outbox_of(3), Holding()
    send_pending(outbox, transport, clock)
    assert transport.recipients == ["lid1@example.org", "lid3@example.org"]


# The way is down


@pytest.mark.parametrize("break_", [NO_ROUTE, UNSEEN, HandOver(Fate.DEFERRED, "421", 421, Phase.MAIL)])
def test_after_three_breaks_in_a_row_the_rest_is_deferred_without_trying(clock, break_):
    outbox, transport = outbox_of(1000), ToldTransport(*[break_] * 10)
    report = send_pending(outbox, transport, clock)
    assert (len(transport.handed), report.ended) == (3, Ended.BROKEN)
    assert set(outbox.states()[3:]) == {"deferred"}
    assert outbox.rows[1000].reply == break_.reply
    assert outbox.rows[1000].attempts == 0
    assert report.needs_attention
    clock.forward(minutes=5)
    transport.outcomes.clear()
    report = send_pending(outbox, transport, clock)
    assert report.counts[MessageState.ACCEPTED] >= 997


def test_breaks_apart_from_each_other_do_not_stop_the_run(clock):
    outbox = outbox_of(9)
    told = [NO_ROUTE, NO_ROUTE, ACCEPTED] * 3
    assert send_pending(outbox, ToldTransport(*told), clock).ended is Ended.DONE
    assert outbox.states().count("accepted") == 3
