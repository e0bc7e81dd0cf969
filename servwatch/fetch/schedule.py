"""When a source is polled next. Pure: what is known of the last poll in, an interval out.

    good, first or recovered    the floor
    good, with news             half the previous interval
    good, without news          one and a half times the previous interval
    failed, n times running     min(floor, 15 minutes) * 2^(n-1)

always between floor and ceiling (a failure may come below the floor), then not before the
publisher's own wish. About a tenth is added or taken off (of a wish, only added), so that sources
do not march in step.
A source is never given up: however often it failed, there is a next time within the ceiling.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from servwatch.model import Verdict

FIRST_RETRY = timedelta(minutes=15)
LONGEST_RETRY_AFTER = timedelta(hours=24)
JITTER = 0.1

_SHORTEST = 1.0  # seconds, where a floor of zero would let failures repeat at once
_FASTER = 0.5
_SLOWER = 1.5
_MOST_DOUBLINGS = 40  # from one second beyond any ceiling; keeps the power within a float


@dataclass(frozen=True, slots=True)
class Poll:
    """What is known of a source once it has been polled."""

    verdict: Verdict
    floor: timedelta  # `every` of the source
    ceiling: timedelta  # the longest adaptive interval; the floor goes before it
    previous: timedelta | None = None  # the interval that led to this poll; None: there was none
    news: bool = False  # whether items came that were not known
    failures: int = 0  # failed polls in a row before this one
    fresh_for: float = 0.0  # seconds, as in `Fetched`
    ttl: float | None = None  # seconds, as in `Parsed`
    retry_after: float | None = None  # seconds, as in `Fetched`


def next_poll(poll: Poll, rng: random.Random) -> timedelta:
    """The interval until the next poll. Always more than zero and always finite.

    The publisher's freshness and ttl are respected up to the ceiling, and only of a good answer;
    Retry-After is respected up to 24 hours whatever the ceiling.
    """
    floor = max(poll.floor.total_seconds(), _SHORTEST)
    ceiling = max(poll.ceiling.total_seconds(), floor)
    wish = 0.0
    if poll.verdict.good:
        interval = _after_success(poll, floor, ceiling)
        wish = min(max(poll.fresh_for, poll.ttl or 0.0), ceiling)
    else:
        interval = _after_failure(poll, floor, ceiling)
    wish = max(wish, min(poll.retry_after or 0.0, LONGEST_RETRY_AFTER.total_seconds()))
    soonest = wish * rng.uniform(1, 1 + JITTER)
    return timedelta(seconds=max(soonest, interval * rng.uniform(1 - JITTER, 1 + JITTER)))


def _after_success(poll: Poll, floor: float, ceiling: float) -> float:
    if poll.previous is None or poll.failures:
        return floor
    factor = _FASTER if poll.news else _SLOWER
    return min(max(poll.previous.total_seconds() * factor, floor), ceiling)


def _after_failure(poll: Poll, floor: float, ceiling: float) -> float:
    first = min(floor, FIRST_RETRY.total_seconds())
    return min(first * 2.0 ** min(max(poll.failures, 0), _MOST_DOUBLINGS), ceiling)
