"""What is kept of one person can be given to them, and forgotten."""

from dataclasses import replace

import pytest
from sqlalchemy import Table, select

from servwatch.archive.archive import Archive
from servwatch.archive.carried import Carried, carry_over
from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.archive.reader_turns import Rota
from servwatch.archive.recipients import hash_of
from servwatch.archive.schema import metadata
from servwatch.archive.withdrawing import WITHDRAWN
from servwatch.model import (
    Frequency,
    Judgement,
    MessageState,
    Preferences,
    Ruling,
    SuppressedFor,
)
from tests.archive.arrivals import DAY, NOW, arrival, stored
from tests.archive.ledgers import known, letter, row

AN, BO = "an@example.org", "bo@example.org"
GONE = "550 5.1.1 <An@Example.org>: unknown"


@pytest.fixture
def archive(database_url):
    with Archive(database_url) as opened:
        yield opened


def furnish(archive):
    """An archive that holds something of An in every table that can, and of Bo too."""
    board = known(archive.database, at=NOW - DAY)
    letters = [
        letter(n, recipient=who, mime=f"To: {who}".encode()) for n, who in enumerate((AN, BO, AN, AN), 1)
    ]
    archive.editions.freeze(
        row(), [], letters, state=board, lookback=DAY, newest=0, rota=Rota(waiting=(AN, BO))
    )
    for who in (AN, BO):
        archive.recipients.suppress(who, SuppressedFor.UNSUBSCRIBED, NOW, digest="tenders")
        archive.recipients.prefer(who, Preferences(Frequency.WEEKLY), NOW)
        archive.recipients.bounced(who, NOW, "5.1.1", f"550 5.1.1 <{who}>: unknown")
        archive.tokens.of("board", [who])
    send(archive, 1, MessageState.REFUSED, GONE)
    archive.revisions.keep("/etc/feeds.toml", {"/etc/members.toml": f"# {AN}\n# {BO}\n"}, NOW)


def send(archive, number, state, reply):
    started = archive.outbox.start(number, NOW)
    archive.outbox.settle(replace(started, state=state, reply=reply), now=NOW, fate="refused", phase="rcpt")


def everything(archive):
    """All texts of the archive but those of a table's own kind."""
    with archive.database.read() as connection:
        tables: list[Table] = metadata.sorted_tables
        return "\n".join(str(connection.execute(select(t)).all()).casefold() for t in tables)


def without(text, address):
    return "\n".join(line for line in text.split("\n") if address not in line)


def test_of_an_erased_person_only_a_keyed_hash_is_left_and_of_others_all(archive):
    furnish(archive)
    assert AN in everything(archive)
    done = archive.person("An@Example.org").erase(NOW + DAY, without)
    assert (done.messages, done.stopped, done.leaving, done.revisions, done.known) == (3, 2, 0, 1, True)
    assert AN not in everything(archive)
    state = archive.recipients.states()
    assert state.of(AN).suppression("board").reason == SuppressedFor.ERASED
    assert state.of(BO).suppression("board") is None
    assert state.of(BO).bounces[0].code == "5.1.1"
    assert [m.recipient for m in OutboxDesk(archive.database).messages() if m.recipient == BO] == [BO]
    assert list(archive.turns.of("board")) == [BO]


def test_an_older_archive_that_is_restored_forgets_again_who_was_erased_since(archive):
    furnish(archive)
    key = archive.recipients.key()
    erased = [{"hash": hash_of(key, AN), "since": NOW}]
    with archive.database.write() as connection:
        carry_over(connection, Carried(key.hex(), erased=erased), without)
    assert AN not in everything(archive)
    assert BO in everything(archive)


def test_what_an_erased_person_was_to_get_never_leaves(archive):
    furnish(archive)
    archive.person(AN).erase(NOW)
    archive.desk.release(None)
    archive.desk.retry(None, NOW)
    due = []
    while (number := archive.outbox.next_due(NOW)) is not None:
        due.append(archive.outbox.start(number, NOW).recipient)
    assert due == [BO]
    counts = archive.desk.counts()
    assert (counts[MessageState.EXPIRED], counts[MessageState.REFUSED]) == (2, 1)


@pytest.mark.parametrize(("digest", "left"), [("", 0), ("board", 0), ("tenders", 3)])
def test_what_waits_for_who_is_suppressed_never_leaves_and_asks_for_nobody(archive, digest, left):
    furnish(archive)
    archive.desk.hold([2])
    archive.recipients.suppress("AN@example.org", SuppressedFor.UNSUBSCRIBED, NOW, digest=digest)
    waiting = [m for m in archive.desk.messages() if m.recipient == AN and m.state is MessageState.PENDING]
    assert len(waiting) == min(left, 2)
    archive.desk.release(None)
    archive.desk.retry(None, NOW)
    gone = [m for m in archive.desk.messages(states=[MessageState.EXPIRED]) if m.recipient == AN]
    assert {m.reply for m in gone} <= {WITHDRAWN}
    assert archive.desk.counts(settled_since=NOW - DAY).get(MessageState.EXPIRED, 0) == 0
    assert (len(gone) == 0) is bool(left)


def test_who_is_suppressed_while_an_edition_is_made_gets_nothing_of_it(archive):
    board = known(archive.database, at=NOW - DAY)
    archive.recipients.suppress(AN, SuppressedFor.UNSUBSCRIBED, NOW, digest="board")
    letters = [letter(n, recipient=who) for n, who in enumerate((AN, BO), 1)]
    archive.editions.freeze(row(), [], letters, state=board, lookback=DAY, newest=0)
    assert {m.recipient: m.state for m in archive.desk.messages()} == {
        AN: MessageState.EXPIRED,
        BO: MessageState.PENDING,
    }


def test_a_message_that_is_being_sent_is_left_alone_and_told(archive):
    furnish(archive)
    archive.outbox.start(3, NOW)
    assert archive.person(AN).erase(NOW, without).leaving == 1
    (leaving,) = archive.outbox.stranded()
    archive.outbox.settle(replace(leaving, state=MessageState.ACCEPTED, reply="250 ok"), now=NOW)
    again = archive.person(AN).erase(NOW)
    assert (again.messages, again.leaving) == (1, 0)
    assert AN not in everything(archive)


def test_an_address_of_which_nothing_is_known_is_suppressed_all_the_same(archive):
    assert not archive.person("nobody@example.org").erase(NOW).known
    assert archive.recipients.states().of("NOBODY@example.org").suppression("x").since == NOW


def test_who_was_erased_can_come_back_by_a_persons_word(archive):
    archive.person(AN).erase(NOW)
    assert archive.recipients.restore(AN) == 1
    assert archive.recipients.states().of(AN).suppression("board") is None


def test_a_person_is_given_each_message_with_its_attempts(archive):
    furnish(archive)
    first, *rest = archive.person(AN).messages()
    assert (first["digest"], first["number"], first["state"], first["kept"]) == ("board", 1, "refused", True)
    assert first["attempts"][0]["fate"] == "refused"
    assert [one["attempts"] for one in rest] == [[], []]
    assert "id" not in first


def test_a_person_is_given_what_they_said_of_items(archive):
    (number,) = stored(archive.database, arrival(1))
    archive.judgements.give(
        Judgement(number, Ruling.FITS, "Eerste Lid", NOW), Judgement(number, Ruling.NOT, "Bo", NOW)
    )
    found = archive.person(AN).judgements("eerste lid", AN, "")
    assert [one["by"] for one in found] == ["Eerste Lid"]
