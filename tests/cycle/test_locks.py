"""The two locks: one holder, who is named; the system lets go when the holder dies."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from servwatch.archive.database import Database
from servwatch.cycle.locks import holder_name, lock
from servwatch.errors import ArchiveUnreachable, LockHeld
from tests.archive.arrivals import arrival, stored
from tests.processes import Process

HOLDER = """
import time
from servwatch.archive.database import Database
from servwatch.cycle.locks import lock
with lock(Database(sys.argv[1]), "cycle"):
    go()
"""


def is_free(database, name="cycle"):
    try:
        with lock(database, name):
            return True
    except LockHeld:
        return False


@pytest.fixture
def holder(database):
    """Another process that holds the cycle lock."""
    process = Process(HOLDER, database.url)
    process.wait_until_ready()
    yield process
    if process.popen.poll() is None:
        process.kill()


def test_a_lock_can_be_held_again_and_again(database):
    for _ in range(3):
        assert is_free(database)


def test_a_lock_is_let_go_when_the_work_fails(database):
    with pytest.raises(RuntimeError, match="work"), lock(database, "cycle"):
        raise RuntimeError("work")
    assert is_free(database)


def test_who_holds_a_lock_cannot_be_joined_not_even_by_itself(database):
    with lock(database, "cycle"):
        assert not is_free(database)
        assert not is_free(database)
    assert is_free(database)


def test_the_two_locks_are_independent(database):
    with lock(database, "cycle"):
        assert is_free(database, "sender")
        with lock(database, "sender"):
            assert not is_free(database, "sender")
        assert not is_free(database, "cycle")


def test_another_process_is_named_with_the_time_since_when_it_works(database, holder):
    with pytest.raises(LockHeld) as refused, lock(database, "cycle"):
        pass
    facts = refused.value.facts
    assert facts["name"] == "cycle"
    assert facts["holder"] == f"{holder_name().split(':')[0]}:{holder.popen.pid}"
    assert timedelta(0) <= datetime.now(UTC) - facts["held_since"] < timedelta(minutes=5)
    sentence = refused.value.sentence()
    assert str(holder.popen.pid) in sentence
    assert facts["since"] in sentence


def test_a_lock_is_free_as_soon_as_its_holder_has_ended(database, holder):
    assert not is_free(database)
    holder.end()
    assert is_free(database)


def test_a_lock_is_free_as_soon_as_its_holder_is_killed(database, holder):
    holder.kill()
    for _ in range(500):  # PostgreSQL notices when its session's socket closes
        if is_free(database):
            break
    else:
        pytest.fail("the lock of a killed process stays")


def test_holding_a_lock_hinders_neither_readers_nor_writers(database, holder):
    assert len(stored(database, arrival(1))) == 1


def test_archives_beside_each_other_have_locks_of_their_own(tmp_path):
    one, two = (Database(f"sqlite:///{tmp_path / name}") for name in ("one.db", "two.db"))
    with lock(one, "cycle"):
        assert is_free(two)
    one.close()
    two.close()


def test_in_memory_nobody_else_is_there():
    database = Database("sqlite://")
    with lock(database, "cycle"), lock(database, "cycle"):
        pass
    database.close()


@pytest.mark.parametrize(
    "written", ["", "{", "null", "[]", "[1, 2]", '["host:1"]', '["host:1", "yesterday"]']
)
def test_a_lock_file_that_says_nothing_useful_still_locks(tmp_path, written):
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    with lock(database, "cycle"):
        (tmp_path / "a.db.cycle.lock").write_text(written)
        with pytest.raises(LockHeld) as refused, lock(database, "cycle"):
            pass
        assert refused.value.facts["held_since"] is None
    database.close()


def test_the_lock_file_names_its_holder_and_belongs_to_its_owner(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    file = tmp_path / "a.db.cycle.lock"
    with lock(database, "cycle"):
        holder, since = json.loads(file.read_text())
        assert (holder, datetime.fromisoformat(since).tzinfo) == (holder_name(), UTC)
    assert file.stat().st_mode & 0o777 == 0o600
    database.close()


def test_where_no_lock_file_can_be_made_it_is_said_what_to_do(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    (tmp_path / "a.db.cycle.lock").mkdir()
    with pytest.raises(ArchiveUnreachable, match=r"a\.db\.cycle\.lock"), lock(database, "cycle"):
        pass
    database.close()


class TestForkedChildren:
    """A flock lasts until the last copy of its handle is closed, and a forked child has one."""

    @pytest.fixture
    def database(self, tmp_path):
        opened = Database(f"sqlite:///{tmp_path / 'a.db'}")
        yield opened
        opened.close()

    def test_the_child_of_a_killed_holder_does_not_keep_the_lock(self, database):
        program = """
import os, time
from servwatch.archive.database import Database
from servwatch.cycle.locks import lock
with lock(Database(sys.argv[1]), "cycle"):
    child = os.fork()
    if child == 0:
        os.write(1, f"{os.getpid()}\\n".encode())  # in one piece, whatever the parent writes meanwhile
        time.sleep(60)
        os._exit(0)
    go()
"""
        process = Process(program, database.url)
        said = [process.popen.stdout.readline().strip() for _ in range(2)]  # one by each, in any order
        assert sum(line.isdigit() for line in said) == 1, (
            said,
            process.popen.poll(),
            process.popen.stderr.read(),
        )
        (child,) = (int(line) for line in said if line.isdigit())
        try:
            assert not is_free(database)
            process.popen.kill()
            process.popen.wait()
            assert is_free(database)
        finally:
            os.kill(child, 9)
            process.popen.communicate()

    def test_a_child_that_leaves_the_work_does_not_let_the_lock_of_its_parent_go(self, database):
        program = """
import os
from servwatch.archive.database import Database
from servwatch.cycle.locks import lock
parent = os.getpid()
with lock(Database(sys.argv[1]), "cycle"):
    if os.fork() != 0:
        os.wait()
        go()
if os.getpid() != parent:
    os._exit(0)
"""
        process = Process(program, database.url)
        process.wait_until_ready()
        assert not is_free(database)
        process.end()
        assert is_free(database)


@pytest.mark.postgresql
class TestOnPostgresql:
    @pytest.fixture
    def database(self, postgresql_server):
        name = postgresql_server.new()
        opened = Database(postgresql_server.url(name))
        yield opened
        opened.close()
        postgresql_server.drop(name)

    def test_the_lock_dies_with_its_connection(self, database):
        with lock(database, "cycle"):
            other = Database(database.url)
            assert not is_free(other)
            end = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            with other.write() as connection:
                assert connection.execute(text(end)).scalars().all() == [True]
            for _ in range(500):
                if is_free(other):
                    break
            assert is_free(other)
            other.close()
        assert is_free(database)

    def test_a_connection_with_a_lock_never_goes_back_to_the_pool(self, database):
        with lock(database, "cycle"), database.read() as connection:
            held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            assert connection.execute(text(held)).scalar_one() == 0
        with database.read() as connection:
            assert connection.execute(text(held)).scalar_one() == 0

    def test_a_server_that_does_not_answer_is_said_so(self, database, postgresql_server):
        postgresql_server.drop(database.engine.url.database)
        with pytest.raises(ArchiveUnreachable), lock(database, "cycle"):
            pass


def test_who_let_go_is_not_taken_for_who_comes_next(database):
    with lock(database, "cycle"):
        pass
    if database.file is not None:
        assert database.file.with_name(f"{database.file.name}.cycle.lock").read_bytes() == b""
