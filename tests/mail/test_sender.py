"""The sender over an outbox in memory and a transport that says what it is told to."""

from collections import deque
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from servwatch.errors import ArchiveError
from servwatch.mail import Ended, Fate, HandOver, Phase, send_pending
from servwatch.model import Hold, MessageState
from tests.mail.fake_outbox import FakeOutbox, Killed
from tests.mail.letters import NOON, letter

ACCEPTED = HandOver(Fate.ACCEPTED, "250 queued as 1", 250, Phase.REPLY)
GREYLISTED = HandOver(Fate.DEFERRED, "450 later", 450, Phase.RCPT)
NO_ROUTE = HandOver(Fate.DEFERRED, "connect: refused", None, Phase.CONNECT)
UNSEEN = HandOver(Fate.UNKNOWN, "reply: timed out", None, Phase.REPLY)
NO_SUCH_USER = HandOver(Fate.REFUSED_RECIPIENT, "550 5.1.1 unknown", 550, Phase.RCPT)
NOT_US = HandOver(Fate.REFUSED_US, "535 5.7.8 no", 535, Phase.AUTH)


class ToldTransport:
    """Gives the outcomes it was told, in order, then accepts everything."""

    name = "told"

    def __init__(self, *outcomes, idempotent=False):
        self.outcomes = deque(outcomes)
        self.idempotent = idempotent
        self.handed = []
        self.closed = 0

    def hand_over(self, message, mark):
        outcome = self.outcomes.popleft() if self.outcomes else ACCEPTED
        self.handed.append(message)
        if outcome.phase is Phase.REPLY:
            mark()
        return outcome

    def close(self):
        self.closed += 1

    @property
    def recipients(self):
        return [m.recipient for m in self.handed]


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += timedelta(**span)


@pytest.fixture
def clock():
    return Clock()


def outbox_of(count, **fields):
    return FakeOutbox.of(*(letter(n, mime=b"x\r\n", **fields) for n in range(1, count + 1)))


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
    assert outbox.writes == ["start", "mark", "settle"]


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
