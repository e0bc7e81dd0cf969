"""Recompute annotations after a change of settings, and find what would be decided otherwise now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from servwatch.archive.archive import Archive
from servwatch.cycle.understanding import Understanding
from servwatch.digest.match import match
from servwatch.model import Digest, Item, Settings

BATCH = 1000
"""Items read, annotated and written at a time, so that memory stays flat however large the archive."""


def retag_archive(
    archive: Archive,
    understanding: Understanding,
    *,
    now: datetime | None = None,
    since: date | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> int:
    """Annotate what was annotated under other settings. Returns how many items that were.

    Their deadlines that are still to come at `now` (none: the time it is) are in the register afterwards.
    """
    after = count = 0
    while batch := archive.stale(understanding.fingerprint, since=since, after=after, limit=BATCH):
        archive.annotate([understanding.of_item(item) for item in batch], at=now)
        after = batch[-1].id
        count += len(batch)
        progress(f"{count} items")
    return count


def reconsidered(
    archive: Archive, settings: Settings, *, since: date | None = None
) -> Iterator[tuple[Digest, list[Item]]]:
    """For each digest the items it rejected that it would now choose."""
    own = settings.own
    for digest in settings.digests:
        rejected = archive.editions.rejected(digest.id, since=since)
        yield (
            digest,
            [item for item, annotation in rejected if match(item, annotation, digest, own).belongs],
        )
