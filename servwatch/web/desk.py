"""What a click does: the archive of the configuration in force, for as long as one request takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from servwatch.archive.archive import Archive
from servwatch.archive.unsubscribe_tokens import Subscription
from servwatch.cycle.clock import Clock
from servwatch.cycle.memberships import prefer, wished
from servwatch.cycle.unsubscribing import Unsubscribing
from servwatch.digest.readings import LAYOUTS, offered, preferred
from servwatch.locale import Words, words
from servwatch.model import Digest, Frequency, Preferences, Recipient, Settings
from servwatch.web.preference_page import Wishes
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

    def wishes(self, subscription: Subscription | None, language: str) -> Wishes:
        """How the reader wants the digest, with what they can choose; for an unknown one what is usual."""
        digest = self._digest(subscription)
        if subscription is None or digest is None:
            return Wishes()
        state = self._archive.recipients.states().of(subscription.address)
        own = [r for r in self._settings.recipients if subscription.address in r.keys]
        wanted = preferred(own[0] if own else Recipient(subscription.address), state, digest.id)
        names = {theme.id: theme.name.get(language) or theme.id for theme in self._settings.themes}
        often = wanted.frequency or Frequency.EACH
        return Wishes(
            frequency="" if digest.at_once else often.value,
            layout=(wanted.layout or digest.layout) if digest.layout in LAYOUTS else "",
            themes=wanted.themes or (),
            offer=tuple((id_, names.get(id_, id_)) for id_ in offered(digest, list(names))),
        )

    def prefer(
        self, subscription: Subscription, frequency: str, layout: str, themes: tuple[str, ...]
    ) -> None:
        """Keep it, for who still is a reader of the digest. Raises UsageError where no theme is chosen of several."""
        digest, settings = self._digest(subscription), self._settings
        if digest is None or not settings.invites(subscription.address, digest):
            return
        offer = offered(digest, [theme.id for theme in settings.themes])
        wanted = wished(frequency, layout, themes, offer)
        if wanted != Preferences():
            prefer(settings, self._archive, subscription.address, wanted, self._clock.now(), digest)

    def _digest(self, subscription: Subscription | None) -> Digest | None:
        return self._settings.digest(subscription.digest) if subscription is not None else None

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
