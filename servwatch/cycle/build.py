"""Build the editions that are due: choose, render, and freeze ledger, edition and messages at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState, Wanted
from servwatch.archive.editions import Candidates, EditionRow
from servwatch.archive.source_state import SourceState
from servwatch.config import due, next_time
from servwatch.cycle.alerts import EACH_MINUTE, alerts, room_today
from servwatch.cycle.circumstances import Gathering
from servwatch.cycle.edition_attachments import calendar_files, deadlines_of
from servwatch.cycle.edition_messages import Rendering, edition_messages
from servwatch.cycle.language_editions import OfficialEditions
from servwatch.cycle.reporting import BuiltEdition
from servwatch.cycle.source_standing import unheard
from servwatch.cycle.told_stories import told_stories
from servwatch.cycle.understanding import Understanding
from servwatch.digest.choose import Choice, choose
from servwatch.digest.compose import compose as put_into_words
from servwatch.digest.concern import concerns
from servwatch.digest.render import Rendered, Renderer
from servwatch.insight.working_days import is_working_day
from servwatch.locale import words
from servwatch.mail.message import Attachment
from servwatch.model import Digest, Edition, Outcome, Recipient, Settings, UnreadSource

_log = structlog.get_logger(__name__)

TOLD_FOR = timedelta(days=14)
"""A copy of an item that was told within this time is not told again."""
LEAST_LIFE = timedelta(hours=24)
"""An edition is worth sending for at least this long."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition before it is frozen, with all that freezing needs."""

    edition: Edition
    choice: Choice
    candidates: Candidates
    state: DigestState


class Builder:
    """Builds editions from the archive under one configuration."""

    def __init__(
        self, settings: Settings, archive: Archive, understanding: Understanding, renderer: Renderer
    ) -> None:
        self._settings = settings
        self._archive = archive
        self._understanding = understanding
        self._renderer = renderer
        self._gathered: tuple[datetime, Gathering] | None = None

    def due(self, now: datetime, *, at_once: bool = False) -> list[tuple[Digest, DigestState, datetime]]:
        """The digests that are due, with the time each is the edition of; takes note of new and changed ones."""
        wanted = [Wanted(d.id, d.schedule, self._active(d, now)) for d in self._settings.digests]
        states = self._archive.digests.reconcile(wanted, now, at_once=at_once)
        found = []
        for digest in self._settings.digests:
            state = states[digest.id]
            scheduled = (
                due(digest.schedule, self._settings.timezone, state.anchor, now) if state.active else None
            )
            if scheduled is not None and not (digest.at_once and self._at_rest(scheduled, now)):
                found.append((digest, state, scheduled))
        return found

    def _at_rest(self, scheduled: datetime, now: datetime) -> bool:
        """Whether alerts wait: their hours are over, or the house does not work today."""
        over = now - scheduled >= EACH_MINUTE
        return over or not is_working_day(self._settings.day_of(now), self._gathering(now).calendar)

    def parts(self, draft: Draft, digest: Digest, now: datetime) -> list[Draft]:
        """The editions that a draft makes: itself, or of a digest that comes at once one for each story."""
        if not digest.at_once:
            return [draft]
        return list(alerts(draft, room_today(self._archive, digest, self._settings, now)))

    def _active(self, digest: Digest, now: datetime) -> bool:
        return digest.enabled and bool(self.audience(digest, now))

    def audience(self, digest: Digest, now: datetime) -> list[Recipient]:
        """Who gets the digest today: its members within their mandate."""
        today = self._settings.day_of(now)
        return [r for r in self._settings.audience(digest) if _serves(r, today)]

    def draft(
        self, digest: Digest, state: DigestState, scheduled: datetime, now: datetime, *, keep: bool = True
    ) -> Draft:
        """Choose the edition of a time. Changes nothing but stale annotations, and not even those without `keep`."""
        found = self._archive.editions.candidates(state, digest.lookback)
        candidates = self._refreshed(found, now if keep else None)
        told = self._archive.editions.sent_since(digest.id, now - TOLD_FOR)
        known = self._gathering(now).of(digest, candidates)
        stories = told_stories(self._archive, [item for item, _ in candidates.items], [s.item for s in told])
        limits = replace(digest, limit=0, per_theme=0, per_body=0) if digest.at_once else digest
        choice = choose(candidates.items, told, limits, self._settings, now, known, stories=stories)
        unread, read = self._heard(digest, now)
        official = OfficialEditions(self._settings, self._archive, now)
        if keep:
            official.look_for(choice.entries, self._languages(digest, now))
        edition = Edition(
            digest=digest.id,
            number=self._archive.editions.next_number(digest.id),
            scheduled=scheduled,
            cutoff=now,
            entries=official.beside(self._gathering(now).advice.beside(choice.entries)),
            cut=choice.cut,
            rejected=choice.count(Outcome.REJECTED) + candidates.out_of_reach,
            unread=unread,
            read=read,
            next_time=next_time(digest.schedule, self._settings.timezone, now),
        )
        return Draft(edition, choice, candidates, state)

    def _languages(self, digest: Digest, now: datetime) -> frozenset[str]:
        """In which languages a digest is read."""
        return frozenset(
            {digest.language, *(r.language or digest.language for r in self.audience(digest, now))}
        )

    def _gathering(self, now: datetime) -> Gathering:
        """What all digests of a time share, read once."""
        if self._gathered is None or self._gathered[0] != now:
            self._gathered = now, Gathering(self._settings, self._archive, now)
        return self._gathered[1]

    def _refreshed(self, candidates: Candidates, kept: datetime | None) -> Candidates:
        """Annotate anew what was annotated under other settings, so that a new keyword counts today.

        `kept`: the time at which that is written down, None where nothing is.
        """
        fingerprint = self._understanding.fingerprint
        fresh = {
            item.id: self._understanding.of_item(item)
            for item, annotation in candidates.items
            if annotation is None or annotation.fingerprint != fingerprint
        }
        if not fresh:
            return candidates
        if kept is not None:
            self._archive.annotate(list(fresh.values()), at=kept)
        items = tuple((item, fresh.get(item.id, annotation)) for item, annotation in candidates.items)
        return replace(candidates, items=items)

    def _heard(self, digest: Digest, now: datetime) -> tuple[tuple[UnreadSource, ...], int]:
        """The sources that matter to a digest and are not heard, and how many of all could be read."""
        states = self._archive.sources.all()
        enabled = [s for s in self._settings.sources if s.enabled]
        found = (unheard(s, states.get(s.id), self._settings, now) for s in enabled if concerns(s, digest))
        return tuple(filter(None, found)), sum(1 for s in enabled if _was_read(states.get(s.id)))

    def render(self, draft: Draft, digest: Digest, language: str) -> Rendered:
        """The edition as a reader of that language sees it. Raises TemplateError."""
        speech = words(language, self._settings.timezone)
        calendar = self._gathering(draft.edition.cutoff).calendar
        view = put_into_words(draft.edition, digest, self._settings, speech, calendar)
        return self._renderer.digest(view, speech)

    def attachments(self, edition: Edition, language: str) -> tuple[Attachment, ...]:
        """The calendar files that travel with an edition."""
        found = deadlines_of(self._archive, edition, self._settings.day_of(edition.cutoff))
        return calendar_files(found, self._settings, words(language, self._settings.timezone))

    def freeze(self, draft: Draft, digest: Digest, now: datetime) -> BuiltEdition | None:
        """Render, and write ledger, edition and messages in one transaction.

        None where this edition was frozen before. Raises TemplateError.
        """
        edition = draft.edition
        skip = not edition.entries and (digest.when_empty == "skip" or digest.at_once)
        state = "skipped" if skip else "filled" if edition.entries else "empty"
        audience = [] if skip else self.audience(digest, now)
        languages = dict.fromkeys([digest.language, *(r.language or digest.language for r in audience)])
        rendered = {} if skip else {lang: self.render(draft, digest, lang) for lang in languages}
        expires = max(edition.next_time or now, now + LEAST_LIFE)
        own = rendered.get(digest.language, Rendered("", "", ""))
        row = EditionRow(
            digest=digest.id,
            number=0 if skip else edition.number,
            scheduled=edition.scheduled,
            cutoff=edition.cutoff,
            frozen=now,
            expires=expires,
            fingerprint=self._settings.fingerprint,
            state=state,
            language=digest.language,
            subject=own.subject,
            html=own.html,
            text=own.text,
            counts=_counts(draft, len(audience)),
        )
        pages = {
            language: Rendering(page, language, self.attachments(edition, language))
            for language, page in rendered.items()
        }
        pairs = ((recipient, pages[recipient.language or digest.language]) for recipient in audience)
        return self._written(row, draft, digest, pairs)

    def _written(
        self, row: EditionRow, draft: Draft, digest: Digest, pairs: Iterable[tuple[Recipient, Rendering]]
    ) -> BuiltEdition | None:
        """Make the mails, and commit them with the edition and its ledger rows; None where it was frozen before."""
        file = self._archive.database.file
        with edition_messages(
            pairs,
            digest,
            draft.edition,
            self._settings.mail,
            now=row.frozen,
            expires=row.expires,
            folder=file.parent if file else None,
        ) as messages:
            number = self._archive.editions.freeze(
                row,
                draft.choice.decisions,
                messages,
                state=draft.state,
                lookback=digest.lookback,
                newest=draft.candidates.newest,
            )
        if number is None:
            return None
        _log.info(
            "edition frozen", digest=digest.id, number=row.number, state=row.state, messages=len(messages)
        )
        return BuiltEdition(
            number,
            digest.id,
            row.number,
            row.state,
            row.scheduled,
            row.counts["chosen"],
            row.counts["cut"],
            row.counts["rejected"],
            row.counts["recipients"],
            tuple(messages.unmailable),
        )


def _serves(recipient: Recipient, today: date) -> bool:
    begun = recipient.since is None or recipient.since <= today
    return begun and (recipient.until is None or today <= recipient.until)


def _was_read(state: SourceState | None) -> bool:
    return state is not None and state.verdict is not None and state.verdict.good


def _counts(draft: Draft, recipients: int) -> dict[str, int]:
    choice = draft.choice
    return {
        "chosen": choice.count(Outcome.CHOSEN),
        "merged": choice.count(Outcome.MERGED),
        "cut": choice.count(Outcome.CUT),
        "rejected": choice.count(Outcome.REJECTED) + draft.candidates.out_of_reach,
        "recipients": recipients,
        "read": draft.edition.read,
    }
