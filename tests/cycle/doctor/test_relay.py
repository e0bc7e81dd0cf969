"""The relay, tried step by step against a real server; no message ever leaves."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import trustme

from servwatch.cycle.doctor.relay import addresses_of, public, relay_findings
from servwatch.mail.smtp_dialogue import Dialogue
from servwatch.model import FetchSettings, Settings
from tests.cycle.doctor.told import ends, of, only, states
from tests.mail.letters import relay
from tests.smtp_acts import Drop, Hang, Say
from tests.smtp_server import ScriptedSmtpServer, server_tls

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def examine(tmp_path, authority):
    """The findings about a relay, its answers being over when they are given."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    def of(server, addresses=("127.0.0.1",), *, today=TODAY, **fields):
        fields.setdefault("ca_file", tmp_path / "ca.pem")
        settings = Settings(
            Path("/x"), ZoneInfo("Europe/Brussels"), "", "", mail=relay(server.port, **fields)
        )
        found = list(relay_findings(settings, addresses, today))
        server.settle()
        assert server.deliveries == []
        assert server.faults == []
        assert ends(found) == []
        return found

    return of


def test_a_relay_in_order_says_what_each_step_answered(authority, examine):
    with ScriptedSmtpServer(tls=server_tls(authority), login=("serv", "geheim")) as server:
        found = examine(server, security="starttls", auth="login", user="serv", password="geheim")
    assert {f.state for f in found} == {"good"}
    assert [f.what for f in found] == [
        "relay name", "relay connection", "relay greeting", "relay encryption", "relay certificate", "relay login",
        "relay sender", "relay recipient",
    ]  # fmt: skip
    assert "220 sink.example.org ESMTP" in only(found, "relay greeting").text
    assert only(found, "relay encryption").text.startswith("TLSv1.")
    assert "235 2.7.0 welcome" in only(found, "relay login").text
    assert "internationaal@servwatch.example.org as sender: 250 2.1.0 ok" in only(found, "relay sender").text
    connection = server.connections[0]
    assert connection.verbs[-4:] == ["MAIL", "RCPT", "RSET", "QUIT"]
    assert "DATA" not in connection.verbs
    assert connection.commands[-3] == "RCPT TO:<internationaal@servwatch.example.org>"
    assert "geheim" not in str(found)


def test_a_relay_that_lets_this_machine_in_by_its_address(examine):
    with ScriptedSmtpServer() as server:
        found = examine(server, bounce="bounces@servwatch.example.org")
    assert {f.state for f in found} == {"good"}
    assert "by its address" in only(found, "relay login").text
    assert server.connections[0].commands[1] == "MAIL FROM:<bounces@servwatch.example.org>"


def test_what_is_said_in_the_clear_to_another_machine_is_a_doubt(examine, monkeypatch):
    monkeypatch.setattr(Dialogue, "peer", "192.0.2.1")
    with ScriptedSmtpServer() as server:
        assert only(examine(server), "relay encryption").state == "doubt"


@pytest.mark.parametrize(
    ("place", "reply", "what", "state", "remedy"),
    [
        ("greeting", "421 4.3.2 busy", "relay greeting", "doubt", "step by step"),
        ("greeting", "554 5.7.1 not you", "relay greeting", "wrong", "allow the address of this machine"),
        ("MAIL", "550 5.7.1 unable to relay", "relay sender", "wrong", "allow the address of this machine"),
        ("MAIL", "553 5.1.8 no such domain", "relay sender", "wrong", "`from` and `bounce`"),
        ("RCPT", "550 5.7.515 not authenticated", "relay recipient", "wrong", "SPF, DKIM, DMARC"),
        ("RCPT", "550 5.7.30 basic authentication", "relay recipient", "wrong", "no longer takes passwords"),
        ("RCPT", "530 5.7.0 log in", "relay recipient", "wrong", "wants a login"),
        ("RCPT", "451 4.7.1 greylisted", "relay recipient", "doubt", "step by step"),
    ],
)  # fmt: skip
def test_a_relay_that_refuses_is_told_with_what_to_do(examine, place, reply, what, state, remedy):
    with ScriptedSmtpServer().always({place: Say(reply)}) as server:
        found = examine(server)
    last = found[-1]
    assert (last.what, last.state) == (what, state)
    assert reply in last.text
    assert remedy in last.remedy


def test_a_wrong_password_is_tried_once(examine):
    with ScriptedSmtpServer(login=("serv", "geheim")) as server:
        found = examine(server, auth="login", user="serv", password="ander")
    assert states(found)[-1] == "relay login: wrong"
    assert "535 5.7.8" in found[-1].text
    assert server.connections[0].verbs.count("AUTH") == 1


def test_a_token_endpoint_that_cannot_be_reached_is_a_doubt(authority, examine):
    nowhere = FetchSettings(connect_to={"login.example.org": "127.0.0.1:1"})
    with ScriptedSmtpServer(tls=server_tls(authority), tokens=set(), mechanisms="XOAUTH2") as server:
        found = examine(
            server, security="tls" if server.implicit_tls else "starttls", auth="xoauth2", user="a@example.org",
            token_url="https://login.example.org/t", client_id="app", client_secret="geheim", network=nowhere,
        )  # fmt: skip
    assert states(found) == [
        "relay name: good",
        "relay greeting: good",
        "relay encryption: good",
        "relay login: doubt",
    ]
    assert (
        found[-1].text
        == "No token for the mail relay from login.example.org: login.example.org refuses the connection."
    )


def test_an_untrusted_certificate_names_the_cure(examine):
    with ScriptedSmtpServer(tls=server_tls(trustme.CA())) as server:
        found = examine(server, security="starttls")
    assert states(found)[-1] == "relay encryption: wrong"
    assert "ca_file" in found[-1].remedy


def test_a_certificate_that_ends_soon_is_a_doubt(authority, examine):
    context = server_tls(authority)
    authority.issue_cert("127.0.0.1", not_after=datetime(2040, 1, 1, tzinfo=UTC)).configure_cert(context)
    with ScriptedSmtpServer(tls=context) as server:
        soon = examine(server, security="starttls", today=date(2039, 12, 10))
    assert only(soon, "relay certificate").state == "doubt"
    assert "in 22 days" in only(soon, "relay certificate").text


def test_no_address_no_connection_and_no_answer_are_told(examine):
    with ScriptedSmtpServer() as server:
        assert states(examine(server, ())) == ["relay name: wrong"]
        server.play({"greeting": Drop()}, {"greeting": Hang()})
        assert states(examine(server))[-1] == "relay greeting: wrong"
        assert states(examine(server, seconds=0.2))[-1] == "relay greeting: wrong"
        port = server.port
    settings = Settings(Path("/x"), ZoneInfo("UTC"), "", "", mail=relay(port))
    closed = list(relay_findings(settings, ("127.0.0.1",), TODAY))
    assert states(closed)[-1] == "relay connection: wrong"
    assert "firewall" in closed[-1].remedy


def test_a_relay_without_starttls_and_a_ca_file_that_is_none(examine, tmp_path):
    with ScriptedSmtpServer() as server:
        assert "STARTTLS" in examine(server, security="starttls")[-1].text
        settings = Settings(
            Path("/x"),
            ZoneInfo("UTC"),
            "",
            "",
            mail=relay(server.port, security="tls", ca_file=tmp_path / "no"),
        )
        assert states(relay_findings(settings, ("127.0.0.1",), TODAY)) == ["relay name: good", "relay: wrong"]


def test_a_password_for_microsoft_365_is_a_doubt(examine, monkeypatch):
    with ScriptedSmtpServer(login=("serv", "geheim")) as server:
        mail = relay(server.port, auth="login", user="serv", password="geheim")
        settings = Settings(Path("/x"), ZoneInfo("UTC"), "", "", mail=mail)
        from servwatch.cycle.doctor import relay as module

        opened = module.open_session

        def at_microsoft(quick, *rest):
            return opened(replace(quick, host="127.0.0.1"), *rest)

        monkeypatch.setattr(module, "open_session", at_microsoft)
        found = list(
            relay_findings(
                replace(settings, mail=replace(mail, host="smtp.office365.com")), ("127.0.0.1",), TODAY
            )
        )
    assert only(found, "relay login").state == "doubt"
    assert "xoauth2" in only(found, "relay login").remedy
    assert of(found, "relay recipient")


def test_addresses_that_the_world_sees():
    assert "127.0.0.1" in addresses_of("localhost")
    assert addresses_of("no.such.host.invalid") == ()
    assert public(("127.0.0.1", "10.0.0.1", "8.8.8.8", "fe80::1%eth0", "2001:4860:4860::8888")) == (
        "8.8.8.8",
        "2001:4860:4860::8888",
    )
