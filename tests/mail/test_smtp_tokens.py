"""XOAUTH2: tokens from a real endpoint over HTTPS, handed to a relay over TLS, renewed when they must be."""

import json
from base64 import b64decode
from urllib.parse import parse_qs

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from servwatch.fetch import TokenSource
from servwatch.mail import Ended, Fate, Phase, send_pending
from servwatch.mail.smtp_session import token_source
from servwatch.model import FetchSettings, Login
from tests.internet import Internet
from tests.internet.replies import Reply
from tests.mail.letters import letter, relay
from tests.mail.test_other_servers import free_port
from tests.mail.told import Clock, outbox_of
from tests.smtp_acts import Say
from tests.smtp_server import ScriptedSmtpServer, server_tls

USER = "wacht@example.org"
ENDPOINT = "login.example.org/tenant/oauth2/v2.0/token"


class Provider:
    """A token endpoint: tokens that last an hour, for whom knows the secret."""

    def __init__(self, internet):
        self.internet, self.good, self.forms = internet, set(), []
        self.filler = 2000  # characters of a token, as many as real ones have
        internet.at(ENDPOINT).replies(self.give)

    def give(self, asked):
        form = {key: values[0] for key, values in parse_qs(asked.content.decode()).items()}
        self.forms.append(form)
        if form.get("client_secret") != "geheim":
            return Reply(status=401, body=b'{"error": "invalid_client"}', content_type="application/json")
        token = f"token-{len(self.forms)}-" + "x" * self.filler
        self.good.add((USER, token))
        body = {"token_type": "Bearer", "expires_in": 3600, "access_token": token}
        return Reply(body=json.dumps(body).encode(), content_type="application/json")

    def says(self, **reply):
        self.internet.at(ENDPOINT).answers(**reply)

    @property
    def network(self):
        return FetchSettings(connect_to=self.internet.connect_to(), ca_file=self.internet.ca_file)


@pytest.fixture
def provider():
    with Internet() as internet:
        yield Provider(internet)


@pytest.fixture
def mail(provider, authority, ca_file):
    """Settings by which tokens are asked for and shown."""
    return {
        "security": "starttls",
        "ca_file": ca_file,
        "auth": "xoauth2",
        "user": USER,
        "token_url": f"https://{ENDPOINT}",
        "client_id": "app",
        "scope": "https://outlook.office365.com/.default",
        "client_secret": "geheim",
        "network": provider.network,
    }


@pytest.fixture
def server(provider, authority):
    with ScriptedSmtpServer(
        tls=server_tls(authority), tokens=provider.good, mechanisms="LOGIN XOAUTH2"
    ) as server:
        yield server


def test_a_token_is_asked_for_once_and_shown_over_tls_only(server, provider, mail, open_transport):
    transport = open_transport(server, **mail)
    assert [transport.hand_over(letter(n), list).fate for n in (1, 2)] == [Fate.ACCEPTED] * 2
    transport.close()
    transport.hand_over(letter(3), list)  # another connection, the same token
    assert provider.forms == [
        {
            "grant_type": "client_credentials",
            "client_id": "app",
            "client_secret": "geheim",
            "scope": "https://outlook.office365.com/.default",
        }
    ]
    first = server.connections[0]
    assert first.secure
    assert first.user == USER
    assert first.verbs[:4] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]
    assert first.commands[3] == "AUTH XOAUTH2"
    assert first.bearers[0].startswith(f"user={USER}\x01auth=Bearer token-1-")
    assert first.bearers[0].endswith("\x01\x01")
    assert len(server.deliveries) == 3


@pytest.mark.parametrize("explains", [True, False])
def test_a_kept_token_that_is_no_longer_taken_is_renewed_once(
    server, provider, mail, explains, open_transport
):
    server.explains = explains
    transport = open_transport(server, **mail)
    assert transport.hand_over(letter(1), list).fate is Fate.ACCEPTED
    transport.close()
    provider.good.clear()  # revoked before its end
    assert transport.hand_over(letter(2), list).fate is Fate.ACCEPTED
    transport.close()
    server.settle()
    assert len(provider.forms) == 2
    assert server.connections[1].verbs.count("AUTH") == 2
    assert server.faults == []


def test_a_fresh_token_that_is_not_taken_is_our_fault_and_not_tried_again(
    server, provider, mail, open_transport
):
    transport = open_transport(server, **(mail | {"user": "iemand.anders@example.org"}))
    outcome = transport.hand_over(letter(), list)
    assert (outcome.fate, outcome.phase, outcome.code) == (Fate.REFUSED_US, Phase.AUTH, 535)
    assert len(provider.forms) == 1
    server.settle()
    assert server.connections[0].verbs.count("AUTH") == 1
    assert server.faults == []  # the explanation was answered by an empty line
    assert "token-1" not in outcome.reply


def test_a_token_is_renewed_before_it_ends(provider, mail):
    now = [1_000_000.0]
    login = Login(USER, "xoauth2", token_url=mail["token_url"], client_id="app", client_secret="geheim")
    source = TokenSource(login, provider.network, bearer="the mail relay", wall=lambda: now[0])
    first = source.token()
    now[0] += 3600 - 61
    kept = source.token()
    assert (first.fresh, kept.fresh, kept.text) == (True, False, first.text)
    now[0] += 2
    assert source.token().fresh
    assert len(provider.forms) == 2
    assert first.text not in repr(first)


def test_a_refresh_token_is_used_where_there_is_one(server, provider, mail, open_transport):
    transport = open_transport(server, **mail, refresh_token="rt")
    assert transport.hand_over(letter(), list).fate is Fate.ACCEPTED
    assert (provider.forms[0]["grant_type"], provider.forms[0]["refresh_token"]) == ("refresh_token", "rt")


def test_a_wrong_secret_is_our_fault_and_is_not_told(server, provider, mail, open_transport):
    outcome = open_transport(server, **(mail | {"client_secret": "verlopen"})).hand_over(letter(), list)
    assert (outcome.fate, outcome.phase, outcome.code) == (Fate.REFUSED_US, Phase.AUTH, None)
    assert outcome.reply == (
        "no token for the mail relay from login.example.org: "
        "it refuses the client, its secret or its scope (401)"
    )
    assert "AUTH" not in server.connections[0].verbs


@pytest.mark.parametrize(
    ("reply", "fate"),
    [
        ({"status": 503}, Fate.DEFERRED),
        ({"status": 429}, Fate.DEFERRED),
        ({"status": 200, "body": b"<html>Log in to the network</html>", "content_type": "text/html"}, Fate.DEFERRED),
        ({"status": 200, "body": b"{}", "content_type": "application/json"}, Fate.DEFERRED),
        ({"status": 404}, Fate.REFUSED_US),
        ({"status": 400, "body": b'{"error": "invalid_request"}', "content_type": "application/json"}, Fate.REFUSED_US),
    ],
)  # fmt: skip
def test_an_endpoint_that_is_down_defers_and_one_that_does_not_know_us_holds(
    server, provider, mail, open_transport, reply, fate
):
    provider.says(**reply)
    outcome = open_transport(server, **mail).hand_over(letter(), list)
    assert (outcome.fate, outcome.phase) == (fate, Phase.AUTH)
    assert outcome.reply.startswith("no token for the mail relay from login.example.org: ")


def test_an_endpoint_that_cannot_be_reached_defers(server, mail, open_transport):
    nowhere = FetchSettings(connect_to={"login.example.org": "127.0.0.1:1"})
    outcome = open_transport(server, **(mail | {"network": nowhere})).hand_over(letter(), list)
    assert (outcome.fate, outcome.broken) == (Fate.DEFERRED, True)


def test_a_relay_that_offers_no_tokens_is_told_so(provider, mail, authority, open_transport):
    with ScriptedSmtpServer(tls=server_tls(authority), login=("a", "b")) as server:
        outcome = open_transport(server, **mail).hand_over(letter(), list)
    assert (outcome.fate, outcome.reply) == (
        Fate.REFUSED_US,
        "the relay offers no login by XOAUTH2 (it offers: PLAIN LOGIN)",
    )
    assert provider.forms == []


def test_a_login_that_is_busy_defers(server, mail, open_transport):
    server.play({"AUTH": Say("454 4.7.0 Temporary authentication failure")})
    outcome = open_transport(server, **mail).hand_over(letter(), list)
    assert (outcome.fate, outcome.phase) == (Fate.DEFERRED, Phase.AUTH)


def test_a_login_by_password_needs_no_tokens():
    assert token_source(relay(25, auth="login", user="a", password="b")) is None


def test_a_wrong_secret_holds_all_and_one_probe_a_run_finds_out_when_it_is_right(
    server, provider, mail, open_transport
):
    outbox, clock = outbox_of(3), Clock()
    wrong = open_transport(server, **(mail | {"client_secret": "verlopen"}))
    report = send_pending(outbox, wrong, clock)
    assert (outbox.states(), report.ended) == (["held"] * 3, Ended.REFUSED)
    assert send_pending(outbox, wrong, clock).ended is Ended.PROBED
    assert len(provider.forms) == 2
    report = send_pending(outbox, open_transport(server, **mail), clock)
    assert (outbox.states(), report.released) == (["accepted"] * 3, 2)
    assert len(server.deliveries) == 3


def test_an_endpoint_that_is_down_puts_all_off_and_refuses_nobody(server, provider, mail, open_transport):
    provider.says(status=503)
    outbox = outbox_of(5)
    report = send_pending(outbox, open_transport(server, **mail), Clock())
    assert (outbox.states(), report.ended) == (["deferred"] * 5, Ended.BROKEN)
    assert server.deliveries == []


class Sink:
    """A handler for aiosmtpd that lets in who shows a token: another server than ours, with its own reading of AUTH."""

    def __init__(self, good):
        self.good, self.bearers, self.taken = good, [], []

    async def auth_XOAUTH2(self, server, args):  # noqa: N802 - the library's name
        answer = args[1] if len(args) > 1 else None
        said = await server.challenge_auth("") if answer is None else b64decode(answer)
        self.bearers.append(said)
        user, _, bearer = said.decode().removesuffix("\x01\x01").partition("\x01")
        known = (user.removeprefix("user="), bearer.removeprefix("auth=Bearer ")) in self.good
        return AuthResult(success=known, handled=False)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the same
        self.taken.append(envelope.rcpt_tos)
        return "250 2.0.0 ok"


@pytest.mark.filterwarnings("ignore:Session.login_data is deprecated")  # aiosmtpd's own affair
def test_another_server_takes_the_token_too(provider, mail, authority, open_transport):
    sink = Sink(provider.good)
    provider.filler = 400  # aiosmtpd reads lines of 1,000 bytes, where RFC 4954 has 12,288
    options = {"auth_exclude_mechanism": ["PLAIN", "LOGIN"], "auth_required": True}
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=server_tls(authority),
        require_starttls=True,
        **options,
    )
    controller.start()
    try:
        transport = open_transport(controller, **mail)
        assert transport.hand_over(letter(), list).fate is Fate.ACCEPTED
        transport.close()
        stranger = open_transport(controller, **(mail | {"user": "ander@example.org"}))
        refused = stranger.hand_over(letter(), list)
    finally:
        controller.stop()
    assert (refused.fate, refused.phase, refused.code) == (Fate.REFUSED_US, Phase.AUTH, 535)
    assert sink.taken == [["lid1@example.org"]]
