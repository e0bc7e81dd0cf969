"""The loopback internet itself: what it says on the wire is what a test asked for."""

import socket
import ssl

import httpx
import pytest

from tests.internet import Internet, Reply


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


def say(internet: Internet, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", internet.port), timeout=10) as sock:
        sock.sendall(request)
        received = b""
        while piece := sock.recv(65_536):
            received += piece
    return received


def test_replies_follow_each_other_and_the_last_one_stays(internet):
    internet.at("www.ilo.org/rss").serves("one").then.answers(503, retry_after=9)
    with httpx.Client(base_url=f"http://{internet.address}", headers={"Host": "www.ilo.org"}) as client:
        answers = [client.get("/rss") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 503, 503]
    assert answers[1].headers["retry-after"] == "9"


def test_an_unchanged_validator_gets_304(internet):
    internet.at("www.ilo.org/rss").serves("one", etag='W/"1"')
    with httpx.Client(base_url=f"http://{internet.address}", headers={"Host": "www.ilo.org"}) as client:
        assert client.get("/rss", headers={"If-None-Match": 'W/"1"'}).status_code == 304
        assert client.get("/rss", headers={"If-None-Match": '"2"'}).status_code == 200


def test_it_records_who_asked_on_which_connection(internet):
    internet.at("www.ilo.org/*").serves("one")
    with httpx.Client(base_url=f"http://{internet.address}", headers={"Host": "WWW.ilo.org:80"}) as client:
        client.get("/a?b=c")
        client.get("/d")
    first, second = internet.asked("www.ilo.org")
    assert (first.path, second.path) == ("/a?b=c", "/d")
    assert (first.connection, second.nth) == (second.connection, 2)


def test_the_same_port_speaks_tls_for_any_name(internet):
    internet.at("www.ilo.org/rss").serves("one")
    context = ssl.create_default_context(cafile=str(internet.ca_file))
    plain = socket.create_connection(("127.0.0.1", internet.port), timeout=10)
    with context.wrap_socket(plain, server_hostname="www.ilo.org") as sock:
        sock.sendall(b"GET /rss HTTP/1.1\r\nHost: www.ilo.org\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 200 OK")
    assert internet.asked()[0].secure


@pytest.mark.parametrize("host", ["untrusted.example.org", "misnamed.example.org"])
def test_a_bad_certificate_is_shown_where_asked_for(internet, host):
    internet.untrusted("untrusted.example.org")
    internet.misnamed("misnamed.example.org")
    context = ssl.create_default_context(cafile=str(internet.ca_file))
    plain = socket.create_connection(("127.0.0.1", internet.port), timeout=10)
    with pytest.raises(ssl.SSLCertVerificationError):
        context.wrap_socket(plain, server_hostname=host)


def test_a_wrong_length_is_claimed_and_the_connection_closed(internet):
    internet.at("a.example.org/x").serves("four", claims_length=9)
    assert b"Content-Length: 9\r\n" in (
        answer := say(internet, b"GET /x HTTP/1.1\r\nHost: a.example.org\r\n\r\n")
    )
    assert answer.endswith(b"\r\n\r\nfour")


def test_a_chunked_body_may_lack_its_last_chunk(internet):
    internet.at("a.example.org/x").serves("four", no_last_chunk=True)
    assert say(internet, b"GET /x HTTP/1.1\r\nHost: a.example.org\r\n\r\n").endswith(b"4\r\nfour\r\n")


def test_garbage_and_resets_are_what_they_say(internet):
    internet.at("a.example.org/garbage").replies(Reply(garbage=b"\x00\x01nonsense"))
    internet.at("a.example.org/reset").replies(Reply(reset=True))
    assert say(internet, b"GET /garbage HTTP/1.1\r\nHost: a.example.org\r\n\r\n") == b"\x00\x01nonsense"
    with pytest.raises(ConnectionResetError):
        say(internet, b"GET /reset HTTP/1.1\r\nHost: a.example.org\r\n\r\n")


def test_an_address_nobody_set_up_is_404(internet):
    request = b"GET / HTTP/1.1\r\nHost: nowhere.example.org\r\nConnection: close\r\n\r\n"
    assert say(internet, request).startswith(b"HTTP/1.1 404 Not Found")


def test_http2_is_spoken_where_it_was_set_up(internet):
    internet.speaks_http2()
    internet.at("www.ilo.org/rss").serves("x" * 50_000)
    context = ssl.create_default_context(cafile=str(internet.ca_file))
    with httpx.Client(http2=True, verify=context, trust_env=False) as client:
        url = f"https://localhost:{internet.port}/rss"
        answer = client.get(url, headers={"Host": "www.ilo.org"})
    assert (answer.http_version, len(answer.content)) == ("HTTP/2", 50_000)


def test_the_most_requests_at_once_are_counted(internet):
    internet.at("www.ilo.org/rss").serves("one")
    with httpx.Client(base_url=f"http://{internet.address}", headers={"Host": "www.ilo.org"}) as client:
        client.get("/rss")
    assert internet.busiest("www.ilo.org") == internet.busiest() == 1


def test_what_was_posted_is_recorded_and_the_connection_goes_on(internet):
    internet.at("api.example.org/search").serves("{}")
    with httpx.Client(base_url=f"http://{internet.address}", headers={"Host": "api.example.org"}) as client:
        client.post("/search", json={"query": "x"})
        client.get("/search")
    posted, got = internet.asked()
    assert (posted.method, posted.content, got.content) == ("POST", b'{"query":"x"}', b"")
    assert (posted.connection, got.nth) == (got.connection, 2)
