"""When what the outbox notes is on the disk."""

from dataclasses import replace

from servwatch.archive.database import Database
from servwatch.archive.outbox import Outbox
from tests.archive.messages import NOON, holding, message
from tests.archive.test_outbox import S


class NotingDatabase(Database):
    """Remembers which writes waited for the disk."""

    def __init__(self, url):
        self.waited = []
        super().__init__(url)

    def write(self, *, lasting=True):
        self.waited.append(lasting)
        return super().write(lasting=lasting)

    def settle_down(self):
        self.waited.append("all")
        super().settle_down()


def test_every_mark_waits_for_the_disk_and_an_answer_waits_with_the_next_mark_or_by_itself(database_url):
    """So a power cut can take back one answer at most, and never a mark whose dot may have left."""
    database = NotingDatabase(database_url)
    holding(database, message(1), message(2))
    outbox, database.waited = Outbox(database), []
    first = outbox.start(1, NOON)
    outbox.mark(1, NOON)
    second = outbox.settle_and_start(replace(first, state=S.ACCEPTED), now=NOON, fate="accepted")
    outbox.mark(2, NOON)
    assert database.waited == [True, True, False, True]
    assert outbox.settle_and_start(replace(second, state=S.ACCEPTED), now=NOON, fate="accepted") is None
    assert database.waited[4:6] == [False, "all"]
    assert all(database.waited[6:])
    database.close()
