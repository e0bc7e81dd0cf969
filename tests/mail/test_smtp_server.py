"""The scripted server itself keeps to the RFC, shown with the standard library's client."""

import smtplib
import ssl

import pytest
import trustme

from tests.smtp_acts import Drop, Raw, Say
from tests.smtp_server import ScriptedSmtpServer, server_tls


def client(server, **options):
    return smtplib.SMTP("127.0.0.1", server.port, local_hostname="test.example.org", timeout=5, **options)


def refused_at_the_dot(smtp):
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        smtp.sendmail("a@example.org", "b@example.org", b"one\r\n")
    return refusal.value.args


def test_two_messages_on_one_connection_arrive_as_they_were_sent():
    with ScriptedSmtpServer() as server, client(server) as smtp:
        smtp.sendmail("a@example.org", "b@example.org", b".one\r\n..two\r\n")
        smtp.sendmail("a@example.org", "c@example.org", b"three\r\n")
    assert [d.data for d in server.deliveries] == [b".one\r\n..two\r\n", b"three\r\n"]
    assert server.connections[0].verbs == ["EHLO", *["MAIL", "RCPT", "DATA"] * 2, "QUIT"]
    assert server.faults == []


@pytest.mark.parametrize("command", ["MAIL FROM:<a@b.c>", "RCPT TO:<a@b.c>", "DATA"])
def test_commands_out_of_order_get_503(command):
    with ScriptedSmtpServer() as server, client(server) as smtp:
        assert smtp.docmd(command)[0] == 503


def test_a_script_replaces_the_nth_reply_only():
    script = {"MAIL": [None, Say("451 4.3.0 later")]}
    with ScriptedSmtpServer().play(script) as server, client(server) as smtp:
        smtp.sendmail("a@example.org", "b@example.org", b"one\r\n")
        with pytest.raises(smtplib.SMTPSenderRefused):
            smtp.sendmail("a@example.org", "b@example.org", b"two\r\n")
        smtp.sendmail("a@example.org", "b@example.org", b"three\r\n")
    assert [d.data for d in server.deliveries] == [b"one\r\n", b"three\r\n"]


def test_a_drop_after_the_dot_keeps_the_message_and_looks_to_smtplib_like_any_other():
    with ScriptedSmtpServer().play({"dot": Drop()}) as server:
        smtp = client(server)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            smtp.sendmail("a@example.org", "b@example.org", b"one\r\n")
        smtp.close()
    assert len(server.deliveries) == 1


def test_a_refused_dot_keeps_nothing():
    script = {"dot": Say("554 5.6.0 no")}
    with ScriptedSmtpServer().play(script) as server, client(server) as smtp:
        code, _ = refused_at_the_dot(smtp)
        assert code == 554
    assert server.deliveries == []


def test_it_notices_a_client_that_does_not_wait_or_sends_bare_line_ends():
    with ScriptedSmtpServer() as server, client(server) as smtp:
        smtp.ehlo()
        smtp.sock.sendall(b"NOOP\r\nNOOP\r\n")
        smtp.getreply(), smtp.getreply()
        smtp.sock.sendall(b"NOOP\n")
        smtp.getreply()
    assert len(server.faults) == 2


@pytest.mark.parametrize(("offered", "faults"), [(True, 0), (False, 1)])
def test_sender_and_recipient_may_come_at_once_where_that_is_offered(offered, faults, monkeypatch):
    monkeypatch.setattr(ScriptedSmtpServer, "pipelining", offered)
    with ScriptedSmtpServer() as server, client(server) as smtp:
        smtp.ehlo()
        assert smtp.has_extn("pipelining") is offered
        smtp.sock.sendall(b"MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\n")
        assert [smtp.getreply()[0], smtp.getreply()[0]] == [250, 250]
        assert smtp.data(b"one\r\n")[0] == 250
    assert len(server.faults) == faults
    assert server.connections[0].followed == ["MAIL"]


def test_a_recipient_behind_a_refused_sender_is_out_of_order():
    with ScriptedSmtpServer().play({"MAIL": Say("452 4.3.1 full")}) as server, client(server) as smtp:
        smtp.ehlo()
        smtp.sock.sendall(b"MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\n")
        assert [smtp.getreply()[0], smtp.getreply()[0]] == [452, 503]


def test_starttls_and_login():
    authority = trustme.CA()
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    server = ScriptedSmtpServer(tls=server_tls(authority), login=("jan", "géheim"))
    with server, client(server) as smtp:
        smtp.starttls(context=trust)
        smtp.ehlo()
        assert smtp.docmd("MAIL FROM:<a@example.org>")[0] == 530
        assert smtp.docmd("AUTH PLAIN AGphbgBnw6loZWlt")[0] == 235
        smtp.sendmail("a@example.org", "b@example.org", b"one\r\n")
    assert server.connections[0].secure
    assert server.connections[0].user == "jan"


def test_raw_bytes_may_answer_twice():
    with ScriptedSmtpServer().play({"NOOP": Raw(b"250 a\r\n250 b\r\n")}) as server, client(server) as smtp:
        assert smtp.noop() == (250, b"a")
        assert smtp.getreply() == (250, b"b")
