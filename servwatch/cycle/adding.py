"""An item by hand: what a person found and no source brought.

It belongs to the watched source of its site, so that the source knows it again when it lists it later;
where the site is not watched, to a source of its own that is never polled.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from servwatch.archive.archive import Archive
from servwatch.archive.intake import Arrival
from servwatch.cycle.understanding import Understanding
from servwatch.errors import NotFound, UsageError
from servwatch.fetch import Fetcher
from servwatch.insight.entry_keys import entries_of
from servwatch.insight.provenance import of_site
from servwatch.model import BY_HAND, Annotation, FetchSettings, ItemKind, RawItem, Settings, Source
from servwatch.sources import ParseContext
from servwatch.sources.article import completed, detail_request, has_page
from servwatch.sources.item_kind import kind_of
from servwatch.sources.parser_pool import ParserPool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person says of the item; what is left empty is read from its page."""

    url: str
    title: str = ""
    summary: str = ""
    day: date | None = None
    language: str = ""
    kind: ItemKind | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of it. `note` says why its page was not read, where that was tried in vain."""

    item: int
    source: str
    title: str
    annotation: Annotation | None
    known: bool = False  # the archive had it
    note: str = ""


def add(
    settings: Settings, archive: Archive, understanding: Understanding, wanted: Wanted, now: datetime
) -> Added:
    """Add an item, unless the archive has it. `now` is aware.

    Raises UsageError for what is no web address, NotFound where neither its page nor the person gives a title.
    """
    raw = RawItem(wanted.title, wanted.url, wanted.summary, language=wanted.language)
    (entry,) = entries_of([raw])
    if not entry.canonical:
        raise UsageError(
            "{url!r} is no web address", remedy="Give one that begins with https://.", url=wanted.url
        )
    known = archive.items.by_address(entry.canonical)
    if known:
        _, annotation = archive.items.get(known[0].id) or (None, None)
        return Added(known[0].id, known[0].source, known[0].title, annotation, known=True)
    near = of_site(wanted.url, settings.sources)
    source = near[0] if near else settings.source(BY_HAND)
    assert source is not None  # noqa: S101 - that of what is added by hand is always there
    page, note = _page(settings.fetch, source, wanted.url, now, settings.timezone.key)
    raw = _completed(raw, page, wanted, settings)
    if not raw.title:
        raise NotFound(
            "the page of {url} gives no title: {note}",
            remedy="Say it yourself: --title “...”, and --date and --summary where you can.",
            url=wanted.url,
            note=note,
        )
    arrival = _arrival(raw, source, wanted, understanding, now, settings)
    return Added(archive.add(arrival), source.id, raw.title, arrival.annotation, note=note)


def _completed(raw: RawItem, page: RawItem | None, wanted: Wanted, settings: Settings) -> RawItem:
    """What the person says, else what the page says."""
    if wanted.day is not None:
        raw = replace(raw, published=datetime.combine(wanted.day, time(), settings.timezone), day_only=True)
    return completed(replace(raw, made_title=not raw.title), page)


def _arrival(
    raw: RawItem,
    source: Source,
    wanted: Wanted,
    understanding: Understanding,
    now: datetime,
    settings: Settings,
) -> Arrival:
    (entry,) = entries_of([raw], source.identity)
    kind, day = wanted.kind or kind_of(raw, source.item_kind), settings.day_of(raw.published or now)
    annotation = understanding.annotation(
        source.id, raw.title, raw.summary, raw.language, (), url=raw.url, day=day, kind=kind, given=raw.given
    )
    return Arrival(
        source=source.id,
        url=raw.url,
        canonical=entry.canonical,
        title=raw.title,
        summary=raw.summary,
        language=raw.language,
        kind=kind,
        categories=(),
        published=raw.published,
        day=day,
        seen=now,
        text_hash=entry.text_hash,
        keys=entry.keys,
        annotation=annotation,
    )


def _page(
    fetching: FetchSettings, source: Source, url: str, now: datetime, timezone: str
) -> tuple[RawItem | None, str]:
    """What the page of an address says of itself, or why it says nothing."""
    if not has_page(RawItem("", url)):
        return None, "it is a document, and no page"

    async def read() -> tuple[RawItem | None, str]:
        async with ParserPool() as parser, Fetcher(fetching) as fetcher:
            request = detail_request(source, url)
            fetched = await fetcher.fetch(request)
            if not fetched.body:
                return None, fetched.rule
            context = ParseContext.of(source, fetched, now=now, timezone=timezone, asked=request)
            parsed = await parser.parse("article", fetched.body, context)
            return (parsed.items[0], "") if parsed.items else (None, parsed.rule)

    return asyncio.run(read())
