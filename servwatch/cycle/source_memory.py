"""What a source is asked, given what is remembered of it, and what is remembered after its answer. Pure."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import blake2b

from servwatch.archive.source_state import SourceState
from servwatch.cycle.learning import after_answer
from servwatch.fetch.schedule import Poll, next_poll
from servwatch.model import Fetched, Parsed, Request, Source, Verdict
from servwatch.sources import KINDS
from servwatch.sources.placeholders import WINDOW, named

BACK_TO_ORIGIN = 3
"""After so many failures in a row at a remembered new address, the address of the configuration is tried again."""

CLOCK_SLACK = timedelta(hours=1)
"""A poll that is logged for later than this from now was made with a wrong clock, and binds nobody."""

OVERLAP = timedelta(days=2)
"""After an outage `{since}` lies so far before the last good poll: days begin at other hours elsewhere."""
FARTHEST = timedelta(days=400)
"""No outage makes `{since}` reach farther back than this; `fetch --since` does."""


def reading(source: Source) -> str:
    """A short name of the keys that decide how a source is read; another one voids its validators."""
    parts = (source.kind, source.url, source.include, source.exclude, source.identity, source.accept)
    agent = (source.user_agent, sorted(source.options.items()))
    whose = (source.login.user,) if source.login is not None else ()  # the same folder of another is another
    return blake2b(repr((parts, agent, *whose)).encode(), digest_size=8).hexdigest()


def first_state(source: Source, now: datetime) -> SourceState:
    """A source that was never polled."""
    return SourceState(source.id, reading(source), now)


def settled(source: Source, state: SourceState | None, now: datetime) -> SourceState:
    """The state of a source, without what another address or reading has left behind."""
    if state is None:
        return first_state(source, now)
    if state.reading == reading(source):
        return state
    return replace(
        state,
        reading=reading(source),
        moved_to=None,
        etag=None,
        last_modified=None,
        next_poll=None,
        failures=0,
    )


def is_due(source: Source, state: SourceState | None, now: datetime) -> bool:
    """Whether a source is to be polled now."""
    if not source.enabled:
        return False
    current = settled(source, state, now)
    from_the_future = current.last_poll is not None and current.last_poll > now + CLOCK_SLACK
    return current.next_poll is None or current.next_poll <= now or from_the_future


def request(source: Source, state: SourceState, now: datetime) -> Request:
    """What to ask: the kind's request, at the remembered address, with the remembered validators.

    These belong to the address of the configuration: where the kind asks another one, with today's
    date in it, or asks by POST, they say nothing.
    """
    asked = KINDS[source.kind].request(_reaching_back(source, state, now), now)
    if asked.method != "GET" or asked.url != source.url:
        return asked
    return replace(asked, url=state.moved_to or asked.url, etag=state.etag, last_modified=state.last_modified)


def _reaching_back(source: Source, state: SourceState, now: datetime) -> Source:
    """The source, with a window that holds all days since its last good poll: an outage may be longer than its own."""
    if state.last_ok is None or "since" not in named(source.url, source.options):
        return source
    window = source.options.get("window") or WINDOW
    missed = min(now - state.last_ok + OVERLAP, FARTHEST)
    return replace(source, options={**source.options, "window": missed}) if missed > window else source


def after_poll(
    source: Source,
    state: SourceState,
    fetched: Fetched,
    parsed: Parsed | None,
    *,
    news: bool,
    ceiling: timedelta,
    now: datetime,
    today: date,
    rng: random.Random,
) -> SourceState:
    """What is remembered of a source after an answer. `parsed` is None where there was no body to read.

    `today` is the council's day of `now`.
    """
    verdict, rule = (fetched.verdict, fetched.rule) if parsed is None else (parsed.verdict, parsed.rule)
    wait = _poll_of(source, state, fetched, parsed, verdict, news=news, ceiling=ceiling)
    interval = next_poll(wait, rng)
    changed = verdict is not state.verdict
    base = replace(
        state,
        last_poll=now,
        next_poll=now + interval,
        interval=interval.total_seconds(),
        verdict=verdict,
        rule=rule,
        verdict_since=now if changed else state.verdict_since,
        outlook=after_answer(state.outlook, verdict, parsed, today),
    )
    return _after_good(base, fetched, parsed, news=news, now=now) if verdict.good else _after_bad(base)


def _poll_of(
    source: Source,
    state: SourceState,
    fetched: Fetched,
    parsed: Parsed | None,
    verdict: Verdict,
    *,
    news: bool,
    ceiling: timedelta,
) -> Poll:
    """What decides when the next poll comes."""
    return Poll(
        verdict=verdict,
        floor=source.every,
        ceiling=ceiling,
        previous=timedelta(seconds=state.interval) if state.interval else None,
        news=news,
        failures=state.failures,
        fresh_for=fetched.fresh_for,
        ttl=parsed.ttl if parsed is not None else None,
        retry_after=fetched.retry_after,
    )


def _after_good(
    state: SourceState, fetched: Fetched, parsed: Parsed | None, *, news: bool, now: datetime
) -> SourceState:
    items = parsed is not None and bool(parsed.items)
    return replace(
        state,
        failures=0,
        last_ok=now,
        last_item=now if news or (items and not state.baselined) else state.last_item,
        moved_to=fetched.permanent_url or state.moved_to,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        baselined=state.baselined or items,
    )


def _after_bad(state: SourceState) -> SourceState:
    """A failure forgets no validator but that of an address that fails again and again."""
    failures = state.failures + 1
    lost = state.moved_to is not None and failures >= BACK_TO_ORIGIN
    if lost:
        return replace(state, failures=failures, moved_to=None, etag=None, last_modified=None)
    return replace(state, failures=failures)
