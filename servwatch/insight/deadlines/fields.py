"""Deadlines from fields of the source: until when one can act, and when an event begins."""

from __future__ import annotations

from datetime import date, datetime, time

from servwatch.insight.deadlines.clock_times import BRUSSELS, END_OF_DAY
from servwatch.model import Deadline, Given, ItemKind

_KINDS = {
    ItemKind.CONSULTATION: "consultation",
    ItemKind.CALL: "call",
    ItemKind.TENDER: "tender",
    ItemKind.EVENT: "registration",
    ItemKind.OPINION_IN_PREPARATION: "reply",
}


def given_deadlines(given: Given, kind: ItemKind, published: date) -> tuple[Deadline, ...]:
    """The deadlines that a source states of an item of that kind, published on a day.

    A deadline before the publication is kept as it is stated: the source knows its own fields. The last day
    of a consultation, a call or a tender is its deadline where no deadline is stated.
    """
    found = []
    if given.deadline is not None:
        found.append(_until(given.deadline, _KINDS.get(kind, "deadline"), day_only=given.day_only))
    elif given.ends is not None and kind in _KINDS and kind is not ItemKind.EVENT:
        found.append(_of_field(given.ends, _KINDS[kind], None, "ends"))
    if kind is ItemKind.EVENT and given.begins is not None and given.begins >= published:
        ends = given.ends if given.ends is not None and given.ends > given.begins else None
        found.append(_of_field(given.begins, "event", None, "begins", ends))
    return tuple(found)


def _until(moment: datetime, kind: str, *, day_only: bool) -> Deadline:
    try:
        here = moment.astimezone(BRUSSELS)
    except OverflowError:  # "9999-12-31T23:59:59Z", by which some mean that there is no end
        here = moment
    clock = here.time().replace(second=0, microsecond=0)
    if day_only:
        return _of_field(here.date(), kind, None, "deadline")
    return _of_field(here.date(), kind, END_OF_DAY if clock == END_OF_DAY else clock, "deadline")


def _of_field(day: date, kind: str, moment: time | None, name: str, ends: date | None = None) -> Deadline:
    words = f"{name}: {day.isoformat()}" + (f" {moment:%H:%M}" if moment else "")
    return Deadline(
        day, kind, words, time=moment, field=name, rule="field", confidence=1.0, source="field", ends=ends
    )
