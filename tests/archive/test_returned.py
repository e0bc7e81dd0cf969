"""Claims that mail came back, held against the outbox: on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from servwatch.archive.archive import Archive
from servwatch.archive.outbox import Outgoing
from servwatch.archive.returned import RETURNED, Claim, Holds, Kept
from servwatch.model import MessageState, RecipientStates

AN, BO = "an@example.org", "bo@example.org"
MADE = datetime(2026, 11, 20, 6, tzinfo=UTC)
AT = MADE + timedelta(minutes=5)
DAY = timedelta(days=1)


@pytest.fixture
def archive(database_url):
    with Archive(database_url) as opened:
        yield opened


def sent(archive, recipient=AN, number=1, at=MADE, *, state=MessageState.ACCEPTED):
    """A message that was tried once; its Message-ID."""
    from dataclasses import replace

    name = f"<{number}.{recipient.partition('@')[0]}@example.org>"
    archive.desk.notify([Outgoing("", recipient, name, "Bericht", b"x", at)])
    (message,) = (m for m in archive.desk.messages() if m.message_id == name)
    started = archive.outbox.start(message.id, at)
    archive.outbox.settle(replace(started, state=state), now=at, fate="accepted", phase="reply")
    return name


def keep(archive, *claims, folder=None, letters=(), members=(AN, BO)):
    held = archive.returned.keep(claims, members, lambda *_: Kept(folder, letters))
    return [one.holds for one in held]


def claim(original, recipient=AN, *, at=AT, failed=True, code="5.1.1"):
    return Claim(recipient, original, at, failed, code, "550 no such user")


def fates(archive, name):
    (message,) = (m for m in archive.desk.messages() if m.message_id == name)
    return [(a.fate, a.reply) for a in archive.desk.attempts(message.id) if a.fate == RETURNED]


def test_a_claim_on_a_message_to_that_recipient_is_counted_however_the_address_is_written(archive):
    name = sent(archive)
    assert keep(archive, claim(name, "AN@Example.ORG")) == [Holds.COUNTED]
    (bounces,) = archive.recipients.states().of(AN).bounces
    assert (bounces.code, bounces.count, bounces.first, bounces.text) == ("5.1.1", 1, AT, "550 no such user")
    assert fates(archive, name) == [(RETURNED, "5.1.1 550 no such user")]


def test_it_is_counted_once_also_within_one_batch(archive):
    name = sent(archive)
    assert keep(archive, claim(name), claim(name)) == [Holds.COUNTED, Holds.KNOWN]
    assert keep(archive, claim(name)) == [Holds.KNOWN]
    assert len(fates(archive, name)) == 1


def test_what_never_left_cannot_come_back(archive):
    archive.desk.notify([Outgoing("", AN, "<waits@example.org>", "Bericht", b"x", MADE)])
    assert keep(archive, claim("<waits@example.org>")) == [Holds.NOT_OURS]


def test_a_claim_without_a_message_is_about_the_newest_one_before_it_and_each_comes_back_once(archive):
    first, second = sent(archive, number=1), sent(archive, number=2, at=MADE + 2 * DAY)
    later = sent(archive, number=3, at=MADE + 6 * DAY)
    assert keep(archive, claim("", at=MADE + DAY)) == [Holds.COUNTED]
    assert fates(archive, first)
    assert keep(archive, claim("", at=MADE + 3 * DAY), claim("", at=MADE + 4 * DAY)) == [
        Holds.COUNTED,
        Holds.KNOWN,
    ]
    assert fates(archive, second)
    assert not fates(archive, later)


@pytest.mark.parametrize(
    ("recipient", "at"),
    [
        ("vreemd@example.net", AT),
        (AN, MADE + 10 * DAY + timedelta(seconds=1)),
        (AN, MADE - timedelta(seconds=1)),
    ],
    ids=["no member", "too long after", "before it left"],
)
def test_and_otherwise_about_none(archive, recipient, at):
    sent(archive)
    sent(archive, "vreemd@example.net")
    assert keep(archive, claim("", recipient, at=at)) == [Holds.NOT_OURS]


def test_a_claim_that_it_is_late_notes_nothing(archive):
    name = sent(archive)
    assert keep(archive, claim(name, failed=False)) == [Holds.NO_FAILURE]
    assert fates(archive, name) == []
    assert archive.recipients.states().by_address == {}


def test_the_folder_and_the_mails_to_staff_are_kept_with_it_or_not_at_all(archive):
    name = sent(archive)
    notice = Outgoing("", BO, "<notice@example.org>", "Bericht", b"x", AT)

    def breaks(*_):
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        archive.returned.keep([claim(name)], (AN,), breaks)
    assert archive.returned.folder() is None
    assert archive.recipients.states().by_address == {}
    assert fates(archive, name) == []
    keep(archive, claim(name), folder={"etag": "1:2:3"}, letters=[notice])
    assert archive.returned.folder() == {"etag": "1:2:3"}
    assert "<notice@example.org>" in {m.message_id for m in archive.desk.messages()}


def test_what_is_said_before_and_after_is_told_within_the_transaction(archive):
    name, told = sent(archive), []

    def then(_held, before: RecipientStates, after: RecipientStates):
        told.append((before.of(AN).bounces, len(after.of(AN).bounces)))
        return Kept(None)

    archive.returned.keep([claim(name)], (), then)
    assert told == [((), 1)]


def test_more_claims_than_one_statement_takes_are_held(archive):
    name = sent(archive)
    many = [claim(f"<{n}@elsewhere.example>") for n in range(1200)]
    assert keep(archive, *many, claim(name)).count(Holds.COUNTED) == 1
