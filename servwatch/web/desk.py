"""What a click does: the archive of the configuration in force, for as long as one request takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from servwatch.archive.archive import Archive
from servwatch.archive.unsubscribe_tokens import Subscription
from servwatch.cycle.clock import Clock
from servwatch.cycle.unsubscribing import Unsubscribing
from servwatch.locale import Words, words
from servwatch.model import Settings
from servwatch.web.unsubscribe import accepted_language


class ArchiveDesk:
    """Works on an open archive."""

    def __init__(self, settings: Settings, archive: Archive, clock: Clock) -> None:
        self._settings, self._archive, self._clock = settings, archive, clock
        self._unsubscribing = Unsubscribing(settings, archive)

    def find(self, token: str) -> Subscription | None:
        """Whose token it is."""
        return self._archive.tokens.find(token)

    def leave(self, subscription: Subscription) -> None:
        """Mail them that digest no more."""
        self._unsubscribing.leave(subscription, self._clock.now(), by="web")

    def come_back(self, subscription: Subscription) -> None:
        """Undo it."""
        self._unsubscribing.come_back(subscription)

    def speech(self, subscription: Subscription | None, accepted: str) -> Words:
        """The words of the reader, of the digest, or of whoever asks."""
        language = self._language(subscription) if subscription is not None else ""
        known = language or accepted_language(accepted, self._settings.language)
        return words(known, self._settings.timezone)

    def _language(self, subscription: Subscription) -> str:
        digest = self._settings.digest(subscription.digest)
        own = [
            r.language
            for r in self._settings.recipients
            if subscription.address in (r.key, *map(str.casefold, r.copy))
        ]
        return next(filter(None, own), digest.language if digest is not None else "")


@contextmanager
def archive_desk(settings: Settings, clock: Clock) -> Iterator[ArchiveDesk]:
    """A desk whose archive is open within the block. Raises ArchiveUnreachable, ArchiveTooNew."""
    with Archive(settings.database) as archive:
        yield ArchiveDesk(settings, archive, clock)
