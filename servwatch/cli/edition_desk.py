"""One digest, worked on by hand: its edition as it would be now, frozen or mailed out of turn."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servwatch.archive.archive import Archive
    from servwatch.cycle.build import Builder
    from servwatch.cycle.draft import Draft
    from servwatch.digest.render import Rendered
    from servwatch.model import Digest, Settings


def desk_of(archive: Archive, settings: Settings, name: str) -> EditionDesk:
    """The desk of a digest. Raises NotFound."""
    from servwatch.cli.known_names import require_digest
    from servwatch.cycle.build import Builder
    from servwatch.cycle.configuration import understanding_of
    from servwatch.cycle.renderers import renderer_of

    digest = require_digest(settings, name)
    builder = Builder(settings, archive, understanding_of(settings), renderer_of(settings))
    return EditionDesk(archive, settings, builder, digest)


class EditionDesk:
    """One digest, worked on by hand."""

    def __init__(self, archive: Archive, settings: Settings, builder: Builder, digest: Digest) -> None:
        self.archive, self.settings, self.builder, self.digest = archive, settings, builder, digest
        self.now = datetime.now(UTC)

    def require_mailable(self, address: str) -> None:
        """Raise UsageError for an address that is suppressed."""
        from servwatch.errors import UsageError

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
        from servwatch.archive.digests import DigestState
        from servwatch.cycle.review import reviewed

        known = self.archive.digests.all().get(self.digest.id)
        state = known or DigestState(self.digest.id, self.digest.schedule, True, self.now, self.now)
        row = self.archive.drafts.alive(self.digest.id)
        if row is None:
            return self.builder.draft(self.digest, state, self.now, self.now, keep=False)
        review = reviewed(self.archive, row, self.digest, self.settings, self.now)
        return self.builder.draft(self.digest, state, row.scheduled, self.now, keep=False, review=review)

    def _require_leave(self) -> None:
        """Raises UsageError where its editors have to release it first."""
        from servwatch.errors import UsageError
        from servwatch.model import DraftState

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

    def freeze(self) -> str:
        """Freeze an edition now, one for each story of a digest that comes at once, and say so."""
        from servwatch.cli.cycle_report import told_of
        from servwatch.errors import UsageError

        if not self.builder.audience(self.digest, self.now):
            raise UsageError(
                "the digest {digest} has no recipients, so there is nothing to build",
                digest=self.digest.id,
                remedy="Put people of its groups into the members file: `servwatch members add`.",
            )
        self._require_leave()
        self.builder.due(self.now)  # takes note of the digest, where it is new
        parts = self.builder.parts(self.draft(), self.digest, self.now)
        built = [self.builder.freeze(part, self.digest, self.now) for part in parts]
        if not parts:
            return f"{self.digest.id}: nothing urgent waits that may still leave today."
        told = [told_of(one) for one in built if one is not None]
        return "\n".join(told) or f"{self.digest.id}: this edition was built already."

    def letter(self, draft: Draft, rendered: Rendered, to: str, language: str) -> bytes:
        """The mail one recipient would get."""
        from servwatch.cycle.edition_attachments import edition_attachments
        from servwatch.cycle.edition_mail import edition_letter
        from servwatch.model import Recipient

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
        from servwatch.cycle.edition_attachments import deadlines_of
        from servwatch.digest.deadline_calendar import deadline_calendar, uid_domain
        from servwatch.locale import words

        speech = words(language, self.settings.timezone)
        found = deadlines_of(self.archive, draft.edition, self.settings.day_of(self.now))
        name = f"{speech._('Deadlines')}: {self.digest.titled(language)}"
        return deadline_calendar(found, speech, name=name, domain=uid_domain(self.settings.mail.sender))

    def mail(self, mime: bytes) -> str:
        """Hand a preview over at once, past the outbox."""
        from email import message_from_bytes

        from servwatch.mail import transport_for
        from servwatch.model import Message

        headers = message_from_bytes(mime)
        transport = transport_for(self.settings.mail)
        message = Message(0, str(headers["Message-ID"]), str(headers["To"]), mime)
        try:
            outcome = transport.hand_over(message, lambda: None)
        finally:
            transport.close()
        return f"{outcome.fate.value} {outcome.reply}".strip()
