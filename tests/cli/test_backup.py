"""`backup` and `restore` as an administrator gives them."""

import json
import sqlite3

import pytest

from tests.cli.line import servwatch
from tests.cycle.watch import brussels, entry, rss


@pytest.fixture
def ran(watch, internet):
    """A watch whose digest told one item."""
    news = entry("Nieuws over werk", "https://ec.example.org/1", date=brussels("2026-11-23 08:00"))
    internet.at("ec.example.org/rss").serves(rss(news), etag='"1"')
    watch.source("ec")
    watch.digest("board", "0 7 * * fri")
    watch.member("a@example.org", "board")
    watch.run("2026-11-24 09:00")
    return watch


def test_a_backup_is_made_and_refused_over_another(ran):
    said = servwatch(ran.folder, "backup", "a.zip").well().out
    assert "1 item, read again and sound" in said
    assert "servwatch.db.journal" in said
    refused = servwatch(ran.folder, "backup", "a.zip").well(1)
    assert "--force" in refused.err
    servwatch(ran.folder, "backup", "a.zip", "--force").well()
    status = json.loads(servwatch(ran.folder, "status", "--json").out)
    assert status["last_backup"]


def test_a_folder_keeps_the_newest(ran):
    folder = ran.folder / "backups"
    folder.mkdir()
    for day in ("01", "02", "03"):
        (folder / f"servwatch-2026-11-{day}T000000Z.zip").write_bytes(b"")
    (folder / "other.zip").write_bytes(b"")
    made = servwatch(ran.folder, "backup", "backups", "--keep", "2", "--json").well().json
    names = sorted(file.name for file in folder.iterdir())
    assert names[0] == "other.zip"
    assert len(names) == 3
    assert names[1] == "servwatch-2026-11-03T000000Z.zip"
    assert len(made["removed"]) == 2
    assert made["tables"]["item"] == 1
    wrong = servwatch(ran.folder, "backup", "a.zip", "--keep", "2").well(1)
    assert "folder" in wrong.err


def test_a_restore_keeps_what_was_there_and_can_be_undone(ran):
    servwatch(ran.folder, "backup", "a.zip").well()
    ran.run("2026-11-27 07:05")
    done = servwatch(ran.folder, "restore", "a.zip", "--json").well(3).json
    assert (done["journal"], done["editions"], done["partly_sent"], done["may_repeat"]) == (True, 1, [], [])
    with ran.archive() as archive:
        assert archive.editions.recent()[0].html == ""  # known from the journal
    servwatch(ran.folder, "restore", done["aside"]).well(3)
    with ran.archive() as archive:
        assert archive.editions.recent()[0].html != ""


def test_without_a_journal_it_says_what_may_come_again(ran):
    servwatch(ran.folder, "backup", "a.zip").well()
    said = servwatch(ran.folder, "restore", "a.zip").well(3).out
    assert "There is no journal" in said
    assert "--told-until" in said
    known = servwatch(ran.folder, "restore", "a.zip", "--told-until", "2026-11-24T09:00").well(3).out
    assert "counts as told" in known
    assert "There is no journal" not in known


def test_what_is_no_backup_changes_nothing(ran):
    (ran.folder / "a.zip").write_bytes(b"PK nothing")
    refused = servwatch(ran.folder, "restore", "a.zip").well(1)
    assert "no backup of servwatch" in refused.err
    assert len(ran.titles()) == 1
    with ran.archive() as archive:
        assert archive.brakes.standing() == []


def test_an_archive_that_cannot_be_opened_is_moved_aside(ran):
    servwatch(ran.folder, "backup", "a.zip").well()
    for ending in ("-wal", "-shm"):
        (ran.folder / f"servwatch.db{ending}").unlink(missing_ok=True)
    (ran.folder / "servwatch.db").write_bytes(b"no database at all, " * 500)
    servwatch(ran.folder, "restore", "a.zip").well(3)
    assert len(ran.titles()) == 1
    assert list(ran.folder.glob("servwatch.db.damaged-*"))
    with sqlite3.connect(ran.folder / "servwatch.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_who_left_since_the_backup_is_mailed_no_more(ran):
    from servwatch.model import SuppressedFor

    servwatch(ran.folder, "backup", "a.zip").well()
    with ran.archive() as archive:
        archive.recipients.suppress("a@example.org", SuppressedFor.UNSUBSCRIBED, brussels("2026-11-25 09:00"))
    servwatch(ran.folder, "restore", "a.zip").well(3)
    with ran.archive() as archive:
        assert "a@example.org" in archive.recipients.states().by_address


def test_status_asks_for_a_backup_that_is_older_than_a_week(ran):
    with ran.archive() as archive:
        archive.runs.set("last backup", "2026-01-01T00:00:00+00:00")
    page = json.loads(servwatch(ran.folder, "status", "--json").out)
    assert [one["id"] for one in page["attention"] if one["what"] == "backup"] == ["last"]
