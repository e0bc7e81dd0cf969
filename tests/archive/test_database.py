"""Opening a database, and what is said where it cannot be opened."""

import contextlib
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, inspect, text

from servwatch.archive import database as opening
from servwatch.archive.database import Database, shown
from servwatch.errors import ArchiveTooNew, ArchiveUnreachable
from tests.archive.arrivals import all_items, arrival, stored


def execute(url, *statements):
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_an_empty_database_becomes_an_archive(empty_url):
    database = Database(empty_url)
    assert all_items(database) == []
    assert len(stored(database, arrival(1))) == 1
    database.close()


def test_a_database_in_memory_serves_as_long_as_it_is_open():
    database = Database("sqlite://")
    assert database.is_sqlite
    assert database.file is None
    assert len(stored(database, arrival(1))) == 1
    database.close()


def test_an_embedded_database_says_where_its_file_is(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'a b.db'}")
    assert database.file == tmp_path / "a b.db"
    database.close()


def test_sqlite_waits_for_others_keeps_a_log_and_flushes_every_commit(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    with database.read() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 60_000, "foreign_keys": 1}
    database.close()


def test_what_need_not_last_is_made_to_last_while_somebody_reads_too(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    log = tmp_path / "a.db-wal"
    database.settle_down()
    with database.read() as reader:
        reader.execute(text("SELECT count(*) FROM item")).all()
        with database.write(lasting=False) as connection:
            connection.execute(text("INSERT INTO setting (key, value) VALUES ('a', '1')"))
        before = log.stat().st_size
        database.settle_down()
        assert log.stat().st_size > before  # a commit behind it, which waited for the disk
    database.close()


def test_the_archive_of_a_later_version_is_refused_and_left_alone(database):
    execute(database.url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ArchiveTooNew) as refused:
        Database(database.url)
    sentence = refused.value.sentence()
    assert "9999" in sentence
    assert opening.HEAD in sentence
    assert "newer" in sentence
    execute(database.url, f"UPDATE alembic_version SET version_num = '{opening.HEAD}'")
    Database(database.url).close()


@pytest.mark.parametrize(
    "content", [b"this is no database " * 500, b"PK\x03\x04" + b"\0" * 9000, b"<html>" * 200]
)
def test_a_file_that_is_no_database_is_refused_with_what_to_do_and_left_as_it_is(tmp_path, content):
    file = tmp_path / "feeds.toml"
    file.write_bytes(content)
    with pytest.raises(ArchiveUnreachable) as refused:
        Database(f"sqlite:///{file}")
    sentence = refused.value.sentence()
    assert "feeds.toml" in sentence
    assert "no archive of servwatch" in sentence
    assert "name another" in sentence
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_nothing_is_added_to_it(empty_url):
    execute(empty_url, "CREATE TABLE item (id INTEGER PRIMARY KEY)", "CREATE TABLE people (name TEXT)")
    with pytest.raises(ArchiveUnreachable, match="no archive of servwatch"):
        Database(empty_url)
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        assert sorted(inspect(connection).get_table_names()) == ["item", "people"]
    engine.dispose()


def test_tables_of_another_program_may_stand_beside_the_archive(empty_url):
    execute(empty_url, "CREATE TABLE people (name TEXT)")
    Database(empty_url).close()
    again = Database(empty_url)
    assert len(stored(again, arrival(1))) == 1
    again.close()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/at/all/servwatch.db",
        "postgresql+psycopg://servwatch:secret@127.0.0.1:1/servwatch?connect_timeout=2",
        "postgresql+psycopg://servwatch:secret@/servwatch?host=/nowhere",
        "nonsense",
        "oracle://servwatch:secret@127.0.0.1/x",
        "mysql+unheard://servwatch:secret@127.0.0.1/x",
        "",
    ],
)
def test_what_cannot_be_opened_is_said_without_its_password(url):
    with pytest.raises(ArchiveUnreachable) as refused:
        Database(url)
    assert "[servwatch] database" in refused.value.sentence()
    assert "secret" not in str(refused.value)
    assert "secret" not in shown(url)


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(ArchiveUnreachable):
        Database(f"sqlite:///{tmp_path}")


def test_a_damaged_archive_is_said_to_be_one(tmp_path):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    database = Database(url)
    stored(database, *(arrival(n) for n in range(50)))
    database.close()
    whole = (tmp_path / "a.db").read_bytes()
    (tmp_path / "a.db").write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    with pytest.raises(ArchiveUnreachable, match="restore a backup"):
        Database(url)


@pytest.mark.parametrize("way", [lambda d: d.write(), lambda d: d.write(lasting=False), lambda d: d.read()])
def test_an_archive_that_is_overwritten_while_it_is_open_is_said_to_be_damaged(tmp_path, way):
    file = tmp_path / "x.db"
    database, other = Database(f"sqlite:///{file}"), Database(f"sqlite:///{file}")
    with other.write() as connection:
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('x', '1')"))
    with other.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as data:
        data.write(b"no longer a database" * 50)
    with pytest.raises(ArchiveUnreachable, match="cannot be used") as told, way(database) as connection:
        connection.execute(text("SELECT count(*) FROM setting")).scalar_one()
    assert "backup" in told.value.sentence()
    database.close()
    other.close()


def test_a_page_that_is_damaged_behind_a_whole_header_is_said_to_be_so(tmp_path):
    file = tmp_path / "a.db"
    database = Database(f"sqlite:///{file}")
    stored(database, *(arrival(n, summary="x" * 2000) for n in range(50)))
    database.close()
    whole = file.read_bytes()
    header = len(whole) * 3 // 4  # and the first rows, and what tells of the tables
    file.write_bytes(whole[:header] + b"\xff" * (len(whole) - header))
    damaged = Database(f"sqlite:///{file}")
    with pytest.raises(ArchiveUnreachable, match="restore a backup"):
        all_items(damaged)
    damaged.close()


@pytest.mark.postgresql
def test_a_server_that_goes_away_is_said_so_not_shown_as_a_traceback(postgresql_server):
    name = postgresql_server.new()
    database = Database(postgresql_server.url(name))
    with database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    postgresql_server.drop(name)
    with pytest.raises(ArchiveUnreachable), database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    database.close()


def test_alembic_is_not_loaded_where_there_is_nothing_to_upgrade(tmp_path):
    """It costs 0.3 s and 39 MiB of each start."""
    program = (
        "import sys; from servwatch.archive.database import Database;"
        f"[Database('sqlite:///{tmp_path / 'a.db'}').close() for _ in range(2)];"
        "print([m for m in sys.modules if m.split('.')[0] == 'alembic'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["what?", "a#b", "50%25", "a b", "é"])
def test_the_path_of_a_file_is_taken_as_it_is(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    with contextlib.closing(Database(f"sqlite:///{folder}/x.db")) as database:
        assert database.file == folder / "x.db"
    assert (folder / "x.db").is_file()


def safety_of(connection):
    return connection.exec_driver_sql("PRAGMA synchronous").scalar_one()


def test_a_write_waits_for_the_disk_unless_it_is_told_that_another_will(tmp_path):
    """2 is FULL, 1 is NORMAL (sqlite.org/pragma.html#pragma_synchronous)."""
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with database.write() as connection:
        assert safety_of(connection) == 2
    with database.write(lasting=False) as connection:
        assert safety_of(connection) == 1
    with pytest.raises(ZeroDivisionError), database.write(lasting=False):
        raise ZeroDivisionError
    with database.write() as connection:
        assert safety_of(connection) == 2
    database.close()


def test_what_did_not_wait_is_there_for_others_at_once_and_can_be_made_to_last(database_url):
    database, other = Database(database_url), Database(database_url)
    with database.write(lasting=False) as connection:
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('x', '1')"))
    with other.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM setting WHERE key = 'x'")).scalar_one() == 1
    database.settle_down()
    database.close()
    other.close()
