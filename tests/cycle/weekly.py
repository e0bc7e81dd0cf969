"""What the feed of the fixture `weekly` holds, and what its digest decided."""

from servwatch.archive.item_query import ItemQuery
from tests.cycle.watch import brussels, entry

MONDAY = brussels("2026-11-23 08:00")


def news(number, *, date=MONDAY, host="ec.example.org", guid="", scheme="https", title=""):
    return entry(
        title or f"Bericht {number} over werk in de regio",
        f"{scheme}://{host}/news/{number}",
        guid=guid or f"guid-{number}",
        date=date,
        text=f"Samenvatting van bericht {number}.",
    )


def ledger(watch, digest="board"):
    with watch.archive() as archive:
        return {
            item.title: next(
                (d.decision.outcome for d in archive.editions.decisions(item.id) if d.digest == digest), None
            )
            for item, _ in archive.items.find(ItemQuery())
        }
