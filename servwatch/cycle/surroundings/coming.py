"""What the next three weeks bring: own meetings, events, releases under embargo, and what is awaited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from servwatch.archive.editions import Candidates
from servwatch.archive.selection import Told
from servwatch.cycle.surroundings.stock import Stock
from servwatch.insight.deadlines import NOT_TO_ACT
from servwatch.insight.expectations import LATE_FOR, Span, next_span, spans
from servwatch.insight.statements import embargo, may_be_kept_back, withdrawn
from servwatch.model import Coming, Digest, Expectation, Item, ItemKind

AHEAD = timedelta(days=21)
BACK = timedelta(days=180)
"""An event is announced no longer before it than that."""


def coming(stock: Stock, digest: Digest, candidates: Candidates) -> tuple[Coming, ...]:
    """What lies ahead, day by day; then what is awaited, by the end of its time."""
    dated = sorted((*_meetings(stock, digest), *_happening(stock, digest, candidates)), key=_by_day)
    return (
        *_once(dated),
        *sorted(_awaited(stock, digest), key=lambda one: (one.until or one.day, one.title[""])),
    )


def _by_day(one: Coming) -> tuple[date, bool]:
    return one.day, one.sort != "meeting"


def _once(listed: Iterable[Coming]) -> Iterator[Coming]:
    """What stands on one day under one title once, whoever told it."""
    seen: set[tuple[date, str]] = set()
    for one in listed:
        keys = {(one.day, " ".join(title.split()).casefold()) for title in one.title.values()}
        if seen.isdisjoint(keys):
            yield one
        seen |= keys


def _meetings(stock: Stock, digest: Digest) -> Iterator[Coming]:
    """The meetings of the house; of those of some groups only the digest's."""
    for meeting in stock.calendar.meetings:
        ours = not meeting.groups or not set(meeting.groups).isdisjoint(digest.groups)
        if ours and stock.today <= meeting.date <= stock.today + AHEAD and meeting.name:
            yield Coming(meeting.date, meeting.name, sort="meeting")


def _happening(stock: Stock, digest: Digest, candidates: Candidates) -> Iterator[Coming]:
    """Events of the archive and releases kept back, of each story one."""
    events = stock.events(BACK, AHEAD)
    known = {item.id for item, _ in events}
    kept_back = [
        told
        for told in candidates.items
        if told[0].id not in known and may_be_kept_back(told[0].title, told[0].summary)
    ]
    listed = [*events, *kept_back]
    found = [
        (one, told)
        for told in listed
        if (one := _coming(told, stock)) is not None and _of_digest(told, stock, digest)
    ]
    stories = stock.stories(told[0].id for _, told in found)
    seen: set[int] = set()
    for one, (item, _) in sorted(found, key=lambda pair: (pair[0].day, pair[1][0].id)):
        if stories[item.id] not in seen:
            yield one
        seen.add(stories[item.id])


def _of_digest(told: Told, stock: Stock, digest: Digest) -> bool:
    return not withdrawn(told[0].title) and stock.matters(*told, digest)


def _coming(told: Told, stock: Stock) -> Coming | None:
    """An item as what is to come, None where it tells no day of the next weeks."""
    item, annotation = told
    body, title = stock.name_of(item.source), {"": item.title}
    spoken = (annotation.language if annotation is not None else "") or item.language
    last = stock.today + AHEAD
    free = _free_on(item, stock)
    if free is not None:
        kept_back = Coming(free, title, None, body, item.url, "awaited", embargoed=True, language=spoken)
        return kept_back if free <= last else None
    if item.kind is not ItemKind.EVENT:
        return None
    happens = [d for d in annotation.deadlines if d.kind in NOT_TO_ACT] if annotation is not None else []
    days = [(d.date, d.ends) for d in happens]
    if item.given.begins is not None:
        days.insert(0, (item.given.begins, item.given.ends))
    for begins, ends in days:
        if (ends or begins) >= stock.today and begins <= last:
            return Coming(begins, title, ends if ends != begins else None, body, item.url, language=spoken)
    return None


def _free_on(item: Item, stock: Stock) -> date | None:
    """The day on which a release that is kept back may be told; None for one that is free, or no release.

    Where a calendar of releases dates its items by that day, it lies ahead.
    """
    seen = stock.settings.day_of(item.first_seen)
    day = embargo(item.title, item.summary, seen)
    return day if day is not None and _ahead(day, item.published, stock) else None


def _ahead(day: date, published: datetime | None, stock: Stock) -> bool:
    return day > stock.today or (day == stock.today and published is not None and published > stock.now)


def _awaited(stock: Stock, digest: Digest) -> Iterator[Coming]:
    """The expectations whose window is open and did not bring what is awaited, or opens within three weeks."""
    wanted = [e for e in stock.settings.expectations if e.enabled and _of_kinds(e, digest)]
    if not wanted:
        return
    rows = stock.archive.awaited.since(stock.today - LATE_FOR)
    met = {(row.expectation, row.first) for row in rows if row.item is not None}
    for expectation in wanted:
        for span in _windows(expectation, stock.today):
            if (expectation.id, span.first) not in met:
                yield Coming(span.first, {"": expectation.name}, span.last, sort="awaited")
                break


def _windows(expectation: Expectation, today: date) -> Iterator[Span]:
    yield from (span for span in spans(expectation.windows, today) if span.last >= today)
    near = next_span(expectation.windows, today)
    if near is not None and near.first <= today + AHEAD:
        yield near


def _of_kinds(expectation: Expectation, digest: Digest) -> bool:
    return not digest.kinds or not expectation.kinds or not set(digest.kinds).isdisjoint(expectation.kinds)
