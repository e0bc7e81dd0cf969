"""The clock of this machine, against the runs in the archive and against a watched host.

No time server is asked (NTP): the Date of an answer over HTTP is good to a second or two, which is enough
to see a clock that makes deadlines and schedules wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from urllib.parse import urlsplit

from servwatch.archive.archive import Archive
from servwatch.cycle.clock import Clock
from servwatch.cycle.doctor.finding import Finding, doubt, good, wrong
from servwatch.fetch import Fetcher
from servwatch.model import Fetched, Request, Settings

HOSTS = 3  # that are asked at most, until one says the time
PATIENCE = timedelta(seconds=10)
SMALL, LARGE = timedelta(minutes=1), timedelta(hours=1)
_SYNCHRONISE = (
    "Let the machine keep its time by NTP (systemd-timesyncd, chrony): deadlines and schedules follow it."
)


def against_archive(archive: Archive, now: datetime) -> Iterator[Finding]:
    """Whether an earlier run took a later time for now."""
    latest = archive.runs.latest_clock()
    if latest is not None and latest > now + SMALL:
        text = f"A run in the archive took {latest:%d %b %Y %H:%M} UTC for now, which is yet to come."
        yield wrong(
            "clock",
            text,
            "See whether the clock is wrong now, or was wrong then: `servwatch status` says what follows.",
        )
    else:
        yield good("clock", f"It is {now:%d %b %Y %H:%M} UTC, after every run in the archive.")


def against_hosts(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Whether a watched host tells the same time."""
    hosts = dict.fromkeys(
        f"{parts.scheme}://{parts.netloc}/robots.txt"
        for parts in (urlsplit(s.url) for s in settings.sources if s.enabled)
        if parts.scheme in ("http", "https")
    )
    for address in islice(hosts, HOSTS):
        told = told_by(asyncio.run(_asked(address, settings)))
        if told is not None:
            yield _difference(clock.now() - told, urlsplit(address).hostname or address)
            return
    if hosts:
        text = "No watched host told the time, and time servers (NTP) are not asked."
        yield doubt(
            "clock", text, "See whether this machine reaches the internet; compare its clock by hand."
        )


def told_by(fetched: Fetched) -> datetime | None:
    """The time of an answer: its Date, and what it spent in caches since (RFC 9110, 6.6.1; RFC 9111, 5.1)."""
    try:
        date = parsedate_to_datetime(fetched.headers["date"]).astimezone(UTC)
        age = min(max(int(fetched.headers.get("age", "0")), 0), 10**9)
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
    return date + timedelta(seconds=age)


async def _asked(address: str, settings: Settings) -> Fetched:
    async with Fetcher(replace(settings.fetch, pace=timedelta(0))) as fetcher:
        return await fetcher.fetch(Request(address, expects="page", timeout=PATIENCE))


def _difference(ahead: timedelta, host: str) -> Finding:
    distance, word = abs(ahead), "ahead of" if ahead > timedelta(0) else "behind"
    seconds = round(distance.total_seconds())
    if distance <= SMALL:
        return good("clock", f"It agrees with {host} to {seconds} s (time servers are not asked).")
    text = f"It is {seconds} s {word} that of {host}."
    return (wrong if distance > LARGE else doubt)("clock", text, _SYNCHRONISE)
