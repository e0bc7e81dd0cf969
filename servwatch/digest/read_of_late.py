"""Nobody reads one story in full twice within 14 days, over all digests, unless it changed materially. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from servwatch.digest.returning import SoFar, what_is_new
from servwatch.model import Annotation, Item, Sent

WITHIN = timedelta(days=14)
"""So long a story that was read in full is not read in full again."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A story as an edition told it."""

    edition: int
    digest: str
    number: int
    frozen: datetime
    sent: Sent


def as_told(sent: Sent, later: Collection[date], stage: str | None = None) -> Sent:
    """What was told, without the deadlines that came later, and at the stage that it had (None: the same as now)."""
    if not later and stage is None:
        return sent
    item = sent.item if stage is None else replace(sent.item, given=replace(sent.item.given, stage=stage))
    companions = tuple(_without(note, later) for note in sent.companions)
    note = _without(sent.annotation, later) if sent.annotation is not None else None
    return replace(sent, item=item, annotation=note, companions=companions)


def read_in_full(
    item: Item,
    annotation: Annotation,
    tellings: Iterable[Telling],
    now: datetime,
    day_of: Callable[[datetime], date],
) -> Telling | None:
    """The last time that a reader had the story of an item in full, where that is still enough; else None.

    `tellings` are the editions with that story that reached the reader. One that came while an earlier one was
    enough was a line only, and no telling in full.
    """
    full: list[Telling] = []
    for one in sorted(tellings, key=lambda told: (told.frozen, told.edition)):
        lead, note = one.sent.item, one.sent.annotation
        if _enough(full, lead, note, one.frozen, day_of) is None:
            full.append(one)
    return _enough(full, item, annotation, now, day_of)


def _enough(
    full: Iterable[Telling],
    item: Item,
    annotation: Annotation | None,
    at: datetime,
    day_of: Callable[[datetime], date],
) -> Telling | None:
    recent = [told for told in full if at - told.frozen <= WITHIN]
    if not recent or what_is_new(item, annotation, SoFar.of([told.sent for told in recent]), day_of(at)):
        return None
    return recent[-1]


def _without(note: Annotation, later: Collection[date]) -> Annotation:
    return replace(note, deadlines=tuple(due for due in note.deadlines if due.date not in later))
