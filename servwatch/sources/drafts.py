"""What every kind does with the entries it has read: settle their dates, name them, drop doubles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from servwatch.model import NOTHING_GIVEN, Given, RawItem
from servwatch.sources.dates import Stated, settle
from servwatch.sources.plain_text import shorten

MAX_ITEMS = 5_000
"""Items taken from one document; the largest feed known, of Eurostat, holds 1,522."""
MAX_ENTRIES = 4 * MAX_ITEMS
"""Entries of one answer that are looked at, to find the newest among them: what bounds the time it takes."""
TOO_MANY = f"The answer holds more than the {MAX_ITEMS} items that are taken of one: shorten `window`."
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
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
    made_title: bool = False  # the title was made of the address
    given: Given = NOTHING_GIVEN

    @property
    def name(self) -> str:
        """The title, else the first words of the summary, else the address or the identifier."""
        if self.title:
            return self.title
        if self.summary:
            return shorten(self.summary, TITLE_FROM_SUMMARY)
        return shorten(self.url or self.identifier, MAX_TITLE)

    def item(self, published: datetime | None, *, day_only: bool) -> RawItem:
        """The item this entry is, its date settled."""
        return RawItem(
            title=self.name,
            url=self.url,
            summary=self.summary,
            identifier=self.identifier,
            reference=self.reference,
            published=published,
            day_only=day_only,
            updated=self.updated.instant if self.updated else None,
            language=self.language,
            categories=self.categories,
            made_title=self.made_title or not self.title,
            given=self.given,
        )


def _newest(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """At most MAX_ITEMS, in their order: those with the latest dates, which need not stand first."""
    if len(drafts) <= MAX_ITEMS:
        return drafts
    stated = [draft.published.instant if draft.published else _LONG_AGO for draft in drafts]
    latest = sorted(range(len(drafts)), key=stated.__getitem__, reverse=True)[:MAX_ITEMS]
    return [drafts[n] for n in sorted(latest)]


def finished(drafts: Sequence[Draft], zone: ZoneInfo) -> tuple[tuple[RawItem, ...], tuple[str, ...]]:
    """The items of a document in its order, and notes on what was left out.

    An entry that has neither title nor text nor address nor identifier is left out. One that stands
    twice, with the same identifier, address and title, is kept once. `zone` is the council's.
    """
    notes: list[str] = []
    if len(drafts) > MAX_ITEMS:
        notes.append(f"{len(drafts)} entries: only the newest {MAX_ITEMS} are kept.")
    taken = _newest(drafts)
    items: dict[tuple[str, str, str], RawItem] = {}
    hollow = 0
    for draft, (published, day_only) in zip(taken, settle([d.published for d in taken], zone), strict=True):
        item = draft.item(published, day_only=day_only)
        if item.title:
            items.setdefault((item.identifier, item.url, item.title), item)
        else:
            hollow += 1
    if hollow:
        notes.append(f"Left out because they hold nothing: {hollow}.")
    if double := len(taken) - hollow - len(items):
        notes.append(f"Left out because they stand twice: {double}.")
    return tuple(items.values()), tuple(notes)


def telling(drafts: Sequence[Draft]) -> tuple[list[Draft], list[str]]:
    """The entries that have a title or a text, and a note on the others: an address alone tells nobody anything."""
    kept = [draft for draft in drafts if draft.title or draft.summary]
    left_out = len(drafts) - len(kept)
    return kept, [f"Left out because they have no title: {left_out}."] if left_out else []
