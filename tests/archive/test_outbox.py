"""The outbox keeps to the protocol of `servwatch.mail.outbox`: each method, each state."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servwatch.archive.editions import Editions
from servwatch.archive.outbox import Outbox
from servwatch.errors import ArchiveError
from servwatch.model import Hold, MessageState
from tests.archive.arrivals import DAY, NOW
from tests.archive.ledgers import freeze, known, letter
from tests.archive.messages import BEFORE, LATER, NOON, holding, message, states

S = MessageState
DUE = (S.PENDING, S.DEFERRED, S.UNKNOWN)
REST = tuple(state for state in S if state not in DUE)


@pytest.fixture
def outbox_of(database):
    return lambda *messages: holding(database, *messages)


def held(number, why=Hold.RELAY, **fields):
    return message(number, state=S.HELD, hold=why, **fields)


@pytest.mark.parametrize("state", DUE)
def test_a_due_state_is_due_from_its_next_attempt_until_it_expires(outbox_of, state):
    outbox = outbox_of(message(1, state=state, next_attempt=NOON, expires=LATER))
    assert [outbox.next_due(t) for t in (BEFORE, NOON, LATER - timedelta(microseconds=1), LATER)] == [
        None,
        1,
        1,
        None,
    ]


@pytest.mark.parametrize("state", REST)
def test_any_other_state_is_never_due_and_does_not_start(outbox_of, state):
    before = message(1, state=state)
    outbox = outbox_of(before)
    assert outbox.next_due(NOON) is None
    assert outbox.start(1, NOON) is None
    assert outbox.read(1) == before


def test_who_waited_longest_comes_first_and_who_never_tried_before_all(outbox_of):
    outbox = outbox_of(
        message(1, next_attempt=NOON),
        message(2, next_attempt=BEFORE),
        message(3),
        message(4, next_attempt=BEFORE),
        message(5),
    )
    order = []
    while (due := outbox.next_due(NOON)) is not None:
        order.append(due)
        outbox.start(due, NOON)
    assert order == [3, 5, 2, 4, 1]


def test_starting_counts_the_attempt_clears_mark_and_hold_and_gives_the_whole_message(outbox_of):
    before = message(
        1,
        state=S.UNKNOWN,
        attempts=3,
        doubts=1,
        marked=BEFORE,
        reply="451",
        digest="board",
        subject="é",
        expires=LATER,
    )
    outbox = outbox_of(before)
    expected = replace(before, state=S.SENDING, attempts=4, marked=None)
    assert outbox.start(1, NOON) == expected
    assert outbox.read(1) == expected
    assert outbox.start(1, NOON) is None
    assert outbox.read(1) == expected


def test_what_is_not_due_or_not_there_does_not_start(outbox_of):
    rows = [message(1, next_attempt=LATER), message(2, expires=NOON)]
    outbox = outbox_of(*rows)
    assert [outbox.start(n, NOON) for n in (1, 2, 3)] == [None, None, None]
    assert [outbox.read(1), outbox.read(2)] == rows


def test_only_what_the_relay_holds_starts_as_a_probe_due_or_not_unless_it_expired(outbox_of):
    outbox = outbox_of(
        held(1, next_attempt=LATER), held(2, Hold.ORDER), held(3, Hold.DOUBT), held(4, expires=NOON)
    )
    assert outbox.probe() == 4
    assert [outbox.start(n, NOON) is not None for n in (1, 2, 3, 4)] == [True, False, False, False]
    assert (outbox.read(1).hold, outbox.read(1).state) == (None, S.SENDING)


def test_the_probe_is_the_one_tried_least_lately(outbox_of):
    outbox = outbox_of(
        held(1, next_attempt=LATER),
        held(2, next_attempt=NOON),
        held(3, next_attempt=NOON),
        held(4, Hold.ORDER),
        message(5),
    )
    assert outbox.probe() == 2
    assert outbox_of(held(1, Hold.DOUBT)).probe() is None


@pytest.mark.parametrize("state", [state for state in S if state is not S.SENDING])
def test_marking_and_settling_are_for_what_is_being_sent(outbox_of, state):
    before = message(1, state=state)
    outbox = outbox_of(before)
    with pytest.raises(ArchiveError):
        outbox.mark(1, NOON)
    with pytest.raises(ArchiveError):
        outbox.settle(replace(before, state=S.ACCEPTED), now=NOON, fate="accepted", phase="dot", code=250)
    assert outbox.read(1) == before
    assert outbox.attempts(1) == []


def test_marking_what_is_not_there_is_refused(outbox_of):
    with pytest.raises(ArchiveError):
        outbox_of().mark(1, NOON)


def test_a_mark_is_kept_while_the_message_is_being_sent(outbox_of):
    outbox = outbox_of(message(1), message(2))
    outbox.start(1, NOON)
    outbox.start(2, NOON)
    outbox.mark(2, LATER)
    assert [(m.id, m.marked, m.mime) for m in outbox.stranded()] == [(1, None, b""), (2, LATER, b"")]


def test_settling_writes_what_was_decided_and_notes_the_attempt(outbox_of):
    outbox = outbox_of(message(1, digest="board"))
    outbox.start(1, NOON)
    outbox.mark(1, NOON)
    decided = message(
        1,
        mime=b"",
        recipient="other",
        state=S.HELD,
        hold=Hold.DOUBT,
        doubts=2,
        reply="250 \udce9\x00",
        next_attempt=LATER,
    )
    outbox.settle(decided, now=LATER, fate="unknown", phase="reply", code=None)
    row = outbox.read(1)
    assert (row.state, row.hold, row.doubts, row.reply, row.next_attempt) == (
        S.HELD,
        Hold.DOUBT,
        2,
        "250 ?",
        LATER,
    )
    assert (row.mime, row.recipient, row.marked, row.attempts) == (
        message(1).mime,
        "lid1@example.org",
        NOON,
        1,
    )
    (noted,) = outbox.attempts(1)
    assert (noted.at, noted.fate, noted.phase, noted.code, noted.reply) == (
        LATER,
        "unknown",
        "reply",
        None,
        "250 ?",
    )
    assert outbox.stranded() == []


def test_a_killed_senders_row_can_be_put_right(outbox_of):
    outbox = outbox_of(message(1, state=S.SENDING, attempts=1))
    (found,) = outbox.stranded()
    outbox.settle(replace(found, state=S.PENDING, next_attempt=NOON), now=NOON)
    assert (outbox.read(1).state, outbox.read(1).mime) == (S.PENDING, message(1).mime)
    assert outbox.next_due(NOON) == 1


def test_what_expired_is_expired_unless_a_person_must_decide(outbox_of):
    rows = [message(n, state=state, expires=NOON) for n, state in enumerate(DUE, 1)]
    rows += [
        held(4, expires=NOON),
        held(5, Hold.ORDER, expires=NOON),
        held(6, Hold.DOUBT, expires=NOON),
        message(7, expires=LATER),
        message(8),
    ]
    rows += [message(n, state=state, expires=NOON) for n, state in enumerate(REST, 9) if state is not S.HELD]
    outbox = outbox_of(*rows)
    assert outbox.expire(NOON) == 4
    assert [m.id for m in rows if outbox.read(m.id).state is S.EXPIRED and m.state is not S.EXPIRED] == [
        1,
        2,
        3,
        4,
    ]
    assert outbox.read(4).hold is None
    assert outbox.read(5) == rows[4]
    assert outbox.expire(NOON) == 0


def test_holding_takes_what_is_due_and_releasing_gives_back_what_the_relay_held(outbox_of):
    outbox = outbox_of(
        message(1), message(2, next_attempt=LATER), held(3, Hold.ORDER), message(4, state=S.UNKNOWN, doubts=1, next_attempt=BEFORE),
        message(5, expires=NOON), message(6, state=S.SENDING), held(7, Hold.DOUBT),
    )  # fmt: skip
    assert outbox.hold_due(NOON, "535 5.7.8 no") == 2
    assert [outbox.read(n).hold for n in range(1, 8)] == [
        Hold.RELAY,
        None,
        Hold.ORDER,
        Hold.RELAY,
        None,
        None,
        Hold.DOUBT,
    ]
    assert (outbox.read(4).reply, outbox.read(4).next_attempt, outbox.read(2).reply) == (
        "535 5.7.8 no",
        BEFORE,
        "",
    )
    assert outbox.release_held(NOON) == 2
    assert states(outbox, *range(1, 8)) == [
        "pending",
        "pending",
        "held",
        "pending",
        "pending",
        "sending",
        "held",
    ]
    assert (outbox.read(4).doubts, outbox.read(4).next_attempt, outbox.read(4).hold) == (1, BEFORE, None)


def test_deferring_what_is_due_moves_it_and_keeps_a_doubt_a_doubt(outbox_of):
    until = NOON + timedelta(minutes=1)
    outbox = outbox_of(
        message(1),
        message(2, state=S.UNKNOWN, doubts=1),
        message(3, next_attempt=LATER),
        message(4, state=S.DEFERRED),
        held(5),
    )
    assert outbox.defer_due(NOON, until, "no route") == 3
    assert states(outbox, 1, 2, 3, 4, 5) == ["deferred", "unknown", "pending", "deferred", "held"]
    assert [outbox.read(n).next_attempt for n in (1, 2, 3)] == [until, until, LATER]
    assert [outbox.read(n).reply for n in (1, 3)] == ["no route", ""]
    assert (outbox.next_due(NOON), outbox.next_due(until)) == (None, 1)


def test_deferring_until_now_counts_each_message_once(outbox_of):
    outbox = outbox_of(message(1), message(2, state=S.UNKNOWN))
    assert outbox.defer_due(NOON, NOON, "") == 2


def test_an_empty_outbox_has_nothing_to_do(outbox_of):
    outbox = outbox_of()
    assert (outbox.stranded(), outbox.next_due(NOON), outbox.probe()) == ([], None, None)
    assert [
        outbox.expire(NOON),
        outbox.hold_due(NOON, ""),
        outbox.release_held(NOON),
        outbox.defer_due(NOON, NOON, ""),
    ] == [0, 0, 0, 0]


def test_what_an_edition_puts_there_is_due_until_the_edition_expires(database):
    freeze(
        Editions(database),
        known(database),
        messages=[letter(1, expires=NOW + DAY, subject="É", mime=b"\x00\xff")],
    )
    outbox = Outbox(database)
    number = outbox.next_due(NOW)
    sending = outbox.start(number, NOW)
    assert (sending.mime, sending.subject, sending.digest, sending.recipient) == (
        b"\x00\xff",
        "É",
        "board",
        "lid1@example.org",
    )
    assert (sending.expires, sending.created, sending.attempts, sending.doubts) == (NOW + DAY, NOW, 1, 0)
    assert sending.edition is not None
