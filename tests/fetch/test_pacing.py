"""How soon and how often requests to one host may start."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.fetch import Fetcher
from servwatch.fetch.pacing import Pacing
from servwatch.model import Request, Verdict
from tests.fetch.conftest import settings_for
from tests.fetch.samples import FEED


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def pacing(time: Time, pace: float = 1, per_host: int = 2, concurrency: int = 4) -> Pacing:
    return Pacing(
        pace=timedelta(seconds=pace),
        per_host=per_host,
        concurrency=concurrency,
        monotonic=time.monotonic,
        sleep=time.sleep,
    )


def starts(hosts: list[str], **rest) -> list[tuple[str, float]]:
    """Who started when, all asking at once."""
    time, seen = Time(), []
    paced = pacing(time, **rest)

    async def one(host: str) -> None:
        async with paced.slot(host):
            seen.append((host, time.now))
            await asyncio.sleep(0)

    async def run() -> None:
        await asyncio.gather(*map(one, hosts))

    asyncio.run(run())
    return seen


def test_requests_to_one_host_start_a_pace_apart():
    assert starts(["a"] * 4) == [("a", 0), ("a", 1), ("a", 2), ("a", 3)]


def test_requests_to_different_hosts_do_not_wait_for_each_other():
    assert starts(["a", "b", "c"]) == [("a", 0), ("b", 0), ("c", 0)]


def test_without_a_pace_nobody_sleeps():
    assert starts(["a"] * 50, pace=0) == [("a", 0)] * 50


@given(
    hosts=st.lists(st.sampled_from("abc"), max_size=30),
    pace=st.sampled_from([0.5, 1, 7]),
    per_host=st.integers(1, 3),
    concurrency=st.integers(1, 5),
)
def test_however_many_ask_two_starts_at_one_host_are_a_pace_apart(hosts, pace, per_host, concurrency):
    seen = starts(hosts, pace=pace, per_host=per_host, concurrency=concurrency)
    assert len(seen) == len(hosts)
    for host in set(hosts):
        times = [at for name, at in seen if name == host]
        assert all(later - earlier >= pace for earlier, later in pairwise(times))


def test_a_host_that_waits_for_its_turn_holds_no_place_of_another():
    """Two places in all; three requests wait for host a, yet host b goes on."""
    gate = asyncio.Event()
    order = []

    async def run():
        async def sleep(_):
            await gate.wait()

        paced = Pacing(
            pace=timedelta(seconds=9), per_host=5, concurrency=2, monotonic=lambda: 0.0, sleep=sleep
        )

        async def one(host):
            async with paced.slot(host):
                order.append(host)

        waiting = [asyncio.create_task(one("a")) for _ in range(4)]
        await asyncio.sleep(0)
        await asyncio.gather(one("b"), one("c"), one("d"))
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(run())
    assert order == ["a", "b", "c", "d"]


def test_a_failed_request_gives_its_place_back():
    async def run():
        paced = pacing(Time(), pace=0, per_host=1, concurrency=1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                async with paced.slot("a"):
                    raise ZeroDivisionError
        async with asyncio.timeout(5), paced.slot("a"):
            return True

    assert asyncio.run(run())


def test_thousands_of_hosts_are_forgotten_again():
    async def run():
        paced = pacing(Time(), pace=0)
        paced.slow_down("slow", 60)
        for n in range(3_000):
            async with paced.slot(f"host{n}"):
                pass
        return paced

    paced = asyncio.run(run())
    assert len(paced._gates) <= 1_000
    assert paced._gates["slow"].pace == 60


@pytest.mark.parametrize(("per_host", "concurrency", "expected"), [(1, 8, 1), (3, 8, 3), (8, 2, 2)])
def test_no_more_requests_are_under_way_at_once_than_allowed(internet, per_host, concurrency, expected):
    internet.at("www.ilo.org/*").serves(FEED, delay=0.03)

    async def run():
        settings = settings_for(internet, per_host=per_host, concurrency=concurrency)
        async with Fetcher(settings) as fetcher:
            return await asyncio.gather(
                *(fetcher.fetch(Request(f"http://www.ilo.org/{n}")) for n in range(12))
            )

    assert {fetched.verdict for fetched in asyncio.run(run())} == {Verdict.OK}
    assert internet.busiest("www.ilo.org") == expected


def test_a_redirect_to_another_host_takes_that_hosts_pace(internet):
    internet.at("a.example.org/*").redirects("http://b.example.org/rss")
    internet.at("b.example.org/rss").serves(FEED)
    time = Time()

    async def run():
        settings = settings_for(internet, pace=timedelta(seconds=5))
        async with Fetcher(settings, monotonic=time.monotonic, sleep=time.sleep) as fetcher:
            first = await fetcher.fetch(Request("http://b.example.org/rss"))
            second = await fetcher.fetch(Request("http://A.example.org/rss"))
            return first, second

    asyncio.run(run())
    assert time.slept == [5]  # for b, not for a


def test_a_redirect_on_the_same_host_keeps_its_pace_too(internet):
    internet.at("a.example.org/old").redirects("/rss")
    internet.at("a.example.org/rss").serves(FEED)
    time = Time()

    async def run():
        settings = settings_for(internet, pace=timedelta(seconds=5))
        async with Fetcher(settings, monotonic=time.monotonic, sleep=time.sleep) as fetcher:
            return await fetcher.fetch(Request("http://a.example.org/old"))

    assert asyncio.run(run()).verdict is Verdict.OK
    assert time.slept == [5]
