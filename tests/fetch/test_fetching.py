"""One fetch: what we say of ourselves, what we take, how long we wait."""

import asyncio
import contextlib
from datetime import timedelta

import pytest

from servwatch.errors import ConfigError
from servwatch.fetch import Fetcher
from servwatch.model import FetchSettings, Request, Verdict
from tests.fetch.conftest import settings_for
from tests.fetch.samples import FEED, JSON, PAGE
from tests.internet import Reply

URL = "http://www.ilo.org/rss"
AT = "www.ilo.org/rss"


def test_we_say_who_we_are_and_what_we_take(internet, fetch):
    internet.at(AT).serves(FEED)
    fetch(URL)
    headers = internet.asked()[0].headers
    assert headers["user-agent"] == "servwatch/1 (+policy@example.org)"
    assert headers["accept-encoding"] == "gzip, br, zstd"
    assert headers["accept"].startswith("application/rss+xml, application/atom+xml")
    assert headers["accept"].endswith("*/*;q=0.5")


def test_a_source_may_have_a_name_and_taste_of_its_own(internet, fetch):
    internet.at(AT).serves(FEED)
    fetch(
        Request(
            URL, user_agent="Mozilla/5.0 (compatible; servwatch)", accept="application/sparql-results+json"
        )
    )
    headers = internet.asked()[0].headers
    assert headers["user-agent"] == "Mozilla/5.0 (compatible; servwatch)"
    assert headers["accept"] == "application/sparql-results+json"


@pytest.mark.parametrize(("expects", "begins"), [("page", "text/html"), ("json", "application/json")])
def test_what_we_take_depends_on_what_is_expected(internet, fetch, expects, begins):
    internet.at(AT).serves(JSON if expects == "json" else PAGE)
    assert fetch(Request(URL, expects=expects)).verdict is Verdict.OK
    assert internet.asked()[0].headers["accept"].startswith(begins)


@pytest.mark.parametrize("name", ["user_agent", "accept"])
def test_a_header_that_cannot_be_sent_refuses_the_request(internet, fetch, name):
    fetched = fetch(Request(URL, **{name: "a\r\nX-Evil: 1"}))
    assert fetched.verdict is Verdict.REFUSED
    assert "no header may hold" in fetched.rule


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate", "raw-deflate", "gzip, gzip"])
@pytest.mark.parametrize("chunked", [0, 100])
def test_every_coding_arrives_whole(internet, fetch, encoding, chunked):
    body = FEED * 50
    internet.at(AT).serves(body, encoding=encoding, chunked=chunked)
    fetched = fetch(URL)
    assert fetched.body == body
    assert 0 < fetched.wire_bytes < len(body)


def test_an_answer_tells_its_freshness_and_a_few_headers(internet, fetch):
    internet.at(AT).serves(
        FEED,
        content_type="application/rss+xml",
        cache_control="max-age=600",
        headers=(("Link", "<a>; rel=self"), ("Link", "<b>; rel=hub"), ("X-Secret", "1"), ("Age", "100")),
    )
    fetched = fetch(URL)
    assert fetched.fresh_for == 500
    assert fetched.headers["link"] == "<a>; rel=self, <b>; rel=hub"
    assert fetched.headers["content-type"] == "application/rss+xml"
    assert "x-secret" not in fetched.headers
    assert fetched.status == 200


def test_headers_that_are_kept_are_bounded_and_printable(internet, fetch):
    internet.at(AT).serves(FEED, content_type="x\x85" + "a" * 5_000)
    kept = fetch(URL).headers["content-type"]
    assert len(kept) <= 1_000
    assert kept.isprintable()


def test_a_bad_answer_has_no_freshness_and_no_body(internet, fetch):
    internet.at(AT).answers(404, PAGE, cache_control="max-age=600")
    fetched = fetch(URL)
    assert (fetched.verdict, fetched.fresh_for, fetched.body) == (Verdict.GONE, 0, b"")


@pytest.mark.parametrize("status", [429, 503, 202, 403])
def test_retry_after_is_told(internet, fetch, status):
    internet.at(AT).answers(status, retry_after=120)
    fetched = fetch(URL)
    assert (fetched.verdict, fetched.retry_after) == (Verdict.BLOCKED, 120)


def test_retry_after_may_be_a_date_and_stand_on_a_redirect(internet, fetch):
    internet.at("old.ilo.org/rss").redirects(URL, 307, retry_after=30)
    internet.at(AT).answers(
        503,
        headers=(("Date", "Wed, 18 Nov 2026 11:00:00 GMT"), ("Retry-After", "Wed, 18 Nov 2026 11:05:00 GMT")),
    )
    assert fetch("http://old.ilo.org/rss").retry_after == 300


def test_retry_after_means_nothing_on_a_good_answer(internet, fetch):
    internet.at(AT).serves(FEED, retry_after=120)
    assert fetch(URL).retry_after is None


# Limits


@pytest.mark.parametrize("quirks", [{}, {"chunked": 5_000}, {"close_delimited": True}])
def test_a_body_over_the_cap_is_too_large(internet, fetch, quirks):
    internet.at(AT).serves(b"<rss>" + b"x" * 50_000, **quirks)
    fetched = fetch(Request(URL, max_bytes=50_000))
    assert (fetched.verdict, fetched.body) == (Verdict.TOO_LARGE, b"")
    assert fetch(Request(URL, max_bytes=50_005)).verdict is Verdict.OK


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_too_large(internet, fetch, encoding):
    internet.at(AT).serves(b"", bomb=100_000_000, encoding=encoding)
    assert fetch(URL).verdict is Verdict.TOO_LARGE


def test_a_body_without_end_is_too_large(internet, fetch):
    internet.at(AT).serves(b"x" * 20_000_000, close_delimited=True)
    assert fetch(URL).verdict is Verdict.TOO_LARGE


def test_headers_without_end_are_broken(internet, fetch):
    internet.at(AT).answers(endless_headers=True)
    assert fetch(URL).verdict is Verdict.BROKEN


SHORT = timedelta(seconds=0.3)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(silent=True),
        Reply(body=FEED, delay=30),
        Reply(body=FEED, drip=(5, 0.1)),
        Reply(body=FEED, drip=(5, 0.1), encoding="gzip", chunked=5),
    ],
)
def test_the_deadline_holds_for_answer_and_body_alike(internet, fetch, reply):
    internet.at(AT).replies(reply)
    fetched = fetch(Request(URL, timeout=SHORT))
    assert (fetched.verdict, fetched.body) == (Verdict.TIMEOUT, b"")
    assert "after 0.3 seconds" in fetched.rule


def test_the_deadline_is_one_for_all_redirects(internet, fetch):
    place = internet.at("www.ilo.org/*")
    for n in range(9):
        place.redirects(f"/{n}", delay=0.1)
    place.serves(FEED)
    assert fetch(Request(URL, timeout=SHORT)).verdict is Verdict.TIMEOUT
    assert len(internet.asked()) < 9


def test_a_slow_error_page_does_not_hide_its_status(internet, fetch):
    internet.at(AT).answers(404, PAGE, drip=(5, 0.5))
    assert fetch(URL).verdict is Verdict.GONE


def test_waiting_for_a_place_does_not_count_in_the_deadline(internet):
    internet.at("www.ilo.org/*").serves(FEED, delay=0.3)

    async def run():
        async with Fetcher(settings_for(internet, per_host=1, timeout=timedelta(seconds=1))) as fetcher:
            requests = [Request(f"http://www.ilo.org/{n}") for n in range(5)]
            return await asyncio.gather(*(fetcher.fetch(request) for request in requests))

    assert {fetched.verdict for fetched in asyncio.run(run())} == {Verdict.OK}


def test_a_fetch_can_be_cancelled_and_its_place_is_free_again(internet):
    internet.at("www.ilo.org/slow").answers(silent=True)
    internet.at("www.ilo.org/rss").serves(FEED)

    async def run():
        async with Fetcher(settings_for(internet, per_host=1, concurrency=1)) as fetcher:
            slow = asyncio.create_task(fetcher.fetch(Request("http://www.ilo.org/slow")))
            while not internet.asked():  # noqa: ASYNC110 - the internet has a loop of its own
                await asyncio.sleep(0.01)
            slow.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await slow
            assert slow.cancelled()
            return await fetcher.fetch(Request(URL))

    assert asyncio.run(run()).verdict is Verdict.OK


# What the wire does


def test_a_connection_nobody_takes_is_unreachable(fetch):
    fetched = fetch(URL, connect_to={"www.ilo.org": "127.0.0.1:1"})
    assert (fetched.verdict, fetched.rule) == (Verdict.UNREACHABLE, "www.ilo.org refuses the connection")


@pytest.mark.parametrize("reply", [Reply(reset=True), Reply(garbage=b"")])
def test_a_connection_that_ends_without_an_answer_is_unreachable(internet, fetch, reply):
    internet.at(AT).replies(reply)
    fetched = fetch(URL)
    assert fetched.verdict is Verdict.UNREACHABLE
    assert fetched.rule == "www.ilo.org closes the connection without an answer"
    assert len(internet.asked()) == 1


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00\x01\x02 nonsense\r\n\r\n",
        b"SSH-2.0-OpenSSH_9\r\n",
        b"HTTP/1.1 20x Odd\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n",
        b"<rss/>",
    ],
)
def test_what_is_not_http_is_broken(internet, fetch, garbage):
    internet.at(AT).replies(Reply(garbage=garbage))
    fetched = fetch(URL)
    assert fetched.verdict is Verdict.BROKEN, fetched.rule
    assert fetched.rule.isprintable()


@pytest.mark.parametrize(
    "quirks",
    [
        {"claims_length": 10_000},
        {"drop_after": 100},
        {"drop_after": 100, "chunked": 20},
        {"no_last_chunk": True},
        {"drop_after": 100, "encoding": "gzip"},
        {"drop_after": 100, "encoding": "gzip", "close_delimited": True},
    ],
)
def test_a_body_that_breaks_off_is_broken(internet, fetch, quirks):
    internet.at(AT).serves(FEED, **quirks)
    fetched = fetch(URL)
    assert (fetched.verdict, fetched.body) == (Verdict.BROKEN, b""), fetched.rule


def test_a_body_that_ends_with_its_connection_is_good(internet, fetch):
    internet.at(AT).serves(FEED, close_delimited=True)
    assert fetch(URL).body == FEED


def test_hints_before_the_answer_are_passed_over(internet, fetch):
    internet.at(AT).serves(FEED, interim=3)
    assert fetch(URL).body == FEED


def test_a_host_that_is_not_there_behind_a_redirect_has_no_status(internet, fetch):
    internet.at(AT).redirects("http://gone.ilo.org/rss")
    fetched = fetch(URL, connect_to=internet.connect_to() | {"gone.ilo.org": "127.0.0.1:1"})
    assert (fetched.verdict, fetched.status) == (Verdict.UNREACHABLE, None)
    assert fetched.final_url == "http://gone.ilo.org/rss"


# Setting up


def test_a_certificate_file_that_cannot_be_read_stops_at_once(tmp_path):
    with pytest.raises(ConfigError, match=r"missing\.pem"):
        Fetcher(FetchSettings(ca_file=tmp_path / "missing.pem"))
    (tmp_path / "wrong.pem").write_text("no certificate")
    with pytest.raises(ConfigError, match=r"wrong\.pem"):
        Fetcher(FetchSettings(ca_file=tmp_path / "wrong.pem"))


@pytest.mark.parametrize(
    "proxy", ["socks5://user:secret@proxy:1080", "proxy.example.org:3128", "http://", ""]
)
def test_a_proxy_that_cannot_be_used_stops_at_once_and_its_password_is_not_told(proxy):
    with pytest.raises(ConfigError) as raised:
        Fetcher(FetchSettings(proxy=proxy))
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("place", ["127.0.0.1", ":80", "127.0.0.1:http", "127.0.0.1:0", "[::1]:70000", ""])
def test_a_host_map_that_cannot_be_used_stops_at_once(place):
    with pytest.raises(ConfigError, match=r"www\.ilo\.org"):
        Fetcher(FetchSettings(connect_to={"www.ilo.org": place}))
