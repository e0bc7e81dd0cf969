"""What needs a person today, each with the one thing to do, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from servwatch.archive.deadlines import DeadlineQuery
from servwatch.archive.drafts import DraftRow
from servwatch.cycle.attention import attention_of
from servwatch.cycle.house_calendar import calendar_of
from servwatch.cycle.reporting import Attention
from servwatch.insight.deadline_register import NOTICES
from servwatch.insight.working_days import working_days_left
from servwatch.model import DeadlineState, Digest, DraftState
from servwatch.web.console.attention_words import told
from servwatch.web.console.deadline_lines import STATE_NAMES, DeadlineLine
from servwatch.web.console.review.time_left import time_left

if TYPE_CHECKING:
    from servwatch.web.console.visit import Visit

_SOON = 3
"""Working days from which on a deadline goes before what stands still."""
MOST_OF_A_KIND = 8
"""Of one kind more are counted, not listed."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_URGENCY = (
    "brake",
    "draft",
    "review-today",
    "deadline-soon",
    "configuration",
    "journal",
    "run",
    "message",
    "clock",
    "network",
    "meeting",
    "review",
    "quarantine",
    "expectation",
    "source",
    "deadline",
)
"""From what cannot wait to what can; whatever is not named comes last."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that needs a person."""

    what: str
    label: str  # its kind, in a word
    title: str
    text: str = ""
    path: str = ""  # of the page where it is done; "" where the visitor's account may not
    act: str = ""  # what to do there, in a word or two
    mood: str = "doubt"  # as of a badge
    at: datetime | None = None  # since when, or until when
    left: str = ""  # the time that is left, in words
    language: str = ""  # of `text`, where it is not that of the page: words for who knows the technique

    @property
    def order(self) -> tuple[int, datetime]:
        """Its place in the list."""
        known = _URGENCY.index(self.what) if self.what in _URGENCY else len(_URGENCY)
        return known, self.at or _EARLIEST


@dataclass(frozen=True, slots=True)
class More:
    """So many more of a kind than are listed, and where they are."""

    label: str
    count: int
    path: str


def cases_of(visit: Visit) -> tuple[list[Case], list[More]]:
    """What needs the visitor, the most urgent first, and of what there is more. Readers see deadlines."""
    found = list(_deadlines(visit))
    if visit.may("editor"):
        attention = attention_of(visit.archive, visit.current, visit.now)
        if visit.archive.runs.last() is None:
            attention.append(Attention("run", "last", None, ""))
        found += [told(one, visit) for one in attention]
        found += _drafts(visit, {one.id for one in attention if one.what == "draft"})
    found.sort(key=lambda case: case.order)
    shown: list[Case] = []
    more: dict[str, More] = {}
    for case in found:
        if sum(one.label == case.label for one in shown) < MOST_OF_A_KIND:
            shown.append(case)
        else:
            before = more.get(
                case.label, More(case.label, 0, f"/{case.path.split('/')[1]}" if case.path else "/")
            )
            more[case.label] = replace(before, count=before.count + 1)
    return shown, list(more.values())


def _deadlines(visit: Visit) -> Iterator[Case]:
    """Those that wait and of which staff are told already: the last twenty working days."""
    today, _ = visit.settings.day_of(visit.now), visit.words._
    waiting = DeadlineQuery(states=(DeadlineState.OPEN, DeadlineState.OURS), since=today, limit=200)
    calendar = calendar_of(visit.settings, visit.archive, today)
    for entry in visit.archive.deadlines.find(waiting):
        days = working_days_left(today, entry.date, calendar, most=max(NOTICES) + 1)
        if days > max(NOTICES):
            break
        line = DeadlineLine(entry, today, calendar, visit)
        facts = [line.moment, line.kind, line.body, _(STATE_NAMES[entry.state])]
        facts += [_("Owner: {name}", name=entry.owner)] if entry.owner else []
        yield Case(
            what="deadline-soon" if days <= _SOON else "deadline",
            label=_("Deadline"),
            title=line.title,
            text=" · ".join(filter(None, facts)),
            path=f"/deadlines/{entry.id}",
            act=_("Decide") if entry.state is DeadlineState.OPEN and visit.may("editor") else _("Look"),
            mood="bad" if line.pressing else "doubt",
            at=datetime.combine(entry.date, datetime.min.time(), UTC),
            left=line.left,
        )


def _drafts(visit: Visit, overdue: set[str]) -> Iterator[Case]:
    """The drafts that an editor can still act on, and that do not wait for one."""
    paused = visit.archive.pauses.of(visit.settings.day_of(visit.now))
    for row in visit.archive.drafts.all_alive():
        digest = visit.settings.digest(row.digest)
        if digest is None or row.digest in overdue or row.digest in paused or not _to_review(row):
            continue
        yield _draft(row, digest, visit)


def _to_review(row: DraftRow) -> bool:
    return row.state is not DraftState.RELEASED


def _draft(row: DraftRow, digest: Digest, visit: Visit) -> Case:
    _, speech = visit.words._, visit.words
    goes = row.state is DraftState.OPEN and digest.review == "window"
    moment = speech.moment(row.scheduled, near=visit.now)
    text = (
        _("It leaves on {moment} by itself.", moment=moment)
        if goes
        else _("It leaves on {moment} once it is released.", moment=moment)
    )
    today = visit.settings.day_of(row.scheduled) <= visit.settings.day_of(visit.now)
    return Case(
        what="review-today" if today else "review",
        label=_("Draft"),
        title=digest.titled(speech.language),
        text=text,
        path=f"/review/{digest.id}",
        act=_("Look it over"),
        mood="doubt" if goes else "bad",
        at=row.scheduled,
        left=time_left(row.scheduled, visit.now, visit.words),
    )
