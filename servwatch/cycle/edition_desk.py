"""One digest, worked on by hand: its edition as it would be now, frozen or mailed out of turn."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState
from servwatch.cycle.build import Builder
from servwatch.cycle.configuration import understanding_of
from servwatch.cycle.draft import Draft
from servwatch.cycle.edition_attachments import deadlines_of, edition_attachments
from servwatch.cycle.edition_mail import edition_letter
from servwatch.cycle.renderers import renderer_of
from servwatch.cycle.reporting import BuiltEdition
from servwatch.cycle.review import reviewed
from servwatch.digest.deadline_calendar import deadline_calendar, uid_domain
from servwatch.digest.render import Rendered
from servwatch.errors import UsageError
from servwatch.locale import words
from servwatch.mail import HandOver, transport_for
from servwatch.model import Digest, DraftState, Message, Recipient, Settings


class EditionDesk:
    """One digest, worked on by hand at one time."""

    def __init__(self, archive: Archive, settings: Settings, digest: Digest, now: datetime) -> None:
        self.archive, self.settings, self.digest, self.now = archive, settings, digest, now
        self.builder = Builder(settings, archive, understanding_of(settings), renderer_of(settings))

    def require_mailable(self, address: str) -> None:
        """Raise UsageError for an address that is suppressed."""
        said = self.archive.recipients.states().of(address.strip()).suppression(self.digest.id)
        if said is not None:
            raise UsageError(
                "{address} is not mailed: {reason}",
                address=address,
                reason=said.reason.value,
                remedy="Mail it to another, or add --force where that person wants it.",
            )

    def draft(self) -> Draft:
        """The edition as it would be now."""
        known = self.archive.digests.all().get(self.digest.id)
        state = known or DigestState(self.digest.id, self.digest.schedule, True, self.now, self.now)
        row = self.archive.drafts.alive(self.digest.id)
        if row is None:
            return self.builder.draft(self.digest, state, self.now, self.now, keep=False)
        review = reviewed(self.archive, row, self.digest, self.settings, self.now)
        return self.builder.draft(self.digest, state, row.scheduled, self.now, keep=False, review=review)

    def _require_leave(self) -> None:
        """Raises UsageError where its editors have to release it first."""
        row = self.archive.drafts.alive(self.digest.id)
        state = row.state if row is not None else None
        if state is DraftState.HELD or (
            self.digest.review == "required" and state is not DraftState.RELEASED
        ):
            raise UsageError(
                "the digest {digest} waits for its editors",
                digest=self.digest.id,
                remedy="Look at its draft with `servwatch digest draft {digest}`, then `servwatch digest release {digest}`.",
            )

    def freeze(self) -> list[BuiltEdition | None]:
        """Freeze an edition now, one for each story of a digest that comes at once; None for one that was built before.

        To be called with the lock of the cycle. Raises UsageError.
        """
        if not self.builder.audience(self.digest, self.now):
            raise UsageError(
                "the digest {digest} has no recipients, so there is nothing to build",
                digest=self.digest.id,
                remedy="Put people of its groups into the members file: `servwatch members add`.",
            )
        self._require_leave()
        self.builder.due(self.now)  # takes note of the digest, where it is new
        parts = self.builder.parts(self.draft(), self.digest, self.now)
        return [self.builder.freeze(part, self.digest, self.now) for part in parts]

    def letter(self, draft: Draft, rendered: Rendered, to: str, language: str) -> bytes:
        """The mail one recipient would get."""
        return edition_letter(
            Recipient(to),
            rendered,
            self.digest,
            draft.edition,
            self.settings.mail,
            language=language,
            now=self.now,
            attachments=edition_attachments(draft.edition, self.archive, self.settings, language),
        ).mime

    def written(self, draft: Draft, rendered: Rendered, kind: str, language: str) -> bytes:
        """The edition as html, text, pdf, or as one calendar with all its deadlines."""
        if kind == "pdf":
            from servwatch.digest.pdf import as_pdf

            return as_pdf(rendered.html)
        if kind == "ics":
            return self._calendar(draft, language)
        return (rendered.html if kind == "html" else rendered.text).encode()

    def _calendar(self, draft: Draft, language: str) -> bytes:
        speech = words(language, self.settings.timezone)
        found = deadlines_of(self.archive, draft.edition, self.settings.day_of(self.now))
        name = f"{speech._('Deadlines')}: {self.digest.titled(language)}"
        return deadline_calendar(found, speech, name=name, domain=uid_domain(self.settings.mail.sender))

    def mail(self, mime: bytes) -> HandOver:
        """Hand a preview over at once, past the outbox."""
        headers = message_from_bytes(mime)
        transport = transport_for(self.settings.mail)
        message = Message(0, str(headers["Message-ID"]), str(headers["To"]), mime)
        try:
            return transport.hand_over(message, lambda: None)
        finally:
            transport.close()
