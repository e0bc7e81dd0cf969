"""How each digest stands: its next time, its last edition, who reads it, whether it pauses or waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from servwatch.archive.archive import Archive
from servwatch.archive.drafts import DraftRow
from servwatch.archive.edition_list import EditionHead, EditionList
from servwatch.config import next_time
from servwatch.model import Digest, Settings


@dataclass(frozen=True, slots=True)
class Standing:
    """One digest at one time."""

    digest: Digest
    recipients: int
    next: datetime | None  # None: it does not come
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
    found = []
    for digest in settings.digests:
        recipients = len(settings.audience(digest))
        comes = digest.enabled and recipients > 0
        found.append(
            Standing(
                digest,
                recipients,
                next_time(digest.schedule, settings.timezone, now) if comes else None,
                newest.get(digest.id),
                drafts.get(digest.id),
                paused[digest.id].until if digest.id in paused else None,
            )
        )
    return found
