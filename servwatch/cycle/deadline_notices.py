"""Mails to the editors 20, 10 and 3 working days before a deadline that waits: one mail a run with all that are due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from servwatch.archive.archive import Archive
from servwatch.archive.deadlines import DeadlineQuery
from servwatch.cycle.house_calendar import calendar_of, refresh_calendar
from servwatch.cycle.notices import Notices
from servwatch.insight.deadline_register import DueNotice, due_notices
from servwatch.insight.working_days import last_meeting
from servwatch.locale import Words, words
from servwatch.model import Calendar, DeadlineState, Meeting, RegisteredDeadline, Settings

LISTED = 60
"""Deadlines that one mail lists in full; the rest are one line each, so that none goes untold."""
_SHORT = 120
_WAITING = tuple(state for state in DeadlineState if state.waits)


def tell_of_deadlines(
    settings: Settings, archive: Archive, notices: Callable[[], Notices], now: datetime
) -> int:
    """Put the mail into the outbox, and note of what it tells, in one transaction. Returns how many deadlines.

    Before that the calendar of the house is read, where that is due.

    Without editors nobody is told, and nothing is noted: they are told when there are some.
    """
    refresh_calendar(settings, archive, now)
    if not settings.mail.editors:
        return 0
    today = settings.day_of(now)
    entries = archive.deadlines.find(DeadlineQuery(states=_WAITING, since=today))
    if not entries:
        return 0
    calendar = calendar_of(settings, archive, today)
    told = archive.deadlines.told({entry.id for entry in entries})
    due = due_notices(entries, told, today, calendar)
    if not due:
        return 0
    speech = words(settings.language, settings.timezone)
    lines = _lines(due, calendar, settings, speech, now)
    letters = notices().letters(
        settings.mail.editors,
        "deadlines",
        _subject(due, speech),
        _opening(due, speech),
        lines,
        again=now.isoformat(),
    )
    if not letters:  # no address that can be mailed: nobody was told
        return 0
    archive.deadlines.keep_told(due, letters, now)
    return len(due)


def _subject(due: Sequence[DueNotice], speech: Words) -> str:
    return speech.n_(
        "servwatch: {n} deadline, the first on {day}",
        "servwatch: {n} deadlines, the first on {day}",
        len(due),
        day=speech.day(due[0].deadline.date),
    )


def _opening(due: Sequence[DueNotice], speech: Words) -> list[str]:
    return [
        speech._(
            "You are told 20, 10 and 3 working days before. `servwatch deadlines set ID --state ours`, `done` or"
            " `not-for-us` says what becomes of one; of what is done or not for us you hear no more."
        ),
        speech.n_(
            "This deadline waits for a decision, or for what you decided to do:",
            "These deadlines wait for a decision, or for what you decided to do:",
            len(due),
        ),
    ]


def _lines(
    due: Sequence[DueNotice], calendar: Calendar, settings: Settings, speech: Words, now: datetime
) -> list[str]:
    today = settings.day_of(now)
    lines = []
    for number, notice in enumerate(due):
        entry = notice.deadline
        line = speech.n_(
            "{day}, {n} working day left: {title} ({kind}, no. {id})",
            "{day}, {n} working days left: {title} ({kind}, no. {id})",
            notice.left,
            day=_moment(entry, speech),
            title=_shortened(entry.title or entry.text),
            kind=kind_in_words(entry.kind, speech),
            id=entry.id,
        )
        if number < LISTED:
            line += _more(entry, last_meeting(today, entry.date, calendar), settings, speech)
        lines.append(line)
    return lines


def _more(entry: RegisteredDeadline, meeting: Meeting | None, settings: Settings, speech: Words) -> str:
    """What else there is to say of a deadline, as sentences behind its line."""
    parts = []
    if entry.moved_from is not None:
        parts.append(speech._("It was {day}.", day=speech.day(entry.moved_from, form="long")))
    if entry.unsaid is not None:
        parts.append(speech._("Its page does not say it any more: look whether it still holds."))
    if entry.state is DeadlineState.OURS:
        who = entry.owner or speech._("nobody named")
        parts.append(speech._("Ours: {owner}.", owner=who))
    if meeting is not None:
        name, day = meeting.title(settings.language), speech.day(meeting.date, form="long")
        parts.append(speech._("Last meeting before it: {day}, {name}.", name=name, day=day))
    if entry.url:
        parts.append(entry.url)
    return f". {' '.join(parts)}" if parts else ""


def _moment(entry: RegisteredDeadline, speech: Words) -> str:
    day = speech.day(entry.date, form="long")
    return f"{day} {entry.time:%H:%M}" if entry.time is not None else day


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


def kind_in_words(kind: str, speech: Words) -> str:
    """The kind of a deadline as readers know it."""
    known = {
        "consultation": speech._("consultation"),
        "call": speech._("call"),
        "tender": speech._("tender"),
        "application": speech._("application"),
        "reply": speech._("reply"),
        "registration": speech._("registration"),
    }
    return known.get(kind) or speech._("deadline")
