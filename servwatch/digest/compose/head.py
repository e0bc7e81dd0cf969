"""The head of an edition: subject, preheader, number, and how much there is to read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from servwatch.digest.arrangement import is_due
from servwatch.digest.compose.headlines import headline_of
from servwatch.digest.compose.reasons import words_that_hit
from servwatch.digest.compose.voice import Voice
from servwatch.digest.due_line import first_deadline, meeting_name
from servwatch.digest.shortening import shortened
from servwatch.insight.working_days import last_meeting
from servwatch.model import Edition, Entry
from servwatch.sources.plain_text import visible

SUBJECT_LENGTH = 50
PREHEADER_LENGTH = 100
WORDS_A_MINUTE = 200
_TOPIC = range(6, 31)
"""Characters of a phrase that hit which says what an edition is about; a single word ("labour") does not."""
CLOSING = {
    "consultation": "First: consultation closes {day}",
    "call": "First: call closes {day}",
    "tender": "First: tender closes {day}",
    "application": "First: application closes {day}",
    "registration": "First: registration closes {day}",
    "": "First: deadline on {day}",
}
"""By the kind of the deadline, "" for any other."""


def subject_of(entries: Sequence[Entry], deadlines: int, voice: Voice, *, heard: bool) -> str:
    """At most 50 characters: how many deadlines, how many items, and what comes first.

    A full digest is known by its title: where that has no room whole, the items are counted in the head alone.
    """
    words, title = voice.words, visible(voice.digest.titled(voice.words.language))
    if not entries and not deadlines:
        none = words._("No items: {title}", title=title)
        blind = words._("Nothing could be read: {title}", title=title)
        return shortened(none if heard else blind, SUBJECT_LENGTH)
    if voice.layout == "alert":
        counted = words._("Urgent")
        if deadlines:
            counted += f", {words.n_('{n} deadline', '{n} deadlines', deadlines)}"
    else:
        counted = ", ".join(numbers(len(entries), deadlines, voice))
    about = title if voice.layout == "full" or not entries else _first_topic(entries, voice)
    said = f"{counted}{words.colon}{about}"
    if len(said) > SUBJECT_LENGTH and about == title and deadlines and voice.layout != "alert":
        said = f"{words.n_('{n} deadline', '{n} deadlines', deadlines)}{words.colon}{title}"
    return shortened(said, SUBJECT_LENGTH)


def preheader_of(entries: Sequence[Entry], voice: Voice) -> str:
    """What a list of mails shows beside the subject: the deadline that comes first, else the first headline."""
    words = voice.words
    due = sorted((e for e in entries if is_due(e, voice.today)), key=lambda e: (_first(e, voice), e.place))
    if not due:
        return shortened(headline_of(entries[0], voice).text, PREHEADER_LENGTH) if entries else ""
    deadline = first_deadline(due[0].annotation, voice.today)
    assert deadline is not None  # noqa: S101  # it is due
    said = words._(CLOSING.get(deadline.kind, CLOSING[""]), day=voice.short(deadline.date))
    meeting = last_meeting(voice.today, deadline.date, voice.calendar, voice.digest.groups)
    if meeting is not None:
        name, day = meeting_name(meeting, words), voice.short(meeting.date)
        last = words._("last {meeting} on {day}", meeting=name, day=day)
        said += f", {last if name else words._('last meeting on {day}', day=day)}"
    return shortened(f"{said}.", PREHEADER_LENGTH)


def number_of(edition: Edition, voice: Voice) -> str:
    """The number of the edition and its day."""
    day = voice.words.day(voice.today, form="full")
    return voice.words._("no. {number}, {day}", number=edition.number, day=day)


def counts_of(
    edition: Edition,
    entries: Sequence[Entry],
    deadlines: int,
    read: int,
    voice: Voice,
    *,
    known: Collection[int] = (),
) -> str:
    """How much there is, how long it takes, up to when was read; and in the full layout since when.

    `read` is the number of words there are to read, `known` the items that the reader had in full elsewhere.
    """
    words = voice.words
    parts = numbers(len(entries), deadlines, voice)
    if voice.layout == "full" and entries:
        fresh = [entry for entry in entries if entry.item.id not in known]
        had, follow_ups = len(entries) - len(fresh), sum(bool(entry.follows) for entry in fresh)
        new = [words.n_("{n} new", "{n} new ones", len(fresh) - follow_ups)]
        if follow_ups:
            new.append(words.n_("{n} follow-up", "{n} follow-ups", follow_ups))
        if had:
            new.append(words.n_("{n} you had already", "{n} you had already", had))
        if len(new) > 1:
            parts[-1] += f" ({', '.join(new)})"
    if entries:
        parts.append(words.n_("{n} minute", "{n} minutes", max(1, round(read / WORDS_A_MINUTE))))
    sentences = [
        f"{', '.join(parts)}.",
        *_collected(edition, voice),
        words._("Read up to {moment}.", moment=words.moment(edition.cutoff)),
    ]
    if voice.layout == "full":
        sentences = [*_since(edition, voice), *sentences]
    return " ".join(sentences)


def numbers(items: int, deadlines: int, voice: Voice) -> list[str]:
    """How many deadlines, where there are any, and how many items."""
    words = voice.words
    due = [words.n_("{n} deadline", "{n} deadlines", deadlines)] if deadlines else []
    return [*due, words.n_("{n} item", "{n} items", items)]


def _collected(edition: Edition, voice: Voice) -> Iterator[str]:
    """That a brief tells earlier editions too; the full layout says so where it says since when."""
    if edition.collects and voice.layout != "full":
        told = voice.words.joined([str(number) for number in edition.collects])
        yield voice.words._("With what no. {numbers} told.", numbers=told)


def _first(entry: Entry, voice: Voice) -> date:
    deadline = first_deadline(entry.annotation, voice.today)
    return deadline.date if deadline is not None else date.max


def _first_topic(entries: Sequence[Entry], voice: Voice) -> str:
    """What the first entry is about that has a headline in the reader's language, else the label of the first."""
    told = next((entry for entry in entries if not headline_of(entry, voice).language), entries[0])
    return _topic(told, voice)


def _topic(entry: Entry, voice: Voice) -> str:
    """What an entry is about: the longest phrase that hit, where its headline has it, else the headline."""
    headline = headline_of(entry, voice)
    if headline.language:
        return headline.label
    told = headline.text.casefold()
    fitting = [
        word
        for word in words_that_hit(entry)
        if " " in word and len(word) in _TOPIC and word.casefold() in told
    ]
    return max(fitting, key=len, default=headline.text)


def _since(edition: Edition, voice: Voice) -> Iterator[str]:
    """Since which edition, and which meeting of its readers came after it."""
    words, groups = voice.words, set(voice.digest.groups)
    if edition.previous and edition.previous_day is not None:
        day = voice.short(edition.previous_day)
        yield words._("Since no. {number} ({day}).", number=edition.previous, day=day)
    elif edition.previous:
        yield words._("Since no. {number}.", number=edition.previous)
    held = [
        meeting
        for meeting in voice.calendar.meetings
        if meeting.date < voice.today and (not meeting.groups or not groups.isdisjoint(meeting.groups))
    ]
    if held:
        last = max(held, key=lambda meeting: meeting.date)
        name, day = meeting_name(last, words) or words._("ours"), voice.short(last.date)
        yield words._("Previous meeting ({meeting}): {day}.", meeting=name, day=day)
