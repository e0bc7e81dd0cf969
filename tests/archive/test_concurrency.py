"""Several processes at work on one archive: nobody fails, nothing is lost, nothing is done twice."""

import threading

import pytest
from sqlalchemy import func, select

from servwatch.archive.database import Database
from servwatch.archive.digests import DigestStates, settle, settled
from servwatch.archive.editions import Editions
from servwatch.archive.intake import store
from servwatch.archive.items import Items
from servwatch.archive.outbox_desk import OutboxDesk
from servwatch.archive.schema import annotation, item, item_key, ledger, poll
from tests.archive.arrivals import NOW, all_items, arrival, harvest, stored
from tests.archive.ledgers import WEEK, freeze, known, letter, row, sizes
from tests.processes import Process, at_once

PRELUDE = """
from servwatch.archive.database import Database
from tests.archive.arrivals import *
from tests.archive.ledgers import *
from tests.archive.messages import *
"""
WRITER = (
    PRELUDE
    + """
database = Database(sys.argv[1])
go()
for n in range(30):
    keep(database, harvest(*(arrival(f"{sys.argv[2]}-{n}-{i}", source=sys.argv[2]) for i in range(10))))
"""
)


def counts(database):
    with database.read() as connection:
        return [
            connection.execute(select(func.count()).select_from(t)).scalar_one()
            for t in (item, annotation, item_key, poll)
        ]


def test_processes_that_write_at_once_wait_for_each_other_and_lose_nothing(database):
    at_once(WRITER, *((database.url, name) for name in ("a", "b", "c")))
    assert counts(database) == [900, 900, 900, 90]
    assert Items(database).counts() == dict.fromkeys(("a", "b", "c"), (300, 0))


def test_whoever_reads_while_others_write_sees_whole_transactions_in_the_order_of_ids(database):
    writers = [Process(WRITER, database.url, name) for name in ("a", "b")]
    for writer in writers:
        writer.wait_until_ready()
    threads = [threading.Thread(target=writer.end) for writer in writers]
    for thread in threads:
        thread.start()
    seen = set()
    while any(thread.is_alive() for thread in threads):
        with database.read() as connection:
            ids = set(connection.execute(select(item.c.id)).scalars())
            annotated = connection.execute(select(func.count()).select_from(annotation)).scalar_one()
        assert len(ids) == annotated
        assert len(ids) % 10 == 0
        assert not any(new < max(seen) for new in ids - seen) if seen else True
        seen = ids
    assert len(all_items(database)) == 600


def test_an_intake_waits_until_the_one_before_it_is_committed(database):
    """Else an item with a smaller id could appear after an edition was frozen up to a larger one."""

    def second():
        stored(other, arrival(2))

    other = Database(database.url)
    thread = threading.Thread(target=second)
    with database.write() as connection:
        store(connection, 1, [harvest(arrival(1))])
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(60)
    assert [i.url[-1] for i in all_items(database)] == ["1", "2"]
    other.close()


def test_processes_that_open_an_empty_database_at_once_all_find_an_archive(empty_url):
    program = (
        PRELUDE
        + "go()\nprint(len(stored(Database(sys.argv[1]), arrival(sys.argv[2], source=sys.argv[2]))) >= 1)"
    )
    assert at_once(program, *((empty_url, f"p{n}") for n in range(4))) == ["True"] * 4
    database = Database(empty_url)
    assert len(all_items(database)) == 4
    database.close()


def test_of_two_that_freeze_one_edition_at_once_one_does(database):
    program = (
        PRELUDE
        + """
from servwatch.archive.editions import Editions
database = Database(sys.argv[1])
editions, state = Editions(database), known(database, at=NOW - DAY)
numbers = waiting(editions, state)
go()
print(freeze(editions, state, decided(*numbers), [letter(n) for n in range(20)]) is not None)
"""
    )
    stored(database, *(arrival(n) for n in range(50)))
    known(database, at=NOW)
    assert sorted(at_once(program, *[(database.url,)] * 3)) == ["False", "False", "True"]
    assert sizes(database) == [1, 50, 20, 0]


def test_of_two_that_start_one_message_at_once_one_does(database):
    program = (
        PRELUDE
        + """
from servwatch.archive.outbox import Outbox
outbox = Outbox(Database(sys.argv[1]))
go()
print(sum(outbox.start(int(sys.argv[2]) + n, NOW) is not None for n in range(25)))
"""
    )
    OutboxDesk(database).notify([letter(n) for n in range(25)])
    first = min(m.id for m in OutboxDesk(database).messages())
    started = at_once(program, *[(database.url, first)] * 2)
    assert sum(map(int, started)) == 25


def test_digests_can_be_reconciled_by_two_at_once(database):
    program = (
        PRELUDE
        + """
from servwatch.archive.digests import DigestStates, Wanted
digests = DigestStates(Database(sys.argv[1]))
go()
for n in range(10):
    digests.reconcile([Wanted(f"d{i}", f"{n} 7 * * fri", active=True) for i in range(5)], NOW)
"""
    )
    at_once(program, *[(database.url,)] * 2)
    states = DigestStates(database).all()
    assert {s.schedule for s in states.values()} == {"9 7 * * fri"}
    assert len(states) == 5


def test_a_release_during_a_freeze_is_not_passed_over(database):
    """The mark up to which a ledger is complete must not jump over what is being released."""
    (held,) = stored(database, arrival(1, quarantined=True))
    stored(database, arrival(2, published=None, baseline=True))
    state = known(database, at=NOW)
    editions, other = Editions(database), Database(database.url)
    candidates = editions.candidates(state, WEEK)
    releasing = threading.Thread(target=Items(other).release, args=("ilo-news",))
    with database.write() as connection:
        settled(connection, "board", alone=True)
        releasing.start()
        releasing.join(0.2)
        settle(connection, "board", candidates.newest)
    releasing.join(60)
    assert [i.id for i, _ in editions.candidates(state, WEEK).items] == [held]
    freeze(editions, state, edition=row())
    with database.read() as connection:
        assert connection.execute(select(ledger.c.item)).scalars().all() == [held + 1]
    assert [i.id for i, _ in editions.candidates(state, WEEK).items] == [held]
    other.close()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_writer_that_is_killed_leaves_whole_transactions(database, moment):
    program = (
        PRELUDE
        + """
database = Database(sys.argv[1])
with database.write() as connection:
    store(connection, 1, [harvest(*(arrival(n) for n in range(100)))])
    if sys.argv[2] == "before":
        go()
go()
"""
    )
    process = Process(program, database.url, moment)
    process.wait_until_ready()
    process.kill()
    assert counts(database) == ([0, 0, 0, 0] if moment == "before" else [100, 100, 100, 1])
    assert len(stored(database, arrival(1000))) == 1
