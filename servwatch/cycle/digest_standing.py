"""How each digest stands: its next time, its last edition, who reads it, whether it pauses or waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from servwatch.archive.archive import Archive
from servwatch.archive.drafts import DraftRow
from servwatch.archive.edition_list import EditionHead, EditionList
from servwatch.cycle.timings import Timings
from servwatch.model import Digest, Settings


@dataclass(frozen=True, slots=True)
class Standing:
    """One digest at one time."""

    digest: Digest
    recipients: int
    next: datetime | None  # None: it does not come; of one that pauses, its first time from that day on
    last: EditionHead | None
    draft: DraftRow | None
    paused_until: date | None

    @property
    def active(self) -> bool:
        """Whether it comes at all: enabled, and somebody reads it."""
        return self.digest.enabled and self.recipients > 0


def standings(settings: Settings, archive: Archive, now: datetime) -> list[Standing]:
    """All digests, in the order of the configuration."""
    newest = EditionList(archive.database).newest()
    drafts = {row.digest: row for row in reversed(archive.drafts.all_alive())}
    paused = archive.pauses.of(settings.day_of(now))
    timings = Timings(settings, archive, now)
    found = []
    for digest in settings.digests:
        recipients = len(settings.audience(digest))
        until = paused[digest.id].until if digest.id in paused else None
        after = now
        if until is not None:
            after = max(now, datetime.combine(until, time.min, settings.timezone) - timedelta(seconds=1))
        coming = timings.of(digest).next(after) if digest.enabled and recipients else None
        last, draft = newest.get(digest.id), drafts.get(digest.id)
        found.append(Standing(digest, recipients, coming, last, draft, until))
    return found
