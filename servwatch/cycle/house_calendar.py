"""The calendar of the house as it holds now: what the configuration says, and its iCalendar.

An address is read once in half a day, politely and conditionally as every other; when it cannot be had, or
gives what is no calendar, the last good one stays. A file is read where it lies.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.house_calendars import KeptCalendar
from servwatch.fetch import Fetcher
from servwatch.insight.house_calendar import joined, read_calendar
from servwatch.model import Calendar, Fetched, Request, Settings, Verdict

_log = structlog.get_logger(__name__)

EVERY = timedelta(hours=12)
LARGEST = 2_000_000
"""Bytes of a calendar: it is read at each run that has deadlines to count, and years of meetings are a tenth of that."""
ACCEPT = "text/calendar, */*;q=0.1"


def calendar_of(settings: Settings, archive: Archive | None, today: date) -> Calendar:
    """The calendar by which days are counted today. Asks nobody; a calendar that cannot be read adds nothing.

    Without an archive there is none from a web address.
    """
    address = settings.calendar.address
    body = _kept(archive, address) if is_web(address) else _file(address)
    if not body:
        return settings.calendar
    try:
        return joined(settings.calendar, read_calendar(body, today, settings.timezone))
    except ValueError as error:
        _log.warning("the calendar cannot be read", address=address, error=str(error))
        return settings.calendar


def refresh_calendar(settings: Settings, archive: Archive, now: datetime) -> KeptCalendar | None:
    """Read the address of the calendar where that is due; None where there is no address, or it is not."""
    address = settings.calendar.address
    if not is_web(address):
        return None
    before = archive.calendars.get(address)
    if before is not None and now - before.tried < EVERY:
        return None
    fetched = asyncio.run(_fetch(settings, address, before))
    kept = _judged(before or KeptCalendar(address, now), fetched, settings, now)
    if kept.failing is not None:
        _log.warning("the calendar was not read", address=address, rule=kept.rule)
    archive.calendars.keep(kept)
    return kept


async def _fetch(settings: Settings, address: str, before: KeptCalendar | None) -> Fetched:
    known = before if before is not None and before.body else None
    request = Request(
        address,
        expects="page",
        accept=ACCEPT,
        max_bytes=LARGEST,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
    )
    async with Fetcher(settings.fetch) as fetcher:
        return await fetcher.fetch(request)


def _judged(before: KeptCalendar, fetched: Fetched, settings: Settings, now: datetime) -> KeptCalendar:
    """What is kept after an answer: the new calendar where it is one, else the last good one."""
    rule = fetched.rule
    if fetched.verdict is Verdict.NOT_MODIFIED:
        return replace(before, tried=now, fetched=now, failing=None, rule=rule)
    if fetched.verdict is Verdict.OK:
        try:
            read_calendar(fetched.body, settings.day_of(now), settings.timezone)
        except ValueError as error:
            rule = str(error)
        else:
            return KeptCalendar(
                before.address,
                now,
                fetched=now,
                etag=fetched.etag,
                last_modified=fetched.last_modified,
                rule=rule,
                body=fetched.body.decode("utf-8-sig", "replace"),
            )
    return replace(before, tried=now, failing=before.failing or now, rule=rule)


def _kept(archive: Archive | None, address: str) -> bytes:
    kept = archive.calendars.get(address) if archive is not None else None
    return kept.body.encode() if kept is not None and kept.body else b""


def _file(path: str) -> bytes:
    if not path:
        return b""
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        _log.warning("the calendar cannot be read", address=path, error=str(error))
        return b""


def is_web(address: str) -> bool:
    """Whether the calendar is read from the web, not from a file."""
    return address.startswith(("http://", "https://"))
