"""The opinions in preparation that are still open, with who writes them and when they are voted on."""

from __future__ import annotations

from datetime import date, timedelta

from servwatch.cycle.surroundings.one_each import one_each
from servwatch.cycle.surroundings.stock import Stock
from servwatch.insight.references import known_as
from servwatch.insight.statements import rapporteur, voting_days
from servwatch.model import Annotation, Digest, Item, ItemKind, Preparing

BACK = timedelta(days=365)
"""An older one was adopted long ago, or given up; the lists of publishers keep it."""


def preparing(stock: Stock, digest: Digest) -> tuple[Preparing, ...]:
    """Those that matter to a digest, the first vote first; those without a day last, the newest first.

    Over is what was voted on in plenary, and what is published as an opinion under the same reference.
    """
    mattering = [
        told for told in stock.of_kind(ItemKind.OPINION_IN_PREPARATION, BACK) if stock.matters(*told, digest)
    ]
    names = {item.id: _names(annotation) for item, annotation in mattering}
    done = stock.archive.selection.told_by_opinion(set().union(*names.values()))
    waiting = [told for told in mattering if done.isdisjoint(names[told[0].id])]
    found = (_told(item, annotation, stock) for item, annotation in one_each(waiting, stock))
    open_ones = [one for one in found if one.plenary is None or one.plenary >= stock.today]
    return tuple(sorted(open_ones, key=lambda one: _first_vote(one, stock.today)))


def _names(annotation: Annotation | None) -> frozenset[str]:
    """What it is itself called by its publisher: the number of its file."""
    references = annotation.references if annotation is not None else ()
    return frozenset(known_as(r.kind, r.id).name for r in references if r.role == "own")


def _told(item: Item, annotation: Annotation | None, stock: Stock) -> Preparing:
    text = f"{item.title}\n{item.summary}"
    published = item.day or stock.settings.day_of(item.first_seen)
    due = annotation.deadlines if annotation is not None else ()
    votes = voting_days(text, published, due, item.given)
    return Preparing(item, stock.name_of(item.source), rapporteur(text), votes.section, votes.plenary)


def _first_vote(one: Preparing, today: date) -> tuple[date, int, int]:
    """By the first vote that is still to come."""
    coming = [day for day in (one.section_vote, one.plenary) if day is not None and day >= today]
    newest = -(one.item.day or today).toordinal()
    return min(coming, default=date.max), newest, -one.item.id
