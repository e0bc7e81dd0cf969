"""A backup is whole or is none, is made while others write, and brings everything back, also into an archive in use."""

import threading
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from servwatch.archive.archive import Archive
from servwatch.archive.backup import Facts, bring_back, check, open_backup, take
from servwatch.archive.schema import metadata
from servwatch.errors import ArchiveTooNew, BackupError
from tests.archive.arrivals import all_items, arrival, stored

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
FACTS = Facts(NOON, "machine", 3, "fingerprint")


def contents(database):
    """Every row of every table."""
    with database.read() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in metadata.sorted_tables
        }


@pytest.fixture
def filled(database):
    stored(database, *(arrival(n, title=f"Titel {n}\t\\x €\nmet regel") for n in range(1, 60)))
    return database


def test_everything_comes_back(filled, tmp_path):
    before = contents(filled)
    manifest = take(filled, tmp_path / "a.zip", FACTS)
    assert (manifest.tables["item"], manifest.revision, manifest.machine) == (59, 3, "machine")
    stored(filled, *(arrival(n) for n in range(100, 130)))
    with open_backup(tmp_path / "a.zip") as backup:
        check(backup, filled)
        bring_back(backup, filled)
    assert contents(filled) == before
    assert len(all_items(filled, words="titel")) == 59  # found by their words, too


def test_ids_go_on_after_those_that_were_given(filled, tmp_path):
    take(filled, tmp_path / "a.zip", FACTS)
    with open_backup(tmp_path / "a.zip") as backup:
        bring_back(backup, filled)
    assert min(stored(filled, arrival(500))) == 60


def test_it_is_for_its_owner_alone_and_leaves_nothing_behind(filled, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    take(filled, folder / "a.zip", FACTS)
    assert [file.name for file in folder.iterdir()] == ["a.zip"]
    assert (folder / "a.zip").stat().st_mode & 0o777 == 0o600


def test_what_writes_meanwhile_is_in_it_whole_or_not_at_all(filled, tmp_path):
    stop, wrote = threading.Event(), threading.Event()

    def write():
        number = 1000
        while not stop.is_set():
            stored(filled, arrival(number), arrival(number + 1))  # two in one transaction
            number += 2
            wrote.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert wrote.wait(20)
        manifest = take(filled, tmp_path / "a.zip", FACTS)
    finally:
        stop.set()
        writer.join()
    assert manifest.tables["item"] > 59
    assert (manifest.tables["item"] - 59) % 2 == 0
    assert manifest.tables["item"] == manifest.tables["annotation"]


def test_an_open_archive_sees_what_was_brought_back(filled, database_url, tmp_path):
    take(filled, tmp_path / "a.zip", FACTS)
    with Archive(database_url) as other:
        assert len(list(all_items(other.database))) == 59
        stored(other.database, *(arrival(n) for n in range(100, 110)))
        with open_backup(tmp_path / "a.zip") as backup:
            bring_back(backup, filled)
        assert len(list(all_items(other.database))) == 59
        stored(other.database, arrival(900))
    assert len(list(all_items(filled))) == 60


def test_what_is_prepared_is_part_of_it_or_nothing_is_changed(filled, tmp_path):
    take(filled, tmp_path / "a.zip", FACTS)
    stored(filled, arrival(100))

    def fails(connection):
        connection.execute(text("DELETE FROM item_key"))
        raise RuntimeError

    with open_backup(tmp_path / "a.zip") as backup, pytest.raises(RuntimeError):
        bring_back(backup, filled, fails)
    assert len(list(all_items(filled))) == 60
    with filled.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM item_key")).scalar_one() > 0


def test_a_damaged_file_is_refused_or_was_not_damaged_in_what_it_holds(filled, tmp_path):
    file = tmp_path / "a.zip"
    take(filled, file, FACTS)
    before, whole, refused = contents(filled), file.read_bytes(), 0
    for place in range(3, len(whole), len(whole) // 40):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            with open_backup(file) as backup:
                check(backup, filled)
                bring_back(backup, filled)  # a date of the zip itself, say
        except BackupError:
            refused += 1
        assert contents(filled) == before
    assert refused >= 10


@pytest.mark.parametrize("content", [b"", b"PK", b"SQLite format 3\0", b"\x00" * 4000])
def test_what_is_no_backup_is_refused(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(BackupError, match="servwatch backup"), open_backup(tmp_path / "a.zip"):
        pass
    with pytest.raises(BackupError, match="no such file"), open_backup(tmp_path / "none.zip"):
        pass


def test_another_zip_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("manifest.json", "[]")
    with pytest.raises(BackupError), open_backup(tmp_path / "a.zip"):
        pass


def test_one_of_a_later_version_is_refused(filled, tmp_path):
    import json
    from hashlib import sha256

    take(filled, tmp_path / "a.zip", FACTS)
    with zipfile.ZipFile(tmp_path / "a.zip") as old, zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "manifest.json":
                data = json.dumps(json.loads(data) | {"schema": "9999"}).encode()
                new.comment = sha256(data).hexdigest().encode()
            new.writestr(name, data)
    with open_backup(tmp_path / "b.zip") as backup, pytest.raises(ArchiveTooNew, match="9999"):
        check(backup, filled)


def test_where_it_cannot_be_written_nothing_is_left(filled, tmp_path):
    with pytest.raises(BackupError, match="its folder"):
        take(filled, tmp_path / "none" / "a.zip", FACTS)


def test_an_older_one_is_brought_up_to_date(empty_url, tmp_path):
    """Made when the schema was that of an earlier version, as a release before would have."""
    from dataclasses import replace

    from sqlalchemy import create_engine

    from servwatch.archive import migrations
    from servwatch.archive.backup import container, taking
    from servwatch.archive.database import Database

    engine = create_engine(empty_url)
    with engine.begin() as connection:
        migrations.run(connection, to="0006")
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('old', '1')"))
    database = Database.__new__(Database)  # an older program had it open, which knew no more
    database.url, database.engine, database._reader = empty_url, engine, engine
    written = container.Writing.close
    try:
        container.Writing.close = lambda self, manifest: written(self, replace(manifest, schema="0006"))
        taking.take(database, tmp_path / "old.zip", FACTS)
    finally:
        container.Writing.close = written
        engine.dispose()
    with Archive(empty_url) as archive, open_backup(tmp_path / "old.zip") as backup:
        archive.runs.set("new", 2)
        check(backup, archive.database)
        bring_back(backup, archive.database)
        assert (archive.runs.setting("old"), archive.runs.setting("new")) == (1, None)
        stored(archive.database, arrival(1))
