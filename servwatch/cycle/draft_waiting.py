"""Editions that should have left, and wait for an editor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState
from servwatch.archive.drafts import DraftRow
from servwatch.cycle.reporting import Attention
from servwatch.cycle.timings import Timings
from servwatch.insight.working_days import is_working_day
from servwatch.model import Calendar, Digest, DraftState, Settings

LOOK_AGAIN = timedelta(minutes=5)
"""How often the service looks whether an edition that waits was released."""


def waits(row: DraftRow, digest: Digest, now: datetime) -> bool:
    """Whether an edition should have left, and waits for an editor."""
    needed = row.state is DraftState.HELD or (digest.review == "required" and row.state is DraftState.OPEN)
    return needed and row.scheduled <= now


def passed_over(row: DraftRow, digest: Digest, state: DigestState | None) -> bool:
    """Whether an edition was released and did not leave, since its digest was off or paused at its time."""
    released = row.state is DraftState.RELEASED and not digest.at_once
    return released and state is not None and state.active and row.scheduled <= state.anchor


def reminder_day(scheduled: datetime, now: datetime, calendar: Calendar, settings: Settings) -> date | None:
    """The day whose reminder is the last that is due: that of the scheduled time, and after it each working day.

    A reminder comes at the time of the day of the schedule. None before the scheduled time.
    """
    if now < scheduled:
        return None
    local, at = now.astimezone(settings.timezone), scheduled.astimezone(settings.timezone)
    day = local.date() - timedelta(days=int(local.time() < at.time()))
    while day > at.date() and not is_working_day(day, calendar):
        day -= timedelta(days=1)
    return max(day, at.date())


def waiting(settings: Settings, archive: Archive, now: datetime) -> Iterator[Attention]:
    """The editions that should have left, and wait for an editor."""
    paused, states = archive.pauses.of(settings.day_of(now)), archive.digests.all()
    for row in archive.drafts.all_alive():
        digest = settings.digest(row.digest)
        if digest is not None and row.digest not in paused and waits(row, digest, now):
            remedy = f"Its edition waits for an editor: look at it with `servwatch digest draft {digest.id}`, then `servwatch digest release {digest.id}`."
            yield Attention("draft", digest.id, row.scheduled, remedy)
        elif (
            digest is not None
            and row.digest not in paused
            and passed_over(row, digest, states.get(digest.id))
        ):
            remedy = f"Its released edition did not leave, since the digest was off or paused then: `servwatch digest send {digest.id}` sends it now; else the next draft takes its place and must be released again."
            yield Attention("draft", digest.id, row.scheduled, remedy)


def draft_times(settings: Settings, archive: Archive, began: datetime, now: datetime) -> dict[str, datetime]:
    """When the service is to wake for drafts: when the next of each digest is to be made, and soon where one waits.

    A release comes from another process, and is seen when the service wakes.
    """
    timings = Timings(settings, archive, now)
    wanted = {
        f"draft:{digest.id}": time - digest.draft
        for digest in settings.digests
        if digest.enabled and digest.review != "none" and not digest.at_once
        if (time := timings.of(digest).next(began + digest.draft)) is not None
    }
    if any(row.scheduled <= now for row in archive.drafts.all_alive()):
        wanted["draft"] = now + LOOK_AGAIN
    return wanted
