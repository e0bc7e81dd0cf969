"""The register of deadlines, decided without a database: what enters, what moves, and of what staff are told.

One entry stands for one item, kind and date. When the item says another date, its entry moves and
keeps what was decided of it. When it does not say any date any more the entry stays, and waits: a page
that lost its words has not lost its deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from servwatch.insight.deadlines import NOT_TO_ACT
from servwatch.insight.working_days import working_days_left
from servwatch.model import Annotation, Calendar, Deadline, DeadlineState, RegisteredDeadline

NOTICES = (20, 10, 3)
"""Working days before a deadline at which staff are told of it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of the entries of an item after its newest version was read."""

    enter: tuple[Deadline, ...] = ()
    same: tuple[tuple[RegisteredDeadline, Deadline], ...] = ()  # said as before, perhaps in other words
    moved: tuple[tuple[RegisteredDeadline, Deadline], ...] = ()
    unsaid: tuple[RegisteredDeadline, ...] = ()  # not said any more


def _pairs(
    entries: list[RegisteredDeadline],
    found: list[Deadline],
    agree: Callable[[RegisteredDeadline, Deadline], bool],
) -> list[tuple[RegisteredDeadline, Deadline]]:
    """Pair entries with finds that agree, in their order, and take both from their lists."""
    pairs = []
    for entry in list(entries):
        fitting = next((d for d in found if agree(entry, d)), None)
        if fitting is not None:
            entries.remove(entry)
            found.remove(fitting)
            pairs.append((entry, fitting))
    return pairs


def settle(entries: Sequence[RegisteredDeadline], found: Iterable[Deadline], today: date) -> Settled:
    """Match the entries of one item with what its newest version says; those added by hand are left alone.

    First by kind and date, then by date, then by kind, then what is left: a date that is said again stays
    where it is, whatever else moved. Only what is still to come enters or is taken for gone. An entry whose
    day is past moves too, since what is over is sometimes prolonged; not where it was decided, for that
    decision was of the last call, and the new day of the same page belongs to the next.
    """
    left = sorted((e for e in entries if e.source != "hand"), key=lambda e: (e.date, e.id))
    wanted = sorted((d for d in found if d.kind not in NOT_TO_ACT), key=lambda d: (d.date, d.kind))
    same = _pairs(left, wanted, lambda e, d: e.date == d.date and e.kind == d.kind)
    same += _pairs(left, wanted, lambda e, d: e.date == d.date)
    coming = [d for d in wanted if d.date >= today]
    left = [e for e in left if e.date >= today or e.state.waits]
    moved = _pairs(left, coming, lambda e, d: e.kind == d.kind)
    if len(left) == len(coming) == 1:
        moved += _pairs(left, coming, lambda _e, _d: True)
    return Settled(tuple(coming), tuple(same), tuple(moved), tuple(e for e in left if e.date >= today))


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A deadline of which staff are to be told now: so many working days are left, at most `days`."""

    deadline: RegisteredDeadline
    days: int  # of `NOTICES`
    left: int


def due_notices(
    entries: Iterable[RegisteredDeadline],
    told: Collection[tuple[int, date, int]],
    today: date,
    calendar: Calendar,
) -> list[DueNotice]:
    """The notices that are due, the earliest deadline first. `told`: (deadline, its date then, of `NOTICES`).

    Of each entry one at most, the nearest: a deadline first seen eight working days ahead gets the notice of
    ten at once and that of three later, and the notice of twenty, which nobody could send, never. Each is
    sent once for a date; a deadline that moved is announced again.
    """
    due = []
    for entry in entries:
        if entry.date < today or not entry.state.waits:
            continue
        left = working_days_left(today, entry.date, calendar, most=max(NOTICES) + 1)
        days = min((n for n in NOTICES if left <= n), default=0)
        if days and (entry.id, entry.date, days) not in told:
            due.append(DueNotice(entry, days, left))
    return sorted(due, key=lambda notice: (notice.deadline.date, notice.deadline.id))


def open_deadlines(deadlines: Annotation | Iterable[Deadline], today: date) -> list[Deadline]:
    """The days by which something can still be done, the earliest first; meetings and votes are none."""
    listed = deadlines.deadlines if isinstance(deadlines, Annotation) else deadlines
    return sorted(
        (d for d in listed if d.date >= today and d.kind not in NOT_TO_ACT), key=lambda d: (d.date, d.kind)
    )


def standing(entry: RegisteredDeadline, today: date) -> str:
    """The state of an entry for readers: what was decided, or "passed" where its day is over undecided."""
    if entry.date < today and entry.state is DeadlineState.OPEN:
        return "passed"
    return entry.state.value
