"""From end to end: a real Postfix returns a digest for a user it does not know, and the report is read back from a mailbox."""

import time
from email import message_from_bytes

import pytest

from tests.cycle.returned import BO, asked, board, counted, fates, folder_of, marks, messages
from tests.cycle.watch import brussels
from tests.postfix import Postfix, why_not
from tests.smtp_sink import MISSING, SINK, copies, kept_mail, smtp_sink

pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can be started"),
    pytest.mark.skipif(SINK is None, reason=MISSING),
]

DOMAIN, RETURNS = "leden.example.net", "terug@example.org"
GONE = f"niemand-met-deze-naam@{DOMAIN}"


def returned(folder):
    """The report that Postfix sent, once it is there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for content in list(copies(folder)) if any(folder.iterdir()) else []:
            if message_from_bytes(content).get_content_type() == "multipart/report":
                return content
        time.sleep(0.05)
    raise AssertionError("no report came back")


def test_what_a_real_postfix_returns_is_read_back_and_noted_of_its_recipient(watch, server, internet):
    folder_of(watch, server, internet)
    board(watch, internet)
    watch.member(GONE, "board")
    with kept_mail() as kept, smtp_sink(keep=kept) as sink, Postfix(sink, local=DOMAIN) as relay:
        way = f'transport = "smtp"\nhost = "127.0.0.1"\nport = {relay.port}\nbounce = "{RETURNS}"\n'
        watch.mail = way + watch.mail
        watch.run("2026-11-26 07:00", at_once=True)
        (sent,) = messages(watch, GONE)
        assert sent.reply.startswith("250")  # it was taken, and came back later
        report = returned(kept)
        relay.drained()
        arrived = sum(b"Subject: Undelivered" not in content for content in copies(kept))
    assert message_from_bytes(report)["To"] == RETURNS
    assert arrived == 2  # those of the other readers
    server.deliver(report, folder=server.name, received=brussels("2026-11-26 07:02").timestamp())
    heard = watch.run("2026-11-26 12:00").heard
    assert (heard.returned, heard.others) == (1, 0)
    assert counted(watch, GONE) == [("5.1.1", 1)]
    assert counted(watch, BO) == []
    assert fates(watch, sent) == ["accepted", "returned"]
    assert "Seen" in str(marks(server))
    assert "recipient comes-back" not in asked(watch.report)  # once is not dead
