"""The body of an edition's mails is kept once, and every message still comes out whole, byte for byte."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from servwatch.archive.mail_bodies import forget_bodies, parted
from servwatch.archive.outbox import Outbox, enqueue
from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.archive.schema import mail_body, outbox
from servwatch.model import MessageState
from tests.archive.ledgers import letter
from tests.archive.messages import NOON

LATER = NOON + timedelta(days=100)


def mail(number, body=b"the same for all\r\n"):
    return letter(number, mime=b"To: lid%d\r\n\r\n" % number + body)


@pytest.fixture
def keep(database):
    def keeping(*messages, edition=1):
        with database.write() as connection:
            return enqueue(connection, edition, messages)

    return keeping


def bodies(database):
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(mail_body)).scalar_one()


def accept_all(database):
    ours = Outbox(database)
    while (due := ours.next_due(NOON)) is not None:
        message = ours.start(due, NOON)
        ours.mark(due, NOON)
        ours.settle(_accepted(message), now=NOON, fate="accepted", phase="reply", code=250)


def _accepted(message):
    from dataclasses import replace

    return replace(message, state=MessageState.ACCEPTED)


@pytest.mark.parametrize("mime", [b"A: b\r\n\r\nbody\r\n\r\nmore", b"A: b\r\n\r\n", b"A: b\r\n", b""])
def test_the_two_parts_joined_are_the_whole(mime):
    header, body = parted(mime)
    assert header + body == mime
    assert body in (b"body\r\n\r\nmore", b"")


def test_many_readers_of_one_rendering_share_one_body_and_get_their_own_whole_mail(database, keep):
    assert keep(*map(mail, range(1, 6)), mail(6, b"another\r\n")) == 6
    assert bodies(database) == 2
    ours = Outbox(database)
    whole = {n: ours.start(n, NOON).mime for n in (1, 6, 5)}
    assert whole == {1: mail(1).mime, 6: mail(6, b"another\r\n").mime, 5: mail(5).mime}


def test_settling_one_starts_the_next_with_its_own_body(database, keep):
    keep(mail(1), mail(2, b"another\r\n"), mail(3))
    ours, seen = Outbox(database), []
    message = ours.start(1, NOON)
    while message is not None:
        seen.append(message.mime)
        message = ours.settle_and_start(_accepted(message), now=NOON, fate="accepted")
    assert seen == [mail(1).mime, mail(2, b"another\r\n").mime, mail(3).mime]


def test_a_mail_without_body_and_a_notice_are_kept_whole(database, keep):
    bare = letter(1, mime=b"To: lid1\r\n\r\n")
    keep(bare)
    keep(mail(2), edition=None)
    assert bodies(database) == 0
    assert [Outbox(database).start(n, NOON).mime for n in (1, 2)] == [bare.mime, mail(2).mime]


def test_a_body_is_forgotten_with_the_last_mail_that_needs_it(database, keep):
    keep(mail(1), mail(2))
    accept_all(database)
    keep(mail(3), mail(4, b"newer\r\n"), edition=2)
    with database.write() as connection:
        accepted = outbox.c.state == MessageState.ACCEPTED.value
        connection.execute(update(outbox).where(accepted).values(settled=NOON - timedelta(days=1)))
    assert OutboxDesk(database).purge(NOON) == 2
    assert bodies(database) == 2  # message 3 waits for the first
    accept_all(database)
    assert OutboxDesk(database).purge(LATER) == 2
    assert bodies(database) == 0
    assert OutboxDesk(database).purge(LATER) == 0


def test_a_mail_whose_personal_part_was_erased_holds_no_body(database, keep):
    keep(mail(1, b"for nobody else\r\n"), mail(2))
    with database.write() as connection:
        connection.execute(update(outbox).where(outbox.c.id == 1).values(mime=None))
        forget_bodies(connection)
    assert bodies(database) == 1
    assert Outbox(database).start(2, NOON).mime == mail(2).mime


def test_an_edition_frozen_later_finds_a_body_that_is_there(database, keep):
    keep(mail(1))
    keep(mail(2), edition=2)
    assert bodies(database) == 1
    assert Outbox(database).start(2, NOON).mime == mail(2).mime
