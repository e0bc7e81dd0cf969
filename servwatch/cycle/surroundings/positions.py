"""What both sides of industry and other councils published since the edition before, besides what is an entry."""

from __future__ import annotations

from servwatch.archive.editions import Candidates
from servwatch.cycle.surroundings.one_each import one_each
from servwatch.cycle.surroundings.stock import Stock
from servwatch.digest.choose import Choice
from servwatch.digest.reasons import DROPPED
from servwatch.insight.positions import is_advice_of_others, takes_side
from servwatch.model import Digest, Item, Outcome, Stand

MOST = 40


def positions(stock: Stock, digest: Digest, candidates: Candidates, choice: Choice) -> tuple[Stand, ...]:
    """Those that matter to a digest, the newest first. What an editor dropped is not told here either."""
    told = {item.id for entry in choice.entries for item in (entry.item, *entry.companions)}
    gone = {
        decision.item
        for decision in choice.decisions
        if decision.reason == DROPPED or (decision.outcome is Outcome.MERGED and decision.into in told)
    }
    found = [
        (item, annotation)
        for item, annotation in candidates.items
        if item.id not in told | gone and _is_one(item, stock) and stock.matters(item, annotation, digest)
    ]
    already = set(stock.stories(told).values())
    stories = stock.stories(item.id for item, _ in found)
    fresh = [pair for pair in found if stories[pair[0].id] not in already]
    newest = sorted(fresh, key=lambda pair: (pair[0].day or stock.today, pair[0].id), reverse=True)
    return tuple(stock.stand(item, annotation) for item, annotation in one_each(newest, stock)[:MOST])


def _is_one(item: Item, stock: Stock) -> bool:
    source = stock.sources.get(item.source)
    return takes_side(item, source) is not None or is_advice_of_others(item, source)
