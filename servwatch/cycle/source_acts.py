"""What people decide about a source: that its fault is known."""

from __future__ import annotations

from datetime import date

from servwatch.archive.archive import Archive
from servwatch.errors import NotFound, UsageError

UNTIL_TAKEN_BACK = date.max


def acknowledge(archive: Archive, source: str, until: date | None, note: str, today: date) -> None:
    """Note that the fault of a source is known until a day; None takes the note back.

    Raises UsageError for a day that is over, NotFound for a source that was never polled.
    """
    if until is not None and until < today:
        raise UsageError("{day} is over", remedy="Give a day that is to come.", day=until.isoformat())
    if not archive.sources.acknowledge(source, until, note):
        raise NotFound(
            "the source {id} was never polled, so there is no fault to note",
            id=source,
            remedy="Run `servwatch fetch` first.",
        )
