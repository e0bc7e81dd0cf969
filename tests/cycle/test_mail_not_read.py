"""Mail that is not read is never lost without a word: it is tried again, left unmarked, and staff are told."""

import pytest

from servwatch.model import Parsed, Verdict
from servwatch.sources.parser_pool import TOO_SLOW, ParserPool
from tests.cycle.mailbox_watch import (
    DAY,
    NOON,
    TAKEN,
    deliver,
    few,
    items,
    mailbox,
    marks,
    polled,
)
from tests.imap_server import newsletter

pytestmark = pytest.mark.dovecot

STAFF = 'editors = ["ed@example.org"]\nadministrators = ["adm@example.org"]'
HALF_A_DAY = DAY / 2


@pytest.fixture
def poisoned(monkeypatch):
    """What kills the parser; a test may take it away."""
    poison = [b"POISON"]
    reads = ParserPool.parse

    async def parse(self, kind, body, context):
        if poison and poison[0] in body:
            return Parsed(Verdict.TIMEOUT, TOO_SLOW)
        return await reads(self, kind, body, context)

    monkeypatch.setattr(ParserPool, "parse", parse)
    return poison


def poisonous():
    letter = few(70)
    letter.subject = "POISON"
    return bytes(letter.message())


def told(report):
    return [attention.remedy.partition(":")[0] for attention in report.attention]


def subjects(watch):
    return [str(letter["Subject"]) for letter in watch.letters("ed@")]


def test_a_letter_that_cannot_be_read_is_tried_three_times_left_unmarked_and_told_for_a_week(
    mail, server, poisoned
):
    mail.mail = STAFF
    deliver(server, poisonous(), few(1))
    report = mail.run(NOON)
    assert polled(report) == (Verdict.OK, 2, 0, 0)
    assert "Messages that cannot be read: 1." in report.polls[0].rule
    assert told(report) == ["unread-mail"]
    assert report.exit_code == 3
    reports = [mail.run(NOON + n * HALF_A_DAY, everything=True) for n in range(1, 5)]
    assert [one.polls[0].verdict for one in reports] == [
        Verdict.EMPTY, Verdict.EMPTY, Verdict.NOT_MODIFIED, Verdict.NOT_MODIFIED,
    ]  # fmt: skip
    assert all(told(one) == ["unread-mail"] for one in reports)
    assert marks(server) == {1: set(), 2: TAKEN}
    assert len(subjects(mail)) == 1
    deliver(server, few(3, day=3))
    after = [mail.run(NOON + n * DAY, everything=True) for n in (3, 7, 8)]
    assert [told(one) for one in after] == [["unread-mail"], ["unread-mail"], []]
    assert marks(server) == {1: set(), 2: TAKEN, 3: TAKEN}


def test_a_letter_that_can_be_read_at_the_next_poll_is_and_nothing_more_is_told(mail, server, poisoned):
    mail.mail = STAFF
    deliver(server, few(1), poisonous())
    mail.run(NOON)
    poisoned.clear()
    report = mail.run(NOON + DAY / 24, everything=True)
    assert polled(report) == (Verdict.OK, 2, 0, 0)
    assert told(report) == []
    assert marks(server) == {1: TAKEN, 2: TAKEN}
    assert subjects(mail) == []


def test_a_letter_alone_that_cannot_be_read_is_told_at_once(mail, server, poisoned):
    deliver(server, poisonous())
    report = mail.run(NOON)
    assert polled(report) == (Verdict.EMPTY, 0, 0, 0)
    assert told(report) == ["unread-mail"]
    assert marks(server) == {1: set()}


def test_a_letter_that_was_removed_is_waited_for_no_more(mail, server, poisoned):
    deliver(server, few(1), poisonous())
    mail.run(NOON)
    with server.client() as client:
        client.select(f'"{server.name}"')
        client.uid("store", "2", "+FLAGS", "(\\Deleted)")
        client.expunge()
    assert polled(mail.run(NOON + DAY, everything=True))[0] is Verdict.NOT_MODIFIED


def test_a_letter_that_is_too_large_is_told_at_once_and_read_where_more_is_allowed(mail, server):
    mailbox(mail, server, max_bytes=50_000)
    large = few(7)
    large.html = large.html.replace("</body>", "<!--" + "x" * 60_000 + "--></body>")
    deliver(server, few(1), large)
    report = mail.run(NOON)
    assert told(report) == ["unread-mail"]
    assert marks(server) == {1: TAKEN, 2: set()}
    mailbox(mail, server, max_bytes=500_000)
    report = mail.run(NOON + DAY, everything=True)
    assert polled(report) == (Verdict.OK, 2, 0, 0)
    assert told(report) == []
    assert marks(server)[2] == TAKEN


@pytest.mark.parametrize("signed", ["mx", "MX.Example.ORG"])
def test_mail_that_another_server_signs_is_told_at_once_left_and_read_when_that_is_corrected(
    mail, server, signed
):
    mail.mail = STAFF
    mailbox(mail, server, require_auth="wrong.example.org")
    for n in range(2):
        deliver(server, few(10 * n + 1, headers={"Authentication-Results": f"{signed}; dkim=pass"}, day=n))
        report = mail.run(NOON + n * DAY, everything=True)
        assert told(report) == ["unsigned-mail"]
    assert items(mail) == []
    assert marks(server) == {1: set(), 2: set()}
    assert len(subjects(mail)) == 1
    mailbox(mail, server, require_auth=signed.lower())
    report = mail.run(NOON + 2 * DAY, everything=True)
    assert len(items(mail)) == 4
    assert told(report) == []
    assert marks(server) == {1: TAKEN, 2: TAKEN}


def test_a_letter_without_links_makes_no_empty_feed_of_a_mailbox(mail, server):
    deliver(server, newsletter(["<p>Bevestig uw inschrijving.</p>"]))
    assert polled(mail.run(NOON))[0] is Verdict.EMPTY
    assert all(told(mail.run(NOON + n * DAY, everything=True)) == [] for n in range(1, 17))


def test_a_folder_into_which_nothing_ever_comes_is_told(mail, server):
    assert polled(mail.run(NOON))[0] is Verdict.EMPTY
    reports = [mail.run(NOON + n * DAY, everything=True) for n in (7, 15)]
    assert [told(one) for one in reports] == [[], ["always-empty"]]
