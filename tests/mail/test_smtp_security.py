"""Encryption and login: what is demanded is had, or nothing is sent."""

import pytest

from servwatch.mail import Fate, Phase
from servwatch.mail.smtp_dialogue import Dialogue
from tests.mail.letters import letter
from tests.smtp_acts import Say
from tests.smtp_server import ScriptedSmtpServer, server_tls


def test_starttls_is_checked_and_nothing_is_said_in_the_clear(authority, ca_file, open_transport):
    server = ScriptedSmtpServer(tls=server_tls(authority), login=("serv", "geheim één"))
    with server:
        transport = open_transport(
            server, security="starttls", ca_file=ca_file, auth="login", user="serv", password="geheim één"
        )
        assert [transport.hand_over(letter(n), list).fate for n in (1, 2)] == [Fate.ACCEPTED] * 2
        transport.close()
    connection = server.connections[0]
    assert connection.secure
    assert connection.user == "serv"
    assert connection.verbs[:5] == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL"]


def test_tls_from_the_first_byte(authority, ca_file, open_transport):
    with ScriptedSmtpServer(tls=server_tls(authority), implicit_tls=True) as server:
        transport = open_transport(server, security="tls", ca_file=ca_file)
        message = letter(filler=300_000)
        assert transport.hand_over(message, list).fate is Fate.ACCEPTED
        transport.close()
    assert server.deliveries[0].data == message.mime


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_untrusted_certificate_defers_and_says_so(authority, security, open_transport):
    with ScriptedSmtpServer(tls=server_tls(authority), implicit_tls=security == "tls") as server:
        outcome = open_transport(server, security=security).hand_over(letter(), list)
    assert (outcome.fate, outcome.phase) == (Fate.DEFERRED, Phase.STARTTLS)
    assert "certificate verify failed" in outcome.reply
    assert "MAIL" not in server.connections[0].verbs


def test_a_certificate_of_another_name_defers(authority, ca_file, open_transport):
    with ScriptedSmtpServer(tls=server_tls(authority, "other.example.org")) as server:
        outcome = open_transport(server, security="starttls", ca_file=ca_file).hand_over(letter(), list)
    assert (outcome.fate, outcome.phase) == (Fate.DEFERRED, Phase.STARTTLS)


def test_a_relay_without_starttls_gets_nothing_when_it_is_demanded(open_transport):
    with ScriptedSmtpServer() as server:
        outcome = open_transport(server, security="starttls").hand_over(letter(), list)
    assert (outcome.fate, outcome.phase) == (Fate.REFUSED_US, Phase.STARTTLS)
    assert server.connections[0].verbs == ["EHLO"]


def test_words_injected_before_tls_end_the_connection(authority, ca_file, open_transport):
    server = ScriptedSmtpServer(tls=server_tls(authority), injected=b"250 welcome\r\n")
    with server:
        outcome = open_transport(server, security="starttls", ca_file=ca_file).hand_over(letter(), list)
    assert (outcome.fate, outcome.phase) == (Fate.DEFERRED, Phase.STARTTLS)
    assert "in the clear" in outcome.reply


@pytest.mark.parametrize("mechanisms", ["PLAIN LOGIN", "LOGIN", "CRAM-MD5 PLAIN"])
def test_login_by_whichever_mechanism_is_offered(mechanisms, open_transport):
    with ScriptedSmtpServer(mechanisms=mechanisms, login=("serv", "géheim")) as server:
        transport = open_transport(server, auth="login", user="serv", password="géheim")
        assert transport.hand_over(letter(), list).fate is Fate.ACCEPTED
        transport.close()
    assert server.connections[0].user == "serv"


def test_a_wrong_password_is_tried_once_and_is_our_fault(open_transport):
    with ScriptedSmtpServer(login=("serv", "right")) as server:
        outcome = open_transport(server, auth="login", user="serv", password="wrong").hand_over(
            letter(), list
        )
    assert (outcome.fate, outcome.phase, outcome.code) == (Fate.REFUSED_US, Phase.AUTH, 535)
    assert server.connections[0].verbs.count("AUTH") == 1
    assert "wrong" not in outcome.reply


def test_a_login_that_is_busy_is_deferred(open_transport):
    with ScriptedSmtpServer(login=("a", "b")).play({"AUTH": Say("454 4.7.0 later")}) as server:
        outcome = open_transport(server, auth="login", user="a", password="b").hand_over(letter(), list)
    assert (outcome.fate, outcome.phase) == (Fate.DEFERRED, Phase.AUTH)


def test_a_relay_that_offers_no_login_is_not_sent_to_without_one(open_transport):
    with ScriptedSmtpServer() as server:
        outcome = open_transport(server, auth="login", user="a", password="b").hand_over(letter(), list)
    assert (outcome.fate, outcome.phase) == (Fate.REFUSED_US, Phase.AUTH)


def test_the_password_is_not_sent_in_the_clear_to_another_machine(open_transport, monkeypatch):
    monkeypatch.setattr(Dialogue, "peer", "192.0.2.1")
    with ScriptedSmtpServer(login=("serv", "geheim")) as server:
        outcome = open_transport(server, auth="login", user="serv", password="geheim").hand_over(
            letter(), list
        )
    assert (outcome.fate, outcome.phase) == (Fate.REFUSED_US, Phase.AUTH)
    assert "unencrypted" in outcome.reply
    assert "AUTH" not in server.connections[0].verbs
