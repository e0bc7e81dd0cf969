"""Build the editions that are due: choose, render, and freeze ledger, edition and messages at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from servwatch.archive.archive import Archive
from servwatch.archive.digests import DigestState
from servwatch.archive.editions import Candidates, EditionRow
from servwatch.cycle.alerts import alerts, room_today
from servwatch.cycle.audience import Attendance, Audience, sentence_of
from servwatch.cycle.circumstances import Gathering
from servwatch.cycle.draft import Draft
from servwatch.cycle.due_digests import DueDigest, due_digests
from servwatch.cycle.earlier_editions import earlier_editions
from servwatch.cycle.edition_attachments import edition_attachments, without_file
from servwatch.cycle.edition_messages import Rendering, edition_messages
from servwatch.cycle.hearing import heard
from servwatch.cycle.language_editions import OfficialEditions
from servwatch.cycle.one_click import one_click_links
from servwatch.cycle.reporting import BuiltEdition
from servwatch.cycle.review import UNREVIEWED, Unreviewed
from servwatch.cycle.surroundings import Drawn, complete
from servwatch.cycle.told_stories import told_stories
from servwatch.cycle.understanding import Understanding
from servwatch.digest.arrangement import numbered, placed
from servwatch.digest.budget import breaches, words_of
from servwatch.digest.choose import choose
from servwatch.digest.collecting import collected, of_themes
from servwatch.digest.compose import compose as put_into_words
from servwatch.digest.confined import ConfinedRenderer
from servwatch.digest.readers import NotMailed
from servwatch.digest.render import Rendered, Renderer
from servwatch.locale import Words, words
from servwatch.model import Digest, Edition, Outcome, Reading, Recipient, Settings

_log = structlog.get_logger(__name__)

TOLD_FOR = timedelta(days=14)
"""A copy of an item that was told within this time is not told again."""
LEAST_LIFE = timedelta(hours=24)
"""An edition is worth sending for at least this long."""


UNTOLD_LIFE = timedelta(days=7)
"""The same of one before a meeting: the next one may come tomorrow, or not be known yet."""


class Builder:
    """Builds editions from the archive under one configuration."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        understanding: Understanding,
        renderer: Renderer | ConfinedRenderer,
    ) -> None:
        self._settings = settings
        self._archive = archive
        self._understanding = understanding
        self._renderer = renderer
        self._audience = Audience(settings, archive)
        self._gathered: tuple[datetime, Gathering] | None = None

    def due(self, now: datetime, *, at_once: bool = False) -> list[DueDigest]:
        """The digests that are due, with the time each is the edition of; takes note of new and changed ones."""
        known = partial(self._active, now=now), lambda: self._gathering(now).calendar
        return due_digests(self._settings, self._archive, now, *known, at_once=at_once)

    def parts(self, draft: Draft, digest: Digest, now: datetime) -> list[Draft]:
        """The editions that a draft makes: itself, or of a digest that comes at once one for each story."""
        if not digest.at_once:
            return [draft]
        return list(alerts(draft, room_today(self._archive, digest, self._settings, now)))

    def _active(self, digest: Digest, now: datetime) -> bool:
        return digest.enabled and bool(self.audience(digest, now))

    def audience(self, digest: Digest, now: datetime) -> list[Recipient]:
        """Who gets the digest today: its members within their mandate and their copies, but for the suppressed."""
        return [reader.recipient for reader in self._audience.of(digest, now).mailed]

    def draft(
        self,
        digest: Digest,
        state: DigestState,
        scheduled: datetime,
        now: datetime,
        *,
        keep: bool = True,
        review: Unreviewed = UNREVIEWED,
    ) -> Draft:
        """Choose the edition of a time. Changes nothing but stale annotations, and not even those without `keep`."""
        moment = review.moment(now)
        candidates = self._refreshed(review.candidates(self._archive, state, digest), now if keep else None)
        told = self._archive.editions.sent_since(digest.id, moment - TOLD_FOR)
        known = self._gathering(now).of(digest, candidates, apart=review.reviewed)
        candidates, known = review.taken(candidates, known)
        stories = told_stories(self._archive, [item for item, _ in candidates.items], [s.item for s in told])
        limits = replace(digest, limit=0, per_theme=0, per_body=0) if digest.at_once else digest
        choice = choose(candidates.items, told, limits, self._settings, moment, known, stories=stories)
        choice = review.shaped(choice, known)
        unread, read = heard(self._settings, self._archive, digest, now)
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
            next_time=self._gathering(now).timings.of(digest).next(moment),
        )
        drawn = Drawn(candidates, choice, told, stories)
        in_full = self._audience.reads_in_full(digest, now)
        edition = complete(review.told(edition), digest, drawn, self._gathering(now).stock, in_full=in_full)
        edition = numbered(edition, digest, self._settings)
        choice = replace(choice, decisions=placed(choice.decisions, edition))
        return Draft(edition, choice, candidates, state, review)

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

    def render(self, draft: Draft, digest: Digest, language: str, reading: Reading | None = None) -> Rendered:
        """The edition as a reader of that language sees it, or as it is kept. Raises TemplateError."""
        speech = words(language, self._settings.timezone)
        calendar = self._gathering(draft.edition.moment).calendar
        view = put_into_words(draft.edition, digest, self._settings, speech, calendar, reading)
        told = of_themes(draft.edition, reading.themes if reading is not None else ())
        view = replace(view, attached=without_file(told, self._archive, self._settings, speech))
        over = breaches(view)
        for sentence in over:
            _log.warning("over budget", edition=f"{digest.id} {draft.edition.number}", breach=sentence)
        return replace(self._renderer.digest(view, speech), breaches=over, words=words_of(view))

    def read(self, draft: Draft, digest: Digest, reading: Reading) -> Rendering | None:
        """The edition as it is read so; None where it tells nothing of the wanted themes, and a note is not wanted."""
        owed = earlier_editions(self._settings, self._archive, digest, reading.owed)
        advice = self._gathering(draft.edition.cutoff).advice
        edition = collected(draft.edition, [replace(one, entries=advice.beside(one.entries)) for one in owed])
        if owed and not draft.edition.entries and digest.when_empty == "skip":
            edition = replace(edition, number=max(edition.collects))  # there is none of its own
        if digest.when_empty == "skip" and not of_themes(edition, reading.themes).entries:
            return None
        page = self.render(replace(draft, edition=edition), digest, reading.language, reading)
        told = of_themes(edition, reading.themes)
        files = edition_attachments(told, self._archive, self._settings, reading.language)
        return Rendering(page, reading.language, files)

    def freeze(self, draft: Draft, digest: Digest, now: datetime) -> BuiltEdition | None:
        """Render, and write ledger, edition and messages in one transaction.

        None where this edition was frozen before. Raises TemplateError.
        """
        edition = draft.edition
        nothing = not edition.entries and not edition.introduction
        skip = nothing and (digest.when_empty == "skip" or digest.at_once)
        state = "skipped" if skip else "filled" if edition.entries else "empty"
        attendance = self._audience.attendance(digest, edition, now, skipped=skip)
        asked = dict.fromkeys(reading for _, reading in attendance.mailed)  # few, for thousands of readers
        pages = {reading: self.read(draft, digest, reading) for reading in asked}
        pairs = [(who, page) for who, reading in attendance.mailed if (page := pages[reading]) is not None]
        own = Rendered("", "", "") if skip else self.render(draft, digest, digest.language)
        row = EditionRow(
            digest=digest.id,
            number=0 if skip else edition.number,
            scheduled=edition.scheduled,
            cutoff=now if draft.review.reviewed else edition.cutoff,  # what is told is as it stood now
            frozen=now,
            expires=max(edition.next_time or now, now + (UNTOLD_LIFE if digest.before else LEAST_LIFE)),
            fingerprint=self._settings.fingerprint,
            state=state,
            language=digest.language,
            subject=own.subject,
            html=own.html,
            text=own.text,
            counts=_counts(draft, len(pairs), attendance),
        )
        built = self._written(row, draft, digest, pairs, attendance)
        read = (own, *(page.rendered for page in pages.values() if page is not None))
        over = dict.fromkeys(sentence for page in read for sentence in page.breaches)
        return built and replace(built, breaches=tuple(over))

    def _written(
        self,
        row: EditionRow,
        draft: Draft,
        digest: Digest,
        pairs: Sequence[tuple[Recipient, Rendering]],
        attendance: Attendance,
    ) -> BuiltEdition | None:
        """Make the mails, and commit them with the edition and its ledger rows; None where it was frozen before."""
        file = self._archive.database.file
        speech = words("en", self._settings.timezone)  # as all that commands say
        with edition_messages(
            pairs,
            digest,
            draft.edition,
            self._settings.mail,
            now=row.frozen,
            expires=row.expires,
            folder=file.parent if file else None,
            links=one_click_links(self._settings, self._archive, digest, (who for who, _ in pairs)),
        ) as messages:
            written = {"messages": len(messages), "unmailable": len(messages.unmailable)}
            row = replace(row, counts={**row.counts, **written})
            number = self._archive.editions.freeze(
                row,
                draft.choice.decisions,
                messages,
                state=draft.state,
                lookback=digest.lookback,
                newest=draft.candidates.newest,
                rota=attendance.rota,
                corrections=draft.edition.around.corrections if row.number else (),
                also=draft.review.sending(self._archive),
            )
        if number is None:
            return None
        _log.info(
            "edition frozen", digest=digest.id, number=row.number, state=row.state, messages=len(messages)
        )
        return _built(number, row, messages.unmailable, attendance, speech)


def _built(
    number: int, row: EditionRow, unmailable: Sequence[str], attendance: Attendance, speech: Words
) -> BuiltEdition:
    counts = row.counts
    return BuiltEdition(
        number,
        row.digest,
        row.number,
        row.state,
        row.scheduled,
        counts["chosen"],
        counts["cut"],
        counts["rejected"],
        counts["recipients"],
        tuple(unmailable),
        tuple(sentence_of(one, speech) for one in attendance.passed),
        len(attendance.rota.waiting),
    )


def _counts(draft: Draft, recipients: int, attendance: Attendance) -> dict[str, int]:
    choice = draft.choice
    suppressed = sum(one.suppression is not None for one in attendance.passed)
    had = sum(one.reason is NotMailed.READ for one in attendance.passed)
    return {
        "candidates": len(draft.candidates.items) + draft.candidates.out_of_reach,
        "chosen": choice.count(Outcome.CHOSEN),
        "merged": choice.count(Outcome.MERGED),
        "cut": choice.count(Outcome.CUT),
        "rejected": choice.count(Outcome.REJECTED) + draft.candidates.out_of_reach,
        "recipients": recipients,
        "suppressed": suppressed,
        "outside_mandate": len(attendance.passed) - suppressed - had,
        "had_it": had,
        "waiting": len(attendance.rota.waiting),
        "read": draft.edition.read,
    }
