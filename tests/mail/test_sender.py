"""The sender over an outbox in memory and a transport that says what it is told to."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from servwatch.errors import ArchiveError
from servwatch.mail import Ended, send_pending
from servwatch.model import Hold, MessageState
from tests.mail.fake_outbox import FakeOutbox, Killed
from tests.mail.letters import NOON, letter
from tests.mail.told import (
    ACCEPTED,
    GREYLISTED,
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


def test_everything_due_is_handed_over_once_in_order(clock):
    outbox, transport = outbox_of(3), ToldTransport()
    report = send_pending(outbox, transport, clock)
    assert transport.recipients == ["lid1@example.org", "lid2@example.org", "lid3@example.org"]
    assert outbox.states() == ["accepted"] * 3
    assert (report.counts, report.ended) == ({MessageState.ACCEPTED: 3}, Ended.DONE)
    assert not report.needs_attention
    assert transport.closed == 1
    assert outbox.rows[1].reply == "250 queued as 1"
    assert send_pending(outbox, transport, clock).counts == {}


def test_each_step_is_committed_before_the_next(clock):
    class Watching(ToldTransport):
        def hand_over(self, message, mark):
            assert outbox.rows[message.id].state is MessageState.SENDING
            assert outbox.rows[message.id].attempts == 1
            mark()
            assert outbox.rows[message.id].marked == NOON
            return ACCEPTED

    outbox = outbox_of(1)
    send_pending(outbox, Watching(), clock)
    assert outbox.writes == ["start", "mark", "settle and start"]


def test_a_deferred_message_climbs_the_ladder_until_its_edition_expires(clock):
    outbox = outbox_of(1, expires=NOON + timedelta(hours=4))
    transport = ToldTransport(*[GREYLISTED] * 100)
    tried, attention = [], []
    for _ in range(6 * 60):
        report = send_pending(outbox, transport, clock)
        attention += [clock.now] if report.needs_attention else []
        if len(transport.handed) > len(tried):
            tried.append((clock.now - NOON) // timedelta(minutes=1))
        clock.forward(minutes=1)
    assert tried == [0, 5, 20, 50, 110, 170, 230]
    assert outbox.states() == ["expired"]
    assert attention == [NOON + timedelta(hours=4)]  # said once, when nothing more can come of it


def test_an_expired_message_is_not_sent_and_is_reported(clock):
    outbox, transport = outbox_of(2, expires=NOON), ToldTransport()
    report = send_pending(outbox, transport, clock)
    assert transport.handed == []
    assert report.counts == {MessageState.EXPIRED: 2}
    assert report.needs_attention


def test_an_unseen_answer_gives_one_more_attempt_with_the_same_bytes_then_a_person(clock):
    outbox, transport = outbox_of(1), ToldTransport(UNSEEN, UNSEEN)
    assert send_pending(outbox, transport, clock).possible_duplicates == []
    clock.forward(minutes=14)
    send_pending(outbox, transport, clock)
    assert len(transport.handed) == 1
    clock.forward(minutes=1)
    report = send_pending(outbox, transport, clock)
    assert [d.message_id for d in report.possible_duplicates] == [letter(1).message_id]
    clock.forward(days=2)
    send_pending(outbox, transport, clock)
    assert len(transport.handed) == 2
    assert transport.handed[0].mime == transport.handed[1].mime
    assert (outbox.states(), outbox.rows[1].hold) == (["held"], Hold.DOUBT)


def test_a_copy_that_cannot_double_is_not_reported(clock):
    outbox = outbox_of(1, doubts=1)
    assert send_pending(outbox, ToldTransport(idempotent=True), clock).possible_duplicates == []


def test_one_refused_recipient_does_not_touch_the_others(clock):
    outbox = outbox_of(3)
    report = send_pending(outbox, ToldTransport(ACCEPTED, NO_SUCH_USER), clock)
    assert outbox.states() == ["accepted", "refused", "accepted"]
    assert report.needs_attention


# A sender that was killed


def test_a_message_found_sending_without_a_mark_is_sent_again_at_once(clock):
    outbox = outbox_of(1, state=MessageState.SENDING, attempts=1)
    report = send_pending(outbox, ToldTransport(), clock)
    assert (outbox.states(), report.recovered, report.possible_duplicates) == (["accepted"], 1, [])


def test_a_message_found_sending_with_a_mark_waits_fifteen_minutes(clock):
    outbox = outbox_of(1, state=MessageState.SENDING, marked=NOON)
    report = send_pending(outbox, ToldTransport(), clock)
    assert (outbox.states(), report.counts) == (["unknown"], {MessageState.UNKNOWN: 1})
    clock.forward(minutes=15)
    report = send_pending(outbox, ToldTransport(), clock)
    assert outbox.states() == ["accepted"]
    assert len(report.possible_duplicates) == 1


def test_where_no_copy_can_be_made_a_marked_message_is_sent_again_at_once(clock):
    outbox = outbox_of(1, state=MessageState.SENDING, marked=NOON)
    send_pending(outbox, ToldTransport(idempotent=True), clock)
    assert outbox.states() == ["accepted"]


def test_a_message_that_kills_its_sender_each_time_does_not_hold_up_the_others(clock):
    class Deadly(ToldTransport):
        def hand_over(self, message, mark):
            if message.id == 1:
                raise Killed
            return super().hand_over(message, mark)

    outbox = outbox_of(3)
    for _ in range(2):
        with pytest.raises(Killed):
            send_pending(outbox, Deadly(), clock)
        clock.forward(minutes=1)
    assert outbox.states() == ["sending", "accepted", "accepted"]


def test_an_outbox_that_names_what_it_does_not_start_is_an_error_not_a_loop(clock):
    class Contradicting(FakeOutbox):
        def start(self, id, now):  # noqa: A002
            return None

    with pytest.raises(ArchiveError):
        send_pending(Contradicting.of(letter(1)), ToldTransport(), clock)


# Pace, stopping, logs


def test_the_rate_is_kept_whatever_sending_itself_takes(clock):
    time, naps = [0.0], []

    def sleep(seconds):
        naps.append(seconds)
        time[0] += seconds

    class Slow(ToldTransport):
        def hand_over(self, message, mark):
            time[0] += 0.5 if message.id < 4 else 10
            return super().hand_over(message, mark)

    send_pending(outbox_of(6), Slow(), clock, rate=30, sleep=sleep, monotonic=lambda: time[0])
    assert naps == [1.5, 1.5, 1.5]


def test_it_stops_between_two_messages_when_asked(clock):
    outbox, transport = outbox_of(5), ToldTransport()
    report = send_pending(outbox, transport, clock, stopping=lambda: len(transport.handed) == 2)
    assert report.ended is Ended.STOPPED
    assert outbox.states() == ["accepted", "accepted", "pending", "pending", "pending"]
    assert not report.needs_attention
    assert transport.closed == 1


def test_no_address_goes_into_a_log(clock):
    with capture_logs() as logs:
        outbox = outbox_of(3)
        outbox.rows[3] = letter(3, state=MessageState.SENDING, marked=NOON)
        send_pending(outbox, ToldTransport(ACCEPTED, NOT_US), clock)
    assert [entry["event"] for entry in logs] == [
        "message of a stopped sender",
        "message handed over",
        "message handed over",
        "sending ended early",
    ]
    assert "lid" not in repr(logs).replace("<dagelijks", "")
    assert "example.org" not in repr([{k: v for k, v in e.items() if k != "message_id"} for e in logs])
