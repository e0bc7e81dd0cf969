"""Deadlines and events of an item: from the fields of its source, then from its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, time

from servwatch.insight.deadlines.clauses import Clause, clauses
from servwatch.insight.deadlines.clock_times import time_beside
from servwatch.insight.deadlines.dates import Mention, may_name_days, mentions
from servwatch.insight.deadlines.fields import given_deadlines
from servwatch.insight.deadlines.judging import Judgement, act_in, judge
from servwatch.insight.deadlines.relative import counted_days
from servwatch.model import NOTHING_GIVEN, Deadline, Given, ItemKind

NOT_TO_ACT = frozenset(("event", "vote"))
"""The kinds that are days on which something happens, and not days by which to act."""
LONGEST = 200_000
"""Characters read of one text. What stands behind them is no notice."""
_WORDS = 240
_BY_KIND = {ItemKind.CONSULTATION: "consultation", ItemKind.CALL: "call", ItemKind.TENDER: "tender"}


def find_deadlines(
    title: str,
    summary: str,
    *,
    published: date,
    kind: ItemKind = ItemKind.NEWS,
    given: Given = NOTHING_GIVEN,
) -> tuple[Deadline, ...]:
    """The deadlines and events of an item published on a day, the earliest first.

    Days in fields of the source come first: they stand for what the text says of the same day or kind.
    Of an act, which gives its days to those it binds, the text is not read. `date` and `time` are those of
    Brussels. Each has its words, its rule and its confidence (0 to 1).
    """
    stated = given_deadlines(given, kind, published)
    if kind is ItemKind.ACT:
        return stated
    own = _BY_KIND.get(kind, "")
    context = own or act_in(title)
    said = [
        *_in_text("title", title, published, own, context),
        *_in_text("summary", summary, published, own, context),
    ]
    return tuple(sorted(_one_each(stated, said), key=lambda d: (d.date, d.kind)))


def _in_text(field: str, text: str, published: date, own: str, context: str) -> Iterator[Deadline]:
    text = text[:LONGEST]
    named = mentions(text, published) if may_name_days(text) else []
    for mention, clause in zip(named, clauses(text, named), strict=True):
        judged = judge(mention, clause, published, context)
        if judged is not None:
            yield _deadline(field, text, mention, clause, _own_kind(judged, own))
    for mention in counted_days(text, published):
        clause = clauses(text, [mention])[0]
        act = own or act_in(clause.sentence)
        if act:
            yield _deadline(field, text, mention, clause, Judgement(act, "counted", 0.7))


def _own_kind(judged: Judgement, own: str) -> Judgement:
    """The kind by which the source knows the item goes before general words for the same act."""
    general = judged.kind in ("deadline", "call", "application", "consultation", "reply")
    return replace(judged, kind=own) if own and general else judged


def _deadline(field: str, text: str, mention: Mention, clause: Clause, judged: Judgement) -> Deadline:
    happens = judged.kind in NOT_TO_ACT
    day, moment, words_end = mention.first if happens else mention.last, None, mention.end
    day, moment, words_end = time_beside(text, mention.start, mention.end, day)
    start, end = _words(clause, mention, words_end)
    return Deadline(
        date=day,
        kind=judged.kind,
        text=text[start:end],
        time=moment,
        field=field,
        start=start,
        end=end,
        rule=judged.rule,
        confidence=judged.confidence,
        ends=mention.last if happens and mention.last > day else None,
    )


def _words(clause: Clause, mention: Mention, words_end: int) -> tuple[int, int]:
    """Where the words of a deadline stand: its sentence, or that part of a long one that leads to the day."""
    start, end = clause.start, max(words_end, clause.start + len(clause.sentence))
    if end - start > _WORDS:
        start = max(start, mention.start - _WORDS // 2)
        end = min(end, max(words_end, start + _WORDS))
    return start, end


def _one_each(stated: Iterable[Deadline], said: Iterable[Deadline]) -> list[Deadline]:
    """One deadline for each day and sort, the surest; those of fields first, with the words of the text."""
    kept: dict[tuple[date, bool], Deadline] = {}
    fields = {d.kind for d in stated}
    for deadline in stated:
        kept[deadline.date, deadline.kind in NOT_TO_ACT] = deadline
    for deadline in sorted(said, key=lambda d: -d.confidence):
        key = deadline.date, deadline.kind in NOT_TO_ACT
        before = kept.get(key)
        if before is None and deadline.kind not in fields:
            kept[key] = deadline
        elif before is not None and before.source == "field" and not before.start and not before.end:
            kept[key] = _in_words(before, deadline)
    return list(kept.values())


def _in_words(stated: Deadline, said: Deadline) -> Deadline:
    moment: time | None = stated.time if stated.time is not None else said.time
    return replace(stated, text=said.text, field=said.field, start=said.start, end=said.end, time=moment)
