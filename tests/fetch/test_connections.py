"""Connections: kept, dropped in time, and repeated where one was closed under us."""

import asyncio

import pytest

from servwatch.fetch import Fetcher
from servwatch.model import Request, Verdict
from tests.fetch.conftest import settings_for
from tests.fetch.samples import FEED, PAGE
from tests.internet import Reply

HOST = "www.ilo.org"


def lines(internet) -> list[int]:
    """The numbers of the connections the requests came over."""
    return [asked.connection for asked in internet.asked()]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_connection_serves_one_request_after_another(internet, fetch, scheme):
    internet.at(f"{HOST}/*").serves(FEED, encoding="gzip")
    fetch(*[f"{scheme}://{HOST}/{n}" for n in range(4)])
    assert len(set(lines(internet))) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=404, body=PAGE),
        Reply(status=301, location="/rss", body=PAGE),
        Reply(status=500, body=b"x" * 1000, chunked=100),
        Reply(status=304),
        Reply(status=204),
    ],
)
def test_a_connection_is_kept_over_answers_whose_body_nobody_wants(internet, fetch, reply):
    internet.at(f"{HOST}/odd").replies(reply)
    internet.at(f"{HOST}/rss").serves(FEED)
    fetch(f"http://{HOST}/odd", f"http://{HOST}/rss")
    assert len(set(lines(internet))) == 1


def test_a_connection_is_not_kept_over_a_body_that_was_not_read_to_its_end(internet, fetch):
    internet.at(f"{HOST}/large").serves(b"x" * 500_000, chunked=50_000)
    internet.at(f"{HOST}/rss").serves(FEED)
    fetch(Request(f"http://{HOST}/large", max_bytes=1_000), f"http://{HOST}/rss")
    assert lines(internet) == [1, 2]


def test_a_long_error_page_is_not_read_to_its_end(internet, fetch):
    internet.at(f"{HOST}/gone").answers(404, b"x" * 900_000)
    internet.at(f"{HOST}/rss").serves(FEED)
    gone, good = fetch(f"http://{HOST}/gone", f"http://{HOST}/rss")
    assert (gone.verdict, good.verdict) == (Verdict.GONE, Verdict.OK)
    assert lines(internet) == [1, 2]


def test_a_server_that_closes_an_idle_connection_costs_nothing(internet, fetch):
    internet.at(f"{HOST}/*").replies(Reply(body=FEED, keeps_alive=False))
    first, second = fetch(f"http://{HOST}/a", f"http://{HOST}/b")
    assert (first.verdict, second.verdict) == (Verdict.OK, Verdict.OK)
    assert lines(internet) == [1, 2]


def test_a_request_is_repeated_where_its_kept_connection_is_reset_under_it(internet, fetch):
    internet.at(f"{HOST}/*").replies(Reply(body=FEED, resets_reused=True))
    outcomes = fetch(*[f"http://{HOST}/{n}" for n in range(3)])
    assert {fetched.verdict for fetched in outcomes} == {Verdict.OK}
    assert [(a.path, a.nth) for a in internet.asked()] == [
        ("/0", 1),
        ("/1", 2),
        ("/1", 1),
        ("/2", 2),
        ("/2", 1),
    ]


def test_bytes_behind_a_body_do_not_spoil_the_next_answer(internet, fetch):
    internet.at(f"{HOST}/a").serves(FEED, excess=b"leftover")
    internet.at(f"{HOST}/b").serves(FEED)
    assert [fetched.body for fetched in fetch(f"http://{HOST}/a", f"http://{HOST}/b")] == [FEED, FEED]


def test_many_at_once_share_no_connection_and_keep_a_few(internet):
    internet.at(f"{HOST}/*").serves(FEED, delay=0.02)

    async def run():
        async with Fetcher(settings_for(internet, per_host=8, concurrency=8)) as fetcher:
            requests = [Request(f"http://{HOST}/{n}") for n in range(80)]
            return await asyncio.gather(*(fetcher.fetch(request) for request in requests))

    assert {fetched.verdict for fetched in asyncio.run(run())} == {Verdict.OK}
    assert len(set(lines(internet))) <= 8


def test_idle_connections_to_many_hosts_are_closed_beyond_the_limit(internet):
    hosts = [f"host{n}.example.org" for n in range(12)]
    for host in hosts:
        internet.at(f"{host}/*").serves(FEED)

    async def run():
        async with Fetcher(settings_for(internet, concurrency=4)) as fetcher:
            for host in [*hosts, hosts[0], hosts[-1]]:
                await fetcher.fetch(Request(f"http://{host}/"))

    asyncio.run(run())
    assert [a.nth for a in internet.asked(hosts[0])] == [1, 1]
    assert [a.nth for a in internet.asked(hosts[-1])] == [1, 2]


# HTTP/2


def test_http2_is_spoken_where_the_server_offers_it(internet, fetch):
    internet.speaks_http2()
    internet.at(f"{HOST}/*").serves(FEED, etag='"a"', encoding="br")
    fetched, again = fetch(f"https://{HOST}/1", Request(f"https://{HOST}/2", etag='"a"'))
    assert (fetched.verdict, fetched.body) == (Verdict.OK, FEED)
    assert again.verdict is Verdict.NOT_MODIFIED
    assert {a.protocol for a in internet.asked()} == {"HTTP/2"}
    assert len(set(lines(internet))) == 1


def test_http2_carries_several_requests_at_once(internet):
    internet.speaks_http2()
    internet.at(f"{HOST}/*").serves(FEED * 200)

    async def run():
        async with Fetcher(settings_for(internet, per_host=8, concurrency=8)) as fetcher:
            await fetcher.fetch(Request(f"https://{HOST}/first"))
            requests = [Request(f"https://{HOST}/{n}") for n in range(40)]
            return await asyncio.gather(*(fetcher.fetch(request) for request in requests))

    outcomes = asyncio.run(run())
    assert {fetched.body for fetched in outcomes} == {FEED * 200}


def test_a_stream_of_http2_that_is_reset_is_broken_or_without_answer(internet, fetch):
    internet.speaks_http2()
    internet.at(f"{HOST}/bad").answers(reset=True)
    internet.at(f"{HOST}/rss").serves(FEED)
    bad, good = fetch(f"https://{HOST}/bad", f"https://{HOST}/rss")
    assert bad.verdict in (Verdict.BROKEN, Verdict.UNREACHABLE)
    assert good.verdict is Verdict.OK


def test_a_stream_that_is_reset_each_time_is_not_asked_for_without_end(internet, fetch):
    internet.speaks_http2()
    internet.at(f"{HOST}/bad").answers(reset=True)
    internet.at(f"{HOST}/rss").serves(FEED)
    _, bad = fetch(f"https://{HOST}/rss", f"https://{HOST}/bad")
    assert not bad.verdict.good
    assert len(internet.asked(f"{HOST}/bad")) <= 4


def test_an_answer_of_http2_whose_status_is_no_number_is_broken(internet, fetch):
    internet.speaks_http2()
    internet.at(f"{HOST}/rss").answers(headers=((":status", "abc"),))
    fetched = fetch(f"https://{HOST}/rss")
    assert fetched.verdict is Verdict.BROKEN
    assert "is not HTTP: it cannot be read (ValueError)" in fetched.rule
