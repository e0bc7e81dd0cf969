"""Leaving a digest and coming back to it, by a click or by mail, and who hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.unsubscribe_tokens import Subscription
from servwatch.cycle.notices import Notices
from servwatch.cycle.renderers import shipped_renderer
from servwatch.errors import NotFound
from servwatch.locale import words
from servwatch.mail import short_hash
from servwatch.model import Settings, SuppressedFor

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What became of a wish to leave or to come back."""

    subscription: Subscription
    changed: bool  # False where it was so already


class Unsubscribing:
    """Takes readers out of digests, and back; each change is told to the editors once."""

    def __init__(self, settings: Settings, archive: Archive) -> None:
        self._settings = settings
        self._archive = archive

    def leave(self, subscription: Subscription, now: datetime, *, by: str) -> Leaving:
        """Mail an address a digest no more. Asked twice it is done once. `by` says how they asked."""
        changed = self._archive.recipients.suppress(
            subscription.address, SuppressedFor.UNSUBSCRIBED, now, digest=subscription.digest, detail=by
        )
        self._log("unsubscribed", subscription, changed=changed)
        if changed:
            self._tell(subscription, now)
        return Leaving(subscription, changed)

    def come_back(self, subscription: Subscription) -> Leaving:
        """Undo it: only what the reader said themselves, never what staff decided."""
        lifted = self._archive.recipients.restore(
            subscription.address, digest=subscription.digest, reasons=(SuppressedFor.UNSUBSCRIBED,)
        )
        self._log("came back", subscription, changed=bool(lifted))
        return Leaving(subscription, bool(lifted))

    def by_mail(self, name: str, sender: str, now: datetime) -> Leaving:
        """Do what a mail asks that a mail program sends to leave the digest of that name.

        Raises NotFound for a digest or an address that is none of ours: a person should look at that mail. The sender
        of a mail can be forged; all that is to be won is that somebody gets one digest less, which editors hear of
        and can undo.
        """
        digest = self._settings.digest(name.lower())
        address = sender.strip().casefold()
        if digest is None or not self._settings.invites(address, digest):
            raise NotFound(
                "{address} asks to leave {digest}, and is no reader of such a digest",
                remedy="See `servwatch members list`, and answer the mail.",
                address=address,
                digest=name,
            )
        return self.leave(Subscription(address, digest.id), now, by="mail")

    def _tell(self, subscription: Subscription, now: datetime) -> None:
        """Tell the editors: a member of the board who leaves is a thing to talk about."""
        settings = self._settings
        speech = words(settings.language, settings.timezone)
        digest = settings.digest(subscription.digest)
        title = digest.titled(speech.language) if digest is not None else subscription.digest
        who = next((r for r in settings.recipients if r.key == subscription.address), None)
        named = who.described if who is not None else ""
        lines = [f"{subscription.address} ({named})" if named else subscription.address]
        paragraphs = [
            speech._('This reader unsubscribed from "{title}" and gets it no more.', title=title),
            speech._(
                "To undo it: servwatch members restore {email} --digest {digest}",
                email=subscription.address,
                digest=subscription.digest,
            ),
        ]
        subject = speech._("servwatch: a reader unsubscribed")
        notices = Notices(settings, self._archive, shipped_renderer(), now)
        to = digest.editors if digest is not None and digest.editors else settings.mail.editors
        again = f"{subscription.digest} {now.isoformat()}"
        self._archive.desk.notify(
            notices.letters(to, "unsubscribed", subject, paragraphs, lines, again=again)
        )

    def _log(self, what: str, subscription: Subscription, *, changed: bool) -> None:
        who = short_hash(subscription.address)
        _log.info(what, digest=subscription.digest, recipient=who, changed=changed)
