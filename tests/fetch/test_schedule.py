"""When a source is polled next."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servwatch.fetch.schedule import FIRST_RETRY, JITTER, LONGEST_RETRY_AFTER, Poll, next_poll
from servwatch.model import Verdict

HOUR = timedelta(hours=1)
GOOD = Poll(Verdict.OK, floor=2 * HOUR, ceiling=12 * HOUR)
BAD = Poll(Verdict.BROKEN, floor=2 * HOUR, ceiling=12 * HOUR)


class Middle(random.Random):
    """No jitter: always the middle of what is asked for."""

    def uniform(self, a, b):
        return (a + b) / 2


def hours(poll: Poll) -> float:
    return round(next_poll(poll, Middle()) / HOUR, 3)


def test_the_first_interval_is_the_floor():
    assert hours(GOOD) == 2


def test_a_quiet_source_is_asked_less_and_less_up_to_the_ceiling():
    interval, seen = None, []
    for _ in range(7):
        interval = next_poll(replace(GOOD, verdict=Verdict.NOT_MODIFIED, previous=interval), Middle())
        seen.append(interval / HOUR)
    assert seen == [2, 3, 4.5, 6.75, 10.125, 12, 12]


def test_news_brings_it_back_towards_the_floor():
    assert hours(replace(GOOD, previous=12 * HOUR, news=True)) == 6
    assert hours(replace(GOOD, previous=3 * HOUR, news=True)) == 2


def test_the_publishers_wish_is_respected_up_to_the_ceiling():
    assert hours(replace(GOOD, fresh_for=5 * 3600)) == pytest.approx(5, rel=JITTER)
    assert hours(replace(GOOD, ttl=6 * 3600, fresh_for=5 * 3600)) == pytest.approx(6, rel=JITTER)
    assert hours(replace(GOOD, ttl=1e12)) == pytest.approx(12, rel=JITTER)
    assert hours(replace(GOOD, fresh_for=60)) == 2


def test_retry_after_goes_beyond_the_ceiling_but_not_beyond_a_day():
    blocked = replace(BAD, verdict=Verdict.BLOCKED)
    assert hours(replace(blocked, retry_after=20 * 3600)) == pytest.approx(20, rel=JITTER)
    assert hours(replace(blocked, retry_after=1e9)) == pytest.approx(24, rel=JITTER)


def test_failures_back_off_from_a_quarter_of_an_hour_to_the_ceiling():
    seen = [next_poll(replace(BAD, failures=n), Middle()) / timedelta(minutes=1) for n in range(8)]
    assert seen == [15, 30, 60, 120, 240, 480, 720, 720]


def test_a_source_with_a_short_floor_is_first_retried_after_that_floor():
    assert next_poll(replace(BAD, floor=timedelta(minutes=5)), Middle()) == timedelta(minutes=5)


def test_the_first_good_answer_brings_back_the_floor_at_once():
    assert hours(replace(GOOD, failures=40, previous=12 * HOUR)) == 2


def test_freshness_of_a_bad_answer_does_not_count():
    assert next_poll(replace(BAD, fresh_for=1e9, ttl=1e9), Middle()) == FIRST_RETRY


def test_a_floor_above_the_ceiling_goes_before_it():
    assert hours(replace(GOOD, floor=24 * HOUR, previous=24 * HOUR)) == 24


def test_sources_do_not_march_in_step():
    intervals = {next_poll(GOOD, random.Random(seed)) for seed in range(50)}
    assert len(intervals) == 50
    waiting = {next_poll(replace(GOOD, ttl=5 * 3600), random.Random(seed)) for seed in range(50)}
    assert len(waiting) == 50


durations = st.timedeltas(timedelta(0), timedelta(days=60))
seconds = st.floats(0, 1e15)
polls = st.builds(
    Poll,
    verdict=st.sampled_from(Verdict),
    floor=durations,
    ceiling=durations,
    previous=st.none() | durations,
    news=st.booleans(),
    failures=st.integers(0, 10**18),
    fresh_for=seconds,
    ttl=st.none() | seconds,
    retry_after=st.none() | seconds,
)


@given(polls, st.integers())
def test_there_is_always_a_next_time_and_never_beyond_what_was_agreed(poll, seed):
    interval = next_poll(poll, random.Random(seed))
    longest = max(poll.ceiling, poll.floor, LONGEST_RETRY_AFTER if poll.retry_after else timedelta(seconds=1))
    assert timedelta(0) < interval <= longest * (1 + JITTER) + timedelta(microseconds=1)


@given(polls, st.integers())
def test_a_server_is_never_asked_again_before_the_time_it_named(poll, seed):
    wish = min(poll.retry_after or 0.0, LONGEST_RETRY_AFTER.total_seconds())
    assert next_poll(poll, random.Random(seed)) >= timedelta(seconds=wish)


@given(polls.filter(lambda p: not p.verdict.good), st.integers(0, 10_000))
def test_a_source_is_never_given_up_however_often_it_failed(poll, failures):
    interval = next_poll(replace(poll, failures=failures, retry_after=None), Middle())
    later = next_poll(replace(poll, failures=failures + 1, retry_after=None), Middle())
    assert timedelta(0) < interval <= later <= max(poll.ceiling, poll.floor, timedelta(seconds=1))
