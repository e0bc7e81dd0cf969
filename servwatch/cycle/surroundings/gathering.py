"""Complete an edition: its blocks, both sides beside its entries, the stage that was told, the edition before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from servwatch.archive.editions import Candidates
from servwatch.archive.tellings import Before
from servwatch.cycle.surroundings.balance import BothSides
from servwatch.cycle.surroundings.coming import coming
from servwatch.cycle.surroundings.corrections import corrections
from servwatch.cycle.surroundings.deadlines import open_deadlines
from servwatch.cycle.surroundings.dossiers import dossiers
from servwatch.cycle.surroundings.offers import offers
from servwatch.cycle.surroundings.positions import positions
from servwatch.cycle.surroundings.preparing import preparing
from servwatch.cycle.surroundings.stock import Stock
from servwatch.digest.choose import Choice
from servwatch.digest.passing import passed
from servwatch.digest.told import Told
from servwatch.insight.stages import stage_of
from servwatch.model import Digest, Edition, Entry, InStory, Item, Sent, Surroundings


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an edition was chosen from."""

    candidates: Candidates
    choice: Choice
    told: Sequence[Sent]  # what the digest told of late
    stories: Mapping[int, InStory]


def complete(
    edition: Edition, digest: Digest, drawn: Drawn, stock: Stock, *, in_full: bool = True
) -> Edition:
    """The edition with all that its layouts show; without `in_full` what the brief one shows."""
    before = stock.archive.tellings.before(digest.id)
    sides, told = BothSides(stock), Told(drawn.told, drawn.stories)
    days = _days(stock, digest, edition.entries)
    entries = tuple(
        replace(
            entry,
            balance=sides.beside(entry),
            stage_before=_stage_before(entry, told),
            follows_day=days.get(entry.follows),
        )
        for entry in edition.entries
    )
    return replace(
        edition,
        entries=entries,
        around=_around(digest, drawn, stock, before, in_full=in_full),
        previous=before.number if before is not None else 0,
        previous_day=stock.settings.day_of(before.cutoff) if before is not None else None,
    )


def _around(
    digest: Digest, drawn: Drawn, stock: Stock, before: Before | None, *, in_full: bool
) -> Surroundings:
    """The blocks. An alert tells its story, and what must be put right."""
    if digest.at_once:
        return Surroundings(corrections=corrections(stock, digest))
    decisions = {decision.item: decision for decision in drawn.choice.decisions}
    around = Surroundings(
        deadlines=open_deadlines(stock, digest),
        coming=coming(stock, digest, drawn.candidates),
        corrections=corrections(stock, digest),
        passed=passed(drawn.candidates.items, decisions, [theme.id for theme in stock.settings.themes]),
    )
    if not in_full:
        return around
    return replace(
        around,
        dossiers=dossiers(stock, digest, before.cutoff if before is not None else None),
        preparing=preparing(stock, digest),
        positions=positions(stock, digest, drawn.candidates, drawn.choice),
        offers=offers(stock, digest),
    )


def _days(stock: Stock, digest: Digest, entries: Iterable[Entry]) -> dict[int, date]:
    """The days of the editions that these entries follow, by their numbers."""
    numbers = {entry.follows for entry in entries if entry.follows}
    known = stock.archive.tellings.numbered(digest.id, numbers) if numbers else {}
    return {one.number: stock.settings.day_of(one.cutoff) for one in known.values()}


def _stage_before(entry: Entry, told: Told) -> str:
    """Of a follow-up that has come further: the stage that was told; "" else."""
    now = stage_of(entry.item.given.stage)
    if not entry.follows or now is None:
        return ""
    said = [sent for item in (entry.item, *entry.companions) for sent in _told_of(item, told)]
    stages = [found for sent in said if (found := stage_of(sent.item.given.stage)) is not None]
    furthest = max(stages, key=lambda stage: stage.place, default=None)
    return furthest.value if furthest is not None and furthest is not now else ""


def _told_of(item: Item, told: Told) -> list[Sent]:
    """What was told of the story of an item."""
    copy = told.copy_of(item)
    return [*told.of_story(item), *([copy] if copy is not None else [])]
