"""Things to put into an archive, said shortly; every field can be given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from servwatch.archive.intake import Arrival, Harvest, Polled, store
from servwatch.archive.item_query import ItemQuery
from servwatch.archive.items import Items
from servwatch.archive.source_state import SourceState
from servwatch.insight.identity import text_hash
from servwatch.model import Annotation, ItemKind, Match, ThemeScore, Verdict

NOW = datetime(2026, 9, 3, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def themes(**scores):
    """Theme scores, each with one match; `social_dialogue=2` is the theme social-dialogue."""
    return tuple(
        ThemeScore(name.replace("_", "-"), score, (Match("loon", "title", 0, 4, "Loon", "stem", 1.0),))
        for name, score in scores.items()
    )


def arrival(number=1, *, themes=(), **fields):
    """A new item, published an hour before it was seen; of number 3 the address is example.org/3."""
    made = Arrival(
        source="ilo-news",
        url=f"https://www.example.org/{number}",
        canonical=f"example.org/{number}",
        title=f"Title {number}",
        summary=f"Summary {number}.",
        language="en",
        kind=ItemKind.NEWS,
        categories=("POLICY_AREA=ESAI",),
        published=NOW - HOUR,
        day=NOW.date(),
        seen=NOW,
        text_hash="",
        keys=(f"url:example.org/{number}",),
        annotation=Annotation(0, "print-1", "en", themes),
    )
    made = replace(made, **fields)
    return replace(made, text_hash=fields.get("text_hash") or text_hash(made.title, made.summary))


def state(source="ilo-news", **fields):
    made = SourceState(
        source, "reading-1", NOW, last_poll=NOW, last_ok=NOW, verdict=Verdict.OK, rule="It is well."
    )
    return replace(made, **fields)


def polled(**fields):
    return replace(Polled(NOW, Verdict.OK, "It is well.", 200, 1234, 0.25), **fields)


def harvest(*new, source=None, **fields):
    """What a poll of the source brought; the source is that of its first item."""
    arrivals = [*new, *fields.get("changed", ())]
    name = source or (arrivals[0].source if arrivals else "ilo-news")
    made = Harvest(state(name), polled(seen=len(new), new=len(new)), new)
    return replace(made, **fields)


def keep(database, *harvests, run=1):
    """Store harvests in one transaction of their own."""
    with database.write() as connection:
        store(connection, run, harvests)


def stored(database, *arrivals, **fields):
    """Store new items of one source; return their ids, in their order."""
    before = {item.id for item in all_items(database)}
    keep(database, harvest(*arrivals, **fields))
    return sorted(item.id for item in all_items(database) if item.id not in before)


def all_items(database, **query):
    """The items of the archive, in the order of their ids."""
    return sorted((item for item, _ in Items(database).find(ItemQuery(**query))), key=lambda item: item.id)
