"""The faults of sources, written with the mails that tell of them or not at all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from servwatch.archive.fault_log import FaultLog, FaultRow
from servwatch.archive.outbox import Outgoing
from servwatch.archive.outbox_desk import OutboxDesk

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROW = FaultRow(0, "ec", "content", "silent", NOW.date(), NOW)
MAIL = Outgoing("", "cell@example.org", "<fault.1@example.org>", "A fault", b"x", NOW)


def test_a_fault_comes_out_as_it_went_in_and_is_changed_in_its_place(database):
    log = FaultLog(database)
    log.keep([ROW])
    (found,) = log.all()
    assert replace(found, id=0) == ROW
    told = replace(found, told=NOW, healed=NOW, over=NOW, fault="same-old")
    log.keep([told, replace(ROW, source="ilo")])
    assert log.all()[0] == told
    assert [row.source for row in log.all()] == ["ec", "ilo"]


def test_what_healed_long_ago_is_history(database):
    log = FaultLog(database)
    log.keep(
        [ROW, replace(ROW, source="old", healed=NOW), replace(ROW, source="new", healed=NOW + timedelta(1))]
    )
    assert [row.source for row in log.recent(NOW + timedelta(hours=1))] == ["ec", "new"]


def test_a_mail_that_cannot_be_stored_takes_its_fault_with_it(database):
    log, desk = FaultLog(database), OutboxDesk(database)
    with pytest.raises(IntegrityError):
        log.keep([ROW], [MAIL, replace(MAIL, message_id="<fault.2@example.org>", subject=None)])
    assert log.all() == []
    assert list(desk.messages()) == []
    log.keep([ROW], [MAIL])
    assert [m.subject for m in desk.messages()] == ["A fault"]
