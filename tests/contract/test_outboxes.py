"""What the sender relies on in any outbox: see `servwatch.mail.outbox`.

An implementation joins by one entry in `OUTBOXES`: what gives a function that takes messages and gives an
outbox which holds them, with a `read(id)` that gives the committed row.
"""

from contextlib import closing, contextmanager, nullcontext
from datetime import timedelta
from functools import partial

import pytest

from servwatch.archive.database import Database
from servwatch.errors import ArchiveError
from servwatch.model import Hold, MessageState
from tests.archive.messages import holding
from tests.mail.fake_outbox import FakeOutbox
from tests.mail.letters import NOON, letter

LATER = NOON + timedelta(minutes=5)
BEFORE = NOON - timedelta(minutes=5)
DUE = (MessageState.PENDING, MessageState.DEFERRED, MessageState.UNKNOWN)
REST = tuple(state for state in MessageState if state not in DUE)


def in_memory(*messages):
    outbox = FakeOutbox.of(*messages)
    outbox.read = outbox.rows.__getitem__
    return outbox


@contextmanager
def on_sqlite(request):
    with closing(Database(f"sqlite:///{request.getfixturevalue('tmp_path') / 'x.db'}")) as database:
        yield partial(holding, database)


@contextmanager
def on_postgresql(request):
    server = request.getfixturevalue("postgresql_server")
    name = server.new()
    with closing(Database(server.url(name))) as database:
        yield partial(holding, database)
    server.drop(name)


OUTBOXES = [
    lambda _: nullcontext(in_memory),
    on_sqlite,
    pytest.param(on_postgresql, marks=pytest.mark.postgresql),
]


@pytest.fixture(params=OUTBOXES, ids=["memory", "sqlite", "postgresql"])
def outbox_of(request):
    with request.param(request) as making:
        yield making


def held(number, why=Hold.RELAY, **fields):
    return letter(number, state=MessageState.HELD, hold=why, **fields)


@pytest.mark.parametrize("state", DUE)
def test_a_message_in_a_due_state_is_due_from_its_next_attempt_until_it_expires(outbox_of, state):
    outbox = outbox_of(letter(1, state=state, next_attempt=NOON, expires=LATER))
    assert outbox.next_due(BEFORE) is None
    assert outbox.next_due(NOON) == 1
    assert outbox.next_due(LATER) is None


@pytest.mark.parametrize("state", REST)
def test_a_message_in_any_other_state_is_never_due_and_does_not_start(outbox_of, state):
    outbox = outbox_of(letter(1, state=state))
    assert outbox.next_due(NOON) is None
    assert outbox.start(1, NOON) is None
    assert outbox.read(1).state is state


def test_who_waited_longest_comes_first_and_who_never_tried_before_all(outbox_of):
    outbox = outbox_of(
        letter(1, next_attempt=NOON),
        letter(2, next_attempt=BEFORE),
        letter(3),
        letter(4, next_attempt=BEFORE),
    )
    order = []
    while (due := outbox.next_due(NOON)) is not None:
        order.append(due)
        outbox.start(due, NOON)
    assert order == [3, 2, 4, 1]


def test_starting_counts_the_attempt_clears_the_old_mark_and_gives_the_whole_message(outbox_of):
    outbox = outbox_of(letter(1, state=MessageState.UNKNOWN, attempts=1, doubts=1, marked=BEFORE))
    message = outbox.start(1, NOON)
    assert (message.state, message.attempts, message.marked, message.doubts) == (
        MessageState.SENDING, 2, None, 1,
    )  # fmt: skip
    assert message.mime == letter(1).mime
    assert message.recipient == "lid1@example.org"
    assert outbox.read(1).state is MessageState.SENDING
    assert outbox.start(1, NOON) is None


def test_only_a_message_held_by_the_relay_starts_as_a_probe(outbox_of):
    outbox = outbox_of(held(1), held(2, Hold.ORDER), held(3, Hold.DOUBT), held(4, expires=BEFORE))
    assert outbox.probe() == 1
    assert [outbox.start(n, NOON) is not None for n in (1, 2, 3, 4)] == [True, False, False, False]
    assert outbox.read(1).hold is None


def test_the_probe_is_the_one_tried_least_lately_due_or_not(outbox_of):
    outbox = outbox_of(held(1, next_attempt=LATER + timedelta(hours=1)), held(2, next_attempt=LATER))
    assert outbox.probe() == 2


def test_marking_and_settling_are_for_a_message_that_is_being_sent(outbox_of):
    outbox = outbox_of(letter(1))
    with pytest.raises(ArchiveError):
        outbox.mark(1, NOON)
    with pytest.raises(ArchiveError):
        outbox.settle(letter(1, state=MessageState.ACCEPTED), now=NOON)
    outbox.start(1, NOON)
    outbox.mark(1, LATER)
    assert outbox.read(1).marked == LATER


def test_a_settled_message_keeps_what_is_decided_and_its_bytes(outbox_of):
    outbox = outbox_of(letter(1))
    outbox.start(1, NOON)
    outbox.mark(1, NOON)
    decided = letter(
        1, mime=b"", state=MessageState.HELD, hold=Hold.DOUBT, doubts=2, reply="250 ok", next_attempt=LATER
    )
    outbox.settle(decided, now=NOON, fate="unknown", phase="reply", code=None)
    row = outbox.read(1)
    assert (row.state, row.hold, row.doubts, row.reply, row.next_attempt, row.marked, row.attempts) == (
        MessageState.HELD, Hold.DOUBT, 2, "250 ok", LATER, NOON, 1,
    )  # fmt: skip
    assert row.mime == letter(1).mime


def test_settling_and_starting_the_next_is_one_step(outbox_of):
    outbox = outbox_of(letter(1), letter(2, next_attempt=NOON), letter(3))
    outbox.start(1, NOON)
    done = letter(1, state=MessageState.ACCEPTED, reply="250 ok")
    started = outbox.settle_and_start(done, now=NOON, fate="accepted", phase="reply", code=250)
    assert (started.id, started.state, started.attempts, started.mime) == (
        3, MessageState.SENDING, 1, letter(3).mime,
    )  # fmt: skip
    assert [str(outbox.read(n).state) for n in (1, 2, 3)] == ["accepted", "pending", "sending"]
    with pytest.raises(ArchiveError):
        outbox.settle_and_start(done, now=NOON)
    assert outbox.read(2).state is MessageState.PENDING


def test_what_was_put_off_by_settling_is_not_what_is_started_next(outbox_of):
    outbox = outbox_of(letter(1), letter(2, next_attempt=LATER))
    outbox.start(1, NOON)
    later = letter(1, state=MessageState.DEFERRED, next_attempt=LATER)
    assert outbox.settle_and_start(later, now=NOON) is None
    assert [str(outbox.read(n).state) for n in (1, 2)] == ["deferred", "pending"]


def test_stranded_are_the_messages_being_sent_with_their_marks(outbox_of):
    outbox = outbox_of(letter(1), letter(2), letter(3))
    outbox.start(1, NOON)
    outbox.start(2, NOON)
    outbox.mark(2, NOON)
    assert {m.id: m.marked for m in outbox.stranded()} == {1: None, 2: NOON}


def test_what_expired_is_expired_unless_a_person_must_decide(outbox_of):
    due = [letter(n, state=state, expires=NOON) for n, state in enumerate(DUE, 1)]
    outbox = outbox_of(
        *due, held(4, expires=NOON), held(5, Hold.ORDER, expires=NOON), held(6, Hold.DOUBT, expires=NOON),
        letter(7, expires=LATER), letter(8), letter(9, state=MessageState.ACCEPTED, expires=NOON),
    )  # fmt: skip
    assert outbox.expire(NOON) == 4
    assert [n for n in range(1, 10) if outbox.read(n).state is MessageState.EXPIRED] == [1, 2, 3, 4]
    assert outbox.expire(NOON) == 0
    assert outbox.probe() is None


def test_holding_takes_what_is_due_and_releasing_gives_back_what_the_relay_held(outbox_of):
    outbox = outbox_of(letter(1), letter(2, next_attempt=LATER), held(3, Hold.ORDER), letter(4, doubts=1))
    assert outbox.hold_due(NOON, "535 5.7.8 no") == 2
    assert [outbox.read(n).hold for n in (1, 2, 3, 4)] == [Hold.RELAY, None, Hold.ORDER, Hold.RELAY]
    assert outbox.read(1).reply == "535 5.7.8 no"
    assert outbox.release_held(NOON) == 2
    assert [str(outbox.read(n).state) for n in (1, 2, 3, 4)] == ["pending", "pending", "held", "pending"]
    assert outbox.read(4).doubts == 1


def test_deferring_what_is_due_moves_it_and_keeps_a_doubt_a_doubt(outbox_of):
    outbox = outbox_of(
        letter(1), letter(2, state=MessageState.UNKNOWN, doubts=1), letter(3, next_attempt=LATER)
    )
    assert outbox.defer_due(NOON, NOON + timedelta(minutes=1), "no route") == 2
    assert [str(outbox.read(n).state) for n in (1, 2, 3)] == ["deferred", "unknown", "pending"]
    assert outbox.next_due(NOON) is None
    assert outbox.next_due(NOON + timedelta(minutes=1)) == 1
    assert outbox.read(3).next_attempt == LATER
