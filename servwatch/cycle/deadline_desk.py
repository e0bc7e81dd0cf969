"""What staff do with the register of deadlines, whichever door they come by: enter one, list those of a digest, take them along."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from servwatch.archive.archive import Archive
from servwatch.digest.deadline_calendar import deadline_calendar, uid_domain
from servwatch.digest.match import match
from servwatch.errors import UsageError
from servwatch.insight.deadlines.clock_times import BRUSSELS
from servwatch.locale import Words
from servwatch.model import Deadline, Digest, RegisteredDeadline, Settings

KINDS = ("consultation", "call", "tender", "application", "reply", "registration", "deadline")
"""What a deadline that is entered by hand can be of."""
MOST_TEXT = 500
_DAY = "2027-03-12"


def entered(when: str, text: str, kind: str = "deadline") -> Deadline:
    """The deadline that a person enters: a day, or day and time in Brussels, in ISO 8601. Raises UsageError."""
    try:
        moment = datetime.fromisoformat(when.strip())
    except ValueError as error:
        raise UsageError(
            "the day must be a day such as {day}, or a day and time such as {day}T17:00", day=_DAY
        ) from error
    if moment.tzinfo is not None:
        moment = moment.astimezone(BRUSSELS).replace(tzinfo=None)
    words = " ".join(text.split())[:MOST_TEXT]
    if not words:
        raise UsageError("a deadline must say what is to be done")
    if kind not in KINDS:
        raise UsageError("the kind must be one of {kinds}", kinds=", ".join(KINDS))
    timed = len(when.strip()) > len(_DAY)
    clock = moment.time().replace(second=0, microsecond=0) if timed else None
    return Deadline(moment.date(), kind, words, time=clock)


def of_digest(
    entries: Iterable[RegisteredDeadline], digest: Digest, archive: Archive, settings: Settings
) -> list[RegisteredDeadline]:
    """Those of the items that a digest selects."""
    return [one for one in entries if one.item and _belongs(archive, settings, one.item, digest)]


def _belongs(archive: Archive, settings: Settings, item: int, digest: Digest) -> bool:
    found = archive.items.get(item)
    return found is not None and found[1] is not None and match(*found, digest, settings.own).belongs


def as_calendar(
    entries: Iterable[RegisteredDeadline], settings: Settings, speech: Words, about: str = ""
) -> bytes:
    """The deadlines as an iCalendar, named by what they are about where that is given."""
    name = f"{speech._('Deadlines')}: {about}" if about else speech._("Deadlines")
    return deadline_calendar(entries, speech, name=name, domain=uid_domain(settings.mail.sender))
