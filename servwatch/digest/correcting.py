"""Facts that an edition told and that are otherwise now: another deadline, another number in a title, withdrawn. Pure.

A correction is told once. Where a fact changes again, it is told again, from what was told last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servwatch.insight.statements import changes_facts, corrects, withdrawn
from servwatch.model import Correction, DeadlineChange, RegisteredDeadline

DEADLINE, TITLE, WITHDRAWN = "deadline", "title", "withdrawn"
UNSAID_FOR = timedelta(days=2)
"""So long a page must not say a deadline any more before readers are told: pages lose words for an hour."""

Said = tuple[int, str, str, str]
"""A correction that was told: the item, what, old, new."""


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """An entry as an edition told it, and what its lead is called now."""

    number: int
    place: int
    lead: int
    cutoff: datetime
    title: str
    url: str
    title_then: str


def moved_deadline(
    told: ToldEntry,
    entry: RegisteredDeadline,
    history: Sequence[DeadlineChange],
    said: Iterable[Said],
    *,
    now: datetime,
    today: date,
) -> Correction | None:
    """The correction of a deadline of an entry, None where it is as it was told, or no longer matters.

    `history` is that of the deadline, the oldest first; `today` in the council's time zone.
    """
    if entry.seen is None or entry.seen > told.cutoff:  # it was not there to be told
        return None
    moves = [change for change in history if change.what == "date" and change.at > told.cutoff]
    gone = entry.unsaid is not None and told.cutoff < entry.unsaid <= now - UNSAID_FOR
    if not moves and not gone:  # whatever was told of another deadline of the item
        return None
    then = moves[0].old if moves else entry.date.isoformat()
    value = "" if gone and entry.date >= today else entry.date.isoformat()
    last, known = _last_told(then, DEADLINE, told.lead, said)
    if value in (last, known) or max(known, value) < today.isoformat():
        return None
    return _correction(told, DEADLINE, known, value)


def changed_title(told: ToldEntry, said: Iterable[Said]) -> Correction | None:
    """The correction of what the title of an entry says, None where it says the same."""
    said = tuple(said)
    if withdrawn(told.title) and not withdrawn(told.title_then):
        gone = any(item == told.lead and what == WITHDRAWN for item, what, _, _ in said)
        return None if gone else _correction(told, WITHDRAWN, told.title_then, "")
    last, _ = _last_told(told.title_then, TITLE, told.lead, said)
    if changes_facts(last, told.title) or (corrects(told.title) and not corrects(last)):
        return _correction(told, TITLE, last, told.title)
    return None


def _last_told(then: str, what: str, item: int, said: Iterable[Said]) -> tuple[str, str]:
    """What readers were told last, after each correction since; and the last of it that is not "none any more"."""
    value = known = then
    for number, kind, old, new in said:
        if (number, kind) == (item, what) and old in (value, value or known):
            value, known = new, new or known
    return value, known


def _correction(told: ToldEntry, what: str, old: str, new: str) -> Correction:
    return Correction(told.number, told.place, told.lead, told.title, told.url, what, old, new)
