"""What the answers of a source teach of it: its rhythm where it brought something, and how long it has been odd. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from servwatch.archive.source_state import SourceState
from servwatch.insight.habits import Habit, first_habit, grown, learnt
from servwatch.insight.source_faults import Outlook
from servwatch.model import Parsed, Verdict
from servwatch.model.mailbox import MailRead
from servwatch.sources.selection import ALL_LEFT_OUT


def after_answer(outlook: Outlook, verdict: Verdict, parsed: Parsed | None, today: date) -> Outlook:
    """The outlook after an answer. One that says "not modified" leaves it: what was empty is still empty."""
    if not verdict.good:
        misread = parsed is not None and verdict is Verdict.BROKEN
        return replace(outlook, misread_since=outlook.misread_since or today) if misread else outlook
    if verdict is Verdict.NOT_MODIFIED:
        return replace(outlook, misread_since=None)
    filtered = parsed is not None and parsed.rule.startswith(ALL_LEFT_OUT)
    if parsed is not None and parsed.mail is not None:
        outlook = _after_mail(outlook, parsed.mail, today)
        if verdict is Verdict.EMPTY:  # a letter without news is no empty feed: silence is told by the rhythm
            return replace(outlook, misread_since=None, empty_since=None)
    empty = verdict is Verdict.EMPTY and not filtered
    return replace(
        outlook,
        misread_since=None,
        empty_since=(outlook.empty_since or today) if empty else None,
        partial_since=(outlook.partial_since or today) if parsed is not None and parsed.partial else None,
        filtered_since=(outlook.filtered_since or today) if filtered else None,
    )


def _after_mail(outlook: Outlook, mail: MailRead, today: date) -> Outlook:
    """What messages teach: some cannot be read, or the one who is to vouch for them signs none."""
    unread, unsigned = outlook.unread_on, outlook.unsigned_since
    if mail.unread:
        unread = today
    elif not mail.waiting:
        unread = None
    if mail.read:
        unsigned = None
    elif mail.unsigned:
        unsigned = unsigned or today
    return replace(outlook, unread_on=unread, unsigned_since=unsigned)


def after_news(
    before: SourceState,
    after: SourceState,
    published: Sequence[date | None],
    habit_of: Callable[[str], Habit],
    today: date,
) -> tuple[SourceState, Habit | None]:
    """The state after a poll with what its new items teach, and its habit where that is to be kept.

    `published` are the days that the new items bear, the newest first. The habit is asked for only where
    something changed; that of an older archive, which was never learnt from, changes at the first poll.
    """
    first = after.baselined and not before.baselined
    unlearnt = after.baselined and after.outlook.silent_on is None
    if not (first or published or unlearnt):
        same = after.outlook == before.outlook
        return after, None if same else habit_of(after.source)
    habit = habit_of(after.source)
    if first or not (published or habit.days):
        habit = first_habit((*habit.days, *published), today)
    elif published:
        habit = grown(habit, published, today)
    return replace(after, outlook=learnt(after.outlook, habit, today)), habit
