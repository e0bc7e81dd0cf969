"""From the tables of the calendar to the calendar."""

from __future__ import annotations

from pathlib import Path

from servwatch.config.tables import FeedsFile, MeetingTable
from servwatch.model import Calendar, Meeting, Window


def to_calendar(feeds: FeedsFile, folder: Path) -> Calendar:
    """The closing days and the meetings; what an iCalendar adds is read when it is needed."""
    address = feeds.servwatch.calendar or ""
    if address and not address.startswith(("http://", "https://")):
        address = str(folder / address)
    return Calendar(
        closed=(*(Window(day, day) for day in feeds.calendar.holidays), *feeds.calendar.recess),
        meetings=tuple(sorted(map(_meeting, feeds.meeting), key=lambda meeting: meeting.date)),
        address=address,
    )


def _meeting(table: MeetingTable) -> Meeting:
    names = {str(language): name for language, name in table.name.items()}
    return Meeting(table.date, names, tuple(table.groups))
