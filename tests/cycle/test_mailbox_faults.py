"""What goes wrong with a mailbox has one clear verdict, and costs nothing else."""

import pytest

from servwatch.model import Verdict
from tests.cycle.mailbox_watch import (
    DAY,
    NOON,
    SOME,
    TAKEN,
    deliver,
    few,
    items,
    mailbox,
    marks,
    polled,
)
from tests.imap_server import Dovecot, program
from tests.imap_server.dovecot import HOST, PASSWORD

pytestmark = pytest.mark.dovecot


def test_a_message_that_is_too_large_is_told_and_left_and_the_others_are_read(mail, server):
    huge = few(7)
    huge.html = huge.html.replace("</body>", "<!--" + "x" * 50_000_000 + "--></body>")
    deliver(server, few(1), huge, few(3))
    report = mail.run(NOON)
    assert polled(report) == (Verdict.OK, 4, 0, 0)
    assert "larger than may be read: 1" in report.polls[0].rule
    assert marks(server) == {1: TAKEN, 2: set(), 3: TAKEN}
    polls = [polled(mail.run(NOON + n * DAY, everything=True))[0] for n in (1, 2, 3)]
    assert polls == [Verdict.EMPTY, Verdict.EMPTY, Verdict.NOT_MODIFIED]
    assert marks(server)[2] == set()


def test_messages_that_are_large_together_wait_for_the_next_poll(mail, server):
    mailbox(mail, server, max_bytes=100_000)
    letters = [few(n) for n in (1, 3, 5)]
    for letter in letters:
        letter.html = letter.html.replace("</body>", "<!--" + "x" * 40_000 + "--></body>")
    deliver(server, *letters)
    assert [polled(mail.run(NOON + n * DAY, everything=True))[1] for n in range(4)] == [2, 2, 2, 0]


def test_a_message_that_is_none_stops_no_other(mail, server):
    deliver(server, few(1))
    server.deliver(b"\x00\xff\xfe no mail at all", folder=server.name, received=SOME.timestamp())
    deliver(server, few(3))
    assert polled(mail.run(NOON)) == (Verdict.OK, 4, 0, 0)


def test_only_mail_by_the_senders_that_are_named_is_taken_and_the_rest_is_left_alone(mail, server):
    mailbox(mail, server, from_=["@oecd.org"])
    other = few(3, sender="Iemand <iemand@example.net>")
    forged = few(5, sender='"news@oecd.org" <iemand@example.net>')
    deliver(server, few(1), other, forged)
    report = mail.run(NOON)
    assert polled(report) == (Verdict.OK, 2, 0, 0)
    assert "other senders than `from` names: 1" in report.polls[0].rule
    assert marks(server)[1] == TAKEN
    assert marks(server)[2] == set()


def test_where_one_server_must_vouch_its_word_on_top_counts(mail, server):
    mailbox(mail, server, require_auth="mx.example.org")
    good = {"Authentication-Results": "mx.example.org; dkim=pass header.d=oecd.org; spf=pass"}
    failed = {"Authentication-Results": "mx.example.org; dkim=fail; dmarc=fail"}
    other = {"Authentication-Results": "mx.oecd.org; dmarc=pass"}
    in_words = {"Authentication-Results": "mx.example.org; dkim=fail (was dkim=pass)"}
    deliver(server, *(few(2 * n + 1, headers=h) for n, h in enumerate((good, failed, other, in_words, {}))))
    report = mail.run(NOON)
    assert [item.url[-1] for item in items(mail)] == ["1", "2"]
    assert "mx.example.org does not vouch for: 2" in report.polls[0].rule
    assert "another server than mx.example.org signed, or none: 2" in report.polls[0].rule
    assert report.attention == []
    mail.run(NOON + DAY, everything=True)
    assert [bool(flags) for flags in marks(server).values()] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("keys", "url", "verdict", "words"),
    [
        ({"user": "niemand@example.org"}, "", Verdict.BLOCKED, "refuses the name or the password of niemand@example.org"),
        ({}, f"imaps://{HOST}/Bestaat%20niet", Verdict.GONE, "there is no folder “Bestaat niet” in the mailbox; there are: "),
        ({"timeout": "2s"}, "imaps://stil.example.org/INBOX", Verdict.TIMEOUT, "within 2 seconds"),
        ({}, "imaps://dicht.example.org/INBOX", Verdict.UNREACHABLE, "dicht.example.org refuses the connection"),
        ({}, "imaps://ander.example.org/INBOX", Verdict.UNREACHABLE, "the certificate of ander.example.org is not trusted"),
        ({}, "imaps://bestaat-niet.invalid/INBOX", Verdict.UNREACHABLE, "bestaat-niet.invalid does not resolve"),
    ],
)  # fmt: skip
def test_each_fault_has_one_clear_verdict(mail, server, keys, url, verdict, words):
    import socket

    deliver(server, few(1))
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        mail.led |= {
            "stil.example.org": f"127.0.0.1:{silent.getsockname()[1]}",
            "dicht.example.org": f"127.0.0.1:{closed.getsockname()[1]}",
            "ander.example.org": f"127.0.0.1:{server.tls_port}",
        }
        mailbox(mail, server, **keys)
        if url:
            mail.sources["n"] = mail.sources["n"].replace(
                mail.sources["n"].split('url = "')[1].split('"')[0], url
            )
        report = mail.run(NOON)
    assert polled(report)[0] is verdict
    assert words in report.polls[0].rule


def test_a_missing_folder_is_told_with_those_that_are_there(mail, server):
    mail.sources["n"] = mail.sources["n"].replace("Nieuws%20", "Niews%20")
    assert server.name in mail.run(NOON).polls[0].rule or "..." in mail.report.polls[0].rule


@pytest.mark.parametrize("security", ["starttls", "none"])
def test_other_ways_of_protection_work_where_they_may(mail, server, security):
    deliver(server, few(1))
    mail.led[HOST] = f"127.0.0.1:{server.port}"
    mailbox(mail, server, security=security)
    mail.sources["n"] = mail.sources["n"].replace("imaps://", "imap://")
    assert polled(mail.run(NOON)) == (Verdict.OK, 2, 0, 0)


def test_a_private_address_is_refused_unless_it_is_allowed(mail, server):
    deliver(server, few(1))
    mail.write()
    text = mail.path.read_text().replace("allow_private = true", "allow_private = false")
    mail.path.write_text(text.replace(f"imaps://{HOST}/", f"imaps://127.0.0.1:{server.tls_port}/"))
    report = mail.run(NOON, write=False)
    assert polled(report)[0] is Verdict.REFUSED
    assert "loopback" in report.polls[0].rule


def test_without_the_extra_the_poll_says_what_to_install(mail, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "imap_tools", None)
    for name in [n for n in sys.modules if n.startswith(("imap_tools.", "servwatch.fetch.imap_"))]:
        monkeypatch.delitem(sys.modules, name)
    report = mail.run(NOON)
    assert polled(report)[0] is Verdict.REFUSED
    assert "pip install 'servwatch[mailbox]'" in report.polls[0].rule


def test_a_mailbox_that_permits_no_keyword_is_read_once_all_the_same(watch, internet):
    if program() is None:
        pytest.skip("the IMAP server Dovecot is not on this machine")
    with Dovecot(rights="lrs") as server:
        server.name = "INBOX"
        watch.led[HOST] = f"127.0.0.1:{server.tls_port}"
        watch.fetch = f'ca_file = "{internet.ca_file}"'
        (watch.folder / "password").write_text(PASSWORD)
        mailbox(watch, server)
        deliver(server, few(1))
        assert polled(watch.run(NOON)) == (Verdict.OK, 2, 0, 0)
        assert marks(server) == {1: {"\\Seen"}}
        server.mark("1", "(\\Seen)", how="-FLAGS")
        assert polled(watch.run(NOON + DAY, everything=True)) == (Verdict.NOT_MODIFIED, 0, 0, 0)
        assert marks(server) == {1: set()}


# Links that are asked where they lead
