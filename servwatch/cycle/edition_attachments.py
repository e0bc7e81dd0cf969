"""The calendar files of an edition: one for each open deadline of its entries, since Outlook reads one event a file."""

from __future__ import annotations

from datetime import date

from servwatch.archive.archive import Archive
from servwatch.archive.deadlines import DeadlineQuery
from servwatch.digest.deadline_calendar import deadline_calendar, uid_domain
from servwatch.locale import Words, words
from servwatch.mail.message import Attachment
from servwatch.model import DeadlineState, Edition, RegisteredDeadline, Settings

MOST_FILES = 10
"""Calendar files of one mail, the first deadlines first; all are in the calendar of `servwatch deadlines --ics`."""
_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
_WAITING = tuple(state for state in DeadlineState if state.waits)


def deadlines_of(archive: Archive, edition: Edition, today: date) -> list[RegisteredDeadline]:
    """What the register holds open of the items that an edition tells, the earliest first."""
    items = {item.id for entry in edition.entries for item in (entry.item, *entry.companions)}
    if not items:
        return []
    found = archive.deadlines.find(DeadlineQuery(states=_WAITING, items=tuple(sorted(items)), since=today))
    once = {(entry.document or entry.id, entry.date, entry.time): entry for entry in reversed(found)}
    return sorted(once.values(), key=lambda entry: (entry.date, entry.id))


def edition_attachments(
    edition: Edition, archive: Archive, settings: Settings, language: str
) -> tuple[Attachment, ...]:
    """A file for each of the first ten deadlines, in a reader's language. Their UIDs are those of the register."""
    domain, speech = uid_domain(settings.mail.sender), words(language, settings.timezone)
    deadlines = deadlines_of(archive, edition, settings.day_of(edition.moment))
    return tuple(
        Attachment(
            f"deadline-{entry.date}-{entry.id}.ics", _TYPE, deadline_calendar([entry], speech, domain=domain)
        )
        for entry in deadlines[:MOST_FILES]
    )


def without_file(edition: Edition, archive: Archive, settings: Settings, speech: Words) -> str:
    """That some deadlines have no calendar file, where an edition has more than a mail has files; else ""."""
    left = len(deadlines_of(archive, edition, settings.day_of(edition.moment))) - MOST_FILES
    if left <= 0:
        return ""
    return speech.n_(
        "Of the {most} first deadlines a calendar file is attached, not of {n} other.",
        "Of the {most} first deadlines a calendar file is attached, not of {n} others.",
        left,
        most=MOST_FILES,
    )
