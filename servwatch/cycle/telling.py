"""Give the items that came their stories, once each; what a digest then tells once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import structlog

from servwatch.archive.archive import Archive
from servwatch.insight.stories import (
    WINDOW,
    Candidate,
    Headline,
    Method,
    Told,
    assign,
    document_key,
    runs_of,
    title_text,
)
from servwatch.insight.stories.encoder import method_of
from servwatch.model import Annotation, Item

_log = structlog.get_logger(__name__)

BATCH = 4000
"""Items placed at a time, so that memory stays flat after a first reading of everything."""

AHEAD = timedelta(days=1)
"""An item dated further into the future than this is taken to be told when it came."""

_Waiting = Sequence[tuple[Item, Annotation | None]]


def tell_stories(archive: Archive, method: str, now: datetime) -> int:
    """Give every item that came within the window its story. Returns how many there were.

    An item is placed once. What somebody split or joined by hand stays as it is, for nothing is placed anew.
    """
    newest = archive.stories.newest()
    reader: Method | None = None
    count = 0
    while waiting := archive.stories.waiting(now - WINDOW, newest, BATCH):
        if reader is None:
            reader, sentence = method_of(method)
            if sentence:
                _log.warning("stories", note=sentence)
        new = list(_candidates(waiting, reader))
        first, last = min(c.told.at for c in new), max(c.told.at for c in new)
        known = list(archive.stories.window(first - WINDOW, last + WINDOW))
        members = assign(new, known, reader.strictness)
        archive.stories.keep(members, {candidate.told.item: candidate for candidate in new}, now)
        count += len(new)
    archive.stories.note_seen(newest)
    return count


def _candidates(waiting: _Waiting, method: Method) -> Iterator[Candidate]:
    read = [_headline(item, annotation) for item, annotation in waiting]
    for (item, _), headline, sketch in zip(waiting, read, method.sketches(read), strict=True):
        told = Told(item.id, sketch, told_at(item), item.source, headline.language)
        yield Candidate(
            told,
            item.canonical,
            document_key(item.url),
            title_text(item.title),
            runs_of(item.title, item.summary),
            item.published,
        )


def _headline(item: Item, annotation: Annotation | None) -> Headline:
    references = annotation.references if annotation is not None else ()
    language = (annotation.language if annotation is not None else "") or item.language
    return Headline(item.title, language, tuple(f"{one.kind}:{one.id}" for one in references))


def told_at(item: Item) -> datetime:
    """When an item was told: its date, unless that lies far from the day it came."""
    if item.published is None or not item.first_seen - WINDOW <= item.published <= item.first_seen + AHEAD:
        return item.first_seen
    return item.published
