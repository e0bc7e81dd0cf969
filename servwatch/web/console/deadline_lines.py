"""A deadline as a page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from servwatch.cycle.deadline_notices import kind_in_words
from servwatch.digest.due_line import days_left, moment_of
from servwatch.insight.deadline_register import standing
from servwatch.insight.working_days import last_meeting, working_days_left
from servwatch.model import Calendar, DeadlineChange, DeadlineState, RegisteredDeadline

if TYPE_CHECKING:
    from servwatch.web.console.visit import Visit

STATE_NAMES = {
    DeadlineState.OPEN: "open",
    DeadlineState.OURS: "ours",
    DeadlineState.NOT_FOR_US: "not for us",
    DeadlineState.DONE: "done",
}
"""What was decided of a deadline, as sentences of the catalogue."""
CHANGE_NAMES = {
    "seen": "first seen",
    "date": "the day",
    "time": "the time",
    "state": "the state",
    "owner": "the owner",
    "note": "the note",
    "unsaid": "its page does not say it any more",
    "said": "its page says it again",
}
"""What changed of a deadline, as sentences of the catalogue."""
_SOON = 3
"""Working days from which on a deadline is pressing: the last notice goes out then."""


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One line of the history of a deadline, in words."""

    at: datetime
    who: str
    what: str
    old: str
    new: str


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def told_changes(history: Iterable[DeadlineChange], visit: Visit) -> list[ToldChange]:
    """What happened to a deadline, the oldest first."""
    speech = visit.words
    names = {state.value: speech._(name) for state, name in STATE_NAMES.items()}

    def said(change: DeadlineChange, value: str) -> str:
        if change.what == "state":
            return names.get(value, value)
        return speech.day(date.fromisoformat(value)) if _DAY.fullmatch(value) else value

    return [
        ToldChange(
            c.at,
            c.who or "servwatch",
            speech._(CHANGE_NAMES[c.what]) if c.what in CHANGE_NAMES else c.what,
            said(c, c.old),
            said(c, c.new),
        )
        for c in history
    ]


class DeadlineLine:
    """One entry of the register, in the visitor's words."""

    def __init__(self, entry: RegisteredDeadline, today: date, calendar: Calendar, visit: Visit) -> None:
        self.entry = entry
        self._today, self._calendar, self._visit = today, calendar, visit

    @property
    def title(self) -> str:
        """What it is of."""
        return self.entry.title or self.entry.text or self._visit.words._("untitled")

    @property
    def moment(self) -> str:
        """Its day, with the time where it is stated."""
        return moment_of(self.entry.date, self.entry.time, self._today, self._visit.words)

    @property
    def left(self) -> str:
        """How much time is left, in words."""
        if self.entry.date < self._today:
            return self._visit.words._("passed")
        return days_left(self.entry.date, self._today, self._calendar, self._visit.words)

    @property
    def pressing(self) -> bool:
        """Whether it waits, and little time is left."""
        days = working_days_left(self._today, self.entry.date, self._calendar, most=_SOON + 1)
        return self.entry.state.waits and 0 <= days <= _SOON and self.entry.date >= self._today

    @property
    def state(self) -> str:
        """What was decided of it, in words; "passed" where its day is over undecided."""
        word = standing(self.entry, self._today)
        return self._visit.words._("passed" if word == "passed" else STATE_NAMES[self.entry.state])

    @property
    def mood(self) -> str:
        """The colour of its state: what waits is in doubt, what is done is good."""
        if self.entry.state is DeadlineState.DONE:
            return "good"
        return "doubt" if self.entry.state is DeadlineState.OPEN and self.entry.date >= self._today else ""

    @property
    def kind(self) -> str:
        """What it is a deadline of."""
        return kind_in_words(self.entry.kind, self._visit.words)

    @property
    def body(self) -> str:
        """The name of the source that told it; "" where a person entered it."""
        source = self._visit.settings.source(self.entry.body) if self.entry.body else None
        return source.name if source is not None else self.entry.body

    @property
    def meeting(self) -> str:
        """The last meeting of our own before it, in words; "" for none."""
        words = self._visit.words
        meeting = last_meeting(self._today, self.entry.date, self._calendar)
        if meeting is None:
            return ""
        day = words.day(meeting.date, form="medium", near=self._today)
        return words._("Last meeting before it: {day}, {name}.", day=day, name=meeting.title(words.language))

    @property
    def notes(self) -> list[str]:
        """What else there is to know."""
        _, found = self._visit.words._, []
        if self.entry.moved_from is not None:
            found.append(_("It was {day}.", day=self._visit.words.day(self.entry.moved_from)))
        if self.entry.unsaid is not None:
            found.append(_("Its page does not say it any more: look whether it still holds."))
        return [*found, *filter(None, (self.meeting,))]

    @property
    def address(self) -> str:
        """Where it can be read outside; "" where there is no web address."""
        return self.entry.url if self.entry.url.startswith(("http://", "https://")) else ""
