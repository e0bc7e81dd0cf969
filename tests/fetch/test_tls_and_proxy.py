"""Certificates, private authorities, and proxies with and without a password."""

import asyncio
import logging
import socket
import ssl
import threading

import httpx
import pytest

from servwatch.fetch.network import Resolver
from servwatch.fetch.transport import PooledTransport, covers
from servwatch.model import Request, Verdict
from tests.fetch.conftest import settings_for
from tests.fetch.samples import FEED

HOST = "www.ilo.org"


# TLS


def test_an_authority_of_the_administrators_is_trusted_besides_the_usual_ones(internet, fetch):
    internet.at(f"{HOST}/rss").serves(FEED)
    assert fetch(f"https://{HOST}/rss").verdict is Verdict.OK
    without = fetch(f"https://{HOST}/rss", ca_file=None)
    assert without.verdict is Verdict.UNREACHABLE
    assert without.rule.startswith("the certificate of www.ilo.org is not trusted: ")


def test_an_unknown_authority_is_not_trusted(internet, fetch):
    internet.untrusted(HOST)
    fetched = fetch(f"https://{HOST}/rss")
    assert fetched.verdict is Verdict.UNREACHABLE
    assert "unable to get local issuer certificate" in fetched.rule


def test_a_certificate_of_another_name_is_not_trusted(internet, fetch):
    """data.europarl.europa.eu has shown one for its subdomains only."""
    internet.misnamed("data.europarl.europa.eu")
    fetched = fetch("https://data.europarl.europa.eu/api/v2/meetings")
    assert fetched.verdict is Verdict.UNREACHABLE
    assert "Hostname mismatch" in fetched.rule


def test_a_port_that_speaks_no_tls_is_unreachable(internet, fetch):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            sock, _ = listener.accept()
            with sock:
                sock.recv(10_000)
                sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        fetched = fetch(f"https://{HOST}/", connect_to={HOST: f"127.0.0.1:{listener.getsockname()[1]}"})
        thread.join()
    assert fetched.verdict is Verdict.UNREACHABLE
    assert fetched.rule.startswith("no TLS with www.ilo.org: ")


def test_press_corner_closes_without_goodbye_behind_gzip_without_length(internet, fetch):
    host = "ec.europa.eu"
    internet.at(f"{host}/commission/presscorner/api/rss").serves(
        FEED, encoding="gzip", close_delimited=True, no_close_notify=True
    )
    fetched = fetch(f"https://{host}/commission/presscorner/api/rss")
    assert (fetched.verdict, fetched.body) == (Verdict.OK, FEED)


def test_press_corner_closes_without_goodbye_behind_chunked_gzip_without_last_chunk(internet, fetch):
    internet.at("ec.europa.eu/rss").serves(FEED, encoding="gzip", no_last_chunk=True, no_close_notify=True)
    fetched = fetch("https://ec.europa.eu/rss")
    assert (fetched.verdict, fetched.body) == (Verdict.OK, FEED)
    assert "the connection ended early, but the compressed body is whole" in fetched.rule


@pytest.mark.parametrize("quirks", [{}, {"chunked": 70_000}, {"close_delimited": True}])
def test_a_large_body_arrives_whole_under_tls(internet, fetch, quirks):
    body = b"<rss>" + bytes(range(256)) * 20_000
    internet.at(f"{HOST}/rss").serves(body, **quirks)
    assert fetch(f"https://{HOST}/rss").body == body


def test_plain_http_never_pays_for_tls(internet):
    """A context costs some 15 ms and a megabyte."""
    made = []

    def tls():
        made.append(ssl.create_default_context(cafile=internet.ca_file))
        return made[-1]

    async def run(scheme):
        await transport.handle_async_request(httpx.Request("GET", f"{scheme}://{HOST}/"))

    async def both():
        await run("http")
        assert made == []
        await run("https")
        await run("https")
        assert len(made) == 1
        await transport.aclose()

    internet.at(f"{HOST}/*").serves(FEED)
    transport = PooledTransport(settings_for(internet), Resolver(1), tls)
    asyncio.run(both())


# Proxy


@pytest.fixture
def by_proxy(internet, fetch):
    """Fetches through the loopback internet as a proxy: no host is mapped, the proxy resolves."""

    def by_proxy(*asked, login: str = "", **settings):
        settings.setdefault("proxy", f"http://{login}{internet.address}")
        return fetch(*asked, connect_to={}, **settings)

    return by_proxy


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_asked_and_asked_again_on_the_same_connection(internet, by_proxy, scheme):
    internet.at(f"{HOST}/*").serves(FEED)
    first, second = by_proxy(f"{scheme}://{HOST}/1", f"{scheme}://{HOST}/2")
    assert (first.verdict, second.body) == (Verdict.OK, FEED)
    assert [a.secure for a in internet.asked()] == [scheme == "https"] * 2
    assert [a.proxied for a in internet.asked()] == [scheme == "http"] * 2
    assert len({a.connection for a in internet.asked()}) == 1
    assert [a.headers["host"] for a in internet.tunnels] == ([f"{HOST}:443"] if scheme == "https" else [])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_proxy_gets_its_password_and_nobody_else(internet, by_proxy, scheme, caplog):
    caplog.set_level(logging.DEBUG)
    internet.proxy_password = "serv:pass:word"
    internet.at(f"{HOST}/*").serves(FEED)
    fetched = by_proxy(f"{scheme}://{HOST}/1", login="serv:pass%3Aword@")
    assert fetched.verdict is Verdict.OK, fetched.rule
    shown = repr(fetched) + caplog.text
    assert "pass" not in shown
    assert "c2VydjpwYXNzOndvcmQ" not in shown  # in Base64
    if scheme == "https":
        assert "proxy-authorization" not in internet.asked()[0].headers


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_wrong_password_is_blocked(internet, by_proxy, scheme):
    internet.proxy_password = "serv:right"
    internet.at(f"{HOST}/*").serves(FEED)
    fetched = by_proxy(f"{scheme}://{HOST}/1", login="serv:wrong@")
    assert (fetched.verdict, fetched.rule) == (Verdict.BLOCKED, "the proxy asks for a login (407)")
    assert "wrong" not in repr(fetched)


def test_a_proxy_that_makes_no_tunnel_leaves_the_host_unreachable(internet, by_proxy):
    internet.proxy_status = 502
    fetched = by_proxy(f"https://{HOST}/1")
    assert fetched.verdict is Verdict.UNREACHABLE
    assert fetched.rule == "the proxy makes no tunnel: 502 Said So"


def test_a_proxy_that_is_not_there_is_named(by_proxy):
    fetched = by_proxy(f"http://{HOST}/1", proxy="http://u:secret@127.0.0.1:1")
    assert (fetched.verdict, fetched.rule) == (
        Verdict.UNREACHABLE,
        "127.0.0.1 refuses the connection",
    )


def test_certificates_are_checked_behind_a_proxy_too(internet, by_proxy):
    internet.misnamed(HOST)
    assert "Hostname mismatch" in by_proxy(f"https://{HOST}/1").rule


@pytest.mark.parametrize(
    "host",
    ["localhost", "intranet", "a.internal", "printer.local", "127.0.0.1", "127.1", "[::1]", "10.0.0.1"],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_not_asked_for_the_inside(internet, by_proxy, scheme, host):
    fetched = by_proxy(f"{scheme}://{host}/")
    assert fetched.verdict is Verdict.REFUSED
    assert "the proxy is not asked for" in fetched.rule
    assert internet.asked() == internet.tunnels == []


def test_a_proxy_is_not_asked_for_the_inside_by_redirect_either(internet, by_proxy):
    internet.at(f"{HOST}/rss").redirects("http://vault.internal/")
    assert by_proxy(f"http://{HOST}/rss").verdict is Verdict.REFUSED
    assert len(internet.asked()) == 1


def test_a_proxy_is_asked_for_the_inside_where_that_is_allowed(internet, by_proxy):
    internet.at("intranet/rss").serves(FEED)
    assert by_proxy("http://intranet/rss", allow_private=True).verdict is Verdict.OK


def test_a_host_without_proxy_is_reached_directly_and_judged_by_its_address(internet, by_proxy):
    async def resolve(host, port):
        return ["127.0.0.1"]

    internet.at(f"{HOST}/rss").serves(FEED)
    url = f"http://{HOST}:{internet.port}/rss"
    refused = by_proxy(url, no_proxy=("ilo.org",), parts={"resolve": resolve})
    assert (refused.verdict, internet.asked()) == (Verdict.REFUSED, [])
    allowed = by_proxy(url, no_proxy=("ilo.org",), parts={"resolve": resolve}, allow_private=True)
    assert allowed.verdict is Verdict.OK
    assert not internet.asked()[0].proxied


def test_a_mapped_host_needs_no_proxy(internet, fetch):
    internet.at(f"{HOST}/rss").serves(FEED)
    fetched = fetch(Request(f"http://{HOST}/rss"), proxy="http://127.0.0.1:1")
    assert fetched.verdict is Verdict.OK


@pytest.mark.parametrize(
    ("entry", "host", "covered"),
    [
        ("*", "www.ilo.org", True),
        ("ilo.org", "www.ilo.org", True),
        (".ilo.org", "www.ilo.org", True),
        ("*.ilo.org", "www.ilo.org", True),
        ("ILO.org", "ilo.org", True),
        ("lo.org", "ilo.org", False),
        ("", "ilo.org", False),
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "11.1.2.3", False),
        ("10.1.2.3", "10.1.2.3", True),
        ("::1", "::1", True),
        ("fd00::/8", "fd00::1", True),
        ("10.0.0.0/8", "www.ilo.org", False),
    ],
)
def test_no_proxy_names_domains_addresses_and_networks(entry, host, covered):
    assert covers(entry, host) is covered
