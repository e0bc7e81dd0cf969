"""Requests that are made again where the server fails for now."""

import asyncio
from datetime import timedelta

import pytest

from servwatch.fetch import Fetcher
from servwatch.model import Request, Verdict
from tests.fetch.conftest import settings_for

AT = "publications.europa.eu/sparql"
URL = f"http://{AT}"
QUERY = {
    "expects": "json",
    "method": "POST",
    "content": b"query=x",
    "content_type": "application/x-www-form-urlencoded",
}
GOOD = {"body": b'{"results": {"bindings": []}}', "content_type": "application/json"}


@pytest.fixture
def ask(internet):
    """Asks once, and returns the outcome with the waits (seconds)."""

    def ask(**how):
        waits = []

        async def sleep(seconds):
            waits.append(seconds)

        async def run():
            async with Fetcher(settings_for(internet), sleep=sleep) as fetcher:
                return await fetcher.fetch(Request(URL, **{**QUERY, **how}))

        return asyncio.run(run()), waits

    return ask


def test_a_query_is_asked_again_until_the_server_is_well(internet, ask):
    internet.at(AT).answers(503).answers(500).answers(200, **GOOD)
    fetched, waits = ask(tries=3)
    assert (fetched.verdict, waits) == (Verdict.OK, [3.0, 3.0])
    assert [asked.content for asked in internet.asked()] == [b"query=x"] * 3


def test_it_is_asked_so_often_and_no_more(internet, ask):
    internet.at(AT).answers(503)
    assert ask(tries=3)[0].status == 503
    assert len(internet.asked()) == 3


def test_what_may_not_be_repeated_is_asked_once(internet, ask):
    internet.at(AT).answers(503)
    assert ask()[1] == []
    assert len(internet.asked()) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 429])
def test_an_answer_that_will_be_the_same_is_taken_as_it_is(internet, ask, status):
    internet.at(AT).answers(status)
    ask(tries=3)
    assert len(internet.asked()) == 1


def test_a_server_that_says_how_long_is_given_that_time(internet, ask):
    internet.at(AT).answers(503, retry_after=7).answers(200, **GOOD)
    assert ask(tries=3)[1] == [7.0]


def test_a_server_that_asks_for_more_than_a_moment_is_left_alone(internet, ask):
    internet.at(AT).answers(503, retry_after=60)
    fetched, waits = ask(tries=3)
    assert (fetched.retry_after, waits) == (60.0, [])
    assert len(internet.asked()) == 1


def test_a_server_that_does_not_answer_is_left_alone(internet, ask):
    internet.at(AT).answers(silent=True)
    assert ask(tries=2, timeout=timedelta(seconds=0.3))[0].verdict is Verdict.TIMEOUT
    assert len(internet.asked()) == 1
