"""Hold what is in the archive against what plain feedparser finds in the same file: every item, none more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from servwatch.archive.archive import Archive
from servwatch.archive.item_query import ItemQuery
from servwatch.model import Item
from tests.corpus.captured import Captured
from tests.sources.plain_feedparser import day, hollow, of_one_item, our_day, raw, spans, title

Row = tuple[str, str, str, str]
"""File, field, class, place of the entry."""

ENDS = (b"</rss>", b"</feed>", b"</rdf:RDF>")
HEAD = 1_000
PAGE = "a feed within an HTML page: blocked"
HOLLOW = "an entry that holds nothing: left out"
BROKEN_OFF = "the item within which the document breaks off: left out"
TWICE = "an entry that stands twice: kept once"
SAME_NAME = "one title at one address, under two dates: one item, as it was last"


def items_of(archive: Archive) -> dict[str, list[Item]]:
    """The items of each source in the order of their arrival."""
    found = defaultdict(list)
    for item, _ in archive.items.find(ItemQuery()):
        found[item.source].append(item)
    return {source: sorted(items, key=lambda item: item.id) for source, items in found.items()}


def differences(captured: Captured, items: Sequence[Item]) -> list[Row]:
    """What differs, each with its class; "?" is the class of what has none."""
    return [(captured.path, *row) for row in _differences(captured, items)]


def _differences(captured: Captured, items: Sequence[Item]) -> Iterator[tuple[str, str, str]]:
    if not items and captured.entries and b"<html" in captured.body[:HEAD]:
        yield "items", PAGE, "*"
        return
    left = list(items)
    for place, entry in enumerate(captured.entries):
        item = next(_alike(entry, left), None)
        if item is not None:
            left.remove(item)
            yield from ((field, why, str(place)) for field, why in of_one_item(entry, item))
        elif hollow(entry):
            yield "items", HOLLOW, str(place)
        elif next(_alike(entry, items), None) is not None:
            yield "items", TWICE, str(place)
        elif any(_same_name(entry, item) for item in items):
            yield "items", SAME_NAME, str(place)
        elif place == len(captured.entries) - 1 and not any(end in captured.body for end in ENDS):
            yield "items", BROKEN_OFF, str(place)
        else:
            yield "items", "?", str(place)
    if captured.entries:  # feedparser reads no JSON Feed
        yield from (("items", "?", f"only in the archive: {item.title}") for item in left)


def _alike(entry: dict, items: Sequence[Item]) -> Iterator[Item]:
    """The items that may be an entry: first those that differ in nothing, then those that differ as explained."""
    explained = []
    for item in items:
        whys = [why for _, why in of_one_item(entry, item)]
        if not whys:
            yield item
        elif "?" not in whys:
            explained.append(item)
    yield from explained


def _same_name(entry: dict, item: Item) -> bool:
    """Whether an entry and a later item agree in all but the day."""
    later = item.published is not None and day(entry) is not None and day(entry) < our_day(item)
    return later and (title(entry), raw(entry, "link")) == (item.title, item.url)


def rows(found: Sequence[Row]) -> list[dict[str, str]]:
    """Differences as the rows of a table: one for each file, field and class."""
    places = defaultdict(list)
    for *key, place in found:
        places[tuple(key)].append(place)
    return [
        {"file": file, "field": field, "why": why, "items": spans(indexes)}
        for (file, field, why), indexes in sorted(places.items())
    ]
