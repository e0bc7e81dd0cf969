"""The corrections of what the last editions of a digest told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from servwatch.archive.corrections import Now, TitleThen
from servwatch.archive.tellings import Telling
from servwatch.cycle.surroundings.stock import Stock
from servwatch.digest.correcting import ToldEntry, changed_title, moved_deadline
from servwatch.model import Correction, Digest

BACK = timedelta(days=28)
"""So long an edition is put right; later nobody has it at hand."""


def corrections(stock: Stock, digest: Digest) -> tuple[Correction, ...]:
    """The corrections that this digest has not told, the oldest edition first."""
    archive = stock.archive
    tellings = archive.tellings.of_digest(digest.id, stock.now - BACK)
    if not tellings:
        return ()
    items = {telling.item for telling, _ in tellings}
    since = min(telling.cutoff for telling, _ in tellings)
    moved = archive.corrections.moved(items, since)
    earlier = archive.corrections.earlier(items, since)
    touched = earlier.keys() | {entry.item for entry, _ in moved}
    affected = [(telling, place) for telling, place in tellings if touched & {telling.item, telling.lead}]
    if not affected:
        return ()
    now = archive.corrections.now({telling.lead for telling, _ in affected})
    said = archive.corrections.told(digest.id, now)
    found: list[Correction] = []
    for telling, place in affected:
        told = _as_told(telling, place, now, earlier)
        if told is None:
            continue
        title = changed_title(told, said) if telling.item == telling.lead else None
        days = (
            moved_deadline(told, entry, history, said, now=stock.now, today=stock.today)
            for entry, history in moved
            if entry.item == telling.item
        )
        found += filter(None, (title, *days))
    return _once(found)


def _as_told(
    telling: Telling, place: int, now: dict[int, Now], earlier: dict[int, list[TitleThen]]
) -> ToldEntry | None:
    """The entry of a telling; None where its lead is gone from the archive."""
    lead = now.get(telling.lead)
    if lead is None:
        return None
    replaced = (then.title for then in earlier.get(telling.lead, ()) if then.until > telling.cutoff)
    title_then = next(replaced, lead.title)
    return ToldEntry(telling.number, place, telling.lead, telling.cutoff, lead.title, lead.url, title_then)


def _once(found: Iterable[Correction]) -> tuple[Correction, ...]:
    """Each once; of an item that is withdrawn nothing else."""
    listed: Sequence[Correction] = tuple(dict.fromkeys(found))
    gone = {(one.number, one.place) for one in listed if one.what == "withdrawn"}
    kept = (one for one in listed if one.what == "withdrawn" or (one.number, one.place) not in gone)
    return tuple(sorted(kept, key=lambda one: (one.number, one.place, one.what, one.old)))
