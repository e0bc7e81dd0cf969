"""Where the dossiers stand that a digest follows: stage old and new, last steps, next step, both sides, own advice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

from servwatch.archive.selection import Told
from servwatch.cycle.dossier_page import DossierPage, Line
from servwatch.cycle.surroundings.stock import Stock
from servwatch.insight.following import Following
from servwatch.insight.positions import balance, takes_side
from servwatch.insight.stages import Stage, stage_of
from servwatch.model import Coming, Digest, DossierState, ItemKind, Stand

STEPS = 3
_EVER = datetime.min.replace(tzinfo=UTC)


def dossiers(stock: Stock, digest: Digest, before: datetime | None) -> tuple[DossierState, ...]:
    """The followed dossiers, in the order of the configuration. `before`: the cutoff of the edition before."""
    told = (
        one for one in stock.following if one.dossier.told_in(digest.id) and one.dossier.open(stock.today)
    )
    found = (standing_of(one, stock, digest.language, before) for one in told)
    return tuple(one for one in found if one is not None)


def standing_of(
    one: Following, stock: Stock, language: str, before: datetime | None = None
) -> DossierState | None:
    """Where one of them stands, for a reader of that language; None for a reference that is none."""
    page = stock.page(one.dossier.ref, language)
    if page is None:
        return None
    lines = page.timeline
    items = stock.items(number for line in (*lines, *page.others) for number in line.items)
    stages = _stages((items[n] for line in lines for n in line.items if n in items and line.about), stock)
    return DossierState(
        name=one.called(language),
        reference=page.references[0] if page.references else page.asked,
        steps=tuple(_steps_of([line for line in lines if line.about][-STEPS:], items, stock)),
        before=_stage_at(stages, before) if before is not None else "",
        stage=_stage_at(stages, stock.now),
        next_step=_next_step(items.values(), stock),
        balance=balance(_sides(items.values(), stock)),
        earlier=stock.advice.on(page.names),
        url=_address(page),
    )


def _address(page: DossierPage) -> str:
    return next((reference.url for reference in page.references if reference.url), page.asked.url)


def _steps_of(lines: Iterable[Line], items: dict[int, Told], stock: Stock) -> Iterable[Stand]:
    """The documents of the timeline, each in the edition that its line shows."""
    for line in lines:
        known = [items[number] for number in line.items if number in items]
        shown = next((told for told in known if told[0].url == line.url), None)
        if shown is not None:  # else it was held back since the timeline was read
            yield stock.stand(*shown)


class _Reached(NamedTuple):
    """A stage that an item says: of which day, and since when that is known."""

    day: date
    stage: Stage
    item: int
    known: datetime


def _stages(told: Iterable[Told], stock: Stock) -> list[_Reached]:
    """The stages that documents say, and said before they changed."""
    found: list[_Reached] = []
    items = [item for item, _ in told]
    earlier = stock.archive.corrections.earlier({item.id for item in items if item.version > 1}, _EVER)
    for item in items:
        day, known = item.day or stock.settings.day_of(item.first_seen), item.first_seen
        for version in earlier.get(item.id, ()):
            found += _reached(version.given.stage, day, item.id, known)
            day, known = stock.settings.day_of(version.until), version.until
        found += _reached(item.given.stage, day, item.id, known)
    return sorted(found, key=lambda one: (one.day, one.stage.place, one.item))


def _reached(said: str, day: date, item: int, known: datetime) -> list[_Reached]:
    stage = stage_of(said) if said else None
    return [_Reached(day, stage, item, known)] if stage is not None else []


def _stage_at(stages: Iterable[_Reached], time: datetime) -> str:
    """The last stage of what was known at a time, as a sentence of the catalogue; "" for none."""
    known = [one for one in stages if one.known <= time]
    return known[-1].stage.value if known else ""


def _sides(told: Iterable[Told], stock: Stock) -> list[Stand]:
    return [
        stock.stand(item, annotation)
        for item, annotation in told
        if takes_side(item, stock.sources.get(item.source)) is not None
    ]


def next_step(page: DossierPage, stock: Stock) -> Coming | None:
    """What comes next on the dossier of a page."""
    numbers = (number for line in (*page.timeline, *page.others) for number in line.items)
    return _next_step(stock.items(numbers).values(), stock)


def _next_step(told: Iterable[Told], stock: Stock) -> Coming | None:
    """The first day still to come on which something happens to it, or until which one can act."""
    steps = [step for one in told for step in _steps(one, stock)]
    return min(steps, key=lambda step: (step.day, step.title[""]), default=None)


def _steps(told: Told, stock: Stock) -> Iterable[Coming]:
    item, annotation = told
    body, title = stock.name_of(item.source), {"": item.title}
    for due in annotation.deadlines if annotation is not None else ():
        if due.date >= stock.today:
            sort = "event" if due.kind in ("event", "vote") else "deadline"
            yield Coming(due.date, title, due.ends, body, item.url, sort)
    begins = item.given.begins
    if item.kind is ItemKind.EVENT and begins is not None and begins >= stock.today:
        yield Coming(begins, title, item.given.ends, body, item.url)
