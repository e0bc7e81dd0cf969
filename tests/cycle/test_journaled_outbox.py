"""Each message of a run stands in the journal before its dot and when it was accepted, however it was started."""

import os
from contextlib import closing
from socket import AF_UNIX, socket

from servwatch.archive.database import Database
from servwatch.archive.journal import Journal
from servwatch.cycle.journaled_outbox import JournaledOutbox
from servwatch.mail import send_pending
from tests.archive.messages import holding, message
from tests.mail.letters import NOON
from tests.mail.told import ToldTransport


class Noted(Journal):
    """A journal that only remembers."""

    def __init__(self):
        self.lines = []

    def write(self, lines, now, *, sync):
        self.lines += [(line.message_id, line.accepted) for line in lines]

    def sync(self, now):
        pass


def test_every_message_stands_in_the_journal_before_its_dot_and_when_it_was_accepted(tmp_path):
    messages = [message(n) for n in (1, 2, 3)]
    with closing(Database(f"sqlite:///{tmp_path / 'x.db'}")) as database:
        holding(database, *messages)
        journal = Noted()
        send_pending(JournaledOutbox(database, journal), ToldTransport(), lambda: NOON)
    assert journal.lines == [(m.message_id, accepted) for m in messages for accepted in (False, True)]


def test_the_mail_goes_on_where_the_journal_can_no_longer_be_forced_onto_the_disk(tmp_path):
    journal = Journal(tmp_path / "journal")
    with closing(Database(f"sqlite:///{tmp_path / 'x.db'}")) as database:
        holding(database, message(1))
        outbox = JournaledOutbox(database, journal)
        send_pending(outbox, ToldTransport(), lambda: NOON)
        (file,) = journal.folder.iterdir()
        file.unlink()
        with closing(socket(AF_UNIX)) as unopenable:
            unopenable.bind(os.path.relpath(file))
            outbox.close(NOON)
    assert outbox.broken
