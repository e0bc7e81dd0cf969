"""The database, its disk, its locks and its backups."""

from datetime import UTC, datetime, timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.soundness import kind_of, log_size, quick_check, size_of
from servwatch.cycle.backing_up import note_backup
from servwatch.cycle.doctor import archive_state
from servwatch.cycle.doctor.archive_state import (
    backup_findings,
    database_findings,
    disk_findings,
    lock_findings,
)
from servwatch.cycle.locks import holder_name, holder_of, lock
from tests.archive.arrivals import arrival, stored
from tests.cycle.doctor.told import ends, states
from tests.cycle.test_locks import HOLDER, is_free
from tests.processes import Process

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_sound_database_says_what_it_is(database):
    with Archive(database.url) as archive:
        found = list(database_findings(archive))
    assert {f.state for f in found} == {"good"}
    assert ("SQLite 3." in found[0].text) == database.is_sqlite
    assert "schema 0" in kind_of(database)
    assert size_of(database) > 0
    assert (log_size(database) > 0) == database.is_sqlite
    assert quick_check(database) == []


def test_a_damaged_file_is_wrong(tmp_path):
    url = f"sqlite:///{tmp_path}/a.db"
    with Archive(url) as archive:
        stored(archive.database, *(arrival(n) for n in range(300)))
        with archive.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tmp_path / "a.db"
    data = bytearray(path.read_bytes())
    half = len(data) - 8 * 4096  # of the newest tables, which opening does not read
    data[half : half + 3 * 4096] = b"\xff" * 3 * 4096
    path.write_bytes(data)
    with Archive(url) as archive:
        found = list(database_findings(archive))
    assert states(found) == ["database: good", "database: wrong"]
    assert "restore the last backup" in found[1].remedy


def test_a_log_that_grows_is_a_doubt(tmp_path, monkeypatch):
    monkeypatch.setattr(archive_state, "LONG_LOG", 1)
    with Archive(f"sqlite:///{tmp_path}/a.db") as archive:
        assert states(database_findings(archive))[-1] == "database: doubt"


@pytest.mark.parametrize(
    ("low", "very_low", "state"), [(1, 0, "good"), (2**62, 0, "doubt"), (2**62, 2**62, "wrong")]
)
def test_the_room_on_the_disk(tmp_path, monkeypatch, low, very_low, state):
    monkeypatch.setattr(archive_state, "LOW", low)
    monkeypatch.setattr(archive_state, "VERY_LOW", very_low)
    (finding,) = disk_findings(tmp_path / "a.db")
    assert finding.state == state
    assert str(tmp_path) in finding.text


def test_who_is_at_work_is_told_and_nothing_is_taken(database):
    assert holder_of(database, "cycle") is None
    process = Process(HOLDER, database.url)
    try:
        process.wait_until_ready()
        held = holder_of(database, "cycle")
        assert held.facts["holder"].endswith(f":{process.popen.pid}")
        assert holder_of(database, "sender") is None
    finally:
        process.kill()
    assert is_free(database)
    with lock(database, "sender"):
        assert holder_of(database, "sender").facts["holder"] == holder_name()
    assert holder_of(database, "sender") is None


def test_a_lock_that_is_held_for_long_is_a_doubt(tmp_path):
    now = datetime.now(UTC)
    with Archive(f"sqlite:///{tmp_path}/a.db") as archive:
        assert [f.text for f in lock_findings(archive, now)] == ["Nobody is at work."]
        with lock(archive.database, "cycle"):
            assert states(lock_findings(archive, now)) == ["locks: good"]
            later = list(lock_findings(archive, now + timedelta(hours=2)))
    assert states(later) == ["locks: doubt"]
    assert ends(later) == []


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        (None, []),
        (NOON - timedelta(days=1), ["backup: good"]),
        (NOON - timedelta(days=21), ["backup: doubt"]),
    ],
)
def test_the_last_backup_where_the_archive_knows_of_one(noted, expected):
    with Archive("sqlite://") as archive:
        if noted is not None:
            with archive.database.write() as connection:
                note_backup(connection, noted)
        assert states(backup_findings(archive, NOON)) == expected
