"""What every kind does with the entries it has read: settle their dates, name them, drop doubles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from servwatch.model import RawItem
from servwatch.sources.dates import Stated, settle
from servwatch.sources.plain_text import shorten

MAX_ITEMS = 5_000
"""Items taken from one document; the largest feed known, of Eurostat, holds 1,522."""
MAX_TITLE = 500
MAX_SUMMARY = 4_000
MAX_IDENTIFIER = 2_000
TITLE_FROM_SUMMARY = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as read and cleaned, before it is seen beside the others of its document."""

    title: str = ""
    url: str = ""
    summary: str = ""
    identifier: str = ""
    reference: str = ""
    published: Stated | None = None
    updated: Stated | None = None
    language: str = ""
    categories: tuple[str, ...] = ()


def finished(drafts: Sequence[Draft], zone: ZoneInfo) -> tuple[tuple[RawItem, ...], tuple[str, ...]]:
    """The items of a document in its order, and notes on what was left out.

    An entry without a title is called by the first words of its summary, else by its address or
    identifier; one that has nothing of these is left out. An entry that stands twice, with the same
    identifier, address and title, is kept once.
    """
    notes: list[str] = []
    if len(drafts) > MAX_ITEMS:
        notes.append(f"{len(drafts)} entries; the first {MAX_ITEMS} are kept.")
    kept = drafts[:MAX_ITEMS]
    items: list[RawItem] = []
    seen: set[tuple[str, str, str]] = set()
    empty = double = 0
    for draft, (published, day_only) in zip(kept, settle([d.published for d in kept], zone), strict=True):
        title = _title(draft)
        if not title:
            empty += 1
            continue
        key = (draft.identifier, draft.url, title)
        if key in seen:
            double += 1
            continue
        seen.add(key)
        updated = draft.updated.instant if draft.updated else None
        items.append(
            RawItem(
                title=title,
                url=draft.url,
                summary=draft.summary,
                identifier=draft.identifier,
                reference=draft.reference,
                published=published,
                day_only=day_only,
                updated=updated,
                language=draft.language,
                categories=draft.categories,
            )
        )
    if empty:
        notes.append(f"{empty} entries hold nothing and are left out.")
    if double:
        notes.append(f"{double} entries stand twice and are kept once.")
    return tuple(items), tuple(notes)


def _title(draft: Draft) -> str:
    if draft.title:
        return draft.title
    if draft.summary:
        return shorten(draft.summary, TITLE_FROM_SUMMARY)
    return shorten(draft.url or draft.identifier, MAX_TITLE)
