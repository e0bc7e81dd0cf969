"""What the journal tells a restored archive: what left, what did not, and what is in doubt."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.journal import EditionLine, Journal, MessageLine, ToldCorrection, ToldItem
from servwatch.archive.replay import Gap, replay
from servwatch.model import Hold, MessageState
from tests.archive.arrivals import arrival, stored
from tests.archive.messages import NOON

TAKEN = NOON - timedelta(days=7)
NAME = ("board", NOON)


@pytest.fixture
def archive(database_url):
    with Archive(database_url) as archive:
        yield archive


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


def edition(number=7, items=(), messages=2, **fields):
    line = EditionLine(
        "board", number, NOON, NOON, NOON, NOON, "f", "filled", "nl", "S", "0 7 * * fri", TAKEN,
        {"chosen": len(items)}, 0, messages, tuple(items),
    )  # fmt: skip
    return replace(line, **fields)


def left(name, *, accepted=True, of=NAME, at=NOON):
    return MessageLine(f"<{name}@example.org>", at, accepted, of)


def replayed(archive, *journals):
    with archive.database.write() as connection:
        return replay(connection, journals, TAKEN)


def told(key, outcome="chosen", place=1, source="source"):
    return ToldItem(source, (key,), outcome, place, 1.0)


def keys_of(archive, number):
    from sqlalchemy import select

    from servwatch.archive.schema import item_key

    with archive.database.read() as connection:
        row = connection.execute(select(item_key).where(item_key.c.item == number)).first()
    return row.source, row.key


def test_an_item_that_is_there_gets_its_row(archive, journal):
    (number,) = stored(archive.database, arrival(1))
    source, key = keys_of(archive, number)
    journal.write([edition(items=[told(key, source=source)]), left("a"), left("b")], NOON)
    assert replayed(archive, journal).editions == 1
    (line,) = archive.editions.decisions(number)
    assert (line.decision.outcome, line.edition.number) == ("chosen", 7)
    assert line.decision.reason.format(**line.decision.facts) == (
        "It was told in no. 7, before the archive was restored."
    )
    assert archive.editions.next_number("board") == 8
    assert archive.digests.all()["board"].anchor == NOON


def test_an_item_that_comes_later_gets_it_then(archive, journal):
    coming = arrival(1)
    journal.write([edition(items=[told(coming.keys[0], source=coming.source)]), left("a")], NOON)
    replayed(archive, journal)
    (number,) = stored(archive.database, coming)
    assert [line.decision.outcome for line in archive.editions.decisions(number)] == ["chosen"]
    (other,) = stored(archive.database, arrival(2))
    assert archive.editions.decisions(other) == []


def test_what_an_editor_dropped_stays_dropped(archive, journal):
    coming = arrival(1)
    journal.write([edition(items=[told(coming.keys[0], "rejected", None, coming.source)]), left("a")], NOON)
    replayed(archive, journal)
    (number,) = stored(archive.database, coming)
    (line,) = archive.editions.decisions(number)
    assert (line.decision.outcome, line.decision.reason[:15]) == ("rejected", "It was dropped ")


def test_an_edition_of_which_nothing_left_is_built_again(archive, journal):
    coming = arrival(1)
    journal.write([edition(items=[told(coming.keys[0], source=coming.source)])], NOON)
    assert replayed(archive, journal).editions == 0
    (number,) = stored(archive.database, coming)
    assert archive.editions.decisions(number) == []
    assert archive.editions.next_number("board") == 1


def test_an_edition_that_left_in_part_is_told_of(archive, journal):
    journal.write([edition(messages=3), left("a"), left("b", accepted=False)], NOON)
    assert replayed(archive, journal).gaps == [Gap("board", 7, 2, 3)]


def test_what_had_left_before_the_journal_could_be_written_counts(archive, journal):
    journal.write([edition(left=2)], NOON)
    assert replayed(archive, journal).editions == 1


def test_messages_that_left_never_leave_again(archive, journal):
    from tests.archive.messages import holding, message

    outbox = holding(archive.database, message(101), message(102), message(103))
    ids = {n: outbox.read(100 + n).message_id for n in (1, 2, 3)}
    lines = [
        MessageLine(ids[1], NOON, True, None),
        MessageLine(ids[2], NOON, False, None),
        left("unknown", of=None),
        left("doubtful", of=None, accepted=False),
    ]
    journal.write(lines, NOON)
    assert replayed(archive, journal).messages == 4
    found = {m.message_id: m for m in archive.desk.messages()}
    assert found[ids[1]].state is MessageState.ACCEPTED
    assert (found[ids[2]].state, found[ids[2]].hold) == (MessageState.HELD, Hold.DOUBT)
    assert found[ids[3]].state is MessageState.PENDING
    assert found["<unknown@example.org>"].state is MessageState.ACCEPTED
    assert found["<doubtful@example.org>"].hold is Hold.DOUBT
    archive.desk.release(None)


def test_a_notice_that_left_is_not_written_again(archive, journal):
    from servwatch.archive.outbox import Outgoing

    journal.write([left("notice", of=None)], NOON)
    replayed(archive, journal)
    again = Outgoing("", "a@example.org", "<notice@example.org>", "S", b"x", NOON)
    assert archive.desk.notify([again]) == 0


def test_a_correction_that_was_told_is_known(archive, journal):
    (number,) = stored(archive.database, arrival(1))
    source, key = keys_of(archive, number)
    told_of = ToldCorrection(source, key, "title", "Oud", "Nieuw")
    other = ToldCorrection(source, "url:gone", "title", "Oud", "Nieuw")
    journal.write([edition(corrections=(told_of, other)), left("a")], NOON)
    replayed(archive, journal)
    assert archive.corrections.told("board", [number]) == [(number, "title", "Oud", "Nieuw")]


def test_two_journals_and_two_readings_say_no_more_than_one(archive, journal, tmp_path):
    other = Journal(tmp_path / "other")
    journal.write([edition(items=[told("k1")]), left("a")], NOON)
    other.write([edition(items=[told("k1"), told("k2", place=2)]), left("b")], NOON)
    report = replayed(archive, journal, other)
    assert (report.editions, report.items, report.messages, report.gaps) == (1, 2, 2, [])
    again = replayed(archive, journal, other)
    assert (again.editions, again.messages) == (0, 0)


def test_what_is_older_than_the_backup_changes_nothing(archive, journal):
    journal.write([left("old", of=None, at=TAKEN - timedelta(days=3))], NOON)
    assert replayed(archive, journal).messages == 0
    assert list(archive.desk.messages()) == []
