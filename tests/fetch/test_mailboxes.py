"""Tokens and logins of mailboxes: XOAUTH2 against a real Dovecot, which asks a loopback endpoint about tokens."""

import asyncio
import functools
import json
from datetime import timedelta
from urllib.parse import parse_qs, quote

import pytest

from servwatch.fetch import Fetcher
from servwatch.model import FetchSettings, Login, Request, Verdict
from servwatch.model.mailbox import mailbox_address, unpacked
from tests.imap_server import Dovecot, newsletter, program
from tests.imap_server.dovecot import HOST, PASSWORD, USER
from tests.internet import Internet
from tests.internet.replies import Reply

pytestmark = pytest.mark.dovecot

TOKEN_URL = "https://login.example.org/tenant/oauth2/v2.0/token"


def awaited(test):
    """Run a test in a loop of its own."""

    @functools.wraps(test)
    def run(*args, **fixtures):
        asyncio.run(test(*args, **fixtures))

    return run


class Provider:
    """An OAuth provider: gives out tokens that last an hour, and tells the mail server of whom they are."""

    def __init__(self, internet):
        self.given = []
        self.good = set()
        self.forms = []
        internet.at("login.example.org/tenant/oauth2/v2.0/token").replies(self.give)

    def give(self, asked):
        form = {key: values[0] for key, values in parse_qs(asked.content.decode()).items()}
        self.forms.append(form)
        if form.get("client_secret") != "geheim":
            return Reply(status=401, body=b'{"error": "invalid_client"}', content_type="application/json")
        token = f"token-{len(self.given) + 1}"
        self.given.append(token)
        self.good.add(token)
        body = json.dumps({"token_type": "Bearer", "expires_in": 3600, "access_token": token})
        return Reply(body=body.encode(), content_type="application/json")

    def tell(self, asked):
        token = parse_qs(asked.content.decode()).get("token", [""])[0]
        active = token in self.good
        body = {"active": active, "username": USER} if active else {"active": False}
        return Reply(body=json.dumps(body).encode(), content_type="application/json")


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


@pytest.fixture
def provider(internet):
    provider = Provider(internet)
    internet.at(f"127.0.0.1:{internet.port}/introspect").replies(provider.tell)
    internet.at("127.0.0.1/introspect").replies(provider.tell)
    return provider


@pytest.fixture
def server(internet):
    if program() is None:
        pytest.skip("the IMAP server Dovecot is not on this machine")
    with Dovecot(introspection=f"http://127.0.0.1:{internet.port}/introspect") as server:
        server.deliver(bytes(newsletter()))
        yield server


def fetcher(server, internet, **rest):
    led = internet.connect_to() | {HOST: f"127.0.0.1:{server.tls_port}"}
    settings = FetchSettings(
        pace=timedelta(0), connect_to=led, ca_file=internet.ca_file, timeout=timedelta(seconds=10)
    )
    return Fetcher(settings, **rest)


def asked(**changes):
    usual = {
        "user": USER,
        "auth": "xoauth2",
        "token_url": TOKEN_URL,
        "client_id": "app",
        "scope": "mail/.default",
        "client_secret": "geheim",
    }
    return Request(f"imaps://{HOST}/INBOX", expects="mail", login=Login(**(usual | changes)))


@awaited
async def test_a_mailbox_is_read_with_a_token_that_is_asked_for_once_and_renewed_when_it_ends(
    server, internet, provider
):
    now = [1_000_000.0]
    async with fetcher(server, internet, wall=lambda: now[0]) as fetch:
        first = await fetch.fetch(asked())
        assert (first.verdict, first.rule) == (Verdict.OK, "1 messages that are new")
        assert [letter.uid for letter in unpacked(first.body)] == [1]
        assert await fetch.mark(asked(), first) == ""
        assert provider.given == ["token-1"]
        provider.good.clear()  # it has expired
        now[0] += 3600
        again = await fetch.fetch(asked())
    assert again.verdict is Verdict.OK
    assert provider.given == ["token-1", "token-2"]
    assert provider.forms[0] == {
        "grant_type": "client_credentials", "client_id": "app", "client_secret": "geheim", "scope": "mail/.default"
    }  # fmt: skip
    assert "$Servwatch" in server.flags()[1]


@awaited
async def test_a_refresh_token_is_used_where_there_is_one(server, internet, provider):
    async with fetcher(server, internet) as fetch:
        assert (await fetch.fetch(asked(refresh_token="rt"))).verdict is Verdict.OK
    assert provider.forms[0]["grant_type"] == "refresh_token"
    assert provider.forms[0]["refresh_token"] == "rt"


@awaited
async def test_a_token_that_the_mailbox_does_not_take_is_told_and_asked_for_again(server, internet, provider):
    async with fetcher(server, internet) as fetch:
        assert (await fetch.fetch(asked())).verdict is Verdict.OK
        provider.good.clear()
        refused = await fetch.fetch(asked())
        assert refused.verdict is Verdict.BLOCKED
        assert f"{HOST} refuses the token of {USER}" in refused.rule
        assert (await fetch.fetch(asked())).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("changes", "verdict", "words"),
    [
        ({"client_secret": "ander"}, Verdict.BLOCKED, "it refuses the client, its secret or its scope (401)"),
        ({"token_url": "https://login.example.org/niets"}, Verdict.GONE, "no token for the mailbox from login.example.org"),
        ({"auth": "login", "password": "fout"}, Verdict.BLOCKED, f"refuses the name or the password of {USER}"),
        ({"auth": "login", "password": ""}, Verdict.REFUSED, f"there is no password for {USER}"),
        ({"auth": "login", "password": "wáchtwoord"}, Verdict.BLOCKED, "refuses the name or the password"),
    ],
)  # fmt: skip
@awaited
async def test_what_keeps_us_out_is_told_without_a_secret(
    server, internet, provider, changes, verdict, words
):
    async with fetcher(server, internet) as fetch:
        fetched = await fetch.fetch(asked(**changes))
    assert fetched.verdict is verdict
    assert words in fetched.rule
    assert "geheim" not in repr(fetched)
    assert "geheim" not in repr(asked())


@awaited
async def test_a_secret_is_never_sent_on_by_a_redirect(server, internet, provider):
    internet.at("login.example.org/moved").redirects("https://elsewhere.example.org/take", 307)
    internet.knows("elsewhere.example.org")
    async with fetcher(server, internet) as fetch:
        fetched = await fetch.fetch(asked(token_url="https://login.example.org/moved"))
    assert fetched.verdict is Verdict.MOVED
    assert internet.asked("elsewhere.example.org") == []


@awaited
async def test_a_password_never_travels_unprotected_to_a_public_address(server, internet):
    async def resolve(host, port):
        return ["192.88.98.1"]

    login = Login(USER, security="none", password=PASSWORD)
    settings = FetchSettings(pace=timedelta(0))
    async with Fetcher(settings, resolve=resolve) as fetch:
        fetched = await fetch.fetch(Request("imap://mail.example.net/INBOX", expects="mail", login=login))
    assert (fetched.verdict, fetched.rule) == (
        Verdict.REFUSED, "the password would travel unprotected to mail.example.net"
    )  # fmt: skip


@pytest.mark.parametrize("folder", ["INBOX", "INBOX/Sub map", "Actualités & énergie", 'Met "aanhaling"'])
@awaited
async def test_folders_are_found_by_their_names_in_any_letters(server, internet, folder):
    from imap_tools.imap_utf7 import utf7_encode

    if folder != "INBOX":
        server.create(utf7_encode(folder).decode().replace('"', '\\"'))
    login = Login(USER, password=PASSWORD)
    async with fetcher(server, internet) as fetch:
        fetched = await fetch.fetch(Request(f"imaps://{HOST}/{quote(folder)}", expects="mail", login=login))
    assert fetched.verdict is (Verdict.OK if folder == "INBOX" else Verdict.EMPTY)


def test_an_address_of_a_folder_is_read_as_rfc_5092_writes_it():
    found = mailbox_address("imaps://Mail.Example.org:1993/INBOX/Nieuws%20%26%20brieven")
    assert (found.host, found.port, found.tls, found.folder) == (
        "mail.example.org",
        1993,
        True,
        "INBOX/Nieuws & brieven",
    )
    assert mailbox_address("imap://mail.example.org").folder == "INBOX"


@pytest.mark.parametrize(
    "text",
    ["https://x.example.org/a", "imaps://u@x.example.org/a", "imaps:///a", "imaps://x.example.org:0x/a", "imaps://x.example.org/a?b", "imaps://x.example.org/%0d%0aA", "imaps://x.example.org/%ff"],
)  # fmt: skip
def test_what_is_no_address_of_a_folder_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        mailbox_address(text)
