"""The tenders and calls that are open: until when, for how much, and of whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from servwatch.archive.selection import Told
from servwatch.cycle.surroundings.one_each import one_each
from servwatch.cycle.surroundings.stock import Stock
from servwatch.insight.statements import budget, buyer, withdrawn
from servwatch.model import Digest, Item, ItemKind, Offer, RegisteredDeadline

KINDS = (ItemKind.TENDER, ItemKind.CALL)
UNDATED = timedelta(days=30)
"""One that tells no closing day is taken for open for so long."""


def offers(stock: Stock, digest: Digest) -> tuple[Offer, ...]:
    """Those that matter to a digest, the first to close first, those without a closing day last.

    What the register has as done or not for us is none; what was withdrawn neither.
    """
    closing: dict[int, list[RegisteredDeadline]] = {}
    for entry in stock.waiting:
        if entry.item is not None:
            closing.setdefault(entry.item, []).append(entry)
    outlined = stock.outlines(closing)
    told = stock.items(number for number, (item, _) in outlined.items() if item.kind in KINDS)
    dated = list(told.values())
    newest = (one for kind in KINDS for one in stock.of_kind(kind, UNDATED))
    known = {one[0].id for one in dated}
    undated = [one for one in newest if one[0].id not in known and not _tells_a_day(one)]
    open_ones = [
        one for one in (*dated, *undated) if not withdrawn(one[0].title) and stock.matters(*one, digest)
    ]
    first_come = sorted(open_ones, key=lambda one: one[0].id)
    found = [_told(item, closing.get(item.id, ()), stock) for item, _ in one_each(first_come, stock)]
    return tuple(sorted(found, key=lambda one: (one.closes or date.max, -one.item.id)))


def _tells_a_day(told: Told) -> bool:
    """Whether it has a closing day: then it is over, or not for us."""
    _, annotation = told
    return annotation is not None and any(due.kind not in ("event", "vote") for due in annotation.deadlines)


def _told(item: Item, deadlines: Sequence[RegisteredDeadline], stock: Stock) -> Offer:
    """An offer; of several days that of offering itself counts, not the last one to ask or to register."""
    text = f"{item.title}\n{item.summary}"
    own = [entry.date for entry in deadlines if entry.kind == item.kind.value]
    closes = min(own or [entry.date for entry in deadlines], default=None)
    return Offer(item, stock.name_of(item.source), closes, budget(text), buyer(text))
