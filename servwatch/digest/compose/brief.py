"""The brief: one screen. What to decide first, what is new, corrections, the calendar, what is not in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from servwatch.digest.arrangement import decide_first
from servwatch.digest.compose.ahead_blocks import coming_block, deadline_line
from servwatch.digest.compose.body import Body, Telling
from servwatch.digest.compose.corrections import corrections_block
from servwatch.digest.compose.entries import elsewhere_line, entry_view
from servwatch.digest.compose.left_out import not_chosen_block, not_read_block
from servwatch.digest.compose.voice import Voice
from servwatch.digest.due_line import meeting_name, next_meeting
from servwatch.digest.view import Block, Group
from servwatch.insight.working_days import working_days_left
from servwatch.model import Entry, OpenDeadline

OURS_WITHIN = 10
"""Working days: a deadline on which it was decided to act is told again when so many are left."""
OURS_SHOWN = 3


def brief_body(telling: Telling, voice: Voice) -> Body:
    """What a brief tells, in its order."""
    due, others = decide_first(telling.edition.entries, voice.today)
    ours = _ours(telling, voice) if "closing-soon" in telling.sections else []
    groups = [_first(telling, due, ours, voice)] if telling.heard or due or ours else []
    if others:
        groups.append(_group(voice.words._("New"), others, telling, voice))
    return Body(tuple(groups), len(due) + len(ours), after=tuple(_after(telling, voice)))


def _after(telling: Telling, voice: Voice) -> Iterator[Block]:
    edition, sections = telling.edition, telling.sections
    yield from corrections_block(edition.around.corrections, voice)
    if "coming-up" in sections:
        told = {item.url for e in edition.entries for item in (e.item, *e.companions) if item.url}
        yield from coming_block((one for one in edition.around.coming if one.url not in told), voice)
    if "not-read" in sections:
        yield from not_read_block(edition, voice)
    if "not-chosen" in sections:
        yield from not_chosen_block(edition, voice)


def _first(telling: Telling, due: Sequence[Entry], ours: Sequence[OpenDeadline], voice: Voice) -> Group:
    """What to decide first; where that is nothing, it says so."""
    title = voice.words._("To decide first")
    group = _group(title, due, telling, voice)
    lines = (*group.lines, *(deadline_line(one, voice) for one in ours))
    sentence = "" if due or ours else _none(telling, voice)
    return Group(title, group.entries, lines, sentence)


def _group(title: str, entries: Sequence[Entry], telling: Telling, voice: Voice) -> Group:
    full = tuple(entry_view(e, voice) for e in entries if e.item.id not in telling.elsewhere)
    lines = tuple(
        elsewhere_line(e, telling.elsewhere[e.item.id], voice)
        for e in entries
        if e.item.id in telling.elsewhere
    )
    return Group(title, full, lines)


def _ours(telling: Telling, voice: Voice) -> list[OpenDeadline]:
    """Deadlines of the register on which it was decided to act, that come near and are no entry."""
    found = [
        one
        for one in _beside(telling, voice)
        if one.ours and working_days_left(voice.today, one.date, voice.calendar, most=99) <= OURS_WITHIN
    ]
    return found[:OURS_SHOWN]


def _beside(telling: Telling, voice: Voice) -> list[OpenDeadline]:
    told = {item.id for e in telling.edition.entries for item in (e.item, *e.companions)}
    deadlines = sorted(telling.edition.around.deadlines, key=lambda one: one.date)
    return [one for one in deadlines if one.date >= voice.today and one.item not in told]


def _none(telling: Telling, voice: Voice) -> str:
    """That nothing is to be decided before the next meeting; what the register has until then is counted."""
    words, meeting = voice.words, next_meeting(voice.today, voice.calendar, voice.digest.groups)
    following = telling.edition.next_time
    if meeting is not None:
        until = meeting.date
        held = ", ".join(filter(None, (meeting_name(meeting, words), voice.weekday(until))))
        said = words._("No deadlines before the next meeting ({meeting}).", meeting=held)
    else:
        week = voice.today + timedelta(days=7)
        until = voice.settings.day_of(following) if following is not None else week
        said = words._("No deadlines before the next edition ({day}).", day=voice.weekday(until))
    waiting = sum(one.date <= until for one in _beside(telling, voice))
    if not waiting:
        return said
    return words.n_(
        "No new deadlines; the register has {n} by {day}: the cell follows it up.",
        "No new deadlines; the register has {n} by {day}: the cell follows them up.",
        waiting,
        day=voice.weekday(until),
    )
