"""What did not arrive, or perhaps not: kept, tried until the edition expires, told to staff, and sent after all when released."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from servwatch.archive.archive import Archive
from servwatch.archive.outbox import to_message
from servwatch.archive.schema import outbox
from servwatch.model import Hold, MessageState
from tests.cycle.watch import Watch, brussels, entry, rss
from tests.internet import Internet
from tests.smtp_acts import Drop, Say
from tests.smtp_server import ScriptedSmtpServer

READER, STAFF = "lid@example.org", "beheer@example.org"


@pytest.fixture
def relay():
    with ScriptedSmtpServer() as server:
        yield server


@pytest.fixture
def watch(tmp_path, relay):
    """A weekly digest for one reader, by a relay; staff are told."""
    with Internet() as internet:
        watch = Watch(tmp_path, internet)
        news = entry("Nieuws over werk", "https://ec.example.org/1", date=brussels("2026-11-26 08:00"))
        internet.at("ec.example.org/rss").serves(rss(news), etag='"1"')
        watch.source("ec")
        watch.digest("board", schedule="0 7 * * *", lookback="7d")
        watch.member(READER, "board")
        watch.mail = f'transport = "smtp"\nhost = "127.0.0.1"\nport = {relay.port}\nrate = "1000/s"\nadministrators = ["{STAFF}"]'
        watch.run("2026-11-26 09:00")
        yield watch


def archive_of(watch):
    return Archive(f"sqlite:///{watch.folder / 'servwatch.db'}")


def digest_row(watch):
    with archive_of(watch) as archive:
        return next(m for m in archive.desk.messages() if m.digest)


def notices(watch):
    """The text of each mail to staff."""
    with archive_of(watch) as archive, archive.database.read() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.recipient == STAFF)).all()
    mails = [message_from_bytes(to_message(row).mime, policy=policy.SMTP) for row in rows]
    return [" ".join(mail.get_body(("plain",)).get_content().split()) for mail in mails]


def test_an_edition_is_tried_until_it_expires_after_a_day_and_staff_are_told(watch, relay):
    relay.always({"RCPT": Say("450 4.2.1 greylisted")})
    watch.run("2026-11-27 07:00")
    assert digest_row(watch).expires == brussels("2026-11-28 07:00")
    watch.run("2026-11-28 06:59")
    assert digest_row(watch).state is MessageState.DEFERRED
    assert notices(watch) == []
    watch.digest("board", schedule="0 7 1 1 *")  # no other edition is in the way
    watch.run("2026-11-28 07:01")
    assert digest_row(watch).state is MessageState.EXPIRED
    (told,) = notices(watch)
    assert f"{READER}: " in told
    assert "opgegeven, omdat de tijd ervoor voorbij was" in told


def test_what_expired_is_sent_when_it_is_released_and_does_not_expire_again(watch, relay):
    relay.always({"greeting": Drop()})
    watch.run("2026-11-27 07:00")
    watch.digest("board", schedule="0 7 1 1 *")
    watch.run("2026-11-28 07:01")
    with archive_of(watch) as archive:
        assert archive.desk.release([digest_row(watch).id]) == 1
    relay.always({})
    watch.run("2026-11-29 07:00")
    assert digest_row(watch).state is MessageState.ACCEPTED
    assert len(relay.sent_to(READER)) == 1


def test_who_may_have_got_it_twice_is_held_in_doubt_and_staff_are_told(watch, relay):
    relay.always({"dot": Drop()})
    watch.run("2026-11-27 07:00")
    assert digest_row(watch).state is MessageState.UNKNOWN
    watch.run("2026-11-27 07:14")
    assert len(relay.sent_to(READER)) == 1
    watch.run("2026-11-27 07:16")
    row = digest_row(watch)
    assert (row.state, row.hold) == (MessageState.HELD, Hold.DOUBT)
    first, second = (d.data for d in relay.sent_to(READER))
    assert first == second
    (told,) = notices(watch)
    assert f"{READER}: " in told
    assert "misschien wel aangekomen: er kwam twee keer geen antwoord" in told
