"""Mails to staff and administrators: each occasion once, not once a run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.outbox import Outgoing
from servwatch.cycle.edition_mail import notice_letter
from servwatch.digest.render import Renderer
from servwatch.errors import Problem, Unmailable
from servwatch.locale import words
from servwatch.mail import short_hash
from servwatch.model import MessageState, Settings

_log = structlog.get_logger(__name__)

LINES = 100
"""Messages that one notice names."""


class Notices:
    """Writes notices into the outbox."""

    def __init__(self, settings: Settings, archive: Archive, renderer: Renderer, now: datetime) -> None:
        self._settings = settings
        self._archive = archive
        self._renderer = renderer
        self._now = now

    def invalid_configuration(self, problems: Sequence[Problem], since: datetime | None) -> int:
        """Tell administrators and editors that the files are not in force, and why.

        `since` is when the revision in force was made: the same faults after another good one are told again.
        """
        speech = words(self._settings.language, self._settings.timezone)
        lines = [str(problem) for problem in problems]
        paragraphs = [
            speech._(
                "The configuration has faults and is not in force. The last valid one is used until they are mended."
            ),
            speech._("Each fault with its file and line:"),
        ]
        subject = speech._("servwatch: the configuration has faults")
        mail = self._settings.mail
        staff = [*mail.administrators, *mail.editors]
        return self._send(staff, "configuration", subject, paragraphs, lines, again=str(since or ""))

    def broken_template(self, fault: str) -> int:
        """Tell administrators and editors that their template does not work and the shipped one is used."""
        speech = words(self._settings.language, self._settings.timezone)
        paragraphs = [speech._("A template does not work. The shipped one is used until it is mended.")]
        subject = speech._("servwatch: a template does not work")
        mail = self._settings.mail
        return self._send([*mail.administrators, *mail.editors], "template", subject, paragraphs, [fault])

    def undelivered(self, since: datetime) -> int:
        """Tell administrators and editors whom a digest did not reach, or perhaps not, of what came to rest since a time."""
        speech = words(self._settings.language, self._settings.timezone)
        states = (MessageState.REFUSED, MessageState.EXPIRED, MessageState.HELD)
        lost = [m for m in self._archive.desk.messages(states=states, settled_since=since) if m.digest]
        if not lost:
            return 0
        reasons = {
            MessageState.REFUSED: speech._("refused"),
            MessageState.EXPIRED: speech._("given up, since its time was over"),
            MessageState.HELD: speech._("may have arrived: twice no answer came"),
        }
        told = lost[:LINES]
        lines = [f"{m.recipient}: {m.subject}; {reasons[m.state]}; {m.reply}".rstrip("; ") for m in told]
        if len(lost) > len(told):
            lines.append(speech._("All of them are in: servwatch outbox list"))
        subject = speech._("servwatch: messages that did not arrive")
        paragraphs = [speech._("These people did not get their digest. See that their address is right.")]
        mail = self._settings.mail
        return self._send([*mail.administrators, *mail.editors], "undelivered", subject, paragraphs, lines)

    def _send(
        self,
        to: Sequence[str],
        kind: str,
        subject: str,
        paragraphs: list[str],
        lines: list[str],
        *,
        again: str = "",
    ) -> int:
        return self._archive.desk.notify(self.letters(to, kind, subject, paragraphs, lines, again=again))

    def letters(
        self,
        to: Sequence[str],
        kind: str,
        subject: str,
        paragraphs: list[str],
        lines: list[str],
        *,
        again: str = "",
        occasion: str = "",
    ) -> list[Outgoing]:
        """The mails of a notice, one to each address; the same kind, lines and `again` are the same mail.

        Where an `occasion` is given, the same kind and occasion are, whatever the lines say.
        """
        language = self._settings.language
        rendered = self._renderer.notice(subject, paragraphs, lines, words(language, self._settings.timezone))
        said = occasion or "\n".join([*lines, again])
        fingerprint = blake2b(said.encode(), digest_size=8).hexdigest()
        outgoing = []
        for address in dict.fromkeys(a.casefold() for a in to):
            try:
                letter = notice_letter(
                    address,
                    rendered,
                    self._settings.mail,
                    kind=kind,
                    occasion=fingerprint,
                    language=language,
                    now=self._now,
                )
            except Unmailable:
                _log.error("staff cannot be mailed", recipient=short_hash(address))
                continue
            outgoing.append(Outgoing("", address, letter.message_id, subject, letter.mime, self._now))
        return outgoing
