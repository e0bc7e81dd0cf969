"""The journal gives back what was written, whatever was torn, and keeps a little over a year."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.archive.journal import EditionLine, Journal, MessageLine, ToldItem
from servwatch.errors import JournalUnwritable

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def edition(number=1, **fields):
    values = {
        "digest": "board",
        "number": number,
        "scheduled": NOON,
        "cutoff": NOON,
        "frozen": NOON,
        "expires": NOON,
        "fingerprint": "f",
        "state": "filled",
        "language": "nl",
        "subject": "Onderwerp é\u2028ü",
        "schedule": "0 7 * * fri",
        "started": NOON,
        "counts": {"chosen": 1},
        "messages": 2,
        "items": (ToldItem("ec", ("url:a/1", "ref:x"), "chosen", 1, 2.5),),
    }
    return EditionLine(**values | fields)


def message(name="<1@example.org>", *, accepted=True, of=("board", NOON)):
    return MessageLine(name, NOON, accepted, of)


def test_what_is_written_is_read(tmp_path):
    journal = Journal(tmp_path / "journal")
    lines = [edition(), message(accepted=False), message(), message("<notice@example.org>", of=None)]
    journal.write(lines[:2], NOON)
    journal.write(lines[2:], NOON, sync=False)
    journal.sync(NOON)
    assert journal.read().lines == tuple(lines)
    assert journal.read().torn == 0


def test_a_journal_that_is_not_there_is_empty(tmp_path):
    journal = Journal(tmp_path / "none")
    assert journal.read().lines == ()
    journal.write([], NOON)
    assert not journal.folder.exists()


def test_it_is_for_its_owner_alone(tmp_path):
    journal = Journal(tmp_path / "journal")
    journal.write([message()], NOON)
    (file,) = journal.folder.iterdir()
    assert (journal.folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_torn_line_costs_only_itself(tmp_path):
    journal = Journal(tmp_path / "journal")
    journal.write([message("<1@example.org>"), message("<2@example.org>")], NOON)
    (file,) = journal.folder.iterdir()
    file.write_bytes(file.read_bytes()[:-20])
    journal.write([message("<3@example.org>")], NOON)
    reading = journal.read()
    assert [line.message_id for line in reading.lines] == ["<1@example.org>", "<3@example.org>"]
    assert reading.torn == 1


@given(cut=st.integers(0, 2000), junk=st.binary(max_size=40))
def test_no_damage_stops_it_from_being_read(tmp_path_factory, cut, junk):
    journal = Journal(tmp_path_factory.mktemp("j") / "journal")
    journal.write([edition(), message()], NOON)
    (file,) = journal.folder.iterdir()
    file.write_bytes(file.read_bytes()[:cut] + junk)
    journal.write([message("<after@example.org>")], NOON)
    assert journal.read().lines[-1] == message("<after@example.org>")


def test_months_older_than_400_days_are_forgotten(tmp_path):
    journal = Journal(tmp_path / "journal")
    for days in (0, 100, 380, 420, 520):
        journal.write([message()], NOON + timedelta(days=days))
    assert sorted(file.stem for file in journal.folder.iterdir()) == [
        "2027-03", "2027-12", "2028-01", "2028-04",
    ]  # fmt: skip


def test_where_it_cannot_be_written_it_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalUnwritable, match=r"`journal` of \[servwatch\]"):
        Journal(tmp_path / "file").write([message()], NOON)
